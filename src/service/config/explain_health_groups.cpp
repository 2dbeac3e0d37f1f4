// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "base/core/number.h"
#include "service/config/explain_parts.h"
#include "watch/alerts/downtime.h"

namespace nocturne::config {

namespace {

using Every = alerts::Recurrence::Every;

void write(YamlWriter& out, const alerts::Downtime& window)
{
    constexpr std::array kDays = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    out.item([&] {
        out.text("start", alerts::clockText(window.first.start, window.zone));
        out.duration("duration", std::chrono::milliseconds(window.first.end - window.first.start));
        if (window.recurrence.every != Every::Once)
            out.text("every", alerts::toString(window.recurrence.every));
        std::vector<std::string> days;
        for (const int day : window.recurrence.weekdays)
            days.emplace_back(kDays.at(static_cast<std::size_t>(day)));
        if (!days.empty())
            out.list("weekdays", days);
        if (window.recurrence.until)
            out.text("until", alerts::clockText(*window.recurrence.until, window.zone));
        out.textIfSet("zone", window.zone);
        out.textIfSet("comment", window.comment);
    });
}

void write(YamlWriter& out, const health::Maintenance& maintenance)
{
    if (maintenance.always)
        out.flag("maintenance", true);
    if (!maintenance.windows.empty()) {
        out.section("maintenance", [&] {
            for (const auto& window : maintenance.windows)
                write(out, window);
        });
    }
}

void writeAggregation(YamlWriter& out, const health::GroupOptions& group)
{
    using Aggregation = health::GroupOptions::Aggregation;
    out.text("aggregation", health::toString(group.aggregation));
    if (group.aggregation == Aggregation::Quorum)
        out.text("quorum", formatNumber(group.quorum) + (group.isQuorumPercent ? "%" : ""));
    if (group.aggregation != Aggregation::Weighted)
        return;
    if (!group.weights.empty()) {
        out.section("weights", [&] {
            for (const auto& [member, weight] : group.weights)
                out.decimal(yamlScalar(member), weight);
        });
    }
    out.section("thresholds", [&] {
        if (group.thresholds.warning)
            out.decimal("warning", *group.thresholds.warning);
        if (group.thresholds.critical)
            out.decimal("critical", *group.thresholds.critical);
    });
}

} // namespace

void writeMeaning(YamlWriter& out, const HealthCheckConfig& check)
{
    if (!check.dependsOn.empty())
        out.list("depends_on", check.dependsOn);
    write(out, check.maintenance);
    if (check.invert)
        out.flag("invert", true);
}

void write(YamlWriter& out, const HealthGroupConfig& group)
{
    out.item([&] {
        out.text("name", group.options.name);
        out.list("members", group.options.members);
        writeAggregation(out, group.options);
        out.duration("interval", group.options.interval);
        write(out, group.options.maintenance);
        out.map("labels", group.labels);
    });
}

} // namespace nocturne::config
