// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/core/json_fields.h"
#include "sources/burstlet/answer.h"

namespace nocturne::burstlet {

inline constexpr std::size_t kMostRows = 2000;
inline constexpr std::size_t kMostNames = 500;
inline constexpr std::size_t kNameBytes = 256;

/// The metrics that `data` holds, as `metrics` and `overview` tell them.
Metrics readMetrics(const json::object& data);

} // namespace nocturne::burstlet
