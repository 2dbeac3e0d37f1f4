// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
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
    /// The worst of what the document says of itself and of all its components, the left out ones too; at least
    /// Degraded where some were left out.
    HealthState state = HealthState::Waiting;
    std::vector<HealthComponent> components; ///< those that are kept; names are unique
    std::size_t leftOut = 0;                 ///< beyond DocumentLimits::components
    HealthState told = HealthState::Waiting; ///< `state`, were there no limit: the worst of all that is told
    /// The worst of those that are not kept, where it is not up; without a name where the document gives it none.
    std::optional<HealthComponent> worstLeftOut = {};

    bool operator==(const HealthDocument&) const = default;
};

struct DocumentLimits
{
    std::size_t bytes = std::size_t{1} << 20U;
    std::size_t components = 200;
};

/// Reads what services answer on a health endpoint, in any of these forms, also within a `data` envelope:
/// - `{success, status, checks: [{component, status, details, duration}]}`; a duration is an integer of nanoseconds,
///   as Go writes time.Duration, or its text "1.5ms";
/// - Spring Boot: `{status: "UP", components: {db: {status, details, components}}}`; nested names are joined by "/";
/// - application/health+json of the IETF draft: `{status: "pass", checks: {"db:responseTime": [{status, output,
/// ...}]}}`;
/// - plain text as Kubernetes' servers answer `/livez?verbose`: a line `[+]etcd ok` or `[-]etcd failed: why` each.
///
/// A component that states nothing is taken for what the document says of itself, and is degraded where it says
/// nothing. One without a name counts for the state of the document and is not kept.
///
/// Bounded: `limits`, 16 levels, names of 128 and details of 1024 bytes. Fails with LimitExceeded for a text that is
/// too large, with InvalidInput for what is neither JSON object nor such text, or has neither a status nor components.
Result<HealthDocument> parseHealthDocument(std::string_view text, const DocumentLimits& limits = {});

/// Reads Go's notation of a duration, "1m2.5s", "150µs", in seconds. Nothing where `text` as a whole is none.
std::optional<double> parseGoDuration(std::string_view text);

} // namespace nocturne::health
