// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/source_options.h"

#include <algorithm>
#include <array>

#include <glob.h>

#include "base/net/url.h"
#include "sources/scrape/relabel.h"

namespace nocturne::collector {

namespace {

std::size_t orDefault(std::size_t configured, std::size_t fallback) { return configured == 0 ? fallback : configured; }

Limits limitsOf(const config::ScrapeConfig& job, Limits limits)
{
    // Those of the job count what is left after relabelling; the body may hold more, up to our own.
    limits.bodyBytes = orDefault(job.bodySizeLimit, limits.bodyBytes);
    limits.samplesPerScrape = std::max(job.sampleLimit, limits.samplesPerScrape);
    limits.labelsPerSeries = std::max(job.labelLimit, limits.labelsPerSeries);
    limits.labelNameBytes = std::max(job.labelNameLengthLimit, limits.labelNameBytes);
    limits.labelValueBytes = std::max(job.labelValueLengthLimit, limits.labelValueBytes);
    return limits;
}

scrape::RelabelRule::Action actionOf(config::RelabelConfig::Action action)
{
    using From = config::RelabelConfig::Action;
    using To = scrape::RelabelRule::Action;
    switch (action) {
    case From::Replace:
        return To::Replace;
    case From::Keep:
        return To::Keep;
    case From::Drop:
        return To::Drop;
    case From::HashMod:
        return To::HashMod;
    case From::LabelMap:
        return To::LabelMap;
    case From::LabelDrop:
        return To::LabelDrop;
    case From::LabelKeep:
        return To::LabelKeep;
    case From::Lowercase:
        return To::Lowercase;
    case From::Uppercase:
        return To::Uppercase;
    case From::KeepEqual:
        return To::KeepEqual;
    case From::DropEqual:
        return To::DropEqual;
    }
    return To::Replace;
}

std::optional<exposition::Format> fallbackFormat(const std::string& name)
{
    const auto protocol = exposition::protocolFromName(name);
    return protocol ? std::optional(exposition::formatOf(*protocol)) : std::nullopt;
}

/// What to ask for. Only protobuf carries native histograms, so that it comes first where they are wanted.
std::vector<exposition::Protocol> protocolsOf(const config::HistogramConfig& config)
{
    std::vector<exposition::Protocol> protocols;
    for (const auto& name : config.scrapeProtocols) {
        if (const auto protocol = exposition::protocolFromName(name))
            protocols.push_back(*protocol);
    }
    if (!protocols.empty())
        return protocols;
    if (config.scrapeNativeHistograms)
        return {exposition::kNativeProtocols.begin(), exposition::kNativeProtocols.end()};
    return {exposition::kTextProtocols.begin(), exposition::kTextProtocols.end()};
}

scrape::DnsDiscoveryOptions::Type dnsType(const std::string& type)
{
    using Type = scrape::DnsDiscoveryOptions::Type;
    return type == "A"      ? Type::A
           : type == "AAAA" ? Type::Aaaa
           : type == "MX"   ? Type::Mx
           : type == "NS"   ? Type::Ns
                            : Type::Srv;
}

Result<std::vector<scrape::DiscoveryOptions>> discoveryOptions(const config::ScrapeConfig& config,
                                                               secrets::SecretStore& keychain)
{
    std::vector<scrape::DiscoveryOptions> all;
    for (const auto& file : config.fileDiscoveries)
        all.push_back(scrape::FileDiscoveryOptions{file.files, file.refreshInterval});
    for (const auto& http : config.httpDiscoveries) {
        auto options = scrapeHttpOptions(http.http, keychain);
        if (!options)
            return tl::unexpected(options.error().within("http_sd_configs"));
        all.push_back(scrape::HttpDiscoveryOptions{http.url, std::move(*options), http.refreshInterval});
    }
    for (const auto& dns : config.dnsDiscoveries)
        all.push_back(scrape::DnsDiscoveryOptions{dns.names, dnsType(dns.type), dns.port, dns.refreshInterval, {}});
    for (const auto& key : config.unsupportedDiscoveries)
        all.push_back(scrape::UnsupportedDiscovery{key});
    return all;
}

Result<scrape::JobOptions> jobOptions(const config::ScrapeConfig& config, const Limits& limits,
                                      secrets::SecretStore& keychain)
{
    scrape::JobOptions job;
    job.name = config.jobName;
    for (const auto& group : config.staticConfigs)
        job.groups.push_back({group.targets, {group.labels.begin(), group.labels.end()}});
    job.scheme = config.scheme;
    job.metricsPath = config.metricsPath;
    for (const auto& [name, values] : config.params) {
        for (const auto& value : values)
            job.params.emplace_back(name, value);
    }
    job.interval = config.scrapeInterval;
    job.timeout = config.scrapeTimeout;
    job.honorLabels = config.honorLabels;
    job.honorTimestamps = config.honorTimestamps;
    job.trackTimestampsStaleness = config.trackTimestampsStaleness;
    job.sampleLimits = {config.sampleLimit, config.labelLimit, config.labelNameLengthLimit,
                        config.labelValueLengthLimit};
    job.targetLimit = config.targetLimit;
    job.keepDroppedTargets = config.keepDroppedTargets;
    job.extraMetrics = config.extraScrapeMetrics;
    job.failureLogFile = config.scrapeFailureLogFile;
    job.fallbackFormat = fallbackFormat(config.fallbackScrapeProtocol);
    job.protocols = protocolsOf(config.histograms);
    job.histograms = {.native = config.histograms.scrapeNativeHistograms,
                      .classicToo = config.histograms.alwaysScrapeClassicHistograms,
                      .convertClassic = config.histograms.convertClassicHistogramsToNhcb,
                      .bucketLimit = config.nativeHistogramBucketLimit,
                      .minBucketFactor = config.nativeHistogramMinBucketFactor};
    job.limits = limitsOf(config, limits);
    auto http = scrapeHttpOptions(config.http, keychain);
    auto discoveries = discoveryOptions(config, keychain);
    auto targetRules = relabelRules(config.relabelConfigs);
    auto sampleRules = relabelRules(config.metricRelabelConfigs);
    if (!http || !discoveries)
        return tl::unexpected((!http ? http.error() : discoveries.error()).within("job " + config.jobName));
    if (!targetRules || !sampleRules)
        return tl::unexpected(
            (!targetRules ? targetRules.error() : sampleRules.error()).within("job " + config.jobName));
    job.http = std::move(*http);
    job.discoveries = std::move(*discoveries);
    job.compression = config.enableCompression;
    job.relabelRules = std::move(*targetRules);
    job.metricRelabelRules = std::move(*sampleRules);
    return job;
}

health::CheckType checkType(config::HealthCheckConfig::Type type)
{
    using From = config::HealthCheckConfig::Type;
    using To = health::CheckType;
    switch (type) {
    case From::HttpJson:
        return To::Document;
    case From::Http:
        return To::Http;
    case From::Tcp:
        return To::Tcp;
    case From::Disk:
        return To::Disk;
    case From::Memory:
        return To::Memory;
    case From::File:
        return To::File;
    case From::Sqlite:
        return To::Sqlite;
    case From::Command:
        return To::Command;
    case From::Redis:
        return To::Redis;
    case From::PostgreSql:
        return To::PostgreSql;
    case From::MySql:
        return To::MySql;
    case From::Tls:
        return To::Tls;
    case From::Dns:
        return To::Dns;
    case From::Icmp:
        return To::Icmp;
    case From::WebSocket:
        return To::WebSocket;
    case From::PromQl:
        return To::PromQl;
    case From::Heartbeat:
        return To::Heartbeat;
    }
    return To::Document;
}

/// What is looked at, as it is shown.
std::string checkTarget(const config::HealthCheckConfig& config)
{
    using Type = config::HealthCheckConfig::Type;
    if (config.type == Type::Memory)
        return "/proc/meminfo";
    if (config.type == Type::Command)
        return config.command.empty() ? std::string() : config.command.front();
    if (config.type == Type::PromQl || (config.type == Type::Heartbeat && !config.query.empty()))
        return config.query;
    return !config.path.empty() ? config.path : !config.target.empty() ? config.target : config.url;
}

Result<health::CheckOptions> checkOptions(const config::HealthCheckConfig& config, const Limits& limits,
                                          secrets::SecretStore& keychain)
{
    health::CheckOptions check;
    check.name = config.name;
    check.type = checkType(config.type);
    check.target = checkTarget(config);
    check.interval = config.interval;
    check.timeout = config.timeout;
    check.retries = config.retries;
    check.labels = {config.labels.begin(), config.labels.end()};
    check.method = config.method;
    check.body = config.body;
    check.expectedStatus = config.expectedStatus;
    check.expectations = config.expectations;
    check.schema = config.schema;
    check.certificateDays = config.certificateDays;
    check.thresholds = config.thresholds;
    check.query = config.query;
    check.expectedValue = config.expectedValue;
    check.database = config.database;
    check.isTls = config.isTls;
    check.record = config.record;
    check.resolver = config.resolver;
    check.expectedAnswers = config.expectedAnswers;
    check.tables = config.tables;
    check.command = config.command;
    check.startTls = config.startTls;
    check.jsonPath = config.jsonPath;
    check.emptyState = config.emptyState;
    check.dependsOn = config.dependsOn;
    check.maintenance = config.maintenance;
    check.invert = config.invert;
    check.proxyUrl = config.http.proxy.proxyUrl;
    check.followRedirects = config.http.followRedirects;
    check.maxBodyBytes = limits.healthBodyBytes;
    check.maxComponents = limits.healthComponents;
    for (const auto& header : config.headers) {
        auto value = resolveSecret(header.value, keychain);
        if (!value)
            return tl::unexpected(value.error().within("health check " + config.name));
        check.headers.push_back({header.name, std::move(*value)});
    }
    auto access = httpAccess(config.http, keychain);
    if (!access)
        return tl::unexpected(access.error().within("health check " + config.name));
    check.basicAuth = std::move(access->basicAuth);
    check.authorization = std::move(access->authorization);
    check.tls = std::move(access->tls);
    return check;
}

Result<prometheus::RemoteWriteOptions> receiverOptions(const config::RemoteWriteConfig& config,
                                                       const config::Labels& externalLabels,
                                                       secrets::SecretStore& keychain)
{
    prometheus::RemoteWriteOptions receiver;
    receiver.name = config.name;
    receiver.url = config.url;
    receiver.version = config.isVersionTwo ? remote_write::Version::V2 : remote_write::Version::V1;
    receiver.proxyUrl = config.http.proxy.proxyUrl;
    receiver.followRedirects = config.http.followRedirects;
    receiver.timeout = config.remoteTimeout;
    receiver.externalLabels = {externalLabels.begin(), externalLabels.end()};
    receiver.maxSamplesPerSend = config.maxSamplesPerSend;
    receiver.batchSendDeadline = config.batchSendDeadline;
    receiver.minBackoff = config.minBackoff;
    receiver.maxBackoff = config.maxBackoff;
    receiver.retryOn429 = config.retryOnHttp429;
    receiver.sampleAgeLimit = config.sampleAgeLimit;
    receiver.sendNativeHistograms = config.sendNativeHistograms;
    receiver.sendExemplars = config.sendExemplars;
    receiver.sendMetadata = config.sendMetadata;
    receiver.metadataInterval = config.metadataInterval;
    receiver.maxMetadataPerSend = config.maxMetadataPerSend;
    receiver.queueBytes = config.maxDiskSize;
    for (const auto& header : config.headers) {
        auto value = resolveSecret(header.value, keychain);
        if (!value)
            return tl::unexpected(value.error());
        receiver.headers.push_back({header.name, std::move(*value)});
    }
    auto rules = relabelRules(config.writeRelabelConfigs);
    if (!rules)
        return tl::unexpected(rules.error());
    receiver.relabelRules = std::move(*rules);
    auto access = httpAccess(config.http, keychain);
    if (!access)
        return tl::unexpected(access.error());
    receiver.basicAuth = std::move(access->basicAuth);
    receiver.authorization = std::move(access->authorization);
    receiver.tls = std::move(access->tls);
    return receiver;
}

logs::LineFormat lineFormat(config::LogFileConfig::Format format)
{
    switch (format) {
    case config::LogFileConfig::Format::Auto:
        return logs::LineFormat::Auto;
    case config::LogFileConfig::Format::Json:
        return logs::LineFormat::Json;
    case config::LogFileConfig::Format::Logfmt:
        return logs::LineFormat::Logfmt;
    case config::LogFileConfig::Format::Access:
        return logs::LineFormat::Access;
    case config::LogFileConfig::Format::Text:
        return logs::LineFormat::Plain;
    }
    return logs::LineFormat::Auto;
}

model::LabelSet labelSetOf(const config::Labels& labels)
{
    std::vector<model::Label> all;
    for (const auto& [name, value] : labels)
        all.push_back({name, value});
    return model::LabelSet(std::move(all));
}

/// Where people reach the server, without a slash at the end: as configured, else this host at the port it listens at,
/// by the address where only this host can. Empty where nothing is served. Source: Prometheus, cmd/prometheus,
/// computeExternalURL.
std::string externalUrlOf(const config::ServerConfig& server)
{
    auto url = server.externalUrl;
    if (url.empty() && !server.listen.empty()) {
        const auto own = net::parseUrl("http://" + server.listen + "/");
        url = own && own->isLoopback()
                  ? "http://" + server.listen
                  : "http://" + system::hostName() + server.listen.substr(server.listen.rfind(':'));
    }
    url.erase(url.find_last_not_of('/') + 1);
    return url;
}

} // namespace

Result<std::vector<scrape::RelabelRule>> relabelRules(const std::vector<config::RelabelConfig>& configs)
{
    std::vector<scrape::RelabelRule> rules;
    for (const auto& config : configs) {
        auto rule = scrape::RelabelRule::make({.sourceLabels = config.sourceLabels,
                                               .separator = config.separator,
                                               .regex = config.regex,
                                               .modulus = config.modulus,
                                               .targetLabel = config.targetLabel,
                                               .replacement = config.replacement,
                                               .action = actionOf(config.action)});
        if (!rule)
            return tl::unexpected(rule.error());
        rules.push_back(std::move(*rule));
    }
    return rules;
}

Result<std::vector<scrape::JobOptions>> scrapeOptions(const config::Configuration& configuration,
                                                      secrets::SecretStore& keychain)
{
    std::vector<scrape::JobOptions> jobs;
    for (const auto& config : configuration.scrapeConfigs) {
        auto job = jobOptions(config, configuration.limits, keychain);
        if (!job)
            return tl::unexpected(job.error());
        job->startTimes = enabledFeatures(configuration).useStartTimestamps;
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

Result<health::HealthOptions> healthOptions(const config::Configuration& configuration, secrets::SecretStore& keychain)
{
    health::HealthOptions options;
    for (const auto& config : configuration.healthChecks) {
        auto check = checkOptions(config, configuration.limits, keychain);
        if (!check)
            return tl::unexpected(check.error());
        if (configuration.allowExec)
            check->commandFolder = configuration.execDirectory;
        options.checks.push_back(std::move(*check));
    }
    for (const auto& config : configuration.healthGroups) {
        options.groups.push_back(config.options);
        options.groups.back().labels = {config.labels.begin(), config.labels.end()};
    }
    return options;
}

Result<std::vector<prometheus::RemoteWriteOptions>> remoteWriteOptions(const config::Configuration& configuration,
                                                                       secrets::SecretStore& keychain)
{
    std::vector<prometheus::RemoteWriteOptions> receivers;
    for (const auto& config : configuration.remoteWrite) {
        auto receiver = receiverOptions(config, configuration.global.externalLabels, keychain);
        if (!receiver)
            return tl::unexpected(receiver.error().within("remote_write " + net::redactedUrl(config.name)));
        receivers.push_back(std::move(*receiver));
    }
    return receivers;
}

Result<std::optional<server::Options>> serverOptions(const config::Configuration& configuration,
                                                     secrets::SecretStore& keychain)
{
    const auto& config = configuration.server;
    if (config.listen.empty() && config.takesRemoteWrite)
        return fail(Error::Kind::InvalidInput,
                    "remote write needs an address to come in at: give --listen 127.0.0.1:9099, or server.listen");
    if (config.listen.empty())
        return std::nullopt;
    server::Options options;
    options.limits.bodiesAtOnceBytes = configuration.limits.apiBodiesBytes;
    options.listen = config.listen;
    options.hosts = config.hosts;
    options.plainHttpFromAfar = config.allowPlainHttp;
    options.api.externalLabels = {configuration.global.externalLabels.begin(),
                                  configuration.global.externalLabels.end()};
    options.api.maxSteps = configuration.limits.queryPoints;
    options.api.parser = enabledFeatures(configuration).parser;
    if (config.token.isSet()) {
        auto token = resolveSecret(config.token, keychain);
        if (!token)
            return tl::unexpected(token.error().within("server.token"));
        if (token->empty())
            return fail(Error::Kind::InvalidInput, "server.token is empty");
        options.token = token->text();
    }
    return options;
}

promql::Features enabledFeatures(const config::Configuration& configuration)
{
    // The names were checked when the file was read.
    return promql::Features::fromNames(configuration.query.features).value_or(promql::Features());
}

rules::RuleSettings ruleSettings(const config::Configuration& configuration)
{
    rules::RuleSettings settings;
    settings.interval = configuration.global.evaluationInterval;
    settings.queryOffset = configuration.global.ruleQueryOffset;
    settings.externalLabels = labelSetOf(configuration.global.externalLabels);
    settings.externalUrl = externalUrlOf(configuration.server);
    settings.features = enabledFeatures(configuration);
    return settings;
}

system::Options systemOptions(const config::Configuration& configuration)
{
    system::Options options;
    options.enabled = configuration.system.enabled;
    options.interval = configuration.system.interval;
    options.topProcesses = configuration.system.processes ? configuration.system.topProcesses : 0;
    return options;
}

custom::Options customOptions(const config::Configuration& configuration)
{
    const auto& config = configuration.customMetrics;
    custom::Options options;
    options.interval = config.interval;
    options.buckets = config.buckets;
    options.quantiles = config.quantiles;
    options.maxSeries = config.maxSeries;
    options.expireAfter = config.expireAfter;
    return options;
}

LogOptions logOptions(const config::Configuration& configuration)
{
    const auto& config = configuration.logs;
    LogOptions all;
    all.journal = config.journal;
    all.journalFolder = config.journalFolder;
    for (const auto& file : config.files) {
        logs::LogFiles::Options options;
        options.pattern = file.path;
        options.tail.service = file.service;
        options.tail.format = lineFormat(file.format);
        options.tail.join = file.multiline;
        options.tail.maxLineBytes = configuration.limits.logLineBytes;
        options.tail.join.maxBytes = configuration.limits.logLineBytes;
        all.files.push_back(std::move(options));
    }
    for (auto [text, out] : {std::pair(&config.syslog.udp, &all.syslog.udp), {&config.syslog.tcp, &all.syslog.tcp}}) {
        if (const auto address = server::parseListenAddress(*text)) // nothing for the empty text
            *out = syslog::Address{address->first, address->second};
    }
    all.syslog.allowRemote = config.syslog.allowRemote;
    all.syslog.maxPerSecond = static_cast<double>(config.syslog.maxPerSecond);
    all.syslog.maxMessageBytes = configuration.limits.logLineBytes;
    return all;
}

logs::LogArchive::Options archiveOptions(const config::Configuration& configuration, const std::string& folder)
{
    logs::LogArchive::Options options;
    options.folder = folder;
    options.retention = configuration.logs.retention;
    options.countRetention = configuration.logs.countRetention;
    options.maxBytes = configuration.logs.maxBytes;
    options.stopBytes = configuration.limits.diskStopBytes;
    return options;
}

std::vector<std::string> expandGlob(const std::string& path)
{
    if (path.find_first_of("*?[") == std::string::npos)
        return {path};
    std::vector<std::string> paths;
    glob_t found = {};
    if (glob(path.c_str(), 0, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    return paths;
}

streams::TopicSet topicsFor(const std::vector<std::string>& expressions)
{
    using streams::Topic;
    static constexpr std::array<std::pair<std::string_view, Topic>, 5> kMetrics = {{
        {"aegis_request_rate", Topic::RequestRate},
        {"aegis_latency_milliseconds", Topic::LatencyPercentiles},
        {"aegis_mean_latency_milliseconds", Topic::LatencyPercentiles},
        {"aegis_status_requests", Topic::StatusDistribution},
        {"aegis_endpoint_", Topic::TopEndpoints},
    }};
    streams::TopicSet topics; // overview and alerts always: they cost little and alerts must not be missed
    for (const auto& expression : expressions) {
        for (const auto& [metric, topic] : kMetrics) {
            if (expression.find(metric) != std::string::npos)
                topics.set(topic);
        }
    }
    return topics;
}

} // namespace nocturne::collector
