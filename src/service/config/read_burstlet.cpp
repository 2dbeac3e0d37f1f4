// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

constexpr std::string_view kPath = "/api/v1/monitoring";

void readUrl(yaml::MapReader& reader, BurstletConfig& config)
{
    if (!reader.require("url") || !reader.read("url", config.url))
        return;
    const auto isWeb = config.url.starts_with("http://") || config.url.starts_with("https://");
    if (!isWeb) {
        reader.error("url", "url: write it with its scheme, as in http://host:3001");
        return;
    }
    const auto path = config.url.find('/', config.url.find("://") + 3);
    if (path == std::string::npos)
        config.url += kPath;
    else if (path + 1 == config.url.size())
        config.url.replace(path, 1, kPath);
}

} // namespace

BurstletConfig readBurstlet(const yaml::Node& node, ReadContext& context)
{
    BurstletConfig config;
    config.where = node.position();
    yaml::MapReader reader(node, context.findings, "burstlet");
    reader.require("name");
    reader.read("name", config.name);
    readUrl(reader, config);
    config.headers = readHeaders(reader, context);
    config.http = readHttp(reader, context);
    readPositive(reader, "refresh_interval", config.refreshInterval);
    readPositive(reader, "timeout", config.timeout);
    reader.read("write", config.write);
    reader.read("logs", config.logs);
    config.labels = readLabels(reader, "labels", context);
    reader.finish();
    return config;
}

} // namespace nocturne::config
