// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/source_entry.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/core/text.h"
#include "base/net/redaction.h"
#include "base/net/url.h"
#include "service/config/read_mapping.h"
#include "service/config/yaml_writer.h"

namespace nocturne::probe {

namespace {

using config::YamlWriter;

/// What usually listens at a port; source: Prometheus' wiki, "Default port allocations".
constexpr auto kPortNames = std::to_array<std::pair<int, std::string_view>>({
    {9090, "prometheus"},
    {9091, "pushgateway"},
    {9093, "alertmanager"},
    {9100, "node"},
    {9104, "mysqld"},
    {9113, "nginx"},
    {9115, "blackbox"},
    {9121, "redis"},
    {9182, "windows"},
    {9187, "postgres"},
    {3000, "grafana"},
    {3100, "loki"},
    {8428, "victoriametrics"},
});

/// Headers that a browser or curl adds by itself and no source needs.
bool isNoise(std::string_view name)
{
    constexpr std::array<std::string_view, 13> kNoise = {"accept",
                                                         "accept-encoding",
                                                         "accept-language",
                                                         "user-agent",
                                                         "referer",
                                                         "origin",
                                                         "connection",
                                                         "pragma",
                                                         "cache-control",
                                                         "dnt",
                                                         "content-type",
                                                         "host",
                                                         "upgrade-insecure-requests"};
    const auto lower = asciiLower(name);
    return lower.starts_with("sec-") || std::ranges::find(kNoise, lower) != kNoise.end();
}

std::vector<std::string> sectionOf(Service service)
{
    switch (service) {
    case Service::Engine:
        return {"datasources", "prometheus"};
    case Service::Alertmanager:
        return {"datasources", "alertmanagers"};
    case Service::Loki:
        return {"datasources", "loki"};
    case Service::Burstlet:
        return {"datasources", "burstlets"};
    case Service::Aegis:
        return {"streams"};
    case Service::SocketIo:
    case Service::JsonStream:
    case Service::Health:
        return {"health_checks"};
    case Service::Exposition:
        break;
    }
    return {"scrape_configs"};
}

/// Names that are taken among those of a kind.
std::set<std::string> namesOf(const std::vector<std::string>& section, const config::Configuration& configuration)
{
    std::set<std::string> names;
    if (section.front() == "scrape_configs") {
        for (const auto& job : configuration.scrapeConfigs)
            names.insert(job.jobName);
    } else if (section.front() == "streams") {
        for (const auto& stream : configuration.streams)
            names.insert(stream.name);
    } else if (section.front() == "health_checks") {
        for (const auto& check : configuration.healthChecks)
            names.insert(check.name);
    } else if (section.back() == "alertmanagers") {
        for (const auto& one : configuration.alertmanagers)
            names.insert(one.name);
    } else if (section.back() == "burstlets") {
        for (const auto& one : configuration.burstlets)
            names.insert(one.name);
    } else { // what a panel names is one of both
        for (const auto& one : configuration.engines)
            names.insert(one.remote.name);
        for (const auto& one : configuration.lokis)
            names.insert(one.remote.name);
    }
    return names;
}

net::Url parsed(const std::string& url)
{
    const auto text = url.starts_with("ws") ? "http" + url.substr(2) : url;
    return net::parseUrl(text).value_or(net::Url{.scheme = "http", .host = text, .port = 80, .target = "/"});
}

std::string nameFor(const Finding& finding, const std::vector<std::string>& section,
                    const config::Configuration& configuration)
{
    const auto url = parsed(finding.url);
    const auto known = std::ranges::find(kPortNames, url.port, &std::pair<int, std::string_view>::first);
    std::string name(known != kPortNames.end() ? known->second : std::string_view(url.host));
    if (!finding.product.empty())
        name = asciiLower(finding.product.substr(finding.product.rfind(' ') + 1));
    if (!url.isLoopback())
        name = known == kPortNames.end() && finding.product.empty() ? url.host : name + '-' + url.host;
    else if (known == kPortNames.end() && finding.product.empty())
        name = "port-" + std::to_string(url.port);
    for (auto& c : name) {
        if (!isAsciiLetter(c) && !isAsciiDigit(c) && c != '.' && c != '-' && c != '_')
            c = '-';
    }
    name = std::string(trimmed(name, "-"));
    const auto taken = namesOf(section, configuration);
    auto unique = name;
    for (int i = 2; taken.contains(unique); ++i)
        unique = name + '-' + std::to_string(i);
    return unique;
}

/// Writes one entry, and keeps the secrets out of it.
class EntryWriter
{
public:
    /// With a `mapping`, in block YAML, for a stream.
    EntryWriter(const Finding& finding, const paste::WebRequest& request, const config::Configuration& configuration,
                std::string mapping = {})
        : m_finding(finding)
        , m_request(request)
        , m_mapping(std::move(mapping))
    {
        m_entry.item.section = m_mapping.empty() ? sectionOf(finding.service) : std::vector<std::string>{"streams"};
        m_entry.name = nameFor(finding, m_entry.item.section, configuration);
    }

    SourceEntry write()
    {
        m_yaml.item([this] {
            if (m_finding.service == Service::Exposition)
                writeJob();
            else
                writeNamed();
            writeAccess();
            if (!m_mapping.empty())
                m_yaml.block("mapping", m_mapping);
        });
        m_entry.item.lines = m_yaml.take();
        return std::move(m_entry);
    }

private:
    std::string kept(const std::string& what, std::string secret)
    {
        auto name = m_entry.name + '-' + what;
        m_entry.secrets.emplace_back(name, std::move(secret));
        return "keychain:" + name;
    }

    void writeJob()
    {
        const auto url = parsed(m_finding.url);
        m_yaml.text("job_name", m_entry.name);
        if (url.scheme != "http")
            m_yaml.text("scheme", url.scheme);
        const auto path = url.target.substr(0, url.target.find('?'));
        if (path != "/metrics")
            m_yaml.text("metrics_path", path);
        writeParams(url.target.size() > path.size() ? url.target.substr(path.size() + 1) : std::string());
        m_yaml.section("static_configs", [&] {
            m_yaml.item([&] { m_yaml.list("targets", {url.host + ':' + std::to_string(url.port)}); });
        });
    }

    void writeParams(std::string_view query)
    {
        if (query.empty())
            return;
        m_yaml.section("params", [&] {
            std::vector<std::pair<std::string, std::vector<std::string>>> params;
            while (!query.empty()) {
                const auto part = query.substr(0, query.find('&'));
                query.remove_prefix(std::min(part.size() + 1, query.size()));
                const auto equals = part.find('=');
                const std::string name(part.substr(0, equals));
                const auto value = equals == std::string_view::npos ? std::string() : decoded(part.substr(equals + 1));
                const auto at = std::ranges::find(params, name, [](const auto& param) { return param.first; });
                if (at == params.end())
                    params.push_back({name, {value}});
                else
                    at->second.push_back(value);
            }
            for (const auto& [name, values] : params)
                m_yaml.list(decoded(name), values);
        });
    }

    static std::string decoded(std::string_view text)
    {
        const auto digit = [](char c) { return isAsciiDigit(c) ? c - '0' : asciiLower(c) - 'a' + 10; };
        const auto isHex = [](char c) { return isAsciiDigit(c) || (asciiLower(c) >= 'a' && asciiLower(c) <= 'f'); };
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '%' && i + 2 < text.size() && isHex(text[i + 1]) && isHex(text[i + 2])) {
                out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
                i += 2;
            } else {
                out += text[i] == '+' ? ' ' : text[i];
            }
        }
        return out;
    }

    void writeNamed()
    {
        m_yaml.text("name", m_entry.name);
        if (!m_mapping.empty())
            return writeJsonStream();
        if (m_finding.service == Service::Aegis)
            m_yaml.text("type", "aegis");
        else if (m_finding.service == Service::SocketIo || m_finding.service == Service::JsonStream)
            m_yaml.text("type", "websocket");
        if (m_finding.service == Service::Alertmanager)
            return m_yaml.list("urls", {m_finding.url});
        m_yaml.text("url",
                    m_finding.url + (m_finding.service == Service::SocketIo ? "?EIO=4&transport=websocket" : ""));
    }

    void writeJsonStream()
    {
        m_yaml.text("type", "json");
        if (m_finding.service == Service::SocketIo)
            m_yaml.text("protocol", "socket.io");
        m_yaml.text("url", m_finding.url);
    }

    bool isStream() const { return m_finding.service == Service::Aegis || !m_mapping.empty(); }

    void writeAccess()
    {
        std::vector<net::Header> others;
        bool isAuthorized = m_request.basicAuth.has_value();
        if (isAuthorized)
            writeUser();
        for (const auto& header : m_request.headers) {
            if (net::sameHeaderName(header.name, "Host"))
                m_entry.leftOut.emplace_back("the header Host");
            if (isNoise(header.name))
                continue;
            if (net::sameHeaderName(header.name, "Authorization")) {
                if (!std::exchange(isAuthorized, true))
                    writeAuthorization(header.value);
            } else {
                others.push_back(header);
            }
        }
        writeHeaders(others);
        writeTls();
        if (m_request.proxyUrl.empty())
            return;
        if (isStream() || net::redactedUrl(m_request.proxyUrl) != m_request.proxyUrl)
            m_entry.leftOut.emplace_back("the proxy");
        else
            m_yaml.text("proxy_url", m_request.proxyUrl);
    }

    void writeUser()
    {
        if (isStream()) {
            m_entry.leftOut.emplace_back("user and password");
            return;
        }
        m_yaml.section("basic_auth", [this] {
            m_yaml.text("username", m_request.basicAuth->username);
            m_yaml.text("password", kept("password", m_request.basicAuth->password.text()));
        });
    }

    void writeAuthorization(const std::string& value)
    {
        const auto blank = value.find(' ');
        const auto type = blank == std::string::npos ? std::string() : value.substr(0, blank);
        const bool isBearer = equalsIgnoringCase(type, "Bearer");
        if (type.empty() || equalsIgnoringCase(type, "Basic") || (isStream() && !isBearer)) {
            m_entry.leftOut.emplace_back("the header Authorization");
            return;
        }
        const auto token = kept("token", value.substr(blank + 1));
        if (isStream())
            return m_yaml.text("token", token);
        m_yaml.section("authorization", [&] {
            if (!isBearer)
                m_yaml.text("type", type);
            m_yaml.text("credentials", token);
        });
    }

    void writeHeaders(const std::vector<net::Header>& headers)
    {
        if (headers.empty())
            return;
        const bool isJob = m_finding.service == Service::Exposition;
        m_yaml.section(isJob ? "http_headers" : "headers", [&] {
            for (const auto& header : headers) {
                const bool isSecret = !net::isPlainHeader(header.name);
                const auto value = isSecret ? kept(asciiLower(header.name), header.value) : header.value;
                if (isJob)
                    m_yaml.section(header.name, [&] { m_yaml.list(isSecret ? "secrets" : "values", {value}); });
                else
                    m_yaml.text(header.name, value);
            }
        });
    }

    void writeTls()
    {
        const auto& tls = m_request.tls;
        if (tls == net::TlsOptions())
            return;
        m_yaml.section("tls_config", [&] {
            m_yaml.textIfSet("ca_file", tls.caFile);
            m_yaml.textIfSet("cert_file", tls.certFile);
            m_yaml.textIfSet("key_file", tls.keyFile);
            if (tls.insecureSkipVerify)
                m_yaml.flag("insecure_skip_verify", true);
        });
    }

    const Finding& m_finding;
    const paste::WebRequest& m_request;
    std::string m_mapping;
    SourceEntry m_entry;
    YamlWriter m_yaml;
};

bool holdsSecret(const std::string& url) { return net::redactedUrl(url) != url; }

std::string canonical(const std::string& url)
{
    auto address = parsed(url);
    if (address.isLoopback())
        address.host = "localhost";
    const auto text = address.text();
    return (url.starts_with("ws") ? "ws" : "") + (text.ends_with('/') ? text.substr(0, text.size() - 1) : text);
}

tl::unexpected<Error> secretInUrl()
{
    return fail(Error::Kind::InvalidInput, "the address holds a secret in its query, which would stand in the "
                                           "configuration for all to read: use a header, if the service takes one");
}

template <typename List, typename UrlOf>
bool holds(const List& list, const std::string& url, UrlOf urlOf)
{
    return std::ranges::any_of(list, [&](const auto& item) { return canonical(urlOf(item)) == url; });
}

bool isScraped(const std::string& url, const config::Configuration& configuration)
{
    for (const auto& job : configuration.scrapeConfigs) {
        for (const auto& group : job.staticConfigs) {
            for (const auto& target : group.targets) {
                if (canonical(job.scheme + "://" + target + job.metricsPath) == url)
                    return true;
            }
        }
    }
    return false;
}

} // namespace

Result<SourceEntry> entryFor(const Finding& finding, const paste::WebRequest& request,
                             const config::Configuration& configuration)
{
    if (holdsSecret(finding.url))
        return secretInUrl();
    return EntryWriter(finding, request, configuration).write();
}

Result<SourceEntry> streamEntryFor(const Finding& finding, const paste::WebRequest& request, const std::string& mapping,
                                   const config::Configuration& configuration)
{
    if (holdsSecret(finding.url))
        return secretInUrl();
    yaml::Findings findings;
    const auto read = config::readMappingText(mapping, findings);
    if (findings.hasErrors())
        return tl::unexpected(findings.firstError());
    return EntryWriter(finding, request, configuration, config::writeMapping(read)).write();
}

bool isWatched(const Finding& finding, const config::Configuration& configuration)
{
    const auto url = canonical(finding.url);
    switch (finding.service) {
    case Service::Engine:
        return holds(configuration.engines, url, [](const auto& one) { return one.remote.url; });
    case Service::Loki:
        return holds(configuration.lokis, url, [](const auto& one) { return one.remote.url; });
    case Service::Burstlet:
        return holds(configuration.burstlets, url, [](const auto& one) { return one.url; });
    case Service::Alertmanager:
        return std::ranges::any_of(configuration.alertmanagers, [&](const auto& one) {
            return holds(one.urls, url, [](const std::string& text) { return text; });
        });
    case Service::Aegis:
        return holds(configuration.streams, url, [](const auto& one) { return one.url; });
    case Service::SocketIo:
    case Service::JsonStream:
    case Service::Health:
        return holds(configuration.healthChecks, url, [](const auto& one) { return one.url; });
    case Service::Exposition:
        break;
    }
    return isScraped(url, configuration);
}

} // namespace nocturne::probe
