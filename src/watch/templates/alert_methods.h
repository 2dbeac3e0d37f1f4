// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/core/result.h"
#include "watch/templates/value.h"

namespace nocturne::templates {

/// Names of the types that notifications are made of, as Alertmanager calls them.
inline constexpr std::string_view kKvType = "template.KV";         ///< a map of texts
inline constexpr std::string_view kPairsType = "template.Pairs";   ///< a list of records with Name and Value
inline constexpr std::string_view kAlertsType = "template.Alerts"; ///< a list of records with Status

/// Calls a method of one of these: SortedPairs, Names, Values, Remove; Firing, Resolved. Nothing where there is none of
/// that name. Source: Alertmanager, template/template.go.
std::optional<Result<Value>> callAlertMethod(const Value& owner, std::string_view name,
                                             std::span<const Value> arguments);

} // namespace nocturne::templates
