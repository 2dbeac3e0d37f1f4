// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/histogram_text.h"

#include <array>
#include <charconv>
#include <vector>

#include "engine/exposition/series_scanner.h"
#include "engine/transfer/metric_line.h"

namespace nocturne::transfer {

using model::BucketList;
using model::BucketListBuilder;
using model::BucketSpan;
using model::FloatHistogram;
using model::ResetHint;

namespace {

constexpr std::size_t kMostBuckets = 20'000; // of one side, as a store takes them

std::string_view wordOf(ResetHint hint)
{
    switch (hint) {
    case ResetHint::Reset:
        return "reset";
    case ResetHint::NotReset:
        return "not_reset";
    case ResetHint::Gauge:
        return "gauge";
    case ResetHint::Unknown:
        break;
    }
    return "unknown";
}

void appendNumbers(std::string& out, std::string_view key, const std::vector<double>& numbers)
{
    out.append(",").append(key).append(":[");
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0)
            out += ',';
        appendBits(out, numbers[i]);
    }
    out += ']';
}

void appendSide(std::string& out, std::string_view side, const BucketList& buckets)
{
    BucketListBuilder builder;
    buckets.forEach([&](std::int32_t index, double count) {
        if (count != 0)
            builder.append(index, count);
    });
    const auto list = builder.take();
    if (list.empty())
        return;
    out.append(",").append(side).append("_spans:[");
    for (std::size_t i = 0; i < list.spans.size(); ++i) {
        out.append(i > 0 ? "," : "").append(std::to_string(list.spans[i].offset));
        out.append(":").append(std::to_string(list.spans[i].length));
    }
    out += ']';
    appendNumbers(out, std::string(side).append("_buckets"), list.counts);
}

/// Walks over the text of a histogram.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {}

    Result<FloatHistogram> read()
    {
        if (!take('{'))
            return failHere("expected \"{\"");
        do {
            const auto key = word(":");
            if (!take(':'))
                return failHere("expected a key and \":\", as in {count:3,sum:4.5,schema:0}");
            if (!readField(key))
                return tl::unexpected(m_error);
        } while (take(','));
        if (!take('}') || m_at != m_text.size())
            return failHere("expected \",\" or \"}\"");
        if (!m_hasCount || !m_hasSum || !m_hasSchema)
            return failHere("a native histogram needs count, sum and schema");
        if (!fits(m_histogram.positive) || !fits(m_histogram.negative))
            return failHere("the spans do not have as many buckets as there are counts");
        if (auto valid = m_histogram.validate(); !valid)
            return failHere(valid.error().message);
        m_histogram.compact();
        return std::move(m_histogram);
    }

private:
    static bool fits(const BucketList& list)
    {
        std::size_t buckets = 0;
        for (const auto& span : list.spans)
            buckets += span.length;
        return buckets == list.counts.size();
    }

    bool readField(std::string_view key)
    {
        const auto number = [&](double& into) { return readNumber(into); };
        if (key == "count")
            return number(m_histogram.count) && (m_hasCount = true);
        if (key == "sum")
            return number(m_histogram.sum) && (m_hasSum = true);
        if (key == "schema")
            return readInteger(m_histogram.schema) && (m_hasSchema = true);
        if (key == "zero_threshold")
            return number(m_histogram.zeroThreshold);
        if (key == "zero_count")
            return number(m_histogram.zeroCount);
        if (key == "positive_spans")
            return readSpans(m_histogram.positive.spans);
        if (key == "negative_spans")
            return readSpans(m_histogram.negative.spans);
        if (key == "positive_buckets")
            return readNumbers(m_histogram.positive.counts);
        if (key == "negative_buckets")
            return readNumbers(m_histogram.negative.counts);
        if (key == "custom_values")
            return readNumbers(m_histogram.customValues);
        if (key == "reset_hint")
            return readHint();
        note("unknown key " + exposition::quote(key) + " of a native histogram");
        return false;
    }

    bool readNumber(double& into)
    {
        const auto number = readBits(word(",]}"));
        if (!number)
            return note("expected a number"), false;
        into = *number;
        return true;
    }
    template <typename Integer>
    bool readInteger(Integer& into, std::string_view stops = ",]}")
    {
        const auto text = word(stops);
        const auto read = std::from_chars(text.data(), text.data() + text.size(), into);
        if (read.ec == std::errc() && read.ptr == text.data() + text.size())
            return true;
        return note("expected a whole number"), false;
    }
    bool readNumbers(std::vector<double>& into)
    {
        return readList(into, [&](double& number) { return readNumber(number); });
    }
    bool readSpans(std::vector<BucketSpan>& into)
    {
        return readList(into, [&](BucketSpan& span) {
            if (!readInteger(span.offset, ":,]}") || !take(':'))
                return note("expected a span as offset:length"), false;
            return readInteger(span.length);
        });
    }
    template <typename T, typename Read>
    bool readList(std::vector<T>& into, Read read)
    {
        into.clear();
        if (!take('['))
            return note("expected \"[\""), false;
        if (take(']'))
            return true;
        do {
            if (into.size() >= kMostBuckets)
                return note("more than " + std::to_string(kMostBuckets) + " entries"), false;
            T one{};
            if (!read(one))
                return false;
            into.push_back(one);
        } while (take(','));
        return take(']') || (note("expected \",\" or \"]\""), false);
    }
    bool readHint()
    {
        const auto text = word(",}");
        for (const auto hint : {ResetHint::Reset, ResetHint::NotReset, ResetHint::Gauge, ResetHint::Unknown}) {
            if (text == wordOf(hint)) {
                m_histogram.hint = hint;
                return true;
            }
        }
        return note("reset_hint is reset, not_reset, gauge or unknown"), false;
    }

    bool take(char c)
    {
        const bool there = m_at < m_text.size() && m_text[m_at] == c;
        m_at += there ? 1 : 0;
        return there;
    }
    std::string_view word(std::string_view stops)
    {
        const auto end = std::min(m_text.find_first_of(stops, m_at), m_text.size());
        const auto text = m_text.substr(m_at, end - m_at);
        m_wordAt = m_at;
        m_at = end;
        return text;
    }
    void note(std::string message)
    {
        if (m_error.message.empty())
            m_error = {Error::Kind::InvalidInput, std::move(message),
                       SourcePosition{1, static_cast<int>(m_wordAt) + 1}};
    }
    tl::unexpected<Error> failHere(std::string message)
    {
        m_wordAt = m_at;
        note(std::move(message));
        return tl::unexpected(m_error);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_wordAt = 0;
    FloatHistogram m_histogram;
    bool m_hasCount = false;
    bool m_hasSum = false;
    bool m_hasSchema = false;
    Error m_error;
};

} // namespace

void appendHistogram(std::string& out, const FloatHistogram& histogram)
{
    const auto number = [&](std::string_view key, double value) {
        out += key;
        appendBits(out, value);
    };
    number("{count:", histogram.count);
    number(",sum:", histogram.sum);
    out.append(",schema:").append(std::to_string(histogram.schema));
    if (!histogram.usesCustomBuckets()) {
        number(",zero_threshold:", histogram.zeroThreshold);
        number(",zero_count:", histogram.zeroCount);
    }
    appendSide(out, "negative", histogram.negative);
    appendSide(out, "positive", histogram.positive);
    if (histogram.usesCustomBuckets())
        appendNumbers(out, "custom_values", histogram.customValues);
    if (histogram.hint != ResetHint::Unknown)
        out.append(",reset_hint:").append(wordOf(histogram.hint));
    out += '}';
}

Result<FloatHistogram> readHistogram(std::string_view text) { return Reader(text).read(); }

} // namespace nocturne::transfer
