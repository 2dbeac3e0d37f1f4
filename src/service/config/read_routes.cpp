// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>
#include <tuple>

#include "base/core/text.h"
#include "service/config/notification_readers.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::config {

namespace {

using model::Matcher;

void addMatcher(std::vector<Matcher>& out, Matcher::Op op, const yaml::Entry& entry, ReadContext& context)
{
    const auto value = entry.value.text();
    if (!value) {
        context.findings.add(value.error().within(entry.key), entry.position);
        return;
    }
    auto matcher = Matcher::make(op, entry.key, *value);
    if (matcher)
        out.push_back(std::move(*matcher));
    else
        context.findings.add(matcher.error(), entry.value.position());
}

void sort(std::vector<Matcher>& matchers)
{
    std::ranges::stable_sort(matchers, {}, [](const Matcher& matcher) {
        return std::tuple<std::string_view, std::string_view, Matcher::Op>(matcher.name(), matcher.value(),
                                                                           matcher.op());
    });
}

void readGroupBy(yaml::MapReader& reader, notify::RouteConfig& route)
{
    std::vector<std::string> names;
    if (!reader.read("group_by", names))
        return;
    route.groupsByAll = std::ranges::find(names, "...") != names.end();
    if (route.groupsByAll && names.size() > 1)
        reader.error("group_by", "group_by: '...' stands for all labels and so stands alone");
    std::set<std::string_view> seen;
    for (const auto& name : names) {
        if (!route.groupsByAll && name.empty())
            reader.error("group_by", "group_by: the name of a label is empty");
        if (!seen.insert(name).second)
            reader.error("group_by", "group_by: \"" + printable(name, 60) + "\" is there twice");
    }
    route.groupBy = route.groupsByAll ? std::vector<std::string>() : names;
}

template <typename Range, typename Parse>
void readRanges(yaml::MapReader& reader, std::string_view key, std::vector<Range>& out, ReadContext& context,
                Parse parse)
{
    reader.readEach(key, [&](const yaml::Node& item) {
        const auto text = item.text();
        auto range = text ? parse(*text) : tl::unexpected(text.error());
        if (range)
            out.push_back(*range);
        else
            context.findings.error(item.position(), std::string(key) + ": " + range.error().message);
    });
}

notify::MinuteRange readTimes(const yaml::Node& node, ReadContext& context)
{
    notify::MinuteRange range{0, 24 * 60};
    yaml::MapReader reader(node, context.findings, "time range");
    const auto readEnd = [&](const char* key, int& out) {
        std::string text;
        if (!reader.require(key) || !reader.read(key, text))
            return;
        const auto minute = notify::parseMinute(text);
        if (minute)
            out = *minute;
        else
            reader.error(key, std::string(key) + ": " + minute.error().message);
    };
    readEnd("start_time", range.begin);
    readEnd("end_time", range.end);
    if (range.end <= range.begin)
        reader.error("end_time",
                     "end_time must be after start_time: a night is two ranges, 22:00 to 24:00 and 00:00 on");
    reader.finish();
    return range;
}

notify::TimeInterval readInterval(const yaml::Node& node, ReadContext& context)
{
    notify::TimeInterval interval;
    yaml::MapReader reader(node, context.findings, "time interval");
    reader.readEach("times", [&](const auto& item) { interval.times.push_back(readTimes(item, context)); });
    readRanges(reader, "weekdays", interval.weekdays, context, notify::parseWeekdays);
    readRanges(reader, "days_of_month", interval.daysOfMonth, context, notify::parseDaysOfMonth);
    readRanges(reader, "months", interval.months, context, notify::parseMonths);
    readRanges(reader, "years", interval.years, context, notify::parseYears);
    if (reader.read("location", interval.location) && !notify::isLocation(interval.location)) {
        reader.error("location", "this computer knows no time zone \"" + printable(interval.location, 60) +
                                     "\": write one such as Europe/Berlin, or Local");
        interval.location.clear();
    }
    reader.finish();
    return interval;
}

} // namespace

std::vector<Matcher> readMatcherList(yaml::MapReader& reader, std::string_view key, ReadContext& context)
{
    std::vector<Matcher> all;
    const auto readOne = [&](const yaml::Node& item) {
        const auto text = item.text();
        auto reading = text ? alerts::readMatchers(*text) : tl::unexpected(text.error());
        if (!reading) {
            context.findings.error(item.position(), std::string(key) + ": " + reading.error().text());
            return;
        }
        if (!reading->warning.empty())
            context.findings.warning(item.position(), std::string(key) + ": " + reading->warning);
        all.insert(all.end(), reading->matchers.begin(), reading->matchers.end());
    };
    const auto* node = reader.take(key);
    if (node != nullptr && node->isScalar())
        readOne(*node);
    else if (node != nullptr)
        reader.readEach(key, readOne);
    sort(all);
    return all;
}

void readMatchMaps(yaml::MapReader& reader, std::string_view plain, std::string_view expressions,
                   std::vector<Matcher>& out, ReadContext& context)
{
    for (const auto key : {plain, expressions}) {
        const auto* node = reader.take(key);
        if (node == nullptr)
            continue;
        if (!node->isMap())
            reader.error(key, std::string(key) + ": expected a map of labels and values");
        for (const auto& entry : node->entries())
            addMatcher(out, key == plain ? Matcher::Op::Equal : Matcher::Op::Regex, entry, context);
    }
    sort(out);
}

notify::RouteConfig readRoute(const yaml::Node& node, bool isRoot, ReadContext& context)
{
    notify::RouteConfig route;
    yaml::MapReader reader(node, context.findings, "route");
    reader.read("receiver", route.receiver);
    readGroupBy(reader, route);
    reader.read("group_wait", route.groupWait);
    for (const auto& [key, out] :
         {std::pair("group_interval", &route.groupInterval), std::pair("repeat_interval", &route.repeatInterval)}) {
        if (reader.read(key, *out) && (*out)->count() <= 0)
            reader.error(key, std::string(key) + " must be longer than 0s");
    }
    route.matchers = readMatcherList(reader, "matchers", context);
    readMatchMaps(reader, "match", "match_re", route.matchers, context);
    reader.read("continue", route.continues);
    reader.read("mute_time_intervals", route.muteTimes);
    reader.read("active_time_intervals", route.activeTimes);
    reader.readEach("routes", [&](const auto& item) { route.routes.push_back(readRoute(item, false, context)); });
    if (isRoot) {
        if (!route.receiver)
            reader.error("receiver", "the root route needs a receiver: it is told of what no other route takes");
        if (!route.matchers.empty() || route.continues)
            reader.error("matchers",
                         "the root route takes every alert: matchers and continue belong into routes below it");
        if (!route.muteTimes.empty() || !route.activeTimes.empty())
            reader.error("mute_time_intervals", "the root route has no time intervals: put them on routes below it");
    }
    reader.finish();
    return route;
}

notify::NamedInterval readNamedInterval(const yaml::Node& node, ReadContext& context)
{
    notify::NamedInterval named;
    yaml::MapReader reader(node, context.findings, "time interval");
    if (reader.require("name"))
        reader.read("name", named.name);
    reader.readEach("time_intervals", [&](const auto& item) { named.times.push_back(readInterval(item, context)); });
    reader.finish();
    return named;
}

} // namespace nocturne::config
