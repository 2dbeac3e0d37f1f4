// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The module's document names the kinds of widgets (line, bar, gauge, number, table, logs, alerts) and that they have
// positions, and no more. A widget's metric is looked for where such modules put it: under `metric`, `metrics`, `query`
// or `dataSource`, in the widget or in its `config`.
#include "sources/burstlet/taken_dashboard.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "sources/burstlet/answer_metrics.h"

namespace nocturne::burstlet {

namespace {

using dashboards::Dashboard;
using dashboards::GridPosition;
using dashboards::Panel;
using dashboards::PanelKind;
using dashboards::Target;
using json::anyMember;
using json::element;
using json::member;
using json::object;
using json::textOf;

constexpr std::size_t kMostWidgets = 200;
constexpr std::size_t kMostMetrics = 20;
constexpr std::size_t kIdBytes = 60;
constexpr double kMostSeconds = 86'400;
constexpr double kFarthest = 4000; // rows of a grid

struct Measured
{
    std::string_view words; ///< names without signs between them, in small letters, with blanks around each
    std::string_view expr;  ///< @ stands for the selector of the instance
    std::string_view unit;
    std::string_view legend = {};
};

constexpr std::array<Measured, 16> kMeasured = {{
    {" cpu cpuusage cpupercent cpuusagepercent ", "burstlet_cpu_usage_percent{@}", "percent"},
    {" load loadaverage cpuload cpuloadaverage ", "burstlet_load_average{@}", "none", "{{period}}"},
    {" memory memoryusage memorypercentage memorypercent ",
     "100 * burstlet_memory_bytes{state=\"used\",@} / ignoring(state) burstlet_memory_bytes{state=\"total\",@}",
     "percent"},
    {" memoryused memorybytes ", "burstlet_memory_bytes{state=\"used\",@}", "bytes"},
    {" disk diskusage diskpercentage diskpercent ",
     "100 * burstlet_disk_bytes{state=\"used\",@} / ignoring(state) burstlet_disk_bytes{state=\"total\",@}", "percent"},
    {" diskused diskbytes ", "burstlet_disk_bytes{state=\"used\",@}", "bytes"},
    {" network networkio networkbytes ", "sum by (direction) (rate(burstlet_network_bytes_total{@}[$__rate_interval]))",
     "Bps", "{{direction}}"},
    {" requests requestsrate requestrate requeststotal requestcount ",
     "sum(rate(burstlet_requests_total{@}[$__rate_interval]))", "reqps"},
    {" requestsbystatus requestsbystatuscode ",
     "sum by (status) (rate(burstlet_requests_by_status_total{@}[$__rate_interval]))", "reqps", "{{status}}"},
    {" requestsbyendpoint endpoints ", "sum by (method, endpoint) (rate(burstlet_requests_total{@}[$__rate_interval]))",
     "reqps", "{{method}} {{endpoint}}"},
    {" response responsetime responseaverage responsetimeaverage latency ",
     "burstlet_response_time_average_milliseconds{@}", "ms"},
    {" responsep95 responsetimep95 latencyp95 ", "burstlet_response_time_milliseconds{quantile=\"0.95\",@}", "ms"},
    {" responsep99 responsetimep99 latencyp99 ", "burstlet_response_time_milliseconds{quantile=\"0.99\",@}", "ms"},
    {" errors errorsrate errorrate errorstotal errorcount errorsbytype ",
     "sum by (type) (rate(burstlet_errors_total{@}[$__rate_interval]))", "eps", "{{type}}"},
    {" users activeusers ", "burstlet_active_users{@}", "none"},
    {" sessions activesessions ", "burstlet_active_sessions{@}", "none"},
}};

/// "system.cpu.usage" as "cpuusage".
std::string wordsOf(std::string_view metric)
{
    std::string words;
    for (const char c : asciiLower(metric)) {
        if (isAsciiLetter(c) || isAsciiDigit(c))
            words += c;
    }
    for (const std::string_view group : {"system", "application", "burstlet"}) {
        if (words.starts_with(group) && words.size() > group.size())
            words.erase(0, group.size());
    }
    return words;
}

std::string withInstance(std::string_view expression)
{
    std::string text;
    for (const char c : expression)
        text += c == '@' ? std::string("instance=~\"$instance\"") : std::string(1, c);
    return text;
}

/// A name that a metric may have, as a source of this Burstlet names custom ones.
std::string customName(std::string_view metric)
{
    std::string name = "burstlet_custom_";
    for (const char c : metric)
        name += isAsciiLetter(c) || isAsciiDigit(c) ? c : '_';
    return name;
}

struct Found
{
    Target target;
    std::string unit;
};

Found measurementOf(const std::string& metric)
{
    const auto words = wordsOf(metric);
    const auto known = std::ranges::find_if(
        kMeasured, [&](const Measured& one) { return one.words.find(" " + words + " ") != std::string_view::npos; });
    if (words.empty() || known == kMeasured.end())
        return {{.expr = withInstance("{__name__=~\"" + customName(metric) + "(_total|_sum|_count)?\",@}")}, "short"};
    return {{.expr = withInstance(known->expr), .legend = std::string(known->legend)}, std::string(known->unit)};
}

/// The names under one of the keys: a text, a list of texts, or objects with a name.
void addNames(const object& from, std::vector<std::string>& names)
{
    const auto add = [&](const element& value) {
        object inner;
        auto name = value.get(inner) == simdjson::SUCCESS ? textOf(anyMember(inner, {"metric", "name"}), kNameBytes)
                                                          : textOf(value, kNameBytes);
        if (!name.empty() && names.size() < kMostMetrics)
            names.push_back(std::move(name));
    };
    for (const std::string_view key : {"metric", "metrics", "query", "dataSource"}) {
        const auto value = member(from, key);
        json::array list;
        if (!value)
            continue;
        if (value->get(list) != simdjson::SUCCESS)
            add(*value);
        else
            for (const auto item : list)
                add(item);
    }
}

std::vector<std::string> metricsOf(const object& widget)
{
    std::vector<std::string> names;
    addNames(widget, names);
    object config;
    const auto inner = anyMember(widget, {"config", "options"});
    if (names.empty() && inner && inner->get(config) == simdjson::SUCCESS)
        addNames(config, names);
    return names;
}

std::optional<PanelKind> kindOf(std::string_view type)
{
    constexpr std::array<std::pair<std::string_view, PanelKind>, 7> kKinds = {{{"line", PanelKind::TimeSeries},
                                                                               {"bar", PanelKind::BarChart},
                                                                               {"gauge", PanelKind::Gauge},
                                                                               {"number", PanelKind::Stat},
                                                                               {"table", PanelKind::Table},
                                                                               {"log", PanelKind::Logs},
                                                                               {"alert", PanelKind::AlertList}}};
    for (const auto& [word, kind] : kKinds) { // "line-chart", "log_viewer", "alerts"
        if (type.starts_with(word))
            return kind;
    }
    return std::nullopt;
}

void makeText(Panel& panel, const std::string& why, TakenDashboard& taken)
{
    panel.kind = PanelKind::Text;
    panel.text = why;
    taken.leftOut.push_back("\"" + printable(panel.title, kNameBytes) + "\": " + why);
}

void addTargets(Panel& panel, const std::vector<std::string>& metrics)
{
    for (const auto& metric : metrics) {
        auto found = measurementOf(metric);
        found.target.instant = panel.kind == PanelKind::BarChart || panel.kind == PanelKind::Table;
        panel.unit = metrics.size() == 1 || panel.unit == found.unit || panel.targets.empty() ? found.unit : "short";
        panel.targets.push_back(std::move(found.target));
    }
    if (panel.kind == PanelKind::Gauge && panel.unit == "percent") {
        panel.min = 0;
        panel.max = 100;
    }
}

Panel panelOf(const object& widget, TakenDashboard& taken)
{
    Panel panel;
    const auto type = asciiLower(textOf(member(widget, "type"), kNameBytes));
    panel.title = textOf(anyMember(widget, {"title", "name"}), kNameBytes);
    panel.description = textOf(member(widget, "description"), kNameBytes);
    const auto kind = kindOf(type);
    panel.kind = kind.value_or(PanelKind::Text);
    const auto metrics = metricsOf(widget);
    if (!kind)
        makeText(panel, "a widget of kind \"" + printable(type, kNameBytes) + "\" is not known here", taken);
    else if (panel.kind != PanelKind::Logs && panel.kind != PanelKind::AlertList && metrics.empty())
        makeText(panel, "the widget names no metric", taken);
    else if (panel.kind != PanelKind::Logs && panel.kind != PanelKind::AlertList)
        addTargets(panel, metrics);
    return panel;
}

struct Place
{
    double x = 0;
    double y = 0;
    double w = 0;
    double h = 0;
};

std::optional<Place> placeOf(const object& widget)
{
    object inner;
    const auto position = anyMember(widget, {"position", "layout", "grid"});
    if (!position || position->get(inner) != simdjson::SUCCESS)
        return std::nullopt;
    const auto number = [&](std::initializer_list<std::string_view> keys) {
        const auto value = anyMember(inner, keys);
        return value ? json::numberOf(*value) : std::nullopt;
    };
    const auto x = number({"x", "col"});
    const auto y = number({"y", "row"});
    const auto w = number({"w", "width"});
    const auto h = number({"h", "height"});
    const bool isPlace =
        x && y && w && h && *x >= 0 && *y >= 0 && *w > 0 && *h > 0 && *x + *w <= kFarthest && *y + *h <= kFarthest;
    return isPlace ? std::optional(Place{*x, *y, *w, *h}) : std::nullopt;
}

/// As they lie there, on our columns; two beside each other where one of them has no place.
void place(std::vector<Panel>& panels, const std::vector<std::optional<Place>>& places)
{
    constexpr double kColumns = dashboards::kGridColumns;
    double width = 0;
    for (const auto& one : places)
        width = std::max(width, one ? one->x + one->w : 0);
    const double scale = width <= kColumns / 2 ? 2 : width <= kColumns ? 1 : kColumns / width;
    const bool isLaidOut = std::ranges::all_of(places, [](const auto& one) { return one.has_value(); });
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const auto row = static_cast<int>(i / 2);
        auto& grid = panels[i].grid = {i % 2 == 0 ? 0 : 12, 8 * row, 12, 8};
        if (!isLaidOut)
            continue;
        const auto cell = [&](double at) { return static_cast<int>(at * scale); };
        grid.x = std::min(cell(places[i]->x), dashboards::kGridColumns - 1);
        grid.w = std::clamp(cell(places[i]->w), 1, dashboards::kGridColumns - grid.x);
        grid.y = cell(places[i]->y);
        grid.h = std::clamp(cell(places[i]->h), 2, 100);
    }
}

std::string idOf(const std::string& title)
{
    std::string id = "burstlet-";
    for (const char c : asciiLower(title)) {
        const bool isPart = isAsciiLetter(c) || isAsciiDigit(c);
        if (id.size() < kIdBytes && (isPart || id.back() != '-'))
            id += isPart ? c : '-';
    }
    while (id.ends_with('-'))
        id.pop_back();
    return id == "burstlet" ? "burstlet-dashboard" : id;
}

} // namespace

TakenDashboard takeDashboard(const object& from, const std::string& instance)
{
    TakenDashboard taken;
    auto& dashboard = taken.dashboard;
    dashboard.title = textOf(anyMember(from, {"name", "title"}), kNameBytes);
    if (dashboard.title.empty())
        dashboard.title = "Burstlet";
    dashboard.id = idOf(dashboard.title);
    dashboard.description = textOf(member(from, "description"), kNameBytes);
    dashboard.tags = {"burstlet"};
    const auto seconds = anyMember(from, {"refreshInterval", "refresh"});
    if (const auto count = seconds ? json::numberOf(*seconds) : std::nullopt; count && *count >= 1)
        dashboard.refresh = std::chrono::seconds(static_cast<long>(std::min(*count, kMostSeconds)));
    dashboard.variables = {{.name = "instance",
                            .label = "instance",
                            .query = "label_values(burstlet_up, instance)",
                            .value = instance,
                            .all = true}};
    std::vector<std::optional<Place>> places;
    json::array widgets;
    const auto found = anyMember(from, {"widgets", "panels"});
    if (found && found->get(widgets) == simdjson::SUCCESS) {
        for (const auto item : widgets) {
            object widget;
            if (item.get(widget) != simdjson::SUCCESS || dashboard.panels.size() == kMostWidgets)
                continue;
            dashboard.panels.push_back(panelOf(widget, taken));
            places.push_back(placeOf(widget));
        }
    }
    place(dashboard.panels, places);
    return taken;
}

} // namespace nocturne::burstlet
