// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//   histogram = "{{" [ pair { blank pair } ] [blank] "}}"
//   pair      = key ":" (number | "[" { number } "]" | hint)
#include "engine/promql/histogram_notation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/core/general_number.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

constexpr std::array<std::string_view, 11> kKeys = {
    "schema", "count",     "sum",      "z_bucket",      "z_bucket_w",        "buckets",
    "offset", "n_buckets", "n_offset", "custom_values", "counter_reset_hint"};
constexpr int kMaxSchema = 8;
constexpr int kMinSchema = -4;
constexpr int kMaxOffset = 1 << 20U;

bool isBlank(char c) { return c == ' ' || c == '\t'; }

class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {}

    Result<HistogramNotation> read()
    {
        m_at = 2; // "{{"
        bool separated = true;
        if (m_at < m_text.size() && isBlank(m_text[m_at]))
            return wrong("no blank may follow \"{{\"");
        while (!m_text.substr(m_at).starts_with("}}")) {
            if (m_at >= m_text.size())
                return wrong("unclosed histogram: expected \"}}\"");
            if (!separated)
                return wrong("expected a blank between the fields of a histogram");
            if (auto done = pair(); !done)
                return tl::unexpected(done.error());
            separated = skipBlanks();
        }
        m_at += 2;
        return m_histogram;
    }
    std::size_t at() const { return m_at; }

private:
    tl::unexpected<Error> wrong(std::string message) const { return wrongAt(m_at, std::move(message)); }
    static tl::unexpected<Error> wrongAt(std::size_t at, std::string message)
    {
        return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition{1, static_cast<int>(at) + 1});
    }

    bool skipBlanks()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        return m_at > begin;
    }

    std::string_view word(std::string_view ends)
    {
        const auto end = std::min(m_text.find_first_of(ends, m_at), m_text.size());
        const auto found = m_text.substr(m_at, end - m_at);
        m_at = end;
        return found;
    }

    Result<void> pair()
    {
        const auto begin = m_at;
        const auto key = word(": \t}[]");
        if (std::ranges::find(kKeys, key) == kKeys.end()) {
            const auto meant = nearest(key, kKeys);
            return wrongAt(begin, "bad histogram descriptor found: " + quote(printable(key)) +
                                      (meant.empty() ? "" : ": did you mean " + quote(meant) + "?"));
        }
        if (m_at >= m_text.size() || m_text[m_at] != ':')
            return wrong("missing \":\" for histogram descriptor");
        ++m_at;
        if (!m_seen.insert(key).second)
            return wrongAt(begin, "duplicate key " + quote(key) + " in histogram");
        return value(key);
    }

    Result<void> value(std::string_view key)
    {
        if (key == "counter_reset_hint")
            return hint();
        if (key == "buckets")
            return list(m_histogram.positive.counts);
        if (key == "n_buckets")
            return list(m_histogram.negative.counts);
        if (key == "custom_values")
            return list(m_histogram.customValues);
        if (key == "schema")
            return schema();
        if (key == "offset")
            return integer(m_histogram.positive.offset);
        if (key == "n_offset")
            return integer(m_histogram.negative.offset);
        return number(key == "count"      ? m_histogram.count
                      : key == "sum"      ? m_histogram.sum
                      : key == "z_bucket" ? m_histogram.zeroCount
                                          : m_histogram.zeroThreshold);
    }

    Result<void> number(double& target)
    {
        const auto begin = m_at;
        const auto parsed = parseNumber(word(" \t}]"));
        if (!parsed)
            return wrongAt(begin, "expected a number in the histogram");
        target = *parsed;
        return {};
    }

    Result<void> integer(int& target)
    {
        const auto begin = m_at;
        double parsed = 0;
        if (auto done = number(parsed); !done)
            return done;
        if (parsed != std::trunc(parsed) || std::abs(parsed) > kMaxOffset)
            return wrongAt(begin, "expected a whole number in the histogram");
        target = static_cast<int>(parsed);
        return {};
    }

    Result<void> schema()
    {
        const auto begin = m_at;
        if (auto done = integer(m_histogram.schema); !done)
            return done;
        const int schema = m_histogram.schema;
        if (schema != HistogramNotation::kCustomSchema && (schema < kMinSchema || schema > kMaxSchema))
            return wrongAt(begin, "histogram schema must be from -4 to 8, or -53");
        return {};
    }

    Result<void> list(std::vector<double>& target)
    {
        if (m_at >= m_text.size() || m_text[m_at] != '[')
            return wrong("expected \"[\"");
        ++m_at;
        while (m_at < m_text.size() && m_text[m_at] != ']') {
            target.emplace_back();
            if (auto done = number(target.back()); !done)
                return done;
            skipBlanks();
        }
        if (m_at >= m_text.size())
            return wrong("expected \"]\"");
        ++m_at;
        return {};
    }

    Result<void> hint()
    {
        using Hint = HistogramNotation::ResetHint;
        const auto begin = m_at;
        const auto text = word(" \t}");
        constexpr std::array<std::pair<std::string_view, Hint>, 4> kHints = {{{"unknown", Hint::Unknown},
                                                                              {"reset", Hint::Reset},
                                                                              {"not_reset", Hint::NotReset},
                                                                              {"gauge", Hint::Gauge}}};
        for (const auto& [name, hint] : kHints) {
            if (name == text) {
                m_histogram.hasHint = true;
                m_histogram.hint = hint;
                return {};
            }
        }
        return wrongAt(begin, "counter_reset_hint must be one of unknown, reset, not_reset, gauge");
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::set<std::string_view> m_seen;
    HistogramNotation m_histogram;
};

/// The bucket of a schema coarser by `steps` that holds bucket `index`: each step joins 2i - 1 and 2i into i.
int coarser(int index, int steps)
{
    for (; steps > 0; --steps)
        index = ((index - 1) >> 1) + 1;
    return index;
}

void addBuckets(HistogramNotation::Buckets& to, const HistogramNotation::Buckets& from, int steps, double factor)
{
    if (from.counts.empty())
        return;
    if (to.counts.empty())
        to.offset = coarser(from.offset, steps);
    const int first = std::min(to.offset, coarser(from.offset, steps));
    to.counts.insert(to.counts.begin(), static_cast<std::size_t>(to.offset - first), 0.0);
    to.offset = first;
    for (std::size_t i = 0; i < from.counts.size(); ++i) {
        const auto slot = static_cast<std::size_t>(coarser(from.offset + static_cast<int>(i), steps) - first);
        if (slot >= to.counts.size())
            to.counts.resize(slot + 1);
        to.counts[slot] += factor * from.counts[i];
    }
}

} // namespace

Result<HistogramNotation> parseHistogramNotation(std::string_view& text)
{
    Reader reader(text);
    auto histogram = reader.read();
    if (histogram)
        text.remove_prefix(reader.at());
    return histogram;
}

Result<HistogramNotation> combine(const HistogramNotation& first, const HistogramNotation& second, double factor)
{
    const bool custom = first.schema == HistogramNotation::kCustomSchema;
    if (custom != (second.schema == HistogramNotation::kCustomSchema) || first.customValues != second.customValues)
        return fail(Error::Kind::InvalidInput, "error combining histograms: their bucket limits differ");
    if (second.schema < first.schema) {
        return fail(Error::Kind::InvalidInput, "error combining histograms: cannot merge from schema " +
                                                   std::to_string(second.schema) + " to " +
                                                   std::to_string(first.schema));
    }
    auto sum = first;
    sum.count += factor * second.count;
    sum.sum += factor * second.sum;
    sum.zeroCount += factor * second.zeroCount;
    sum.zeroThreshold = std::max(first.zeroThreshold, second.zeroThreshold);
    const int steps = custom ? 0 : second.schema - first.schema;
    addBuckets(sum.positive, second.positive, steps, factor);
    addBuckets(sum.negative, second.negative, steps, factor);
    return sum;
}

model::FloatHistogram toHistogram(const HistogramNotation& notation)
{
    const auto listOf = [](const HistogramNotation::Buckets& buckets) {
        model::BucketList list;
        if (!buckets.counts.empty())
            list.spans = {{buckets.offset, static_cast<std::uint32_t>(buckets.counts.size())}};
        list.counts = buckets.counts;
        return list;
    };
    using Hint = HistogramNotation::ResetHint;
    model::FloatHistogram histogram;
    histogram.schema = notation.schema;
    histogram.count = notation.count;
    histogram.sum = notation.sum;
    histogram.zeroCount = notation.zeroCount;
    histogram.zeroThreshold = notation.zeroThreshold;
    histogram.positive = listOf(notation.positive);
    histogram.negative = listOf(notation.negative);
    histogram.customValues = notation.customValues;
    histogram.hint = notation.hint == Hint::Reset      ? model::ResetHint::Reset
                     : notation.hint == Hint::NotReset ? model::ResetHint::NotReset
                     : notation.hint == Hint::Gauge    ? model::ResetHint::Gauge
                                                       : model::ResetHint::Unknown;
    return histogram;
}

std::string notationOf(const model::FloatHistogram& histogram)
{
    std::string text = "{{schema:" + std::to_string(histogram.schema);
    const auto number = [&text](std::string_view key, double value) {
        if (value != 0)
            text += " " + std::string(key) + ":" + formatGeneral(value);
    };
    const auto list = [&text](std::string_view key, const std::vector<double>& values) {
        text += " " + std::string(key) + ":[";
        for (std::size_t i = 0; i < values.size(); ++i)
            text += (i > 0 ? " " : "") + formatGeneral(values[i]);
        text += "]";
    };
    const auto buckets = [&](std::string_view key, std::string_view offset, const model::BucketList& from) {
        std::vector<double> dense;
        std::int32_t first = 0;
        from.forEach([&](std::int32_t index, double count) {
            first = dense.empty() ? index : first;
            dense.resize(static_cast<std::size_t>(index - first) + 1);
            dense.back() = count;
        });
        if (dense.empty())
            return;
        number(offset, first);
        list(key, dense);
    };
    number("count", histogram.count);
    number("sum", histogram.sum);
    number("z_bucket", histogram.zeroCount);
    number("z_bucket_w", histogram.zeroThreshold);
    if (!histogram.customValues.empty())
        list("custom_values", histogram.customValues);
    buckets("buckets", "offset", histogram.positive);
    buckets("n_buckets", "n_offset", histogram.negative);
    constexpr std::array<std::string_view, 4> kHints = {"", " counter_reset_hint:reset",
                                                        " counter_reset_hint:not_reset", " counter_reset_hint:gauge"};
    return text.append(kHints[static_cast<std::size_t>(histogram.hint)]) + "}}";
}

} // namespace nocturne::promql
