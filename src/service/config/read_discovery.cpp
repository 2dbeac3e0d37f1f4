// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Source: Prometheus, configuration, <file_sd_config>, <http_sd_config> and <dns_sd_config>.
#include <array>

#include <re2/re2.h>

#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

constexpr std::array<std::string_view, 27> kUnsupported = {
    "azure_sd_configs",     "consul_sd_configs",      "digitalocean_sd_configs", "docker_sd_configs",
    "ec2_sd_configs",       "dockerswarm_sd_configs", "eureka_sd_configs",       "gce_sd_configs",
    "hetzner_sd_configs",   "ionos_sd_configs",       "kubernetes_sd_configs",   "kuma_sd_configs",
    "lightsail_sd_configs", "linode_sd_configs",      "marathon_sd_configs",     "nerve_sd_configs",
    "nomad_sd_configs",     "openstack_sd_configs",   "ovhcloud_sd_configs",     "puppetdb_sd_configs",
    "scaleway_sd_configs",  "serverset_sd_configs",   "stackit_sd_configs",      "triton_sd_configs",
    "uyuni_sd_configs",     "vultr_sd_configs",       "xds_sd_configs",
};

void checkDiscoveryFile(const std::string& path, SourcePosition where, yaml::Findings& findings)
{
    static const RE2 kPath(R"([^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML))");
    if (!RE2::FullMatch(path, kPath))
        findings.error(where, "path \"" + printable(path, 100) +
                                  "\" is not valid for file_sd_configs: it ends in .json, .yml or .yaml, and a * may "
                                  "stand in its last part only");
}

FileDiscoveryConfig readFileDiscovery(const yaml::Node& node, ReadContext& context)
{
    FileDiscoveryConfig config;
    yaml::MapReader reader(node, context.findings, "file_sd_config");
    reader.read("files", config.files);
    if (config.files.empty())
        reader.error("files", "file_sd_configs needs at least one path in files");
    for (auto& path : config.files) {
        checkDiscoveryFile(path, reader.where("files"), context.findings);
        path = context.resolved(path);
    }
    readPositive(reader, "refresh_interval", config.refreshInterval);
    reader.finish();
    return config;
}

HttpDiscoveryConfig readHttpDiscovery(const yaml::Node& node, ReadContext& context)
{
    HttpDiscoveryConfig config;
    yaml::MapReader reader(node, context.findings, "http_sd_config");
    reader.require("url");
    if (reader.read("url", config.url)) {
        static const RE2 kUrl(R"(https?://[^/?#\s]+\S*)");
        if (!RE2::FullMatch(config.url, kUrl))
            reader.error("url", "url: write it whole, as in http://host:8080/targets");
    }
    config.http = readHttp(reader, context);
    readPositive(reader, "refresh_interval", config.refreshInterval);
    reader.finish();
    return config;
}

DnsDiscoveryConfig readDnsDiscovery(const yaml::Node& node, ReadContext& context)
{
    DnsDiscoveryConfig config;
    yaml::MapReader reader(node, context.findings, "dns_sd_config");
    reader.read("names", config.names);
    if (config.names.empty())
        reader.error("names", "dns_sd_configs needs at least one name in names");
    if (const auto* type = reader.take("type")) {
        std::string word = asciiUpper(type->raw()); // Prometheus takes any case
        if (word == "SRV" || word == "A" || word == "AAAA" || word == "MX" || word == "NS")
            config.type = std::move(word);
        else
            reader.error("type", "\"" + printable(type->raw(), 40) +
                                     "\" is no type of dns_sd_configs: known are SRV, A, AAAA, MX and NS");
    }
    reader.readInteger("port", config.port, 0, 65'535);
    if (config.type != "SRV" && config.port == 0)
        reader.error("type", "a port is needed in dns_sd_configs for all types but SRV");
    readPositive(reader, "refresh_interval", config.refreshInterval);
    reader.finish();
    return config;
}

} // namespace

void readDiscoveries(yaml::MapReader& reader, ScrapeConfig& config, ReadContext& context)
{
    reader.readEach("file_sd_configs", [&](const yaml::Node& item) {
        config.fileDiscoveries.push_back(readFileDiscovery(item, context));
    });
    reader.readEach("http_sd_configs", [&](const yaml::Node& item) {
        config.httpDiscoveries.push_back(readHttpDiscovery(item, context));
    });
    reader.readEach("dns_sd_configs",
                    [&](const yaml::Node& item) { config.dnsDiscoveries.push_back(readDnsDiscovery(item, context)); });
    for (const auto key : kUnsupported) {
        const auto* node = reader.take(key);
        if (node == nullptr)
            continue;
        config.unsupportedDiscoveries.emplace_back(key);
        reader.warning(key, "Nocturne has no " + std::string(key) +
                                ", its targets are missing: let them be told by file_sd_configs or http_sd_configs");
    }
}

void warnOfDiscoveries(yaml::MapReader& reader)
{
    const auto warn = [&](std::string_view key) {
        if (reader.take(key) != nullptr)
            reader.warning(key, std::string(key) + " is not acted on here, its targets are missing: list them in "
                                                   "static_configs");
    };
    for (const std::string_view key : {"file_sd_configs", "http_sd_configs", "dns_sd_configs"})
        warn(key);
    for (const auto key : kUnsupported)
        warn(key);
}

} // namespace nocturne::config
