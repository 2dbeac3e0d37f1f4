// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/dashboards/dashboard_writer.h"

#include <charconv>

#include "base/core/duration.h"
#include "watch/dashboards/json_value.h"

namespace nocturne::dashboards {
namespace {

/// Appends values with indentation; `Inline` objects stand on one line.
class Writer
{
public:
    enum class Style { Block, Inline };

    void open(char bracket, Style style)
    {
        m_out.push_back(bracket);
        m_levels.push_back({style, true});
    }
    void close(char bracket)
    {
        const auto level = m_levels.back();
        m_levels.pop_back();
        if (level.style == Style::Block && !level.empty)
            newLine();
        m_out.push_back(bracket);
    }
    /// Starts the next item of a list.
    void next()
    {
        auto& level = m_levels.back();
        if (!level.empty)
            m_out += level.style == Style::Inline ? ", " : ",";
        level.empty = false;
        if (level.style == Style::Block)
            newLine();
    }
    void key(std::string_view name)
    {
        next();
        appendJsonString(m_out, name);
        m_out += ": ";
    }
    void string(std::string_view name, const std::string& value)
    {
        key(name);
        appendJsonString(m_out, value);
    }
    void number(std::string_view name, double value)
    {
        key(name);
        char buffer[32];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
        m_out.append(buffer, end.ptr);
    }
    void flag(std::string_view name, bool value)
    {
        if (!value)
            return;
        key(name);
        m_out += "true";
    }
    void optionalString(std::string_view name, const std::string& value, std::string_view normal = {})
    {
        if (value != normal)
            string(name, value);
    }
    void strings(std::string_view name, const std::vector<std::string>& values)
    {
        if (values.empty())
            return;
        key(name);
        open('[', Style::Inline);
        for (const auto& value : values) {
            next();
            appendJsonString(m_out, value);
        }
        close(']');
    }
    std::string take() { return std::move(m_out) + "\n"; }

private:
    struct Level
    {
        Style style;
        bool empty;
    };
    void newLine()
    {
        m_out.push_back('\n');
        m_out.append(2 * m_levels.size(), ' ');
    }

    std::string m_out;
    std::vector<Level> m_levels;
};

using Style = Writer::Style;

void write(Writer& out, const Target& target)
{
    out.open('{', Style::Inline);
    out.string("expr", target.expr);
    out.optionalString("legend", target.legend);
    out.optionalString("unit", target.unit);
    out.flag("instant", target.instant);
    if (target.role != TargetRole::Value)
        out.string("role", std::string(toString(target.role)));
    out.optionalString("datasource", target.datasource);
    out.close('}');
}

void write(Writer& out, const Threshold& threshold)
{
    out.open('{', Style::Inline);
    out.number("value", threshold.value);
    out.string("severity", std::string(alerts::toString(threshold.severity)));
    out.flag("below", threshold.below);
    out.close('}');
}

void write(Writer& out, const Variable& variable)
{
    out.open('{', Style::Inline);
    out.string("name", variable.name);
    out.optionalString("label", variable.label);
    out.string("kind", std::string(toString(variable.kind)));
    out.optionalString("query", variable.query);
    out.optionalString("value", variable.value);
    out.flag("all", variable.all);
    out.optionalString("datasource", variable.datasource);
    out.close('}');
}

template <typename Item>
void writeList(Writer& out, std::string_view name, const std::vector<Item>& items)
{
    if (items.empty())
        return;
    out.key(name);
    out.open('[', Style::Block);
    for (const auto& item : items) {
        out.next();
        write(out, item);
    }
    out.close(']');
}

void write(Writer& out, const GridPosition& grid)
{
    out.key("grid");
    out.open('{', Style::Inline);
    out.number("x", grid.x);
    out.number("y", grid.y);
    out.number("w", grid.w);
    out.number("h", grid.h);
    out.close('}');
}

void write(Writer& out, const Panel& panel)
{
    out.open('{', Style::Block);
    out.optionalString("title", panel.title);
    out.optionalString("description", panel.description);
    out.string("kind", std::string(toString(panel.kind)));
    write(out, panel.grid);
    out.optionalString("unit", panel.unit, "short");
    if (panel.decimals)
        out.number("decimals", *panel.decimals);
    if (panel.min)
        out.number("min", *panel.min);
    if (panel.max)
        out.number("max", *panel.max);
    writeList(out, "thresholds", panel.thresholds);
    if (panel.legend != LegendKind::List)
        out.string("legend", std::string(toString(panel.legend)));
    out.flag("stack", panel.stack);
    out.flag("fill", panel.fill);
    out.strings("labels", panel.labels);
    out.optionalString("text", panel.text);
    out.optionalString("datasource", panel.datasource);
    if (panel.limit != 0)
        out.number("limit", static_cast<double>(panel.limit));
    writeList(out, "targets", panel.targets);
    out.close('}');
}

} // namespace

std::string writeDashboard(const Dashboard& dashboard)
{
    Writer out;
    out.open('{', Style::Block);
    out.number("format", 1);
    out.string("id", dashboard.id);
    out.string("title", dashboard.title);
    out.optionalString("description", dashboard.description);
    out.strings("tags", dashboard.tags);
    out.strings("required", dashboard.required);
    out.key("time");
    out.open('{', Style::Inline);
    out.string("from", dashboard.from);
    out.string("to", dashboard.to);
    out.close('}');
    if (dashboard.refresh)
        out.string("refresh", formatDuration(*dashboard.refresh));
    writeList(out, "variables", dashboard.variables);
    out.key("panels");
    out.open('[', Style::Block);
    for (const auto& panel : dashboard.panels) {
        out.next();
        write(out, panel);
    }
    out.close(']');
    out.close('}');
    return out.take();
}

} // namespace nocturne::dashboards
