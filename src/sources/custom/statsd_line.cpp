// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/custom/statsd_line.h"

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::custom {

namespace {

constexpr std::size_t kMaxValues = 64;
constexpr double kMillisecondsPerSecond = 1000;

/// Cuts a line at separators and knows where each part began.
class Parts
{
public:
    explicit Parts(std::string_view line)
        : m_line(line)
    {}

    bool atEnd() const { return m_next > m_line.size(); }
    /// Up to the next `separator`, which is skipped, or the end.
    std::string_view take(char separator)
    {
        m_begin = m_next;
        const auto end = std::min(m_line.find(separator, m_begin), m_line.size());
        m_next = end + 1;
        return m_line.substr(m_begin, end - m_begin);
    }
    /// Fails at the part that was taken last.
    tl::unexpected<Error> refuse(std::string message) const
    {
        return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition{1, static_cast<int>(m_begin) + 1});
    }

private:
    std::string_view m_line;
    std::size_t m_begin = 0;
    std::size_t m_next = 0;
};

struct Type
{
    Kind kind;
    double scale;
};

std::optional<Type> typeOf(std::string_view word)
{
    if (word == "c")
        return Type{Kind::Counter, 1};
    if (word == "g")
        return Type{Kind::Gauge, 1};
    if (word == "ms")
        return Type{Kind::Histogram, 1 / kMillisecondsPerSecond};
    if (word == "h" || word == "d")
        return Type{Kind::Histogram, 1};
    if (word == "s")
        return Type{Kind::Set, 1};
    return std::nullopt;
}

Result<void> readTags(std::string_view tags, Measurement& common, const Parts& parts)
{
    Parts each(tags);
    while (!each.atEnd()) {
        const auto tag = each.take(',');
        if (tag.empty())
            continue;
        const auto colon = tag.find(':');
        const auto name = labelName(tag.substr(0, colon));
        if (name.empty())
            return parts.refuse("a tag has no name");
        common.labels.emplace_back(name, colon == std::string_view::npos ? "true" : tag.substr(colon + 1));
    }
    return {};
}

Result<void> readRate(std::string_view text, Measurement& common, const Parts& parts)
{
    const auto rate = parseNumber(text);
    if (!rate || !(*rate > 0 && *rate <= 1))
        return parts.refuse("a sampling rate lies above 0 and is at most 1");
    if (common.kind != Kind::Gauge && common.kind != Kind::Set)
        common.weight = 1 / *rate;
    return {};
}

/// What comes after the type: rate, tags, our own smallest value; other fields, such as a container's id, are skipped.
Result<void> readFields(Parts& parts, Measurement& common)
{
    while (!parts.atEnd()) {
        const auto field = parts.take('|');
        Result<void> read;
        if (field.starts_with('@'))
            read = readRate(field.substr(1), common, parts);
        else if (field.starts_with('#'))
            read = readTags(field.substr(1), common, parts);
        else if (field.starts_with("min:") && !(common.atLeast = parseNumber(field.substr(4))))
            read = parts.refuse("after min: stands a number");
        if (!read)
            return read;
    }
    return {};
}

Result<Measurement> withValue(Measurement measurement, std::string_view text, double scale, const Parts& values,
                              std::size_t offset)
{
    if (measurement.kind == Kind::Set) {
        measurement.member = text;
        return measurement;
    }
    const auto number = parseNumber(text);
    if (!number) {
        auto refused = values.refuse("\"" + printable(text) + "\" is no number");
        refused.value().where->column += static_cast<int>(offset);
        return refused;
    }
    measurement.value = *number * scale;
    measurement.relative = measurement.kind == Kind::Gauge && (text.front() == '+' || text.front() == '-');
    return measurement;
}

} // namespace

Result<std::vector<Measurement>> readStatsdLine(std::string_view line)
{
    Parts parts(line);
    Measurement common;
    common.name = metricName(parts.take(':'));
    if (common.name.empty() || parts.atEnd())
        return parts.refuse("a line of StatsD is name:value|type");
    const auto valuesAt = line.find(':') + 1;
    Parts values(parts.take('|'));
    if (parts.atEnd())
        return parts.refuse("after the value stands |type");
    const auto type = typeOf(parts.take('|'));
    if (!type)
        return parts.refuse("the type is one of c, g, ms, h, d and s");
    common.kind = type->kind;
    if (auto read = readFields(parts, common); !read)
        return tl::unexpected(read.error());

    std::vector<Measurement> measurements;
    while (!values.atEnd()) {
        const auto value = values.take(':');
        if (measurements.size() == kMaxValues)
            return parts.refuse("more than " + std::to_string(kMaxValues) + " values");
        auto measurement = withValue(common, value, type->scale, values, valuesAt);
        if (!measurement)
            return tl::unexpected(measurement.error());
        if (auto checked = check(*measurement); !checked)
            return parts.refuse(checked.error().message);
        measurements.push_back(std::move(*measurement));
    }
    return measurements;
}

} // namespace nocturne::custom
