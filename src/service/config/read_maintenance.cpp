// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "service/config/readers.h"
#include "watch/alerts/downtime.h"

namespace nocturne::config {

namespace {

using Every = alerts::Recurrence::Every;

constexpr std::array<std::string_view, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};
constexpr std::size_t kMostWindows = 100;
/// Where windows begin that name no day: a Saturday, before all samples.
constexpr std::string_view kFirstDay = "2000-01-01 ";

void readWeekdays(yaml::MapReader& reader, alerts::Downtime& window)
{
    std::vector<std::string> names;
    if (!reader.read("weekdays", names))
        return;
    if (window.recurrence.every != Every::Week)
        reader.error("weekdays", "weekdays: they go with every: week");
    for (const auto& name : names) {
        const auto* const day = std::ranges::find(kDays, name);
        if (day == kDays.end())
            reader.error("weekdays", "weekdays: write them as in [monday, sunday]");
        else
            window.recurrence.weekdays.push_back(static_cast<int>(day - kDays.begin()));
    }
}

/// Whether the window begins somewhere.
bool readStart(yaml::MapReader& reader, alerts::Downtime& window)
{
    std::string text;
    if (!reader.require("start") || !reader.read("start", text))
        return false;
    const bool isTime = text.find('-') == std::string::npos;
    const auto every = window.recurrence.every;
    if (isTime && every != Every::Day && (every != Every::Week || !reader.has("weekdays"))) {
        reader.error("start",
                     "start: write day and time, as in 2026-03-14 22:00; a time alone goes with every: day, or "
                     "with every: week and weekdays");
        return false;
    }
    const auto moment = alerts::momentByClock(isTime ? std::string(kFirstDay) + text : text, window.zone);
    if (!moment)
        reader.error(moment.error().message.starts_with("the time zone") ? "zone" : "start", moment.error().message);
    else
        window.first.start = *moment;
    return moment.has_value();
}

alerts::Downtime readWindow(const yaml::Node& node, ReadContext& context)
{
    alerts::Downtime window;
    yaml::MapReader reader(node, context.findings, "maintenance window");
    reader.read("zone", window.zone);
    reader.readChoice<Every>(
        "every", window.recurrence.every,
        {{"once", Every::Once}, {"day", Every::Day}, {"week", Every::Week}, {"month", Every::Month}});
    readWeekdays(reader, window);
    const bool begins = readStart(reader, window);
    std::chrono::milliseconds duration{0};
    if (reader.require("duration"))
        readPositive(reader, "duration", duration);
    window.first.end = window.first.start + duration.count();
    std::string until;
    if (reader.read("until", until)) {
        const auto moment = alerts::momentByClock(until.size() == 10 ? until + " 23:59" : until, window.zone);
        if (moment)
            window.recurrence.until = *moment;
        else
            reader.error("until", "until: " + moment.error().message);
    }
    reader.read("comment", window.comment);
    // The rules of downtimes, of which the matchers and the maker are not ours.
    auto judged = window;
    judged.matchers = {model::Matcher::equal("job", "health")};
    judged.createdBy = "configuration";
    if (const auto checked = alerts::checkDowntime(judged, std::min<Timestamp>(window.first.start, 0));
        begins && duration.count() > 0 && !checked)
        context.findings.error(node.position(), "maintenance: " + checked.error().message);
    reader.finish();
    return window;
}

} // namespace

health::Maintenance readMaintenance(yaml::MapReader& reader, ReadContext& context)
{
    health::Maintenance maintenance;
    const auto* node = reader.take("maintenance");
    if (node == nullptr)
        return maintenance;
    if (node->isScalar()) {
        const auto flag = node->boolean();
        if (flag)
            maintenance.always = *flag;
        else
            reader.error("maintenance", "maintenance: write true, or a list of windows with start and duration");
        return maintenance;
    }
    if (!node->isSequence() || node->items().size() > kMostWindows) {
        reader.error("maintenance", "maintenance: write true, or a list of at most 100 windows");
        return maintenance;
    }
    for (const auto& item : node->items())
        maintenance.windows.push_back(readWindow(item, context));
    return maintenance;
}

} // namespace nocturne::config
