// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/explain.h"

#include <algorithm>
#include <iterator>

#include "base/core/number.h"
#include "base/net/url.h"
#include "service/config/explain_parts.h"

namespace nocturne::config {

namespace {

constexpr std::string_view kHidden = "<secret>";

} // namespace

std::string shown(const Secret& secret)
{
    switch (secret.source) {
    case Secret::Source::Keychain:
        return "keychain:" + secret.value;
    case Secret::Source::Environment:
        return "env:" + secret.value;
    case Secret::Source::Credential:
        return "credential:" + secret.value;
    case Secret::Source::Literal:
        return std::string(kHidden);
    case Secret::Source::File:
    case Secret::Source::None:
        break;
    }
    return secret.value;
}

void write(YamlWriter& out, const std::string& key, const Secret& secret)
{
    if (secret.isSet())
        out.text(secret.source == Secret::Source::File ? key + "_file" : key, shown(secret));
}

/// The URL without the user and password that may stand in it.
std::string shownUrl(const std::string& url) { return net::redactedUrl(url); }

void write(YamlWriter& out, const TlsConfig& tls)
{
    if (tls == TlsConfig())
        return;
    out.section("tls_config", [&] {
        out.textIfSet("ca_file", tls.caFile);
        out.textIfSet("cert_file", tls.certFile);
        out.textIfSet("key_file", tls.keyFile);
        out.textIfSet("server_name", tls.serverName);
        out.textIfSet("ca", tls.ca);
        out.textIfSet("cert", tls.cert);
        write(out, "key", tls.key);
        out.textIfSet("pkcs12_file", tls.pkcs12File);
        write(out, "key_password", tls.keyPassword);
        out.textIfSet("crl_file", tls.crlFile);
        out.textIfSet("min_version", tls.minVersion);
        out.textIfSet("max_version", tls.maxVersion);
        out.flag("insecure_skip_verify", tls.insecureSkipVerify);
    });
}

void write(YamlWriter& out, const ProxyConfig& proxy)
{
    out.textIfSet("proxy_url", shownUrl(proxy.proxyUrl));
    out.textIfSet("no_proxy", proxy.noProxy);
    if (proxy.fromEnvironment)
        out.flag("proxy_from_environment", true);
    if (proxy.connectHeaders.empty())
        return;
    std::map<std::string, std::vector<std::string>> values;
    for (const auto& header : proxy.connectHeaders)
        values[header.name].push_back(shown(header.value)); // to the proxy they are as good as a password
    out.section("proxy_connect_header", [&] {
        for (const auto& [name, all] : values)
            out.list(name, all);
    });
}

void write(YamlWriter& out, const OAuth2Config& oauth2)
{
    out.section("oauth2", [&] {
        out.text("client_id", oauth2.clientId);
        write(out, "client_secret", oauth2.clientSecret);
        out.text("token_url", shownUrl(oauth2.tokenUrl));
        if (!oauth2.scopes.empty())
            out.list("scopes", oauth2.scopes);
        out.map("endpoint_params", oauth2.endpointParams);
        write(out, oauth2.tls);
        write(out, oauth2.proxy);
    });
}

/// All of them as secrets: a value may be a token as well as not.
void writeHeaders(YamlWriter& out, const std::vector<HeaderConfig>& headers)
{
    if (headers.empty())
        return;
    std::map<std::string, std::pair<std::vector<std::string>, std::vector<std::string>>> byName;
    for (const auto& [name, value] : headers) {
        auto& [secrets, files] = byName[name];
        (value.source == Secret::Source::File ? files : secrets).push_back(shown(value));
    }
    out.section("http_headers", [&] {
        for (const auto& [name, lists] : byName) {
            out.section(name, [&out, &lists = lists] {
                if (!lists.first.empty())
                    out.list("secrets", lists.first);
                if (!lists.second.empty())
                    out.list("files", lists.second);
            });
        }
    });
}

void write(YamlWriter& out, const HttpConfig& http)
{
    if (http.basicAuth) {
        out.section("basic_auth", [&] {
            const auto& username = http.basicAuth->username; // no secret where it is written out
            if (username.source == Secret::Source::Literal)
                out.text("username", username.value);
            else
                write(out, "username", username);
            write(out, "password", http.basicAuth->password);
        });
    }
    if (http.authorization) {
        out.section("authorization", [&] {
            out.text("type", http.authorization->type);
            write(out, "credentials", http.authorization->credentials);
        });
    }
    write(out, http.tls);
    if (http.oauth2)
        write(out, *http.oauth2);
    write(out, http.proxy);
    writeHeaders(out, http.headers);
    out.flag("follow_redirects", http.followRedirects);
    if (!http.enableHttp2)
        out.flag("enable_http2", false);
}

void write(YamlWriter& out, const std::vector<HeaderConfig>& headers)
{
    if (headers.empty())
        return;
    out.section("headers", [&] {
        for (const auto& header : headers)
            out.text(header.name, shown(header.value));
    });
}

namespace {

std::string_view word(RelabelConfig::Action action)
{
    using Action = RelabelConfig::Action;
    switch (action) {
    case Action::Replace:
        return "replace";
    case Action::Keep:
        return "keep";
    case Action::Drop:
        return "drop";
    case Action::HashMod:
        return "hashmod";
    case Action::LabelMap:
        return "labelmap";
    case Action::LabelDrop:
        return "labeldrop";
    case Action::LabelKeep:
        return "labelkeep";
    case Action::Lowercase:
        return "lowercase";
    case Action::Uppercase:
        return "uppercase";
    case Action::KeepEqual:
        return "keepequal";
    case Action::DropEqual:
        return "dropequal";
    }
    return "";
}

void write(YamlWriter& out, std::string_view key, const std::vector<RelabelConfig>& rules)
{
    if (rules.empty())
        return;
    out.section(key, [&] {
        for (const auto& rule : rules) {
            using Action = RelabelConfig::Action;
            const bool namesOnly = rule.action == Action::LabelDrop || rule.action == Action::LabelKeep;
            out.item([&] {
                out.text("action", word(rule.action));
                out.text("regex", rule.regex);
                if (namesOnly)
                    return;
                out.list("source_labels", rule.sourceLabels);
                out.text("separator", rule.separator);
                out.number("modulus", rule.modulus);
                out.textIfSet("target_label", rule.targetLabel);
                out.text("replacement", rule.replacement);
            });
        }
    });
}

template <typename Config>
void writeScrapeLimits(YamlWriter& out, const Config& config)
{
    out.number("body_size_limit", config.bodySizeLimit);
    out.number("sample_limit", config.sampleLimit);
    out.number("label_limit", config.labelLimit);
    out.number("label_name_length_limit", config.labelNameLengthLimit);
    out.number("label_value_length_limit", config.labelValueLengthLimit);
    out.number("target_limit", config.targetLimit);
    out.number("keep_dropped_targets", config.keepDroppedTargets);
    out.flag("extra_scrape_metrics", config.extraScrapeMetrics);
    out.textIfSet("scrape_failure_log_file", config.scrapeFailureLogFile);
}

void writeDiscoveries(YamlWriter& out, const ScrapeConfig& config)
{
    const auto section = [&out](std::string_view key, const auto& items, const auto& content) {
        if (items.empty())
            return;
        out.section(key, [&] {
            for (const auto& item : items)
                out.item([&] { content(item); });
        });
    };
    section("file_sd_configs", config.fileDiscoveries, [&](const FileDiscoveryConfig& item) {
        out.list("files", item.files);
        out.duration("refresh_interval", item.refreshInterval);
    });
    section("http_sd_configs", config.httpDiscoveries, [&](const HttpDiscoveryConfig& item) {
        out.text("url", shownUrl(item.url));
        out.duration("refresh_interval", item.refreshInterval);
        write(out, item.http);
    });
    section("dns_sd_configs", config.dnsDiscoveries, [&](const DnsDiscoveryConfig& item) {
        out.list("names", item.names);
        out.text("type", item.type);
        out.number("port", static_cast<std::uint64_t>(item.port));
        out.duration("refresh_interval", item.refreshInterval);
    });
    for (const auto& key : config.unsupportedDiscoveries)
        out.list(key, {});
}

void write(YamlWriter& out, const HistogramConfig& config)
{
    if (!config.scrapeProtocols.empty())
        out.list("scrape_protocols", config.scrapeProtocols);
    out.flag("scrape_native_histograms", config.scrapeNativeHistograms);
    out.flag("always_scrape_classic_histograms", config.alwaysScrapeClassicHistograms);
    out.flag("convert_classic_histograms_to_nhcb", config.convertClassicHistogramsToNhcb);
}

void write(YamlWriter& out, const GlobalConfig& global)
{
    out.section("global", [&] {
        out.duration("scrape_interval", global.scrapeInterval);
        out.duration("scrape_timeout", global.scrapeTimeout);
        out.duration("evaluation_interval", global.evaluationInterval);
        if (global.ruleQueryOffset.count() != 0)
            out.duration("rule_query_offset", global.ruleQueryOffset);
        out.map("external_labels", global.externalLabels);
        writeScrapeLimits(out, global);
        write(out, global.histograms);
    });
}

void write(YamlWriter& out, const std::vector<StaticConfig>& groups)
{
    if (groups.empty())
        return;
    out.section("static_configs", [&] {
        for (const auto& group : groups) {
            out.item([&] {
                out.list("targets", group.targets);
                out.map("labels", group.labels);
            });
        }
    });
}

void write(YamlWriter& out, const ScrapeConfig& config)
{
    out.item([&] {
        out.text("job_name", config.jobName);
        out.duration("scrape_interval", config.scrapeInterval);
        out.duration("scrape_timeout", config.scrapeTimeout);
        out.text("scheme", config.scheme);
        out.text("metrics_path", config.metricsPath);
        if (!config.params.empty()) {
            out.section("params", [&] {
                for (const auto& [name, values] : config.params)
                    out.list(name, net::soundsSecret(name) ? std::vector<std::string>{std::string(kHidden)} : values);
            });
        }
        write(out, config.http);
        out.flag("honor_labels", config.honorLabels);
        out.flag("honor_timestamps", config.honorTimestamps);
        out.flag("track_timestamps_staleness", config.trackTimestampsStaleness);
        out.flag("enable_compression", config.enableCompression);
        writeScrapeLimits(out, config);
        write(out, config.histograms);
        out.number("native_histogram_bucket_limit", config.nativeHistogramBucketLimit);
        out.decimal("native_histogram_min_bucket_factor", config.nativeHistogramMinBucketFactor);
        out.textIfSet("fallback_scrape_protocol", config.fallbackScrapeProtocol);
        write(out, config.staticConfigs);
        writeDiscoveries(out, config);
        write(out, "relabel_configs", config.relabelConfigs);
        write(out, "metric_relabel_configs", config.metricRelabelConfigs);
    });
}

void write(YamlWriter& out, const AlertingTargetConfig& config)
{
    out.item([&] {
        out.text("scheme", config.scheme);
        out.textIfSet("path_prefix", config.pathPrefix);
        out.duration("timeout", config.timeout);
        out.text("api_version", "v2");
        write(out, config.http);
        write(out, config.staticConfigs);
        write(out, "relabel_configs", config.relabelConfigs);
        write(out, "alert_relabel_configs", config.alertRelabelConfigs);
    });
}

void write(YamlWriter& out, const AlertingConfig& config)
{
    if (config == AlertingConfig())
        return;
    out.section("alerting", [&] {
        write(out, "alert_relabel_configs", config.alertRelabelConfigs);
        if (!config.alertmanagers.empty()) {
            out.section("alertmanagers", [&] {
                for (const auto& target : config.alertmanagers)
                    write(out, target);
            });
        }
        out.duration("resend_delay", config.resendDelay);
        out.number("queue_capacity", config.queueCapacity);
        if (config.heartbeatInterval.count() > 0)
            out.duration("heartbeat_interval", config.heartbeatInterval);
    });
}

void write(YamlWriter& out, const AlertmanagerConfig& config)
{
    out.item([&] {
        std::vector<std::string> urls;
        std::ranges::transform(config.urls, std::back_inserter(urls), shownUrl);
        out.text("name", config.name);
        out.list("urls", urls);
        write(out, config.headers);
        write(out, config.http);
        out.duration("refresh_interval", config.refreshInterval);
        out.duration("timeout", config.timeout);
        out.duration("ack_lease", config.ackLease);
        out.text("ack_prefix", config.ackPrefix);
        out.flag("write", config.write);
        out.text("severity_label", config.severityLabel);
        out.map("severities", config.severities);
    });
}

void write(YamlWriter& out, const BurstletConfig& config)
{
    out.item([&] {
        out.text("name", config.name);
        out.text("url", shownUrl(config.url));
        write(out, config.headers);
        write(out, config.http);
        out.duration("refresh_interval", config.refreshInterval);
        out.duration("timeout", config.timeout);
        out.flag("write", config.write);
        out.flag("logs", config.logs);
        out.map("labels", config.labels);
    });
}

void write(YamlWriter& out, const RemoteWriteConfig& config)
{
    out.item([&] {
        out.text("name", config.name == config.url ? shownUrl(config.url) : config.name);
        out.text("url", shownUrl(config.url));
        out.text("protobuf_message",
                 config.isVersionTwo ? "io.prometheus.write.v2.Request" : "prometheus.WriteRequest");
        out.duration("remote_timeout", config.remoteTimeout);
        write(out, config.headers);
        write(out, config.http);
        write(out, "write_relabel_configs", config.writeRelabelConfigs);
        out.flag("send_native_histograms", config.sendNativeHistograms);
        out.flag("send_exemplars", config.sendExemplars);
        out.section("queue_config", [&] {
            out.number("max_samples_per_send", config.maxSamplesPerSend);
            out.duration("batch_send_deadline", config.batchSendDeadline);
            out.duration("min_backoff", config.minBackoff);
            out.duration("max_backoff", config.maxBackoff);
            out.flag("retry_on_http_429", config.retryOnHttp429);
            if (config.sampleAgeLimit.count() > 0)
                out.duration("sample_age_limit", config.sampleAgeLimit);
            out.number("max_disk_size", config.maxDiskSize);
        });
        out.section("metadata_config", [&] {
            out.flag("send", config.sendMetadata);
            out.duration("send_interval", config.metadataInterval);
            out.number("max_samples_per_send", config.maxMetadataPerSend);
        });
    });
}

void write(YamlWriter& out, const HealthCheckConfig& check)
{
    using Type = HealthCheckConfig::Type;
    out.item([&] {
        out.text("name", check.name);
        out.text("type", wordOf(check.type));
        out.textIfSet("url", shownUrl(check.url));
        out.textIfSet("target", check.target);
        out.duration("interval", check.interval);
        out.duration("timeout", check.timeout);
        out.number("retries", static_cast<std::uint64_t>(check.retries));
        write(out, check.headers);
        writeAnswer(out, check);
        if (check.type == Type::HttpJson || check.type == Type::Http ||
            (check.type == Type::Heartbeat && !check.url.empty()))
            write(out, check.http);
        writeMeaning(out, check);
        out.map("labels", check.labels);
    });
}

std::string_view wordOf(LogFileConfig::Format format)
{
    switch (format) {
    case LogFileConfig::Format::Json:
        return "json";
    case LogFileConfig::Format::Logfmt:
        return "logfmt";
    case LogFileConfig::Format::Access:
        return "access";
    case LogFileConfig::Format::Text:
        return "text";
    case LogFileConfig::Format::Auto:
        break;
    }
    return "auto";
}

void write(YamlWriter& out, const LogFileConfig& file)
{
    out.text("path", file.path);
    out.textIfSet("service", file.service);
    out.text("format", wordOf(file.format));
    if (!file.multiline.isActive())
        return;
    out.section("multiline", [&] {
        out.textIfSet("start", file.multiline.start);
        if (file.multiline.indented)
            out.flag("indented", true);
        out.number("max_lines", file.multiline.maxLines);
        out.duration("timeout", file.multiline.timeout);
    });
}

void write(YamlWriter& out, const SyslogConfig& syslog)
{
    if (syslog.udp.empty() && syslog.tcp.empty())
        return;
    out.section("syslog", [&] {
        out.textIfSet("udp", syslog.udp);
        out.textIfSet("tcp", syslog.tcp);
        out.flag("allow_remote", syslog.allowRemote);
        out.number("max_per_second", syslog.maxPerSecond);
    });
}

void write(YamlWriter& out, const LogsConfig& logs)
{
    out.section("logs", [&] {
        out.flag("journal", logs.journal);
        out.textIfSet("journal_folder", logs.journalFolder);
        if (!logs.files.empty()) {
            out.section("files", [&] {
                for (const auto& file : logs.files)
                    out.item([&] { write(out, file); });
            });
        }
        write(out, logs.syslog);
        out.duration("retention", logs.retention);
        out.duration("count_retention", logs.countRetention);
        out.number("max_size", logs.maxBytes);
    });
}

void write(YamlWriter& out, const Limits& limits)
{
    out.section("limits", [&] {
        out.number("body_bytes", limits.bodyBytes);
        out.number("health_body_bytes", limits.healthBodyBytes);
        out.number("health_components", limits.healthComponents);
        out.number("samples_per_scrape", limits.samplesPerScrape);
        out.number("series_per_target", limits.seriesPerTarget);
        out.number("total_series", limits.totalSeries);
        out.number("labels_per_series", limits.labelsPerSeries);
        out.number("label_name_bytes", limits.labelNameBytes);
        out.number("label_value_bytes", limits.labelValueBytes);
        out.number("line_bytes", limits.lineBytes);
        out.duration("future_window", limits.futureWindow);
        out.duration("late_window", limits.lateWindow);
        out.duration("query_time", limits.queryTime);
        out.number("query_samples", limits.querySamples);
        out.number("query_series", limits.querySeries);
        out.number("query_points", limits.queryPoints);
        out.number("query_text_bytes", limits.queryTextBytes);
        out.number("websocket_frame_bytes", limits.webSocketFrameBytes);
        out.number("websocket_message_bytes", limits.webSocketMessageBytes);
        out.number("api_bodies_bytes", limits.apiBodiesBytes);
        out.number("config_bytes", limits.configBytes);
        out.number("log_line_bytes", limits.logLineBytes);
        out.number("disk_low_bytes", limits.diskLowBytes);
        out.number("disk_stop_bytes", limits.diskStopBytes);
        out.number("disk_reserve_bytes", limits.diskReserveBytes);
    });
}

void write(YamlWriter& out, const UiConfig& ui)
{
    using Theme = UiConfig::Theme;
    if (ui == UiConfig())
        return;
    out.section("ui", [&] {
        if (ui.theme) {
            out.text("theme", *ui.theme == Theme::System         ? "system"
                              : *ui.theme == Theme::Night        ? "night"
                              : *ui.theme == Theme::Day          ? "day"
                              : *ui.theme == Theme::HighContrast ? "high_contrast"
                                                                 : "high_contrast_light");
        }
        if (ui.language)
            out.text("language", ui.language->empty() ? "system" : *ui.language);
    });
}

template <typename Item>
void writeAll(YamlWriter& out, std::string_view key, const std::vector<Item>& items)
{
    if (items.empty())
        return;
    out.section(key, [&] {
        for (const auto& item : items)
            write(out, item);
    });
}

void write(YamlWriter& out, const ServerConfig& server)
{
    if (server == ServerConfig())
        return;
    out.section("server", [&] {
        out.textIfSet("listen", server.listen);
        if (!server.hosts.empty())
            out.list("hosts", server.hosts);
        out.textIfSet("external_url", server.externalUrl);
        write(out, "token", server.token);
        out.flag("enable_remote_write_receiver", server.takesRemoteWrite);
        out.flag("allow_plain_http", server.allowPlainHttp);
    });
}

std::vector<std::string> wordsOf(const std::vector<double>& numbers)
{
    std::vector<std::string> words;
    for (const double number : numbers)
        words.push_back(formatNumber(number));
    return words;
}

void write(YamlWriter& out, const CustomMetricsConfig& custom)
{
    out.section("custom_metrics", [&] {
        out.textIfSet("statsd", custom.statsd);
        out.duration("interval", custom.interval);
        out.numbers("buckets", wordsOf(custom.buckets));
        out.numbers("quantiles", wordsOf(custom.quantiles));
        out.number("max_series", custom.maxSeries);
        out.duration("expire_after", custom.expireAfter);
    });
}

} // namespace

std::string explain(const Configuration& configuration)
{
    YamlWriter out;
    write(out, configuration.global);
    writeAll(out, "scrape_configs", configuration.scrapeConfigs);
    if (!configuration.ruleFiles.empty())
        out.list("rule_files", configuration.ruleFiles);
    write(out, configuration.alerting);
    writeAll(out, "remote_write", configuration.remoteWrite);
    out.section("system", [&] {
        out.flag("enabled", configuration.system.enabled);
        out.duration("interval", configuration.system.interval);
        out.section("processes", [&] {
            out.flag("enabled", configuration.system.processes);
            out.number("top", configuration.system.topProcesses);
        });
    });
    write(out, configuration.customMetrics);
    if (configuration.allowExec)
        out.flag("allow_exec", true);
    out.textIfSet("exec_directory", configuration.execDirectory);
    writeAll(out, "health_checks", configuration.healthChecks);
    writeAll(out, "health_groups", configuration.healthGroups);
    writeAll(out, "streams", configuration.streams);
    if (!configuration.alertmanagers.empty() || !configuration.burstlets.empty() || !configuration.engines.empty() ||
        !configuration.lokis.empty()) {
        out.section("datasources", [&] {
            writeAll(out, "prometheus", configuration.engines);
            writeAll(out, "loki", configuration.lokis);
            writeAll(out, "alertmanagers", configuration.alertmanagers);
            writeAll(out, "burstlets", configuration.burstlets);
        });
    }
    write(out, configuration.logs);
    write(out, configuration.notifications);
    if (!configuration.dashboardFolder.empty())
        out.section("dashboards", [&] { out.text("folder", configuration.dashboardFolder); });
    write(out, configuration.server);
    out.section("storage", [&] {
        out.section("retention", [&] {
            out.duration("raw", configuration.storage.retention);
            out.duration("rollup_5m", configuration.storage.rollUp5mRetention);
            out.duration("rollup_1h", configuration.storage.rollUp1hRetention);
        });
        out.number("max_size", configuration.storage.maxSize);
        out.number("state_backups", configuration.storage.stateBackups);
        out.section("exemplars", [&] { out.number("max_exemplars", configuration.storage.maxExemplars); });
    });
    if (!configuration.query.features.empty())
        out.section("query", [&] { out.list("features", configuration.query.features); });
    write(out, configuration.limits);
    write(out, configuration.ui);
    return out.take();
}

} // namespace nocturne::config
