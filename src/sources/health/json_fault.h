// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::health {

/// Where a text that is no JSON, or nested deeper than `maxDepth`, goes wrong; its end where that is not known.
SourcePosition jsonFaultIn(std::string_view text, std::size_t maxDepth);

} // namespace nocturne::health
