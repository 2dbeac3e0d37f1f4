// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/net/http.h"
#include "engine/model/metadata.h"
#include "sources/health/health_options.h"

namespace nocturne::health {

/// A metric of checks, as it is described to the store.
struct Family
{
    std::string_view metric;
    std::string_view help;
    std::string_view unit;
    model::MetricType type = model::MetricType::Gauge;
};

/// Those of every kind of check.
std::span<const Family> commonFamilies();
/// Those of groups.
std::span<const Family> groupFamilies();
/// Those that a Redis server tells.
std::span<const Family> redisFamilies();

/// The phases that an attempt of this type has, in order, by the words of `probe_phase_seconds`.
std::vector<std::pair<std::string_view, double>> phasesOf(CheckType type, const net::Phases& phases);

} // namespace nocturne::health
