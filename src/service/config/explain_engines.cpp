// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/explain_parts.h"

namespace nocturne::config {

namespace {

void writeRemote(YamlWriter& out, const RemoteConfig& config)
{
    out.text("name", config.name);
    out.text("url", shownUrl(config.url));
    out.textIfSet("uid", config.uid);
    if (config.organisation != 0)
        out.number("org_id", static_cast<std::uint64_t>(config.organisation));
    out.textIfSet("tenant", config.tenant);
    write(out, config.headers);
    write(out, config.http);
    out.duration("timeout", config.timeout);
    out.duration("refresh_interval", config.refreshInterval);
}

} // namespace

void write(YamlWriter& out, const EngineConfig& config)
{
    out.item([&] {
        writeRemote(out, config.remote);
        out.text("kind", config.kind);
        if (config.asksByGet)
            out.text("http_method", "GET");
        if (config.dedup)
            out.flag("dedup", *config.dedup);
        if (config.partialResponse)
            out.flag("partial_response", *config.partialResponse);
        out.textIfSet("max_source_resolution", config.maxSourceResolution);
        if (!config.replicaLabels.empty())
            out.list("replica_labels", config.replicaLabels);
        out.map("extra_labels", config.extraLabels);
        if (!config.extraFilters.empty())
            out.list("extra_filters", config.extraFilters);
        if (!config.noCache)
            out.flag("nocache", false);
        if (config.roundDigits)
            out.number("round_digits", static_cast<std::uint64_t>(*config.roundDigits));
    });
}

void write(YamlWriter& out, const LokiConfig& config)
{
    out.item([&] {
        writeRemote(out, config.remote);
        out.text("query", config.query);
        out.number("limit", config.limit);
        out.duration("look_back", config.lookBack);
    });
}

} // namespace nocturne::config
