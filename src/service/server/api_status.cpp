// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the API tells of the program itself, and of what targets say of their metrics.
#include <cstdlib>
#include <thread>

#include "engine/promql/parser.h"
#include "service/server/api.h"
#include "service/server/api_error.h"
#include "service/server/envelope.h"
#include "service/server/parameters.h"

namespace nocturne::server {

void Api::targetMetadata(const Call& call) const
{
    const auto limit = limitParameter(call.form, "limit");
    if (!limit)
        return call.reply(badData(limit.error()));
    std::vector<model::Matcher> matchers;
    if (const auto selector = call.form.get("match_target"); !selector.empty()) {
        auto parsed = promql::parseSelector(selector);
        if (!parsed) {
            return call.reply(
                badData(invalidParameter("match_target", {Error::Kind::InvalidInput, parsed.error().text()})));
        }
        matchers = std::move(*parsed);
    }
    const std::string metric(call.form.get("metric"));
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginArray();
    std::size_t written = 0;
    for (const auto& one : m_facts.targetMetadata(metric)) {
        if (!model::matchesAll(matchers, one.target))
            continue;
        if (*limit != 0 && written++ == *limit)
            break;
        json.beginObject().key("target").labels(one.target);
        if (metric.empty())
            json.key("metric").text(one.metric);
        json.key("type").text(model::toString(one.metadata.type)).key("help").text(one.metadata.help);
        json.key("unit").text(one.metadata.unit).endObject();
    }
    json.endArray();
    call.reply(envelope.finish());
}

void Api::configStatus(const Call& call) const
{
    Envelope envelope(call.gzip);
    envelope.data().beginObject().key("yaml").text(m_facts.configText()).endObject();
    call.reply(envelope.finish());
}

void Api::flags(const Call& call) const
{
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject();
    for (const auto& [name, value] : m_facts.flags())
        json.key(name).text(value);
    json.endObject();
    call.reply(envelope.finish());
}

void Api::runtimeInfo(const Call& call) const
{
    const auto runtime = m_facts.runtime();
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject();
    json.key("startTime").date(runtime.startTime).key("CWD").text(runtime.workingFolder);
    json.key("reloadConfigSuccess").boolean(runtime.reloadSucceeded);
    json.key("lastConfigTime").date(runtime.lastConfigTime);
    json.key("corruptionCount").integer(0);
    // Of Go's runtime there is nothing to tell; the keys are there for those who read them.
    json.key("goroutineCount").integer(0);
    json.key("GOMAXPROCS").integer(std::thread::hardware_concurrency());
    json.key("GOMEMLIMIT").integer(0).key("GOGC").text("").key("GODEBUG").text("");
    json.key("storageRetention").text(runtime.retention).endObject();
    call.reply(envelope.finish());
}

void Api::alertmanagers(const Call& call) const
{
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject().key("activeAlertmanagers").beginArray();
    for (const auto& url : m_facts.alertmanagers())
        json.beginObject().key("url").text(url).endObject();
    json.endArray().key("droppedAlertmanagers").beginArray().endArray().endObject();
    call.reply(envelope.finish());
}

} // namespace nocturne::server
