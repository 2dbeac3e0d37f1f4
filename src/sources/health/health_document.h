// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "sources/health/health_state.h"

namespace nocturne::health {

/// One component of a health document.
struct HealthComponent
{
    std::string name;
    HealthState state = HealthState::Waiting;
    std::string details;
    std::optional<double> seconds = {}; ///< time its check took

    bool operator==(const HealthComponent&) const = default;
};

struct HealthDocument
{
    HealthState state = HealthState::Waiting; ///< as the document says, else the worst of its components
    std::vector<HealthComponent> components;  ///< names are unique

    bool operator==(const HealthDocument&) const = default;
};

/// Reads what services answer on a health endpoint, in any of these forms, also within a `data` envelope:
/// - `{success, status, checks: [{component, status, details, duration}]}`; a duration is an integer of nanoseconds,
///   as Go writes time.Duration, or its text "1.5ms";
/// - Spring Boot: `{status: "UP", components: {db: {status, details, components}}}`; nested names are joined by "/";
/// - application/health+json of the IETF draft: `{status: "pass", checks: {"db:responseTime": [{status, output,
/// ...}]}}`.
///
/// Bounded: 1 MiB, 16 levels, 200 components, names of 128 and details of 1024 bytes. Fails with InvalidInput for
/// what is no JSON object, or has neither a status nor components.
Result<HealthDocument> parseHealthDocument(std::string_view text);

/// Reads Go's notation of a duration, "1m2.5s", "150µs", in seconds. Nothing where `text` as a whole is none.
std::optional<double> parseGoDuration(std::string_view text);

} // namespace nocturne::health
