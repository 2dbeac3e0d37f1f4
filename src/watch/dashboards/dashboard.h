// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "watch/alerts/severity.h"

namespace nocturne::dashboards {

enum class PanelKind { TimeSeries, Gauge, Stat, BarChart, Table, Logs, AlertList, Text };

/// Where and how the legend of a time series is shown.
enum class LegendKind { None, List, Table };

/// What a target gives to its panel: what is shown, or the whole of which it is a part ("11.6 of 31.3 GiB").
enum class TargetRole { Value, Total };

/// One expression of a panel.
struct Target
{
    std::string expr;
    std::string legend = {}; ///< `{{label}}` is replaced by that label's value; empty for the label set
    std::string unit = {};   ///< of this target alone, for columns of a table; empty for the panel's
    bool instant = false;    ///< only the newest value is asked for
    TargetRole role = TargetRole::Value;
    std::string datasource = {}; ///< who answers, by the configuration's name; empty: as the panel says

    bool operator==(const Target&) const = default;
};

/// From `value` on (or below it, where `below` is set) things are as bad as `severity`.
struct Threshold
{
    double value = 0;
    alerts::Severity severity = alerts::Severity::Warning;
    bool below = false;

    bool operator==(const Threshold&) const = default;
};

/// Place and size in a grid of kGridColumns columns; rows are Theme's row units.
struct GridPosition
{
    int x = 0;
    int y = 0;
    int w = 12;
    int h = 8;

    bool operator==(const GridPosition&) const = default;
};

inline constexpr int kGridColumns = 24;

/// One instrument of a dashboard. Members that another kind uses keep their defaults.
struct Panel
{
    std::string title;
    std::string description = {};
    PanelKind kind = PanelKind::TimeSeries;
    GridPosition grid = {};
    std::vector<Target> targets = {};
    std::string unit = "short";
    std::optional<int> decimals = {};
    std::optional<double> min = {};
    std::optional<double> max = {};
    std::vector<Threshold> thresholds = {};
    LegendKind legend = LegendKind::List;
    bool stack = false;
    bool fill = false;                    ///< areas under the lines
    std::vector<std::string> labels = {}; ///< of a table: the labels shown as columns
    std::string text = {};                ///< of a text panel; of logs and alerts: what to search for
    std::size_t limit = 0;                ///< most rows or bars; 0 is the panel's own choice
    std::string datasource = {};          ///< of targets that name none, and of logs; empty: this Nocturne

    bool operator==(const Panel&) const = default;
};

/// Prefix: what stands before a metric's name, for products that let people choose it.
enum class VariableKind { Query, Constant, Prefix };

/// A name that expressions use as `$name`.
struct Variable
{
    std::string name;
    std::string label = {}; ///< shown; the name when empty
    VariableKind kind = VariableKind::Query;
    std::string query = {};      ///< `label_values(metric, label)`; of a prefix the name of a metric without it
    std::string value = {};      ///< of a constant; of a query the first choice
    bool all = false;            ///< whether "all" is among the choices
    std::string datasource = {}; ///< of a query; empty: this Nocturne

    bool operator==(const Variable&) const = default;
};

/// A page of panels. A value; the file format is in dashboard_reader.cpp.
struct Dashboard
{
    std::string id; ///< unique in a library: letters, digits, hyphen
    std::string title;
    std::string description = {};
    std::vector<std::string> tags = {};
    std::vector<std::string> required = {}; ///< offered when one of these metrics exists; always when empty
    std::string from = "now-1h";
    std::string to = "now";
    std::optional<std::chrono::milliseconds> refresh = {}; ///< absent: automatic
    std::vector<Variable> variables = {};
    std::vector<Panel> panels = {};

    bool operator==(const Dashboard&) const = default;
};

std::string_view toString(PanelKind kind);
std::string_view toString(LegendKind kind);
std::string_view toString(TargetRole role);
std::string_view toString(VariableKind kind);

/// Who answers a target of a panel; empty: this Nocturne.
inline const std::string& datasourceOf(const Panel& panel, const Target& target)
{
    return target.datasource.empty() ? panel.datasource : target.datasource;
}

/// Whether `text` is a metric name of the classic kind: letters, digits, `_` and `:`, no digit first.
bool isMetricName(std::string_view text);

/// The metric and the label of `label_values(metric, label)` or `label_values(label)`.
struct LabelValuesQuery
{
    std::string selector; ///< empty: all series
    std::string label;
};
/// std::nullopt when `query` has another form.
std::optional<LabelValuesQuery> parseLabelValues(std::string_view query);

} // namespace nocturne::dashboards
