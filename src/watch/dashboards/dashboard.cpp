// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/dashboards/dashboard.h"

#include <algorithm>

#include "base/core/text.h"

namespace nocturne::dashboards {

std::string_view toString(PanelKind kind)
{
    switch (kind) {
    case PanelKind::TimeSeries:
        return "timeseries";
    case PanelKind::Gauge:
        return "gauge";
    case PanelKind::Stat:
        return "stat";
    case PanelKind::BarChart:
        return "barchart";
    case PanelKind::Table:
        return "table";
    case PanelKind::Logs:
        return "logs";
    case PanelKind::AlertList:
        return "alertlist";
    case PanelKind::Text:
        return "text";
    }
    return "text";
}

std::string_view toString(LegendKind kind)
{
    switch (kind) {
    case LegendKind::None:
        return "none";
    case LegendKind::List:
        return "list";
    case LegendKind::Table:
        return "table";
    }
    return "none";
}

std::string_view toString(TargetRole role) { return role == TargetRole::Total ? "total" : "value"; }

std::string_view toString(VariableKind kind)
{
    switch (kind) {
    case VariableKind::Query:
        return "query";
    case VariableKind::Constant:
        return "constant";
    case VariableKind::Prefix:
        return "prefix";
    }
    return "query";
}

bool isMetricName(std::string_view text)
{
    return !text.empty() && !isAsciiDigit(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || c == '_' || c == ':';
    });
}

std::optional<LabelValuesQuery> parseLabelValues(std::string_view query)
{
    constexpr std::string_view kOpening = "label_values(";
    query = trimmed(query);
    if (!query.starts_with(kOpening) || !query.ends_with(')'))
        return std::nullopt;
    query.remove_prefix(kOpening.size());
    query.remove_suffix(1);
    const auto comma = query.rfind(','); // the last one: a selector may hold commas
    LabelValuesQuery result;
    if (comma == std::string_view::npos) {
        result.label = trimmed(query);
    } else {
        result.selector = trimmed(query.substr(0, comma));
        result.label = trimmed(query.substr(comma + 1));
    }
    const bool isName = !result.label.empty() && result.label.find_first_of(" \t\"{}()") == std::string::npos;
    return isName ? std::optional(result) : std::nullopt;
}

} // namespace nocturne::dashboards
