// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <filesystem>

#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

constexpr std::array<std::string_view, 7> kSecretHeaderWords = {"auth",   "token",    "key",       "secret",
                                                                "cookie", "password", "credential"};

bool soundsSecret(std::string_view header)
{
    const auto lower = asciiLower(header);
    return std::ranges::any_of(kSecretHeaderWords,
                               [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

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
    if (key != "key_file" && (status.permissions() & open) != perms::none) { // refused when it is to be read
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
    if (text.starts_with(kKeychain))
        return {Secret::Source::Keychain, text.substr(kKeychain.size())};
    if (text.starts_with(kEnvironment))
        return {Secret::Source::Environment, text.substr(kEnvironment.size())};
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
    tls.caFile = context.resolved(tls.caFile);
    tls.certFile = context.resolved(tls.certFile);
    reader.read("server_name", tls.serverName);
    reader.readChoice<std::string>("min_version", tls.minVersion,
                                   {{"TLS10", "TLS10"}, {"TLS11", "TLS11"}, {"TLS12", "TLS12"}, {"TLS13", "TLS13"}});
    if (reader.read("insecure_skip_verify", tls.insecureSkipVerify) && tls.insecureSkipVerify) {
        reader.warning("insecure_skip_verify",
                       "insecure_skip_verify: anybody on the way can pose as this server: give its issuer in ca_file");
    }
    if (tls.certFile.empty() != tls.keyFile.empty()) {
        const auto* present = tls.certFile.empty() ? "key_file" : "cert_file";
        reader.error(present, "cert_file and key_file are needed both");
    }
    for (const auto* key : {"ca", "cert", "key"}) {
        if (reader.has(key))
            reader.error(key, std::string(key) + " written out is not supported: use " + key + "_file");
        reader.ignore(key);
    }
    acceptWithWarning(reader, "max_version");
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
    reader.read("proxy_url", http.proxyUrl);
    reader.read("follow_redirects", http.followRedirects);
    for (const auto* key :
         {"oauth2", "no_proxy", "proxy_from_environment", "proxy_connect_header", "enable_http2", "http_headers"})
        acceptWithWarning(reader, key);
    return http;
}

std::vector<HeaderConfig> readHeaders(yaml::MapReader& reader, ReadContext& context)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    reader.read("headers", pairs);
    std::vector<HeaderConfig> headers;
    for (auto& [name, value] : pairs) {
        auto secret = secretFrom(std::move(value));
        if (secret.source == Secret::Source::Literal && soundsSecret(name)) {
            const auto entries = reader.take("headers")->entries();
            const auto entry = std::ranges::find(entries, name, &yaml::Entry::key);
            context.findings.warning(entry->position, literalWarning("header " + printable(name, 60), {}));
        }
        headers.push_back({std::move(name), std::move(secret)});
    }
    return headers;
}

} // namespace nocturne::config
