// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/exposition/format.h"

namespace nocturne::cli {

/// What `nocturnectl check metrics` has to say about one exposition.
struct CheckReport
{
    /// In order of the lines; each with line and column, the line, and the cure. At most kMostFindings.
    std::vector<Error> findings;
    bool truncated = false;   ///< there are more
    std::size_t samples = 0;  ///< samples that were read
    std::size_t families = 0; ///< families with a TYPE

    bool isClean() const { return findings.empty(); }

    static constexpr std::size_t kMostFindings = 100;
};

/// Reads the whole of `input`, beyond the first error, as a scraper does or, with `strict`, to the letter of `format`.
CheckReport checkMetrics(std::string_view input, exposition::Format format, bool strict);

/// The report for people: one line a finding, `line:column: message`, and a last line that sums up.
std::string toText(const CheckReport& report);

} // namespace nocturne::cli
