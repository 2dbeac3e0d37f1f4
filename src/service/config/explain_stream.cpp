// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/explain_parts.h"
#include "service/config/read_mapping.h"

namespace nocturne::config {

namespace {

using mapping::Fields;
using mapping::Place;
using mapping::Selection;
using mapping::TimeFormat;

std::string_view wordOf(TimeFormat format)
{
    switch (format) {
    case TimeFormat::Auto:
        return "auto";
    case TimeFormat::Rfc3339:
        return "rfc3339";
    case TimeFormat::Seconds:
        return "unix";
    case TimeFormat::Milliseconds:
        return "unix_ms";
    case TimeFormat::Microseconds:
        return "unix_us";
    case TimeFormat::Nanoseconds:
        return "unix_ns";
    }
    return "auto";
}

void write(YamlWriter& out, std::string_view key, const Place& place) { out.textIfSet(key, place.text); }

void write(YamlWriter& out, std::string_view key, const Fields& fields)
{
    if (fields.empty())
        return;
    out.section(key, [&] {
        for (const auto& [name, place] : fields)
            out.text(name, place.text);
    });
}

void write(YamlWriter& out, const Selection& selection)
{
    if (!selection.when.empty()) {
        out.section("when", [&] {
            for (const auto& condition : selection.when) {
                if (condition.equals)
                    out.text(condition.place.text, *condition.equals);
                else
                    out.section(condition.place.text, [] {});
            }
        });
    }
    if (selection.each)
        write(out, "each", *selection.each);
    if (selection.time)
        write(out, "time", *selection.time);
    if (selection.timeFormat != TimeFormat::Auto)
        out.text("time_format", wordOf(selection.timeFormat));
}

void write(YamlWriter& out, const mapping::SampleMapping& sample)
{
    out.item([&] {
        out.text("name", sample.name);
        write(out, sample.selection);
        write(out, "value", sample.value);
        out.text("type", model::toString(sample.type));
        write(out, "labels", sample.labels);
        out.textIfSet("help", sample.help);
        out.textIfSet("unit", sample.unit);
        if (sample.scale != 1)
            out.decimal("scale", sample.scale);
        if (!sample.words.empty()) {
            out.section("words", [&] {
                for (const auto& [word, value] : sample.words)
                    out.decimal(word, value);
            });
        }
    });
}

void write(YamlWriter& out, const mapping::LogMapping& log)
{
    out.item([&] {
        write(out, "message", log.message);
        write(out, log.selection);
        write(out, "level", log.level);
        write(out, "service", log.service);
        write(out, "trace_id", log.traceId);
        write(out, "span_id", log.spanId);
        write(out, "fields", log.fields);
    });
}

void write(YamlWriter& out, const mapping::AlertMapping& alert)
{
    out.item([&] {
        write(out, "name", alert.name);
        write(out, alert.selection);
        write(out, "id", alert.id);
        write(out, "state", alert.state);
        write(out, "severity", alert.severity);
        write(out, "summary", alert.summary);
        write(out, "value", alert.value);
        write(out, "threshold", alert.threshold);
        write(out, "labels", alert.labels);
        if (!alert.endWords.empty())
            out.list("end_states", alert.endWords);
    });
}

template <typename Rules>
void write(YamlWriter& out, std::string_view key, const std::vector<Rules>& rules)
{
    if (rules.empty())
        return;
    out.section(key, [&] {
        for (const auto& rule : rules)
            write(out, rule);
    });
}

void write(YamlWriter& out, const mapping::JsonMapping& mapping)
{
    write(out, "samples", mapping.samples);
    write(out, "logs", mapping.logs);
    write(out, "alerts", mapping.alerts);
}

void writeMap(YamlWriter& out, std::string_view key, const std::vector<HeaderConfig>& values)
{
    if (values.empty())
        return;
    out.section(key, [&] {
        for (const auto& value : values)
            out.text(value.name, shown(value.value));
    });
}

void writeJson(YamlWriter& out, const StreamConfig& stream)
{
    const bool isSocketIo = stream.protocol == StreamConfig::Protocol::SocketIo;
    out.text("protocol", isSocketIo ? "socket.io" : "websocket");
    if (!stream.subscribe.empty())
        out.list("subscribe", stream.subscribe);
    if (!stream.namespaces.empty())
        out.list("namespaces", stream.namespaces);
    writeMap(out, "auth", stream.auth);
    out.number("series_limit", stream.seriesLimit);
    if (stream.forgetAlertsAfter.count() > 0)
        out.duration("forget_alerts_after", stream.forgetAlertsAfter);
    out.section("mapping", [&] { write(out, stream.mapping); });
}

} // namespace

std::string writeMapping(const mapping::JsonMapping& mapping)
{
    YamlWriter out;
    write(out, mapping);
    return out.take();
}

void write(YamlWriter& out, const StreamConfig& stream)
{
    const bool isJson = stream.type == StreamConfig::Type::Json;
    out.item([&] {
        out.text("name", stream.name);
        out.text("type", isJson ? "json" : "aegis");
        out.text("url", shownUrl(stream.url));
        if (stream.restUrl)
            out.text("rest_url", shownUrl(*stream.restUrl));
        if (!stream.restRanges.empty())
            out.list("rest_ranges", stream.restRanges);
        write(out, "token", stream.token);
        write(out, stream.headers);
        writeMap(out, "query", stream.query);
        if (stream.updateInterval.count() > 0)
            out.duration("update_interval", stream.updateInterval);
        if (isJson)
            writeJson(out, stream);
        write(out, stream.tls);
        out.map("labels", stream.labels);
    });
}

} // namespace nocturne::config
