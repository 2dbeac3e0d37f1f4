// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <filesystem>

#include "base/core/text.h"
#include "base/net/url.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

std::string literalWarning(const std::string& key, const std::string& fileKey)
{
    return key + " stands in the file for all who read it: write env:NAME or keychain:NAME" +
           (fileKey.empty() ? "" : ", or use " + fileKey);
}

void checkSecretFile(yaml::MapReader& reader, const std::string& key, const std::string& path,
                     const ReadContext& context)
{
    if (context.folder.empty())
        return;
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error || !std::filesystem::exists(status)) {
        reader.warning(key, key + ": there is no file \"" + printable(path, 100) + '"');
        return;
    }
    using std::filesystem::perms;
    const auto open = perms::others_read | perms::others_write | perms::group_write;
    const bool isRefused = key != "key_file" && key != "pkcs12_file";
    if (isRefused && (status.permissions() & open) != perms::none) { // refused when it is to be read
        reader.error(key, key + ": others may read or change \"" + printable(path, 100) +
                              "\", so it holds no secret: change it, and run chmod 600 on the file");
    } else if ((status.permissions() & (perms::group_all | perms::others_all)) != perms::none) {
        reader.warning(key, key + ": others may read \"" + printable(path, 100) + "\": run chmod 600 on it");
    }
}

Secret readSecretFile(yaml::MapReader& reader, const std::string& key, ReadContext& context)
{
    std::string path;
    if (!reader.read(key, path))
        return {};
    Secret secret{Secret::Source::File, context.resolved(path)};
    checkSecretFile(reader, key, secret.value, context);
    return secret;
}

BasicAuthConfig readBasicAuth(const yaml::Node& node, ReadContext& context)
{
    BasicAuthConfig auth;
    yaml::MapReader reader(node, context.findings, "basic_auth");
    std::string username;
    if (reader.read("username", username))
        auth.username = secretFrom(std::move(username));
    if (reader.has("username_file")) {
        if (auth.username.isSet())
            reader.error("username_file", "username and username_file exclude each other: remove one");
        auth.username = readSecretFile(reader, "username_file", context);
    }
    auth.password = readSecret(reader, "password", context);
    reader.finish();
    return auth;
}

/// Headers that libraries and protocols set; Prometheus refuses them too. Source: prometheus/common, config/headers.go.
bool isReservedHeader(std::string_view name)
{
    static constexpr std::array<std::string_view, 15> kReserved = {"authorization",
                                                                   "host",
                                                                   "content-encoding",
                                                                   "content-length",
                                                                   "content-type",
                                                                   "user-agent",
                                                                   "connection",
                                                                   "keep-alive",
                                                                   "proxy-authenticate",
                                                                   "proxy-authorization",
                                                                   "www-authenticate",
                                                                   "accept-encoding",
                                                                   "x-prometheus-remote-write-version",
                                                                   "x-prometheus-remote-read-version",
                                                                   "x-prometheus-scrape-timeout-seconds"};
    return std::ranges::find(kReserved, asciiLower(name)) != kReserved.end();
}

/// `http_headers`: {Name: {values: [...], secrets: [...], files: [...]}}.
std::vector<HeaderConfig> readHttpHeaders(yaml::MapReader& reader, ReadContext& context)
{
    std::vector<HeaderConfig> headers;
    const auto* node = reader.take("http_headers");
    if (node == nullptr)
        return headers;
    for (const auto& entry : node->entries()) {
        if (isReservedHeader(entry.key))
            context.findings.error(entry.position,
                                   "setting header \"" + printable(entry.key, 60) + "\" is not allowed");
        yaml::MapReader one(entry.value, context.findings, "http_headers");
        std::vector<std::string> texts;
        one.read("values", texts);
        for (auto& text : texts)
            headers.push_back({entry.key, {Secret::Source::Literal, std::move(text)}});
        texts.clear();
        one.read("secrets", texts);
        for (auto& text : texts)
            headers.push_back({entry.key, secretFrom(std::move(text))});
        texts.clear();
        one.read("files", texts);
        for (const auto& path : texts)
            headers.push_back({entry.key, {Secret::Source::File, context.resolved(path)}});
        one.finish();
    }
    return headers;
}

OAuth2Config readOAuth2(const yaml::Node& node, ReadContext& context)
{
    OAuth2Config oauth2;
    yaml::MapReader reader(node, context.findings, "oauth2");
    if (reader.require("client_id"))
        reader.read("client_id", oauth2.clientId);
    oauth2.clientSecret = readSecret(reader, "client_secret", context);
    if (reader.require("token_url"))
        reader.read("token_url", oauth2.tokenUrl);
    reader.read("scopes", oauth2.scopes);
    std::vector<std::pair<std::string, std::string>> params;
    reader.read("endpoint_params", params);
    oauth2.endpointParams.insert(params.begin(), params.end());
    if (const auto* tls = reader.take("tls_config"))
        oauth2.tls = readTls(*tls, context);
    oauth2.proxy = readProxy(reader, context);
    reader.finish();
    return oauth2;
}

AuthorizationConfig readAuthorization(const yaml::Node& node, ReadContext& context)
{
    AuthorizationConfig authorization;
    yaml::MapReader reader(node, context.findings, "authorization");
    reader.read("type", authorization.type);
    if (authorization.type == "Basic" || authorization.type == "basic")
        reader.error("type", "authorization does not do Basic: use basic_auth with username and password");
    authorization.credentials = readSecret(reader, "credentials", context);
    reader.finish();
    return authorization;
}

} // namespace

Secret secretFrom(std::string text)
{
    static constexpr std::string_view kKeychain = "keychain:";
    static constexpr std::string_view kEnvironment = "env:";
    static constexpr std::string_view kCredential = "credential:";
    if (text.starts_with(kKeychain))
        return {Secret::Source::Keychain, text.substr(kKeychain.size())};
    if (text.starts_with(kEnvironment))
        return {Secret::Source::Environment, text.substr(kEnvironment.size())};
    if (text.starts_with(kCredential))
        return {Secret::Source::Credential, text.substr(kCredential.size())};
    return {Secret::Source::Literal, std::move(text)};
}

Secret readSecret(yaml::MapReader& reader, const std::string& key, ReadContext& context)
{
    const auto fileKey = key + "_file";
    Secret secret;
    std::string text;
    if (reader.read(key, text)) {
        secret = secretFrom(std::move(text));
        if (secret.source == Secret::Source::Literal)
            reader.warning(key, literalWarning(key, fileKey));
        else if (secret.value.empty())
            reader.error(key, key + ": the name after the colon is missing");
    }
    if (!reader.has(fileKey)) {
        reader.ignore(fileKey);
        return secret;
    }
    if (secret.isSet())
        reader.error(fileKey, key + " and " + fileKey + " exclude each other: remove one");
    return readSecretFile(reader, fileKey, context);
}

TlsConfig readTls(const yaml::Node& node, ReadContext& context)
{
    TlsConfig tls;
    yaml::MapReader reader(node, context.findings, "tls_config");
    reader.read("ca_file", tls.caFile);
    reader.read("cert_file", tls.certFile);
    if (reader.has("key_file"))
        tls.keyFile = readSecretFile(reader, "key_file", context).value;
    reader.ignore("key_file");
    if (reader.has("pkcs12_file"))
        tls.pkcs12File = readSecretFile(reader, "pkcs12_file", context).value;
    reader.ignore("pkcs12_file");
    tls.keyPassword = readSecret(reader, "key_password", context);
    tls.caFile = context.resolved(tls.caFile);
    tls.certFile = context.resolved(tls.certFile);
    reader.read("crl_file", tls.crlFile);
    tls.crlFile = context.resolved(tls.crlFile);
    reader.read("server_name", tls.serverName);
    reader.readChoice<std::string>("min_version", tls.minVersion,
                                   {{"TLS10", "TLS10"}, {"TLS11", "TLS11"}, {"TLS12", "TLS12"}, {"TLS13", "TLS13"}});
    if (reader.read("insecure_skip_verify", tls.insecureSkipVerify) && tls.insecureSkipVerify) {
        reader.warning("insecure_skip_verify",
                       "insecure_skip_verify: anybody on the way can pose as this server: give its issuer in ca_file");
    }
    reader.readChoice<std::string>("max_version", tls.maxVersion,
                                   {{"TLS10", "TLS10"}, {"TLS11", "TLS11"}, {"TLS12", "TLS12"}, {"TLS13", "TLS13"}});
    reader.read("ca", tls.ca);
    reader.read("cert", tls.cert);
    std::string key;
    if (reader.read("key", key)) {
        tls.key = secretFrom(std::move(key));
        if (tls.key.source == Secret::Source::Literal)
            reader.warning("key", literalWarning("key", "key_file"));
    }
    const auto exclude = [&](const char* text, const char* file, bool both) {
        if (both)
            reader.error(text, std::string(text) + " and " + file + " exclude each other: remove one");
    };
    exclude("ca", "ca_file", !tls.ca.empty() && !tls.caFile.empty());
    exclude("cert", "cert_file", !tls.cert.empty() && !tls.certFile.empty());
    exclude("key", "key_file", tls.key.isSet() && !tls.keyFile.empty());
    const bool hasCert = !tls.cert.empty() || !tls.certFile.empty();
    const bool hasKey = tls.key.isSet() || !tls.keyFile.empty();
    if (!tls.pkcs12File.empty() && (hasCert || hasKey))
        reader.error("pkcs12_file", "pkcs12_file has both certificate and key: remove the others");
    if (tls.keyPassword.isSet() && tls.pkcs12File.empty() && !hasKey)
        reader.error(reader.has("key_password") ? "key_password" : "key_password_file",
                     "key_password: there is no key that it would open: write key_file or pkcs12_file");
    if (!tls.crlFile.empty() && tls.insecureSkipVerify)
        reader.error("crl_file", "crl_file: with insecure_skip_verify no certificate is judged: remove one");
    if (hasCert != hasKey)
        reader.error(hasKey ? "key_file" : "cert_file", "cert_file and key_file are needed both");
    if (tls.maxVersion.size() == 5 && tls.minVersion.size() == 5 && tls.maxVersion < tls.minVersion)
        reader.error("max_version", "max_version " + tls.maxVersion + " is older than min_version " + tls.minVersion);
    reader.finish();
    return tls;
}

HttpConfig readHttp(yaml::MapReader& reader, ReadContext& context)
{
    HttpConfig http;
    if (const auto* node = reader.take("basic_auth"))
        http.basicAuth = readBasicAuth(*node, context);
    if (const auto* node = reader.take("authorization"))
        http.authorization = readAuthorization(*node, context);
    if (const auto token = readSecret(reader, "bearer_token", context); token.isSet()) {
        const auto* key = reader.has("bearer_token") ? "bearer_token" : "bearer_token_file";
        if (http.authorization)
            reader.error(key, std::string(key) + " and authorization exclude each other: remove one");
        http.authorization = AuthorizationConfig{.type = "Bearer", .credentials = token};
    }
    if (http.basicAuth && http.authorization)
        reader.error("basic_auth", "basic_auth and authorization exclude each other: remove one");
    if (const auto* node = reader.take("tls_config"))
        http.tls = readTls(*node, context);
    if (const auto* node = reader.take("oauth2")) {
        http.oauth2 = readOAuth2(*node, context);
        if (http.basicAuth || http.authorization)
            reader.error("oauth2", "oauth2 excludes basic_auth and authorization: remove one");
    }
    http.proxy = readProxy(reader, context);
    http.headers = readHttpHeaders(reader, context);
    reader.read("follow_redirects", http.followRedirects);
    reader.read("enable_http2", http.enableHttp2);
    return http;
}

ProxyConfig readProxy(yaml::MapReader& reader, ReadContext& context)
{
    ProxyConfig proxy;
    reader.read("proxy_url", proxy.proxyUrl);
    reader.read("no_proxy", proxy.noProxy);
    reader.read("proxy_from_environment", proxy.fromEnvironment);
    if (const auto* node = reader.take("proxy_connect_header")) {
        for (const auto& entry : node->entries()) {
            for (auto& value : yaml::readTexts(entry.value, context.findings))
                proxy.connectHeaders.push_back({entry.key, secretFrom(std::move(value))});
        }
    }
    const bool hasUrl = !proxy.proxyUrl.empty();
    if (proxy.fromEnvironment && hasUrl)
        reader.error("proxy_from_environment", "proxy_from_environment and proxy_url exclude each other: remove one");
    if (proxy.fromEnvironment && !proxy.noProxy.empty())
        reader.error("no_proxy", "proxy_from_environment and no_proxy exclude each other: remove one");
    if (!proxy.noProxy.empty() && !hasUrl)
        reader.error("no_proxy", "no_proxy needs proxy_url");
    if (!proxy.connectHeaders.empty() && !hasUrl && !proxy.fromEnvironment)
        reader.error("proxy_connect_header", "proxy_connect_header needs proxy_url or proxy_from_environment");
    return proxy;
}

std::vector<HeaderConfig> readHeaders(yaml::MapReader& reader, ReadContext& context)
{
    return readSecretMap(reader, "headers", "header", context);
}

std::vector<HeaderConfig> readSecretMap(yaml::MapReader& reader, std::string_view key, const std::string& what,
                                        ReadContext& context)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    reader.read(key, pairs);
    std::vector<HeaderConfig> values;
    for (auto& [name, value] : pairs) {
        auto secret = secretFrom(std::move(value));
        if (secret.source == Secret::Source::Literal && net::soundsSecret(name)) {
            const auto entries = reader.take(key)->entries();
            const auto entry = std::ranges::find(entries, name, &yaml::Entry::key);
            context.findings.warning(entry->position, literalWarning(what + " " + printable(name, 60), {}));
        }
        values.push_back({std::move(name), std::move(secret)});
    }
    return values;
}

} // namespace nocturne::config
