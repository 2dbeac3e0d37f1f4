// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "base/core/result.h"
#include "base/net/http.h"
#include "base/secrets/secret_store.h"
#include "service/collector/log_sources.h"
#include "service/config/configuration.h"
#include "service/server/server.h"
#include "sources/custom/custom_metrics.h"
#include "sources/health/health_options.h"
#include "sources/prometheus/remote_writer.h"
#include "sources/scrape/job_options.h"
#include "sources/streams/stream_client.h"
#include "sources/system/system_source.h"
#include "watch/rules/rule_engine.h"

namespace nocturne::collector {

/// The options of each source, as the configuration asks for, secrets looked up.
///
/// Fail with NotFound, Unavailable or Timeout when a secret cannot be had, saying which one and where it was looked
/// for.
Result<std::vector<scrape::JobOptions>> scrapeOptions(const config::Configuration& configuration,
                                                      secrets::SecretStore& keychain);
Result<health::HealthOptions> healthOptions(const config::Configuration& configuration, secrets::SecretStore& keychain);
Result<std::vector<streams::StreamOptions>> streamOptions(const config::Configuration& configuration,
                                                          secrets::SecretStore& keychain);
/// Where samples go out to.
Result<std::vector<prometheus::RemoteWriteOptions>> remoteWriteOptions(const config::Configuration& configuration,
                                                                       secrets::SecretStore& keychain);
/// What the server is to do; nothing where there shall be none.
Result<std::optional<server::Options>> serverOptions(const config::Configuration& configuration,
                                                     secrets::SecretStore& keychain);
/// What all rules share.
rules::RuleSettings ruleSettings(const config::Configuration& configuration);
/// The parts of PromQL that the configuration switches on.
promql::Features enabledFeatures(const config::Configuration& configuration);
system::Options systemOptions(const config::Configuration& configuration);
custom::Options customOptions(const config::Configuration& configuration);
LogOptions logOptions(const config::Configuration& configuration);
logs::LogArchive::Options archiveOptions(const config::Configuration& configuration, const std::string& folder);

/// What a request needs of tls_config, basic_auth and authorization.
struct HttpAccess
{
    std::optional<net::BasicAuth> basicAuth;
    std::optional<net::Authorization> authorization;
    net::TlsOptions tls;
};
/// With the key, where that is a secret that stands elsewhere or is locked by one.
Result<net::TlsOptions> tlsOptions(const config::TlsConfig& config, secrets::SecretStore& keychain);
/// The same for what scrapes and discoveries send; files with secrets stay files.
Result<scrape::HttpOptions> scrapeHttpOptions(const config::HttpConfig& config, secrets::SecretStore& keychain);
Result<HttpAccess> httpAccess(const config::HttpConfig& config, secrets::SecretStore& keychain);

/// The secret itself: a literal, a variable of the environment, the first line of a file, or what `keychain` keeps.
Result<SecretString> resolveSecret(const config::Secret& secret, secrets::SecretStore& keychain);

/// Fails where an expression is none.
Result<std::vector<scrape::RelabelRule>> relabelRules(const std::vector<config::RelabelConfig>& configs);

/// Files that a path with wildcards in its last part names, sorted; the path itself where it has none.
std::vector<std::string> expandGlob(const std::string& path);

/// What streams are to be subscribed to so that these expressions have data.
streams::TopicSet topicsFor(const std::vector<std::string>& expressions);

} // namespace nocturne::collector
