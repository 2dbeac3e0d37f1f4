// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/mapping/preview.h"

#include <chrono>
#include <cstdio>

#include <simdjson.h>

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::mapping {

namespace {

using Kind = PreviewLine::Kind;

constexpr std::size_t kTextBytes = 300;
constexpr std::size_t kMaxMessages = 10'000;

std::string timeText(const std::optional<Timestamp>& time)
{
    if (!time)
        return {};
    using namespace std::chrono;
    const sys_time<milliseconds> moment{milliseconds(*time)};
    const auto day = floor<days>(moment);
    const year_month_day date(day);
    const hh_mm_ss clock(moment - day);
    char text[64];
    std::snprintf(text, sizeof text, " at %04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()},
                  unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                  static_cast<int>(clock.subseconds().count()));
    return text;
}

template <typename Pairs>
std::string pairsText(const Pairs& pairs, std::string_view between)
{
    std::string text;
    for (const auto& [name, value] : pairs) {
        text += text.empty() ? "" : between;
        text += std::string(name) + "=\"" + printable(value, kTextBytes) + "\"";
    }
    return text;
}

std::string textOf(const Mapper& mapper, const MappedSample& sample)
{
    const auto& rule = mapper.mapping().samples[sample.rule];
    const auto labels = pairsText(labelsOf(rule, sample), ",");
    return rule.name + (labels.empty() ? "" : "{" + labels + "}") + (rule.counts ? " +" : " ") +
           formatNumber(sample.value) + timeText(sample.time);
}

std::string textOf(const MappedLog& log)
{
    const auto fields = pairsText(log.fields, " ");
    return (log.level.empty() ? "info" : printable(log.level, kTextBytes)) +
           (log.service.empty() ? "" : " " + printable(log.service, kTextBytes)) + ": " +
           printable(log.message, kTextBytes) + (fields.empty() ? "" : " " + fields) + timeText(log.time);
}

std::string textOf(const MappedAlert& alert)
{
    const auto labels = pairsText(alert.labels, ",");
    auto text = printable(alert.name.empty() ? alert.id : alert.name, kTextBytes);
    text += labels.empty() ? "" : "{" + labels + "}";
    text += " " + (alert.state.empty() ? std::string("active") : printable(alert.state, kTextBytes));
    text += alert.severity.empty() ? "" : ", " + printable(alert.severity, kTextBytes);
    text += alert.value ? ", value " + formatNumber(*alert.value) : "";
    text += alert.threshold ? ", threshold " + formatNumber(*alert.threshold) : "";
    text += alert.summary.empty() ? "" : ": " + printable(alert.summary, kTextBytes);
    return text + timeText(alert.time);
}

} // namespace

std::string_view toString(PreviewLine::Kind kind)
{
    switch (kind) {
    case Kind::Sample:
        return "sample";
    case Kind::Log:
        return "log";
    case Kind::Alert:
        return "alert";
    case Kind::Fault:
        return "fault";
    case Kind::Nothing:
        return "nothing";
    }
    return "nothing";
}

std::vector<PreviewLine> preview(Mapper& mapper, std::string_view message, std::size_t limit)
{
    const auto read = mapper.map(message);
    if (!read)
        return {{Kind::Fault, read.error().message}};
    const auto& mapped = **read;
    std::vector<PreviewLine> lines;
    std::size_t left = 0;
    const auto add = [&](Kind kind, const auto& make) {
        if (lines.size() < limit)
            lines.push_back({kind, make()});
        else
            ++left;
    };
    for (const auto& fault : mapped.faults)
        add(Kind::Fault, [&] { return fault.rule + ": " + fault.what; });
    for (const auto& sample : mapped.samples)
        add(Kind::Sample, [&] { return textOf(mapper, sample); });
    for (const auto& log : mapped.logs)
        add(Kind::Log, [&] { return textOf(log); });
    for (const auto& alert : mapped.alerts)
        add(Kind::Alert, [&] { return textOf(alert); });
    left += mapped.faultCount - mapped.faults.size();
    if (left > 0)
        lines.push_back({Kind::Nothing, "and " + std::to_string(left) + " more"});
    if (lines.empty())
        lines.push_back(
            {Kind::Nothing, mapped.isMeant() ? "no rule finds its value in it" : "no rule is meant for it"});
    return lines;
}

std::vector<std::string> messagesOf(std::string_view text)
{
    simdjson::dom::parser parser;
    if (parser.parse(text.data(), text.size()).error() == simdjson::SUCCESS)
        return {std::string(trimmed(text, " \t\r\n"))};
    std::vector<std::string> messages;
    while (!text.empty() && messages.size() < kMaxMessages) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto line = trimmed(text.substr(0, end), " \t\r"); !line.empty())
            messages.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return messages;
}

} // namespace nocturne::mapping
