// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/limits.h"
#include "base/core/result.h"
#include "engine/exposition/format.h"
#include "engine/model/label_set.h"

namespace nocturne::exposition {

/// How a label is written; `escaped` where a backslash occurs.
struct LabelNotes
{
    bool nameEscaped = false;
    bool valueEscaped = false;
    std::uint32_t end = 0; ///< where the value's closing quote ends, from the start of the series
};

/// A metric name and its labels as written, between their quotes, in their order. Views into the body.
///
/// The name stands as the label it is before the others, so that a plain series is its own label set. What is known
/// of each label lies beside them.
class RawSeries
{
public:
    bool isPlain = true; ///< labels ascend by name, and nothing is escaped

    std::string_view name() const { return m_name; }
    bool nameEscaped() const { return m_nameEscaped; }
    bool hasName() const { return m_name.data() != nullptr; }
    void setName(std::string_view name, bool escaped)
    {
        m_name = name;
        m_nameEscaped = escaped;
        m_all.data()->value = name;
    }

    /// The metric name and the labels.
    std::span<const model::Label> all() const { return {m_all.data(), m_size}; }
    std::span<const model::Label> labels() const { return m_size == 0 ? all() : all().subspan(1); }
    std::size_t size() const { return m_size - 1; } ///< of labels(), once clear() was called
    const model::Label& label(std::size_t index) const { return m_all.data()[index + 1]; }
    const LabelNotes& notes(std::size_t index) const { return m_notes.data()[index + 1]; }

    void add(const model::Label& label, const LabelNotes& notes)
    {
        if (m_size == m_all.size()) [[unlikely]]
            grow();
        m_all.data()[m_size] = label;
        m_notes.data()[m_size] = notes;
        ++m_size;
    }
    /// Gives label `index` another value, between quotes that end at `end`.
    void setValue(std::size_t index, std::string_view value, std::uint32_t end)
    {
        m_all.data()[index + 1].value = value;
        m_notes.data()[index + 1].end = end;
    }
    /// Leaves the first `count` labels alone.
    void keep(std::size_t count) { m_size = count + 1; }
    void clear()
    {
        if (m_all.empty()) [[unlikely]]
            grow();
        isPlain = true;
        m_size = 1;
        setName({}, false);
    }

private:
    void grow()
    {
        constexpr std::size_t kFirst = 16;
        m_all.resize(m_all.empty() ? kFirst : m_all.size() * 2);
        m_notes.resize(m_all.size());
        m_all.front().name = model::kMetricName;
    }

    std::string_view m_name;
    bool m_nameEscaped = false;
    std::size_t m_size = 0; // in use of what follows, which is room
    std::vector<model::Label> m_all;
    std::vector<LabelNotes> m_notes;
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
    const char* scanSameLabels(const char* p, const char* end, std::size_t from, RawSeries& out);
    const char* plainValueEnd(const char* p, const char* end) const;
    const char* scanPlainLabel(const char* p, const char* end, RawSeries& out) const;
    const char* scanLabel(const char* p, const char* end, RawSeries& out, Braces use);
    const char* scanLabelName(const char* p, const char* end, std::string_view& name, bool& escaped);
    const char* addLabel(const char* at, const model::Label& label, const LabelNotes& notes, RawSeries& out);
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
