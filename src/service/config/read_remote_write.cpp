// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/duration.h"
#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

constexpr std::int64_t kMostPerSend = 1'000'000;

void readQueue(const yaml::Node& node, RemoteWriteConfig& config, ReadContext& context)
{
    yaml::MapReader reader(node, context.findings, "queue_config");
    reader.readInteger("max_samples_per_send", config.maxSamplesPerSend, 1, kMostPerSend);
    readPositive(reader, "batch_send_deadline", config.batchSendDeadline);
    readPositive(reader, "min_backoff", config.minBackoff);
    readPositive(reader, "max_backoff", config.maxBackoff);
    if (config.maxBackoff < config.minBackoff) {
        reader.error("max_backoff", "max_backoff " + formatDuration(config.maxBackoff) +
                                        " is shorter than min_backoff " + formatDuration(config.minBackoff) +
                                        ": raise it");
    }
    reader.read("retry_on_http_429", config.retryOnHttp429);
    reader.read("sample_age_limit", config.sampleAgeLimit);
    if (reader.readSize("max_disk_size", config.maxDiskSize) && config.maxDiskSize < (std::uint64_t{1} << 20U))
        reader.error("max_disk_size", "max_disk_size: a queue needs 1MB at least");
    // Samples wait on disk and go out one request after the other: there is nothing that these would set.
    for (const auto* key : {"capacity", "max_shards", "min_shards"})
        reader.ignore(key);
    reader.finish();
}

void readMetadata(const yaml::Node& node, RemoteWriteConfig& config, ReadContext& context)
{
    yaml::MapReader reader(node, context.findings, "metadata_config");
    reader.read("send", config.sendMetadata);
    readPositive(reader, "send_interval", config.metadataInterval);
    reader.readInteger("max_samples_per_send", config.maxMetadataPerSend, 1, kMostPerSend);
    reader.finish();
}

} // namespace

RemoteWriteConfig readRemoteWrite(const yaml::Node& node, ReadContext& context)
{
    RemoteWriteConfig config;
    config.where = node.position();
    yaml::MapReader reader(node, context.findings, "remote_write");
    if (reader.require("url") && reader.read("url", config.url) && !config.url.starts_with("http://") &&
        !config.url.starts_with("https://"))
        reader.error("url", "url: write it with its scheme, as in http://host:9090/api/v1/write");
    config.name = config.url;
    reader.read("name", config.name);
    config.headers = readHeaders(reader, context);
    for (const auto& header : config.headers) {
        if (asciiLower(header.name) == "authorization")
            reader.error("headers", "headers: Authorization is set by authorization or basic_auth");
    }
    config.http = readHttp(reader, context);
    if (config.http.oauth2)
        reader.warning("oauth2", "oauth2 is not acted on in remote_write by this release");
    reader.readChoice<bool>("protobuf_message", config.isVersionTwo,
                            {{"prometheus.WriteRequest", false}, {"io.prometheus.write.v2.Request", true}});
    readPositive(reader, "remote_timeout", config.remoteTimeout);
    reader.readEach("write_relabel_configs",
                    [&](const yaml::Node& item) { config.writeRelabelConfigs.push_back(readRelabel(item, context)); });
    reader.read("send_native_histograms", config.sendNativeHistograms);
    reader.read("send_exemplars", config.sendExemplars);
    if (const auto* queue = reader.take("queue_config"))
        readQueue(*queue, config, context);
    if (const auto* metadata = reader.take("metadata_config"))
        readMetadata(*metadata, config, context);
    for (const auto* key : {"sigv4", "azuread", "google_iam", "round_robin_dns"})
        acceptWithWarning(reader, key);
    reader.finish();
    return config;
}

} // namespace nocturne::config
