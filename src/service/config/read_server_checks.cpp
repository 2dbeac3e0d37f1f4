// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/core/text.h"
#include "service/config/readers.h"
#include "sources/health/database_query.h"
#include "sources/health/dns_message.h"

namespace nocturne::config {

namespace {

using Type = HealthCheckConfig::Type;

bool isDatabase(Type type) { return type == Type::PostgreSql || type == Type::MySql; }

bool isLoopback(std::string_view target)
{
    return target.starts_with("localhost:") || target.starts_with("127.") || target.starts_with("[::1]:");
}

void readHostAndPort(yaml::MapReader& reader, HealthCheckConfig& check)
{
    if (reader.require("target") && reader.read("target", check.target) && !isHostAndPort(check.target))
        reader.error("target", "target: write host:port with a port from 1 to 65535");
}

void readTlsConfig(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    if (const auto* node = reader.take("tls_config"))
        check.http.tls = readTls(*node, context);
    readThresholds(reader, "certificate_days", check.certificateDays, context);
}

void readUser(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    BasicAuthConfig user;
    std::string name;
    if (reader.read("username", name))
        user.username = secretFrom(std::move(name));
    user.password = readSecret(reader, "password", context);
    if (!user.username.isSet() && isDatabase(check.type))
        reader.require("username");
    if (user.username.isSet() && !user.password.isSet() && check.type == Type::Redis)
        reader.error("username", "username: a user of Redis has a password: write password or password_file");
    if (user.password.isSet() && !check.isTls && !isLoopback(check.target))
        reader.warning(reader.has("password") ? "password" : "password_file",
                       "without tls whoever listens on the way learns the password or can pose as the server: write "
                       "tls: true");
    if (user.username.isSet() || user.password.isSet())
        check.http.basicAuth = std::move(user);
}

/// What the two libraries do not do.
void refuseTlsOfDatabases(yaml::MapReader& reader, const TlsConfig& tls)
{
    if (!tls.ca.empty() || !tls.cert.empty() || tls.key.isSet() || !tls.pkcs12File.empty() || tls.keyPassword.isSet())
        reader.error("tls_config",
                     "a database's library reads files: write ca_file, cert_file and key_file, without a password");
    if (!tls.crlFile.empty())
        reader.error("tls_config", "crl_file: a database's library asks for no revoked certificates: remove it");
    if (!tls.serverName.empty())
        reader.error("tls_config", "server_name: a database's certificate must name the host of target");
    if (!tls.maxVersion.empty() || tls.minVersion == "TLS10" || tls.minVersion == "TLS11")
        reader.error("tls_config", "of databases only min_version TLS12 or TLS13 can be chosen");
}

/// Redis and databases: a server, who asks, and whether by TLS.
void readServer(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    readHostAndPort(reader, check);
    reader.read("tls", check.isTls);
    readUser(reader, check, context);
    if (check.type == Type::Redis) {
        readTlsConfig(reader, check, context);
    } else if (const auto* node = reader.take("tls_config")) {
        check.http.tls = readTls(*node, context);
        refuseTlsOfDatabases(reader, check.http.tls);
    }
    if (!check.isTls && (reader.has("tls_config") || reader.has("certificate_days")))
        reader.error(reader.has("tls_config") ? "tls_config" : "certificate_days",
                     "without tls: true there is no TLS whose options these could be");
}

void readQuestion(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    reader.read("database", check.database);
    if (reader.read("query", check.query)) {
        if (const auto complaint = health::complaintOfQuery(check.query); !complaint.empty())
            reader.error("query", "query: " + complaint);
    }
    reader.read("expected_value", check.expectedValue);
    reader.read("tables", check.tables);
    for (const auto& table : check.tables) {
        if (health::quotedTable(table, '"').empty())
            reader.error("tables", "tables: \"" + printable(table, 60) + "\" is neither table nor schema.table");
    }
    readThresholds(reader, "thresholds", check.thresholds, context);
}

void readDns(yaml::MapReader& reader, HealthCheckConfig& check)
{
    if (reader.require("target") && reader.read("target", check.target) && !health::dnsQuestion(0, check.target, 1))
        reader.error("target", "target: write the name to ask for, as in shop.example.org");
    reader.read("record", check.record);
    if (!health::dnsRecordType(check.record))
        reader.error("record", "record: write A, AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV or TXT");
    if (reader.read("resolver", check.resolver) && !isHostAndPort(check.resolver))
        reader.error("resolver", "resolver: write host:port, as in 192.0.2.53:53");
    reader.read("expected_answers", check.expectedAnswers);
}

void readPing(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    if (reader.require("target") && reader.read("target", check.target) &&
        (check.target.empty() || check.target.find_first_of("/ @[]") != std::string::npos))
        reader.error("target", "target: write a name or an address alone");
    readThresholds(reader, "thresholds", check.thresholds, context);
}

void readWebSocket(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    if (reader.require("url") && reader.read("url", check.url)) {
        if (!hasScheme(check.url, "ws://", "wss://"))
            reader.error("url", "url: write it with its scheme, as in wss://host/ws");
        const auto authority = check.url.substr(0, check.url.find('/', check.url.find("://") + 3));
        if (authority.find('@') != std::string::npos)
            reader.error("url", "url: a user and password in it are not sent: use headers");
    }
    check.headers = readHeaders(reader, context);
    reader.read("send", check.body);
    check.expectations = readExpectations(reader, context);
    readTlsConfig(reader, check, context);
}

} // namespace

bool isServerCheck(Type type) { return type >= Type::Redis && type <= Type::WebSocket; }

void readServerCheck(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    switch (check.type) {
    case Type::Redis:
        readServer(reader, check, context);
        break;
    case Type::PostgreSql:
    case Type::MySql:
        readServer(reader, check, context);
        readQuestion(reader, check, context);
        break;
    case Type::Tls:
        readHostAndPort(reader, check);
        reader.readChoice<health::StartTls>("starttls", check.startTls,
                                            {{"smtp", health::StartTls::Smtp},
                                             {"imap", health::StartTls::Imap},
                                             {"pop3", health::StartTls::Pop3},
                                             {"ftp", health::StartTls::Ftp},
                                             {"postgres", health::StartTls::Postgres}});
        readTlsConfig(reader, check, context);
        break;
    case Type::Dns:
        readDns(reader, check);
        break;
    case Type::Icmp:
        readPing(reader, check, context);
        break;
    case Type::WebSocket:
        readWebSocket(reader, check, context);
        break;
    default:
        break;
    }
}

} // namespace nocturne::config
