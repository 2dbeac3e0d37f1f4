// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

constexpr int kMostDigits = 100;            // as VictoriaMetrics has it
constexpr std::int64_t kMostRecords = 5000; // what Loki gives at once, unless its owner raised that

/// Keys of one kind of engine; another kind refuses them, the unknown one takes them all.
struct KindKeys
{
    std::string_view kind;
    std::vector<std::string_view> keys;
};

const std::array<KindKeys, 2>& kindKeys()
{
    static const std::array<KindKeys, 2> keys = {
        {{"thanos", {"dedup", "partial_response", "max_source_resolution", "replica_labels"}},
         {"victoriametrics", {"extra_labels", "extra_filters", "nocache", "round_digits"}}}};
    return keys;
}

void refuseForeignKeys(yaml::MapReader& reader, const std::string& kind)
{
    if (kind == "auto" || kind == "grafana")
        return;
    for (const auto& [owner, keys] : kindKeys()) {
        for (const auto key : keys) {
            if (owner != kind && reader.has(key))
                reader.error(key, std::string(key) + " is of " + std::string(owner) + ", and kind is " + kind +
                                      ": remove one");
        }
    }
}

void readUrl(yaml::MapReader& reader, RemoteConfig& config, const char* example)
{
    if (!reader.require("url") || !reader.read("url", config.url))
        return;
    if (!config.url.starts_with("http://") && !config.url.starts_with("https://"))
        reader.error("url", "url: write it with its scheme, as in " + std::string(example));
    else if (config.url.find('?') != std::string::npos || config.url.find('#') != std::string::npos)
        reader.error("url", "url: what stands behind ? or # has no place: paths of the API are put behind it");
}

/// A header's value that is a line of its own or holds another header.
bool isHeaderText(const std::string& text)
{
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c != '\x7f'; });
}

RemoteConfig readRemote(yaml::MapReader& reader, ReadContext& context, const char* example)
{
    RemoteConfig config;
    config.where = reader.position();
    reader.require("name");
    reader.read("name", config.name);
    readUrl(reader, config, example);
    reader.read("uid", config.uid);
    if (reader.readInteger("org_id", config.organisation, 1, 1'000'000'000) && config.uid.empty())
        reader.error("org_id", "org_id is of a Grafana: give uid, the data source behind it, too");
    if (reader.read("tenant", config.tenant) && !isHeaderText(config.tenant))
        reader.error("tenant", "tenant: it goes into a header, so it is one line");
    config.headers = readHeaders(reader, context);
    config.http = readHttp(reader, context);
    readPositive(reader, "timeout", config.timeout);
    readPositive(reader, "refresh_interval", config.refreshInterval);
    return config;
}

} // namespace

EngineConfig readEngine(const yaml::Node& node, ReadContext& context)
{
    EngineConfig config;
    yaml::MapReader reader(node, context.findings, "prometheus data source");
    config.remote = readRemote(reader, context, "http://host:9090");
    reader.readChoice<std::string>("kind", config.kind,
                                   {{"auto", "auto"},
                                    {"prometheus", "prometheus"},
                                    {"thanos", "thanos"},
                                    {"mimir", "mimir"},
                                    {"victoriametrics", "victoriametrics"},
                                    {"grafana", "grafana"}});
    if (config.kind == "grafana" && config.remote.uid.empty())
        reader.error("kind", "kind: a Grafana needs uid, the data source behind it that is asked");
    reader.readChoice<bool>("http_method", config.asksByGet, {{"POST", false}, {"GET", true}});
    refuseForeignKeys(reader, config.kind);
    reader.read("dedup", config.dedup);
    reader.read("partial_response", config.partialResponse);
    reader.readChoice<std::string>("max_source_resolution", config.maxSourceResolution,
                                   {{"0s", "0s"}, {"5m", "5m"}, {"1h", "1h"}, {"auto", "auto"}});
    reader.read("replica_labels", config.replicaLabels);
    config.extraLabels = readLabels(reader, "extra_labels", context);
    reader.read("extra_filters", config.extraFilters);
    reader.read("nocache", config.noCache);
    int digits = 0;
    if (reader.readInteger("round_digits", digits, 1, kMostDigits))
        config.roundDigits = digits;
    reader.finish();
    return config;
}

LokiConfig readLoki(const yaml::Node& node, ReadContext& context)
{
    LokiConfig config;
    yaml::MapReader reader(node, context.findings, "loki");
    config.remote = readRemote(reader, context, "http://host:3100");
    if (reader.read("query", config.query) && trimmed(config.query).empty())
        reader.error("query", "query: write a selector of LogQL, as in {job=~\".+\"}");
    reader.readInteger("limit", config.limit, 1, kMostRecords);
    readPositive(reader, "look_back", config.lookBack);
    reader.finish();
    return config;
}

} // namespace nocturne::config
