// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "engine/exposition/format.h"

namespace nocturne::cli {

struct BenchParseOptions
{
    enum class Mode {
        Cold,     ///< every label set is read, as for new series
        Warm,     ///< known series: the scrape cache
        Baseline, ///< no parser at all: split at line feeds, std::from_chars behind the last space
    };

    Mode mode = Mode::Cold;
    std::chrono::duration<double> time{2};
    exposition::Format format = exposition::Format::PrometheusText;
    /// Runs all three modes in turns and reports their speeds and ratios, too; `mode` says whose numbers lead.
    bool compare = true;
};

/// Parses `body` over and over on one thread: `nocturnectl bench parse FILE [--warm|--baseline] [--seconds S]`.
///
/// Gives one line of JSON: bytes, samples (of one pass), iters, seconds, mb_per_s, samples_per_s, mode, and with
/// `compare` the figures of all modes from the same run, interleaved so that a busy machine slows all alike. Fails with
/// the parser's error when `body` does not parse.
Result<std::string> benchParse(std::string_view body, const BenchParseOptions& options);

/// One pass over `body`, for other benchmarks; each returns the number of samples.
std::size_t passBaseline(std::string_view body);

} // namespace nocturne::cli
