// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/alert_text.h"

namespace nocturne::rules {

using templates::Value;

namespace {

Value valueOf(const VectorElement& element)
{
    return element.histogram ? templates::histogramValue(*element.histogram) : Value::number(element.value);
}

} // namespace

AlertText::AlertText(const VectorElement& element, const Surroundings& surroundings, const RuleQuery& queries,
                     Timestamp time, std::stop_token stop)
    : m_element(element)
    , m_surroundings(surroundings)
    , m_queries(queries)
    , m_time(time)
    , m_stop(std::move(stop))
{}

templates::Expansion AlertText::expansion() const
{
    const auto labels = templates::labelsValue(m_element.labels);
    const auto external = templates::labelsValue(m_surroundings.externalLabels);
    const auto value = valueOf(m_element);
    templates::Map data;
    data.typeName = "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value "
                    "interface {} }";
    data.isStruct = true;
    data.entries = {{"Labels", labels},
                    {"ExternalLabels", external},
                    {"ExternalURL", Value::text(m_surroundings.externalUrl)},
                    {"Value", value}};
    templates::Expansion made;
    made.data = Value::map(std::move(data));
    made.variables = {{"$labels", labels},
                      {"$externalLabels", external},
                      {"$externalURL", Value::text(m_surroundings.externalUrl)},
                      {"$value", value}};
    made.environment.now = m_time;
    made.environment.externalUrl = m_surroundings.externalUrl;
    made.environment.query = [this](const std::string& text) -> Result<Value> {
        const auto elements = m_queries.instant(text, m_time, m_stop);
        if (!elements)
            return tl::unexpected(elements.error());
        std::vector<Value> samples;
        for (const auto& found : *elements)
            samples.push_back(templates::sampleValue(found.labels, valueOf(found)));
        return templates::vectorValue(std::move(samples));
    };
    return made;
}

std::string AlertText::expand(const templates::Template& text)
{
    if (text.isPlain())
        return text.source();
    if (!m_expansion)
        m_expansion = expansion();
    auto expanded = text.expand(*m_expansion);
    return expanded ? std::move(*expanded) : "<error expanding template: " + expanded.error().text() + ">";
}

} // namespace nocturne::rules
