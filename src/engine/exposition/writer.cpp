// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/writer.h"

#include <algorithm>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/exposition/numbers.h"

namespace nocturne::exposition {

namespace {

using model::MetricType;

Result<void> checkName(std::string_view name)
{
    if (name.empty() || !isValidUtf8(name))
        return fail(Error::Kind::InvalidInput, "name \"" + printable(name, 64) + "\" is empty or not UTF-8");
    return {};
}

Result<void> checkText(std::string_view text)
{
    if (!isValidUtf8(text))
        return fail(Error::Kind::InvalidInput, "text \"" + printable(text, 64) + "\" is not UTF-8");
    return {};
}

Result<void> checkLabels(std::span<const model::Label> labels)
{
    for (const auto& label : labels) {
        auto valid = checkName(label.name).and_then([&] { return checkText(label.value); });
        if (!valid)
            return valid;
    }
    return {};
}

/// Help is escaped as far as its format unescapes it.
void appendHelp(std::string& out, std::string_view text, bool quotes)
{
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || (c == '"' && quotes))
            out += '\\';
        out += c;
    }
}

} // namespace

Result<void> Writer::family(std::string_view name, const model::Metadata& metadata)
{
    constexpr std::string_view kTotal = "_total";
    auto valid = checkName(name).and_then([&] { return checkText(metadata.help); }).and_then([&] {
        return checkText(metadata.unit);
    });
    if (!valid)
        return valid;
    auto shown = metadata.type;
    if (m_openMetrics && shown == MetricType::Counter) {
        if (name.ends_with(kTotal) && name.size() > kTotal.size())
            name.remove_suffix(kTotal.size());
        else
            shown = MetricType::Unknown; // a counter's sample must end in _total
    }
    (void)type(name, shown);
    const bool unitFits = m_openMetrics && !metadata.unit.empty() && name.ends_with("_" + metadata.unit);
    if (unitFits)
        (void)unit(name, metadata.unit);
    if (!metadata.help.empty())
        (void)help(name, metadata.help);
    return {};
}

Result<void> Writer::series(std::string_view metric, std::span<const model::Label> labelList, double value,
                            std::optional<Timestamp> timestamp, const std::optional<Exemplar>& exemplar)
{
    auto valid = checkName(metric).and_then([&] { return checkLabels(labelList); });
    if (valid && exemplar)
        valid = checkLabels(exemplar->labels);
    if (!valid)
        return valid;
    const bool classic = model::isClassicMetricName(metric);
    const bool braces =
        !classic || std::ranges::any_of(labelList, [](const auto& label) { return label.name != model::kMetricName; });
    if (classic)
        m_out += metric;
    if (braces) {
        m_out += '{';
        if (!classic)
            model::appendQuoted(m_out, metric);
        labels(labelList, classic ? "" : ",");
        m_out += '}';
    }
    m_out += ' ';
    appendNumber(m_out, value);
    if (timestamp) {
        m_out += ' ';
        if (m_openMetrics)
            appendSeconds(m_out, *timestamp);
        else
            m_out += std::to_string(*timestamp);
    }
    if (exemplar && m_openMetrics) {
        m_out += " # {";
        labels(exemplar->labels, "");
        m_out += "} ";
        appendNumber(m_out, exemplar->value);
        if (exemplar->timestamp) {
            m_out += ' ';
            appendSeconds(m_out, *exemplar->timestamp);
        }
    }
    m_out += '\n';
    return {};
}

Result<void> Writer::series(std::string_view metric, std::initializer_list<model::Label> labelList, double value)
{
    return series(metric, std::span(labelList.begin(), labelList.size()), value);
}

Result<void> Writer::series(const model::LabelSet& labelSet, double value, std::optional<Timestamp> timestamp)
{
    const std::vector<model::Label> list(labelSet.begin(), labelSet.end());
    return series(labelSet.metricName(), list, value, timestamp);
}

void Writer::labels(std::span<const model::Label> list, std::string_view separator)
{
    for (const auto& label : list) {
        if (label.name == model::kMetricName)
            continue;
        m_out += separator;
        separator = ",";
        if (model::isClassicLabelName(label.name))
            m_out += label.name;
        else
            model::appendQuoted(m_out, label.name);
        m_out += '=';
        model::appendQuoted(m_out, label.value);
    }
}

void Writer::name(std::string_view text)
{
    if (model::isClassicMetricName(text))
        m_out += text;
    else
        model::appendQuoted(m_out, text);
}

std::string_view Writer::word(MetricType type) const
{
    if (m_openMetrics)
        return model::toString(type);
    switch (type) {
    case MetricType::Counter:
    case MetricType::Gauge:
    case MetricType::Histogram:
    case MetricType::Summary:
        return model::toString(type);
    case MetricType::Info:
    case MetricType::StateSet:
        return "gauge";
    default:
        return "untyped";
    }
}

Result<void> Writer::type(std::string_view family, MetricType type)
{
    return checkName(family).map([&] {
        m_out += "# TYPE ";
        name(family);
        m_out += ' ';
        m_out += word(type);
        m_out += '\n';
    });
}

Result<void> Writer::help(std::string_view family, std::string_view text)
{
    return checkName(family).and_then([&] { return checkText(text); }).map([&] {
        m_out += "# HELP ";
        name(family);
        m_out += ' ';
        appendHelp(m_out, text, m_openMetrics);
        m_out += '\n';
    });
}

Result<void> Writer::unit(std::string_view family, std::string_view unit)
{
    return checkName(family).and_then([&] { return checkText(unit); }).map([&] {
        if (!m_openMetrics)
            return;
        m_out += "# UNIT ";
        name(family);
        m_out += ' ';
        m_out += unit;
        m_out += '\n';
    });
}

Result<void> Writer::comment(std::string_view text)
{
    return checkText(text).map([&] {
        if (m_openMetrics)
            return;
        m_out += "# ";
        std::ranges::replace_copy(text, std::back_inserter(m_out), '\n', ' ');
        m_out += '\n';
    });
}

void Writer::finish()
{
    if (m_openMetrics)
        m_out += "# EOF\n";
}

} // namespace nocturne::exposition
