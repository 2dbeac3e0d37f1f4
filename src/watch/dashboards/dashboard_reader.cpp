// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A dashboard file is one JSON object, its keys in the order of the writer:
//
//     {"format": 1, "id": "...", "title": "...", "description": "...", "tags": [...], "required": ["metric", ...],
//      "time": {"from": "now-1h", "to": "now"}, "refresh": "5s",
//      "variables": [{"name", "label", "kind": "query|constant|prefix", "query", "value", "all", "datasource"}],
//      "panels": [{"title", "description", "kind", "grid": {"x","y","w","h"}, "unit", "decimals", "min", "max",
//                  "thresholds": [{"value", "severity", "below"}], "legend", "stack", "fill", "labels", "text",
//                  "datasource", "limit", "targets": [{"expr", "legend", "unit", "instant", "role", "datasource"}]}]}
//
// Only format, id, title and panels must be there.
#include "watch/dashboards/dashboard_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "watch/dashboards/json_value.h"
#include "watch/dashboards/units.h"

namespace nocturne::dashboards {
namespace {

constexpr std::size_t kMaxPanels = 500;
constexpr std::size_t kMaxTargets = 50;
constexpr std::size_t kMaxItems = 200;
constexpr int kMaxGridRow = 10'000;

/// Reads one file. The first error is kept; what follows it is read into nothing.
class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {}

    Result<Dashboard> read(const JsonValue& root);

private:
    using Keys = std::span<const std::string_view>;

    void failAt(std::size_t offset, std::string message)
    {
        if (!m_error)
            m_error = Error{Error::Kind::InvalidInput, std::move(message), SourcePosition::at(m_text, offset)};
    }

    bool isObject(const JsonValue& value, std::string_view what, Keys keys);
    const JsonValue* member(const JsonValue& object, std::string_view key, JsonValue::Type type);
    void requireMember(const JsonValue& object, std::string_view key, std::string_view what);
    void string(const JsonValue& object, std::string_view key, std::string& out);
    void boolean(const JsonValue& object, std::string_view key, bool& out);
    std::optional<double> number(const JsonValue& object, std::string_view key);
    void integer(const JsonValue& object, std::string_view key, int low, int high, int& out);
    void strings(const JsonValue& object, std::string_view key, std::vector<std::string>& out);
    template <typename Enum, std::size_t N>
    void choice(const JsonValue& object, std::string_view key, const std::array<Enum, N>& choices, Enum& out);
    void unit(const JsonValue& object, std::string& out);
    template <typename Item>
    void list(const JsonValue& object, std::string_view key, std::size_t limit, std::vector<Item>& out,
              Item (Reader::*readItem)(const JsonValue&));

    Target target(const JsonValue& value);
    Threshold threshold(const JsonValue& value);
    Variable variable(const JsonValue& value);
    Panel panel(const JsonValue& value);
    void grid(const JsonValue& panel, GridPosition& out);
    void timeAndRefresh(const JsonValue& root, Dashboard& dashboard);
    void checkId(const JsonValue& root, const std::string& id);

    std::string_view m_text;
    std::optional<Error> m_error;
};

bool Reader::isObject(const JsonValue& value, std::string_view what, Keys keys)
{
    if (value.type != JsonValue::Type::Object) {
        failAt(value.offset, std::string(what) + " must be an object, not " + std::string(toString(value.type)));
        return false;
    }
    for (const auto& [name, content, offset] : value.members) {
        if (std::find(keys.begin(), keys.end(), name) != keys.end())
            continue;
        auto message = "unknown key \"" + printable(name, 60) + "\" in " + std::string(what);
        if (const auto hint = nearest(name, keys); !hint.empty())
            message += ": did you mean \"" + std::string(hint) + "\"?";
        failAt(offset, std::move(message));
    }
    return true;
}

const JsonValue* Reader::member(const JsonValue& object, std::string_view key, JsonValue::Type type)
{
    for (const auto& [name, value, offset] : object.members) {
        if (name != key)
            continue;
        if (value.type == type)
            return &value;
        failAt(value.offset, "\"" + std::string(key) + "\" must be " + std::string(toString(type)) + ", not " +
                                 std::string(toString(value.type)));
    }
    return nullptr;
}

void Reader::requireMember(const JsonValue& object, std::string_view key, std::string_view what)
{
    const auto same = [key](const auto& member) { return member.name == key; };
    if (object.type == JsonValue::Type::Object && std::none_of(object.members.begin(), object.members.end(), same))
        failAt(object.offset, std::string(what) + " needs \"" + std::string(key) + "\"");
}

void Reader::string(const JsonValue& object, std::string_view key, std::string& out)
{
    if (const auto* value = member(object, key, JsonValue::Type::String))
        out = value->text;
}

void Reader::boolean(const JsonValue& object, std::string_view key, bool& out)
{
    if (const auto* value = member(object, key, JsonValue::Type::Boolean))
        out = value->boolean;
}

std::optional<double> Reader::number(const JsonValue& object, std::string_view key)
{
    const auto* value = member(object, key, JsonValue::Type::Number);
    return value != nullptr ? std::optional(value->number) : std::nullopt;
}

void Reader::integer(const JsonValue& object, std::string_view key, int low, int high, int& out)
{
    const auto* value = member(object, key, JsonValue::Type::Number);
    if (value == nullptr)
        return;
    if (value->number != std::floor(value->number) || value->number < low || value->number > high) {
        failAt(value->offset, "\"" + std::string(key) + "\" must be a whole number from " + std::to_string(low) +
                                  " to " + std::to_string(high));
        return;
    }
    out = static_cast<int>(value->number);
}

void Reader::strings(const JsonValue& object, std::string_view key, std::vector<std::string>& out)
{
    const auto* list = member(object, key, JsonValue::Type::Array);
    if (list == nullptr)
        return;
    if (list->items.size() > kMaxItems)
        failAt(list->offset, "\"" + std::string(key) + "\" has more than " + std::to_string(kMaxItems) + " entries");
    for (const auto& item : list->items) {
        if (item.type != JsonValue::Type::String)
            failAt(item.offset, "\"" + std::string(key) + "\" holds strings, not " + std::string(toString(item.type)));
        out.push_back(item.text);
    }
}

template <typename Enum, std::size_t N>
void Reader::choice(const JsonValue& object, std::string_view key, const std::array<Enum, N>& choices, Enum& out)
{
    const auto* value = member(object, key, JsonValue::Type::String);
    if (value == nullptr)
        return;
    std::string known;
    for (const auto candidate : choices) {
        if (toString(candidate) == value->text) {
            out = candidate;
            return;
        }
        known += (known.empty() ? "" : ", ") + std::string(toString(candidate));
    }
    failAt(value->offset, "unknown " + std::string(key) + " \"" + printable(value->text, 60) + "\": one of " + known);
}

void Reader::unit(const JsonValue& object, std::string& out)
{
    const auto* value = member(object, "unit", JsonValue::Type::String);
    if (value == nullptr)
        return;
    out = value->text;
    if (isKnownUnit(value->text))
        return;
    auto message = "unknown unit \"" + printable(value->text, 60) + "\"";
    if (const auto hint = nearest(value->text, knownUnits()); !hint.empty())
        message += ": did you mean \"" + std::string(hint) + "\"?";
    failAt(value->offset, std::move(message));
}

template <typename Item>
void Reader::list(const JsonValue& object, std::string_view key, std::size_t limit, std::vector<Item>& out,
                  Item (Reader::*readItem)(const JsonValue&))
{
    const auto* list = member(object, key, JsonValue::Type::Array);
    if (list == nullptr)
        return;
    if (list->items.size() > limit) {
        failAt(list->offset, "\"" + std::string(key) + "\" has more than " + std::to_string(limit) + " entries");
        return;
    }
    for (const auto& item : list->items)
        out.push_back((this->*readItem)(item));
}

Target Reader::target(const JsonValue& value)
{
    static constexpr std::array<std::string_view, 6> kKeys = {"expr",    "legend", "unit",
                                                              "instant", "role",   "datasource"};
    Target target;
    if (!isObject(value, "a target", kKeys))
        return target;
    requireMember(value, "expr", "a target");
    string(value, "expr", target.expr);
    string(value, "legend", target.legend);
    unit(value, target.unit);
    boolean(value, "instant", target.instant);
    choice(value, "role", std::array{TargetRole::Value, TargetRole::Total}, target.role);
    string(value, "datasource", target.datasource);
    return target;
}

Threshold Reader::threshold(const JsonValue& value)
{
    static constexpr std::array<std::string_view, 3> kKeys = {"value", "severity", "below"};
    using alerts::Severity;
    Threshold threshold;
    if (!isObject(value, "a threshold", kKeys))
        return threshold;
    requireMember(value, "value", "a threshold");
    threshold.value = number(value, "value").value_or(0);
    choice(value, "severity", std::array{Severity::Info, Severity::Warning, Severity::Error, Severity::Critical},
           threshold.severity);
    boolean(value, "below", threshold.below);
    return threshold;
}

Variable Reader::variable(const JsonValue& value)
{
    static constexpr std::array<std::string_view, 7> kKeys = {"name",  "label", "kind",      "query",
                                                              "value", "all",   "datasource"};
    Variable variable;
    if (!isObject(value, "a variable", kKeys))
        return variable;
    requireMember(value, "name", "a variable");
    string(value, "name", variable.name);
    string(value, "label", variable.label);
    choice(value, "kind", std::array{VariableKind::Query, VariableKind::Constant, VariableKind::Prefix}, variable.kind);
    string(value, "query", variable.query);
    string(value, "value", variable.value);
    boolean(value, "all", variable.all);
    string(value, "datasource", variable.datasource);
    const bool isName = !variable.name.empty() && !isAsciiDigit(variable.name.front()) &&
                        std::all_of(variable.name.begin(), variable.name.end(),
                                    [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '_'; });
    if (!isName || variable.name.starts_with("__"))
        failAt(value.offset,
               "a variable's name is made of letters, digits and \"_\" and does not start with a digit or \"__\"");
    if (variable.kind == VariableKind::Query && !parseLabelValues(variable.query))
        failAt(value.offset, "the query of a variable reads label_values(metric, label)");
    if (variable.kind == VariableKind::Prefix && !isMetricName(variable.query))
        failAt(value.offset, "the query of a prefix is the name of a metric without it");
    return variable;
}

void Reader::grid(const JsonValue& panel, GridPosition& out)
{
    static constexpr std::array<std::string_view, 4> kKeys = {"x", "y", "w", "h"};
    const auto* grid = member(panel, "grid", JsonValue::Type::Object);
    if (grid == nullptr || !isObject(*grid, "a grid position", kKeys))
        return;
    integer(*grid, "x", 0, kGridColumns - 1, out.x);
    integer(*grid, "y", 0, kMaxGridRow, out.y);
    integer(*grid, "w", 1, kGridColumns, out.w);
    integer(*grid, "h", 1, 200, out.h);
    if (out.x + out.w > kGridColumns)
        failAt(grid->offset, "the panel reaches beyond column 24: x and w must not add up to more");
}

Panel Reader::panel(const JsonValue& value)
{
    static constexpr std::array<std::string_view, 17> kKeys = {
        "title",  "description", "kind", "grid",   "unit", "decimals",   "min",   "max",    "thresholds",
        "legend", "stack",       "fill", "labels", "text", "datasource", "limit", "targets"};
    Panel panel;
    if (!isObject(value, "a panel", kKeys))
        return panel;
    requireMember(value, "kind", "a panel");
    string(value, "title", panel.title);
    string(value, "description", panel.description);
    choice(value, "kind",
           std::array{PanelKind::TimeSeries, PanelKind::Gauge, PanelKind::Stat, PanelKind::BarChart, PanelKind::Table,
                      PanelKind::Logs, PanelKind::AlertList, PanelKind::Text},
           panel.kind);
    grid(value, panel.grid);
    unit(value, panel.unit);
    if (number(value, "decimals")) {
        int decimals = 0;
        integer(value, "decimals", 0, 9, decimals);
        panel.decimals = decimals;
    }
    panel.min = number(value, "min");
    panel.max = number(value, "max");
    if (panel.min && panel.max && *panel.min >= *panel.max)
        failAt(value.offset, "\"min\" must be less than \"max\"");
    list(value, "thresholds", kMaxItems, panel.thresholds, &Reader::threshold);
    choice(value, "legend", std::array{LegendKind::None, LegendKind::List, LegendKind::Table}, panel.legend);
    boolean(value, "stack", panel.stack);
    boolean(value, "fill", panel.fill);
    strings(value, "labels", panel.labels);
    string(value, "text", panel.text);
    int limit = 0;
    integer(value, "limit", 0, 10'000, limit);
    panel.limit = static_cast<std::size_t>(limit);
    string(value, "datasource", panel.datasource);
    list(value, "targets", kMaxTargets, panel.targets, &Reader::target);
    return panel;
}

void Reader::timeAndRefresh(const JsonValue& root, Dashboard& dashboard)
{
    static constexpr std::array<std::string_view, 2> kKeys = {"from", "to"};
    if (const auto* time = member(root, "time", JsonValue::Type::Object);
        time != nullptr && isObject(*time, "time", kKeys)) {
        string(*time, "from", dashboard.from);
        string(*time, "to", dashboard.to);
    }
    if (const auto* refresh = member(root, "refresh", JsonValue::Type::String)) {
        if (const auto duration = parseDuration(refresh->text))
            dashboard.refresh = *duration;
        else
            failAt(refresh->offset,
                   "\"refresh\" is a duration such as \"5s\", or \"0s\" for off: " + duration.error().message);
    }
}

void Reader::checkId(const JsonValue& root, const std::string& id)
{
    const bool isId = !id.empty() && id.size() <= 100 && std::all_of(id.begin(), id.end(), [](char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || c == '-' || c == '_';
    });
    if (const auto* value = member(root, "id", JsonValue::Type::String); value != nullptr && !isId)
        failAt(value->offset, "\"id\" is made of letters, digits and hyphens, at most 100");
}

Result<Dashboard> Reader::read(const JsonValue& root)
{
    static constexpr std::array<std::string_view, 10> kKeys = {"format",   "id",   "title",   "description", "tags",
                                                               "required", "time", "refresh", "variables",   "panels"};
    Dashboard dashboard;
    if (isObject(root, "a dashboard", kKeys)) {
        for (const std::string_view key : {"format", "id", "title", "panels"})
            requireMember(root, key, "a dashboard");
        int format = 1;
        integer(root, "format", 1, 1, format);
        string(root, "id", dashboard.id);
        checkId(root, dashboard.id);
        string(root, "title", dashboard.title);
        string(root, "description", dashboard.description);
        strings(root, "tags", dashboard.tags);
        strings(root, "required", dashboard.required);
        timeAndRefresh(root, dashboard);
        list(root, "variables", kMaxItems, dashboard.variables, &Reader::variable);
        list(root, "panels", kMaxPanels, dashboard.panels, &Reader::panel);
    }
    if (m_error)
        return tl::unexpected(*m_error);
    return dashboard;
}

} // namespace

Result<Dashboard> readDashboard(std::string_view text)
{
    const auto root = parseJson(text);
    if (!root)
        return tl::unexpected(root.error());
    return Reader(text).read(*root);
}

} // namespace nocturne::dashboards
