// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::json {

/// One step on the way into a JSON document: a key, which is an index too where it is digits.
struct PathStep
{
    std::string key;
    std::optional<std::size_t> index = {};

    bool operator==(const PathStep&) const = default;
};

/// The steps of a path such as `$.checks[0].state`, `checks.0.state` or `$['a key'].b`; none for `$`, the document
/// itself. Fails with InvalidInput for a text that is no path, and for one of more than 32 steps. json_fields.h walks
/// it.
Result<std::vector<PathStep>> parsePath(std::string_view path);

} // namespace nocturne::json
