// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Secrets, TLS and proxies: what source_options.h says of them.
#include "base/net/client_identity.h"
#include "base/secrets/credential_secrets.h"
#include "base/secrets/environment_secrets.h"
#include "base/secrets/file_secrets.h"
#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

net::TlsVersion tlsVersion(const std::string& name)
{
    return name == "TLS10"   ? net::TlsVersion::Tls10
           : name == "TLS11" ? net::TlsVersion::Tls11
           : name == "TLS13" ? net::TlsVersion::Tls13
                             : net::TlsVersion::Tls12;
}

} // namespace

Result<net::TlsOptions> tlsOptions(const config::TlsConfig& config, secrets::SecretStore& keychain)
{
    net::TlsOptions tls;
    tls.caFile = config.caFile;
    tls.certFile = config.certFile;
    tls.keyFile = config.keyFile;
    tls.serverName = config.serverName;
    tls.crlFile = config.crlFile;
    tls.insecureSkipVerify = config.insecureSkipVerify;
    tls.minVersion = tlsVersion(config.minVersion);
    tls.caPem = config.ca;
    tls.certPem = config.cert;
    if (!config.maxVersion.empty())
        tls.maxVersion = tlsVersion(config.maxVersion);
    auto key = resolveSecret(config.key, keychain);
    const auto password = resolveSecret(config.keyPassword, keychain);
    if (!key || !password)
        return tl::unexpected((key ? password : key).error().within("tls_config"));
    tls.keyPem = std::move(*key);
    if (const auto unlocked = net::unlockIdentity(tls, config.pkcs12File, *password); !unlocked)
        return tl::unexpected(unlocked.error().within("tls_config"));
    return tls;
}

Result<HttpAccess> httpAccess(const config::HttpConfig& config, secrets::SecretStore& keychain)
{
    HttpAccess access;
    auto tls = tlsOptions(config.tls, keychain);
    if (!tls)
        return tl::unexpected(tls.error());
    access.tls = std::move(*tls);
    if (config.basicAuth) {
        const auto username = resolveSecret(config.basicAuth->username, keychain);
        auto password = resolveSecret(config.basicAuth->password, keychain);
        if (!username || !password)
            return tl::unexpected(!username ? username.error() : password.error());
        access.basicAuth = net::BasicAuth{username->text(), std::move(*password)};
    }
    if (config.authorization) {
        auto credentials = resolveSecret(config.authorization->credentials, keychain);
        if (!credentials)
            return tl::unexpected(credentials.error());
        access.authorization = net::Authorization{config.authorization->type, std::move(*credentials)};
    }
    return access;
}

namespace {

/// The text of a secret, or its path where that is read anew for each request.
template <typename Text>
Result<void> takeSecret(const config::Secret& secret, Text& text, std::string& file, secrets::SecretStore& keychain)
{
    if (secret.source == config::Secret::Source::File) {
        file = secret.value;
        return {};
    }
    auto resolved = resolveSecret(secret, keychain);
    if (!resolved)
        return tl::unexpected(resolved.error());
    text = Text(resolved->view());
    return {};
}

Result<void> takeProxy(const config::ProxyConfig& config, scrape::HttpOptions& options, secrets::SecretStore& keychain)
{
    // Without a word of it Prometheus asks no proxy, whatever the environment says.
    options.proxyUrl = config.fromEnvironment ? "" : config.proxyUrl.empty() ? "direct" : config.proxyUrl;
    options.noProxy = config.noProxy;
    for (const auto& header : config.connectHeaders) {
        auto value = resolveSecret(header.value, keychain);
        if (!value)
            return tl::unexpected(value.error().within("proxy_connect_header"));
        options.proxyHeaders.push_back({header.name, std::move(*value)});
    }
    return {};
}

Result<void> takeHeaders(const std::vector<config::HeaderConfig>& headers, scrape::HttpOptions& options,
                         secrets::SecretStore& keychain)
{
    for (const auto& header : headers) {
        net::RequestHeader text{header.name, {}};
        net::Header file{header.name, {}};
        if (auto taken = takeSecret(header.value, text.value, file.value, keychain); !taken)
            return tl::unexpected(taken.error().within("http_headers"));
        if (file.value.empty())
            options.headers.push_back(std::move(text));
        else
            options.headerFiles.push_back(std::move(file));
    }
    return {};
}

Result<std::shared_ptr<const scrape::OAuth2Options>> oauth2Options(const config::OAuth2Config& config,
                                                                   secrets::SecretStore& keychain)
{
    auto options = std::make_shared<scrape::OAuth2Options>();
    options->clientId = config.clientId;
    options->tokenUrl = config.tokenUrl;
    options->scopes = config.scopes;
    options->endpointParams = {config.endpointParams.begin(), config.endpointParams.end()};
    auto tls = tlsOptions(config.tls, keychain);
    if (!tls)
        return tl::unexpected(tls.error().within("oauth2"));
    options->http.tls = std::move(*tls);
    const auto taken =
        takeSecret(config.clientSecret, options->clientSecret, options->clientSecretFile, keychain).and_then([&] {
            return takeProxy(config.proxy, options->http, keychain);
        });
    if (!taken)
        return tl::unexpected(taken.error().within("oauth2"));
    return options;
}

} // namespace

Result<scrape::HttpOptions> scrapeHttpOptions(const config::HttpConfig& config, secrets::SecretStore& keychain)
{
    scrape::HttpOptions options;
    options.followRedirects = config.followRedirects;
    options.http2 = config.enableHttp2;
    auto tls = tlsOptions(config.tls, keychain);
    if (!tls)
        return tl::unexpected(tls.error());
    options.tls = std::move(*tls);
    Result<void> taken;
    if (config.basicAuth) {
        options.basicAuth.emplace();
        taken = takeSecret(config.basicAuth->username, options.basicAuth->username, options.usernameFile, keychain)
                    .and_then([&] {
                        return takeSecret(config.basicAuth->password, options.basicAuth->password, options.passwordFile,
                                          keychain);
                    });
    }
    if (taken && config.authorization) {
        options.authorization = net::Authorization{config.authorization->type, {}};
        taken = takeSecret(config.authorization->credentials, options.authorization->credentials,
                           options.credentialsFile, keychain);
    }
    if (taken)
        taken = takeProxy(config.proxy, options, keychain);
    if (taken)
        taken = takeHeaders(config.headers, options, keychain);
    if (!taken)
        return tl::unexpected(taken.error());
    if (config.oauth2) {
        auto grant = oauth2Options(*config.oauth2, keychain);
        if (!grant)
            return tl::unexpected(grant.error());
        options.oauth2 = std::move(*grant);
    }
    return options;
}

Result<SecretString> resolveSecret(const config::Secret& secret, secrets::SecretStore& keychain)
{
    using Source = config::Secret::Source;
    switch (secret.source) {
    case Source::None:
        return SecretString();
    case Source::Literal:
        return SecretString(secret.value);
    case Source::Environment:
        return secrets::EnvironmentSecrets().read(secret.value);
    case Source::Credential:
        return secrets::CredentialSecrets().read(secret.value);
    case Source::File:
        return secrets::FileSecrets().read(secret.value);
    case Source::Keychain:
        return keychain.read(secret.value);
    }
    return SecretString();
}

} // namespace nocturne::collector
