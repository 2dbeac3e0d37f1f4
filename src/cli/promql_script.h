// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/promql/series_notation.h"

namespace nocturne::cli {

/// What a text must be: anything, exactly this, or something in which a regular expression is found.
struct TextPattern
{
    enum class Kind { Any, Exact, Regex };

    Kind kind = Kind::Any;
    std::string text;

    bool matches(const std::string& candidate) const;
};

struct ClearCommand
{};

/// One series of a `load`, and when the counters behind its samples began.
struct LoadedSeries
{
    model::LabelSet labels;
    std::vector<promql::SeriesValue> values;
    std::vector<std::optional<std::int64_t>> starts = {}; ///< ms from the time of each sample, or empty
};

struct LoadCommand
{
    int line = 0;
    std::int64_t stepMs = 0;
    bool makesHistograms = false;     ///< of classic histograms too: `load_with_nhcb`
    std::vector<LoadedSeries> series; ///< label sets are unique
};

/// What an `eval` expects of annotations of one kind.
struct AnnotationPattern
{
    std::vector<TextPattern> wanted;
    bool none = false;
};

/// An expected range vector: samples at start + i * step.
struct ExpectedRange
{
    Timestamp start = 0;
    std::int64_t stepMs = 0;
};

struct EvalCommand
{
    int line = 0;
    std::string query;
    Timestamp start = 0;
    Timestamp end = 0;
    std::int64_t stepMs = 0; ///< 0 for an instant query

    std::optional<TextPattern> failure;
    AnnotationPattern warnings;
    AnnotationPattern infos;
    bool ordered = false;
    std::optional<std::string> string;
    std::optional<double> scalar;
    std::optional<ExpectedRange> rangeVector;
    std::vector<promql::SeriesLine> series;
};

using ScriptCommand = std::variant<ClearCommand, LoadCommand, EvalCommand>;

/// Reads a script of Prometheus' engine tests. Fails with InvalidInput and the line.
Result<std::vector<ScriptCommand>> parsePromqlScript(std::string_view text);

} // namespace nocturne::cli
