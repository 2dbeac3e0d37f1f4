// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/limits.h"
#include "base/core/result.h"
#include "engine/exposition/format.h"

namespace nocturne::exposition {

/// A name and value as written, between their quotes; `escaped` where a backslash occurs.
struct RawLabel
{
    std::string_view name;
    std::string_view value;
    bool nameEscaped = false;
    bool valueEscaped = false;
    std::uint32_t end = 0; ///< where the value's closing quote ends, from the start of the series
};

/// A metric name and its labels as written, in their order. Views into the body.
struct RawSeries
{
    std::string_view name;
    bool nameEscaped = false;
    bool isPlain = true; ///< labels ascend by name, and nothing is escaped
    std::vector<RawLabel> labels;

    void clear()
    {
        name = {};
        nameEscaped = false;
        isPlain = true;
        labels.clear();
    }
};

/// What is wrong and at which byte.
struct Problem
{
    const char* at = nullptr;
    std::string message;
    Error::Kind kind = Error::Kind::InvalidInput;
};

/// Reads the syntax of `name{label="value",...}` and of `{"name",label="value",...}`, whole and checked: characters,
/// quotes, escapes, UTF-8, one name, no label twice, and the limits on labels.
class SeriesScanner
{
public:
    SeriesScanner(Format format, bool strict, const Limits& limits)
        : m_openMetrics(format == Format::OpenMetrics)
        , m_strict(strict)
        , m_limits(limits)
    {}

    /// Reads a series at `p`, which lies before `end`, into `out`; returns where it stops, or nullptr with problem()
    /// set.
    /// `family`, a bare metric name, is what the name probably starts with.
    const char* scanSeries(const char* p, const char* end, RawSeries& out, std::string_view family = {});
    /// As scanSeries(), when `out` is what `previous` was read into, earlier in the same buffer: neighbours share their
    /// name and often their first labels, which are then not read again.
    const char* scanNextSeries(const char* p, const char* end, std::string_view previous, RawSeries& out,
                               std::string_view family);
    /// Reads the labels of an exemplar, `p` being behind their opening brace.
    const char* scanExemplarLabels(const char* p, const char* end, RawSeries& out);
    /// Reads a quoted text at `p` into `out`, without its quotes.
    const char* scanQuoted(const char* p, const char* end, std::string_view& out, bool& escaped);

    const Problem& problem() const { return m_problem; }
    /// Notes a problem; always nullptr, so that it can be returned.
    const char* fail(const char* at, std::string message, Error::Kind kind = Error::Kind::InvalidInput);

private:
    enum class Braces { Series, Exemplar };

    const char* scanBraces(const char* p, const char* end, RawSeries& out, Braces use, bool afterComma = false);
    const char* scanPlainLabel(const char* p, const char* end, RawSeries& out) const;
    const char* scanLabel(const char* p, const char* end, RawSeries& out, Braces use);
    const char* scanLabelName(const char* p, const char* end, RawLabel& label);
    const char* addLabel(const char* at, const RawLabel& label, RawSeries& out);
    const char* skipBlanks(const char* p, const char* end) const;

    bool m_openMetrics;
    bool m_strict;
    const char* m_begin = nullptr; // of the series being read
    Limits m_limits;
    Problem m_problem;
};

/// `text` from outside, in quotes and bounded, for a message.
std::string quote(std::string_view text);

/// Appends `text` with `\\`, `\"` and `\n` resolved, other backslashes kept; quotes only where `quotes`.
void appendUnescaped(std::string& out, std::string_view text, bool quotes = true);

} // namespace nocturne::exposition
