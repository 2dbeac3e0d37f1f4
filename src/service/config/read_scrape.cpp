// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

constexpr std::int64_t kMany = std::int64_t{1} << 52U;

constexpr std::array<std::string_view, 5> kProtocols = {
    "PrometheusProto", "OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusText1.0.0", "PrometheusText0.0.4"};

constexpr std::array<std::string_view, 2> kWithoutEffect = {
    "metric_name_validation_scheme",
    "metric_name_escaping_scheme",
};

/// Limits that `global` and each scrape config share.
template <typename Config>
void readScrapeLimits(yaml::MapReader& reader, Config& config, const ReadContext& context)
{
    reader.readSize("body_size_limit", config.bodySizeLimit);
    reader.readInteger("sample_limit", config.sampleLimit, 0, kMany);
    reader.readInteger("label_limit", config.labelLimit, 0, kMany);
    reader.readInteger("label_name_length_limit", config.labelNameLengthLimit, 0, kMany);
    reader.readInteger("label_value_length_limit", config.labelValueLengthLimit, 0, kMany);
    reader.readInteger("target_limit", config.targetLimit, 0, kMany);
    reader.readInteger("keep_dropped_targets", config.keepDroppedTargets, 0, kMany);
    reader.read("extra_scrape_metrics", config.extraScrapeMetrics);
    if (reader.read("scrape_failure_log_file", config.scrapeFailureLogFile))
        config.scrapeFailureLogFile = context.resolved(config.scrapeFailureLogFile);
}

void readProtocols(yaml::MapReader& reader, std::vector<std::string>& protocols)
{
    if (!reader.read("scrape_protocols", protocols))
        return;
    for (auto at = protocols.begin(); at != protocols.end(); ++at) {
        if (std::ranges::find(kProtocols, *at) == kProtocols.end()) {
            reader.error("scrape_protocols", "\"" + printable(*at, 80) +
                                                 "\" is no scrape protocol: known are PrometheusProto, "
                                                 "OpenMetricsText1.0.0, OpenMetricsText0.0.1, PrometheusText1.0.0 and "
                                                 "PrometheusText0.0.4");
        } else if (std::find(protocols.begin(), at, *at) != at) {
            reader.error("scrape_protocols", *at + " stands twice in scrape_protocols");
        }
    }
}

/// Histogram keys that `global` and each scrape config share.
void readHistograms(yaml::MapReader& reader, HistogramConfig& config)
{
    readProtocols(reader, config.scrapeProtocols);
    reader.read("scrape_native_histograms", config.scrapeNativeHistograms);
    reader.read("scrape_classic_histograms", config.alwaysScrapeClassicHistograms); // its name in Prometheus 2
    reader.read("always_scrape_classic_histograms", config.alwaysScrapeClassicHistograms);
    reader.read("convert_classic_histograms_to_nhcb", config.convertClassicHistogramsToNhcb);
}

void checkTarget(const yaml::Node& node, yaml::Findings& findings)
{
    const auto target = node.raw();
    if (target.empty() || target.find('/') != std::string_view::npos) {
        findings.error(node.position(), "\"" + printable(target, 80) +
                                            "\" is no target: write host:port, the path goes into metrics_path and "
                                            "http or https into scheme");
    } else if (target.find_first_of(" @") != std::string_view::npos) {
        findings.error(node.position(), "a target holds no blanks and no @: credentials go into basic_auth");
    } else if (const auto colon = target.rfind(':');
               colon != std::string_view::npos && !target.ends_with(']') && !isHostAndPort(target)) {
        findings.error(node.position(),
                       "\"" + printable(target, 80) + "\" is no target: write host:port with a port from 1 to 65535");
    }
}

StaticConfig readStatic(const yaml::Node& node, ReadContext& context)
{
    StaticConfig config;
    yaml::MapReader reader(node, context.findings, "static config");
    reader.read("targets", config.targets);
    if (const auto* targets = reader.take("targets")) {
        for (const auto& target : targets->items()) {
            if (target.isScalar())
                checkTarget(target, context.findings);
        }
    }
    config.labels = readLabels(reader, "labels", context);
    reader.finish();
    return config;
}

void readParams(yaml::MapReader& reader, ScrapeConfig& config, ReadContext& context)
{
    const auto* node = reader.take("params");
    if (node == nullptr)
        return;
    if (!node->isMap()) {
        reader.error("params", "params: expected a map of lists, as in params: {module: [http_2xx]}");
        return;
    }
    for (const auto& entry : node->entries())
        config.params.emplace_back(entry.key, yaml::readTexts(entry.value, context.findings));
}

/// The rules of prometheus, config.ScrapeConfig.Validate.
void readTimes(yaml::MapReader& reader, ScrapeConfig& config, const GlobalConfig& global)
{
    config.scrapeInterval = global.scrapeInterval;
    readPositive(reader, "scrape_interval", config.scrapeInterval);
    config.scrapeTimeout = std::min(global.scrapeTimeout, config.scrapeInterval);
    readPositive(reader, "scrape_timeout", config.scrapeTimeout);
    if (config.scrapeTimeout > config.scrapeInterval) {
        reader.error("scrape_timeout", "scrape_timeout " + formatDuration(config.scrapeTimeout) +
                                           " is longer than scrape_interval " + formatDuration(config.scrapeInterval) +
                                           ": lower it");
    }
}

} // namespace

void readTargets(yaml::MapReader& reader, std::vector<StaticConfig>& out, ReadContext& context)
{
    reader.readEach("static_configs", [&](const yaml::Node& item) { out.push_back(readStatic(item, context)); });
}

GlobalConfig readGlobal(const yaml::Node& node, ReadContext& context)
{
    GlobalConfig global;
    yaml::MapReader reader(node, context.findings, "global");
    readPositive(reader, "scrape_interval", global.scrapeInterval);
    global.scrapeTimeout = std::min(global.scrapeTimeout, global.scrapeInterval);
    readPositive(reader, "scrape_timeout", global.scrapeTimeout);
    readPositive(reader, "evaluation_interval", global.evaluationInterval);
    reader.read("rule_query_offset", global.ruleQueryOffset);
    if (global.scrapeTimeout > global.scrapeInterval) {
        reader.error("scrape_timeout", "scrape_timeout " + formatDuration(global.scrapeTimeout) +
                                           " is longer than scrape_interval " + formatDuration(global.scrapeInterval) +
                                           ": lower it");
    }
    global.externalLabels = readLabels(reader, "external_labels", context);
    readScrapeLimits(reader, global, context);
    readHistograms(reader, global.histograms);
    for (const auto* key : {"query_log_file", "metric_name_validation_scheme", "metric_name_escaping_scheme"})
        acceptWithWarning(reader, key);
    reader.finish();
    return global;
}

ScrapeConfig readScrape(const yaml::Node& node, const GlobalConfig& global, ReadContext& context)
{
    ScrapeConfig config;
    config.where = node.position();
    config.bodySizeLimit = global.bodySizeLimit;
    config.sampleLimit = global.sampleLimit;
    config.labelLimit = global.labelLimit;
    config.labelNameLengthLimit = global.labelNameLengthLimit;
    config.labelValueLengthLimit = global.labelValueLengthLimit;
    config.targetLimit = global.targetLimit;
    config.keepDroppedTargets = global.keepDroppedTargets;
    config.extraScrapeMetrics = global.extraScrapeMetrics;
    config.scrapeFailureLogFile = global.scrapeFailureLogFile;
    config.histograms = global.histograms;

    yaml::MapReader reader(node, context.findings, "scrape config");
    reader.require("job_name");
    if (reader.read("job_name", config.jobName) && config.jobName.empty())
        reader.error("job_name", "job_name: it is empty");
    readTimes(reader, config, global);
    reader.readChoice<std::string>("scheme", config.scheme, {{"http", "http"}, {"https", "https"}});
    if (reader.read("metrics_path", config.metricsPath) && !config.metricsPath.starts_with('/'))
        reader.error("metrics_path", "metrics_path must start with \"/\"");
    readParams(reader, config, context);
    config.http = readHttp(reader, context);
    reader.read("honor_labels", config.honorLabels);
    reader.read("honor_timestamps", config.honorTimestamps);
    reader.read("track_timestamps_staleness", config.trackTimestampsStaleness);
    reader.read("enable_compression", config.enableCompression);
    readScrapeLimits(reader, config, context);
    readHistograms(reader, config.histograms);
    reader.readInteger("native_histogram_bucket_limit", config.nativeHistogramBucketLimit, 0, kMany);
    reader.read("native_histogram_min_bucket_factor", config.nativeHistogramMinBucketFactor);
    reader.readChoice<std::string>("fallback_scrape_protocol", config.fallbackScrapeProtocol,
                                   {{"PrometheusText0.0.4", "PrometheusText0.0.4"},
                                    {"PrometheusText1.0.0", "PrometheusText1.0.0"},
                                    {"OpenMetricsText0.0.1", "OpenMetricsText0.0.1"},
                                    {"OpenMetricsText1.0.0", "OpenMetricsText1.0.0"},
                                    {"PrometheusProto", "PrometheusProto"}});
    readTargets(reader, config.staticConfigs, context);
    reader.readEach("relabel_configs",
                    [&](const yaml::Node& item) { config.relabelConfigs.push_back(readRelabel(item, context)); });
    reader.readEach("metric_relabel_configs",
                    [&](const yaml::Node& item) { config.metricRelabelConfigs.push_back(readRelabel(item, context)); });
    readDiscoveries(reader, config, context);
    for (const auto key : kWithoutEffect)
        acceptWithWarning(reader, key);
    reader.finish();
    return config;
}

} // namespace nocturne::config
