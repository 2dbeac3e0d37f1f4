// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <unordered_map>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/net/url.h"
#include "engine/promql/parser.h"
#include "engine/promql/printer.h"
#include "service/server/api.h"
#include "service/server/api_error.h"
#include "service/server/envelope.h"
#include "service/server/parameters.h"

namespace nocturne::server {

namespace {

using alerts::AlertInstance;
using alerts::AlertState;

void writePairs(JsonWriter& json, const std::vector<std::pair<std::string, std::string>>& pairs)
{
    json.beginObject();
    for (const auto& [name, value] : pairs)
        json.key(name).text(value);
    json.endObject();
}

/// As Go prints floats with 'e': "1e+00".
std::string scientific(double value)
{
    if (value != value || value - value != 0) // NaN and infinities have no exponent
        return formatNumber(value);
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    return {buffer.data(), end.ptr};
}

void writeAlert(JsonWriter& json, const AlertInstance& alert)
{
    json.beginObject().key("labels").labels(alert.labels).key("annotations").beginObject();
    for (const auto& [name, value] : alert.annotations)
        json.key(name).text(value);
    json.endObject().key("state").text(alerts::toString(alert.state));
    json.key("activeAt").date(alert.activeAt).key("value").text(scientific(alert.value)).endObject();
}

/// Parameters of a URL are labels before they are relabelled, tokens among them.
model::LabelSet withoutSecrets(const model::LabelSet& labels)
{
    static constexpr std::string_view kParameter = "__param_";
    model::LabelSetBuilder shown(labels);
    for (const auto& label : labels) {
        if (label.name.starts_with(kParameter) && net::soundsSecret(label.name.substr(kParameter.size())))
            shown.set(label.name, "***");
    }
    return shown.build();
}

void writeTarget(JsonWriter& json, const TargetFacts& target)
{
    json.beginObject()
        .key("discoveredLabels")
        .labels(withoutSecrets(target.discovered))
        .key("labels")
        .labels(target.labels);
    json.key("scrapePool").text(target.pool).key("scrapeUrl").text(target.url);
    json.key("globalUrl").text(target.globalUrl).key("lastError").text(target.lastError);
    json.key("lastScrape").date(target.lastScrape).key("lastScrapeDuration").number(target.lastSeconds);
    json.key("health").text(target.health);
    json.key("scrapeInterval").text(formatDuration(target.interval));
    json.key("scrapeTimeout").text(formatDuration(target.timeout));
    if (!target.state.empty())
        json.key("state").text(target.state);
    if (!target.uptime.empty()) {
        json.key("uptime").beginArray();
        for (const auto& uptime : target.uptime) {
            json.beginObject().key("window").text(formatDuration(uptime.window)).key("ratio").number(uptime.ratio);
            json.key("countedSeconds").integer(uptime.counted.count()).endObject();
        }
        json.endArray();
    }
    json.endObject();
}

double secondsOf(std::chrono::milliseconds span) { return std::chrono::duration<double>(span).count(); }

/// As Prometheus shows an expression: printed, whatever blanks it was written with.
std::string printed(const std::string& expression, const promql::ParserOptions& parser)
{
    const auto parsed = promql::parse(expression, parser);
    return parsed ? promql::print(**parsed) : expression;
}

void writeRule(JsonWriter& json, const rules::RuleStatus& rule, bool withAlerts, const promql::ParserOptions& parser)
{
    json.beginObject();
    if (rule.isAlerting)
        json.key("state").text(alerts::toString(rule.state));
    json.key("name").text(rule.name).key("query").text(printed(rule.expression, parser));
    if (rule.isAlerting) {
        json.key("duration").number(secondsOf(rule.holdFor));
        json.key("keepFiringFor").number(secondsOf(rule.keepFiringFor));
    }
    json.key("labels");
    writePairs(json, rule.labels);
    if (rule.isAlerting) {
        json.key("annotations");
        writePairs(json, rule.annotations);
        json.key("alerts").beginArray();
        if (withAlerts && rule.alerts) {
            for (const auto& alert : *rule.alerts)
                writeAlert(json, alert);
        }
        json.endArray();
    }
    json.key("health").text(toString(rule.health));
    if (!rule.lastError.empty())
        json.key("lastError").text(rule.lastError);
    json.key("evaluationTime").number(rule.lastSeconds);
    json.key("lastEvaluation").date(rule.lastEvaluation);
    json.key("type").text(rule.isAlerting ? "alerting" : "recording").endObject();
}

/// What the parameters of `rules` leave over.
struct RuleFilter
{
    bool alerting = true;
    bool recording = true;
    bool withAlerts = true;
    std::set<std::string> names;
    std::set<std::string> groups;
    std::set<std::string> files;
    std::vector<std::vector<model::Matcher>> matchers;
    std::size_t groupLimit = 0;
    std::string nextToken;

    static bool allows(const std::set<std::string>& wanted, const std::string& value)
    {
        return wanted.empty() || wanted.contains(value);
    }

    bool takes(const rules::GroupStatus& group) const
    {
        return allows(groups, group.name) && allows(files, group.file);
    }

    bool takes(const rules::RuleStatus& rule) const
    {
        if (!(rule.isAlerting ? alerting : recording) || !allows(names, rule.name))
            return false;
        std::vector<model::Label> labels;
        for (const auto& [name, value] : rule.labels)
            labels.push_back({name, value});
        const model::LabelSet set(std::move(labels));
        return matchers.empty() ||
               std::ranges::any_of(matchers, [&](const auto& all) { return model::matchesAll(all, set); });
    }
};

std::set<std::string> setOf(std::vector<std::string> texts) { return {texts.begin(), texts.end()}; }

Result<RuleFilter> ruleFilter(const Form& form)
{
    RuleFilter filter;
    const auto type = form.get("type");
    if (!type.empty() && type != "alert" && type != "record") {
        return fail(Error::Kind::InvalidInput,
                    "invalid parameter \"type\": not supported value \"" + printable(type, 64) + '"');
    }
    filter.alerting = type != "record";
    filter.recording = type != "alert";
    const auto exclude = flagParameter(form, "exclude_alerts");
    if (!exclude)
        return tl::unexpected(exclude.error());
    const auto limit = limitParameter(form, "group_limit");
    if (!limit)
        return tl::unexpected(limit.error());
    filter.withAlerts = !*exclude;
    filter.groupLimit = *limit;
    filter.nextToken = form.get("group_next_token");
    if (!filter.nextToken.empty() && filter.groupLimit == 0)
        return fail(Error::Kind::InvalidInput, "invalid parameter \"group_next_token\": group_limit is needed with it");
    filter.names = setOf(form.all("rule_name[]"));
    filter.groups = setOf(form.all("rule_group[]"));
    filter.files = setOf(form.all("file[]"));
    for (const auto& selector : form.all("match[]")) {
        auto parsed = promql::parseSelector(selector);
        if (!parsed) {
            return tl::unexpected(invalidParameter("match[]", {Error::Kind::InvalidInput, parsed.error().text()}));
        }
        filter.matchers.push_back(std::move(*parsed));
    }
    return filter;
}

/// The name of a group that a page of groups begins with.
std::string tokenOf(const rules::GroupStatus& group) { return group.file + ';' + group.name; }

void writeGroup(JsonWriter& json, const rules::GroupStatus& group, const RuleFilter& filter,
                const promql::ParserOptions& parser)
{
    json.beginObject().key("name").text(group.name).key("file").text(group.file).key("rules").beginArray();
    for (const auto& rule : group.rules) {
        if (filter.takes(rule))
            writeRule(json, rule, filter.withAlerts, parser);
    }
    json.endArray().key("interval").number(secondsOf(group.interval)).key("limit").integer(group.limit);
    json.key("evaluationTime").number(group.lastSeconds);
    json.key("lastEvaluation").date(group.lastEvaluation).endObject();
}

} // namespace

void Api::targets(const Call& call) const
{
    const auto state = call.form.get("state");
    const bool all = state.empty() || state == "any";
    const auto pool = call.form.get("scrapePool");
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject();
    json.key("activeTargets").beginArray();
    for (const auto& target : m_facts.targets()) {
        if ((all || state == "active") && (pool.empty() || pool == target.pool))
            writeTarget(json, target);
    }
    json.endArray().key("droppedTargets").beginArray();
    std::map<std::string, std::size_t> counts;
    for (const auto& [job, labels] : m_facts.droppedTargets()) {
        ++counts[job];
        if ((!all && state != "dropped") || (!pool.empty() && pool != job))
            continue;
        json.beginObject()
            .key("discoveredLabels")
            .labels(withoutSecrets(labels))
            .key("scrapePool")
            .text(job)
            .endObject();
    }
    if (auto known = m_facts.droppedTargetCounts(); !known.empty())
        counts = std::move(known);
    json.endArray().key("droppedTargetCounts").beginObject();
    for (const auto& [job, count] : counts)
        json.key(job).integer(count);
    json.endObject().endObject();
    call.reply(envelope.finish());
}

void Api::scrapePools(const Call& call) const
{
    std::set<std::string> pools;
    for (const auto& target : m_facts.targets())
        pools.insert(target.pool);
    for (const auto& [job, labels] : m_facts.droppedTargets())
        pools.insert(job);
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject().key("scrapePools").beginArray();
    for (const auto& pool : pools)
        json.text(pool);
    json.endArray().endObject();
    call.reply(envelope.finish());
}

void Api::rules(const Call& call) const
{
    const auto filter = ruleFilter(call.form);
    if (!filter)
        return call.reply(badData(filter.error()));
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject().key("groups").beginArray();
    bool begun = filter->nextToken.empty();
    std::size_t written = 0;
    std::string next;
    for (const auto& group : m_facts.ruleGroups()) {
        begun = begun || tokenOf(group) == filter->nextToken;
        const bool any = std::ranges::any_of(group.rules, [&](const auto& rule) { return filter->takes(rule); });
        if (!begun || !filter->takes(group) || !any)
            continue;
        if (filter->groupLimit != 0 && written == filter->groupLimit) {
            next = tokenOf(group);
            break;
        }
        writeGroup(json, group, *filter, m_options.parser);
        ++written;
    }
    if (!begun) {
        return call.reply(errorResponse(ErrorType::BadData,
                                        "invalid parameter \"group_next_token\": there is no such group: start over"));
    }
    json.endArray();
    if (!next.empty())
        json.key("groupNextToken").text(next);
    json.endObject();
    call.reply(envelope.finish());
}

void Api::alerts(const Call& call) const
{
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject().key("alerts").beginArray();
    for (const auto alerts = m_facts.alerts(); const auto& alert : *alerts) {
        if (alert.state == AlertState::Pending || alert.state == AlertState::Firing)
            writeAlert(json, alert);
    }
    json.endArray().endObject();
    call.reply(envelope.finish());
}

void Api::buildInfo(const Call& call) const
{
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject().key("version").text(m_options.version);
    for (const auto* key : {"revision", "branch", "buildUser", "buildDate", "goVersion"})
        json.key(key).text("");
    json.key("application").text("Nocturne").endObject();
    call.reply(envelope.finish());
}

namespace {

using Counts = std::unordered_map<std::string, std::uint64_t>;

/// Writes the largest of `counts`, of equal ones the first by name.
void writeTop(JsonWriter& json, std::string_view key, const Counts& counts, std::size_t most)
{
    std::vector<std::pair<std::string_view, std::uint64_t>> top(counts.begin(), counts.end());
    const auto larger = [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    };
    const auto end = top.begin() + static_cast<std::ptrdiff_t>(std::min(most, top.size()));
    std::partial_sort(top.begin(), end, top.end(), larger);
    json.key(key).beginArray();
    for (auto entry = top.begin(); entry != end; ++entry)
        json.beginObject().key("name").text(entry->first).key("value").integer(entry->second).endObject();
    json.endArray();
}

void writeStoreStatus(JsonWriter& json, const StoreFacts& store, const std::vector<model::LabelSet>& all,
                      std::size_t most)
{
    Counts seriesPerMetric;
    Counts seriesPerPair;
    Counts valuesPerName;
    Counts bytesPerName;
    for (const auto& labels : all) {
        for (const auto label : labels) {
            const std::string name(label.name);
            bytesPerName[name] += label.value.size();
            if (label.name == model::kMetricName)
                ++seriesPerMetric[std::string(label.value)];
            if (++seriesPerPair[name + '=' + std::string(label.value)] == 1)
                ++valuesPerName[name];
        }
    }
    json.beginObject().key("headStats").beginObject();
    json.key("numSeries").integer(store.series).key("numLabelPairs").integer(seriesPerPair.size());
    json.key("chunkCount").integer(store.chunks);
    json.key("minTime").integer(store.minTime).key("maxTime").integer(store.maxTime).endObject();
    writeTop(json, "seriesCountByMetricName", seriesPerMetric, most);
    writeTop(json, "labelValueCountByLabelName", valuesPerName, most);
    writeTop(json, "memoryInBytesByLabelName", bytesPerName, most);
    writeTop(json, "seriesCountByLabelValuePair", seriesPerPair, most);
    json.endObject();
}

} // namespace

void Api::storeStatus(const Call& call) const
{
    constexpr std::size_t kUsual = 10;
    const auto limit = limitParameter(call.form, "limit");
    if (!limit || (*limit == 0 && call.form.has("limit")))
        return call.reply(errorResponse(ErrorType::BadData, "limit must be a positive number"));
    m_queries.series({}, call.stop,
                     [store = m_facts.store(), most = *limit == 0 ? kUsual : *limit, gzip = call.gzip,
                      reply = call.reply](Result<std::vector<model::LabelSet>> all) {
                         if (!all)
                             return reply(queryError(all.error()));
                         Envelope envelope(gzip);
                         writeStoreStatus(envelope.data(), store, *all, most);
                         reply(envelope.finish());
                     });
}

void Api::front(const Call& call) const
{
    call.reply({.body = "This is Nocturne's collector. What it gathers is shown by the program nocturne.\n\n"
                        "For programs: /api/v1/ as Prometheus has it, /api/v2/ as Alertmanager has it, /metrics,\n"
                        "/federate, /-/healthy, /-/ready. See docs/api.md.\n"});
}

/// Where links of alerts point to, as Prometheus writes them: here is no page with a chart, but the answer.
void Api::graph(const Call& call) const
{
    HttpResponse response{.status = 302, .body = "the answer is at api/v1/query\n"};
    const auto expression = call.form.get("g0.expr");
    response.headers.emplace_back("Location", expression.empty() ? std::string("./")
                                                                 : "api/v1/query?query=" + net::urlEncoded(expression));
    call.reply(std::move(response));
}

void Api::healthy(const Call& call) const { call.reply({.body = "Nocturne is healthy.\n"}); }

void Api::ready(const Call& call) const
{
    if (m_facts.isReady())
        call.reply({.body = "Nocturne is ready.\n"});
    else
        call.reply({.status = 503, .body = "Nocturne is starting.\n"});
}

} // namespace nocturne::server
