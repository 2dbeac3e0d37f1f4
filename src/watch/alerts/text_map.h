// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "watch/alerts/annotations.h"

namespace nocturne::alerts {

/// Labels and annotations as JSON objects, the way the state keeps them.
std::string toJson(const model::LabelSet& labels);
std::string toJson(const Annotations& annotations);
/// The other way round. Fails with Corrupt.
Result<model::LabelSet> labelsFromJson(std::string_view json);
Result<Annotations> annotationsFromJson(std::string_view json);

} // namespace nocturne::alerts
