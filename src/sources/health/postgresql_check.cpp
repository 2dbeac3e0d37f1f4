// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// libpq's asynchronous interface, so that the deadline of the check holds. Source: PostgreSQL 15, chapters 34.1
// to 34.4.
#include <array>
#include <memory>
#include <vector>

#include <libpq-fe.h>

#include "base/core/number.h"
#include "base/core/text.h"
#include "sources/health/database_checks.h"
#include "sources/health/database_query.h"
#include "sources/health/tcp_probe.h"

namespace nocturne::health {

namespace {

struct Finish
{
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};
using Rows = std::unique_ptr<PGresult, Finish>;

using Failure = DatabaseFailure;

std::string oneLine(const char* message)
{
    std::string text(trimmed(message == nullptr ? "" : message, " \t\r\n"));
    for (auto& c : text)
        c = c == '\n' || c == '\t' ? ' ' : c;
    return text;
}

/// libpq tells failed connections by words alone.
std::string reasonOf(const std::string& message)
{
    const auto says = [&](std::string_view words) { return message.find(words) != std::string::npos; };
    if (says("authentication failed") || says("no password supplied") || says("no pg_hba.conf entry") ||
        says("permission denied"))
        return "unauthorized";
    if (says("could not translate host name"))
        return "dns";
    if (says("Connection refused"))
        return "refused";
    if (says("certificate") || says("SSL"))
        return "tls";
    if (says("No route to host") || says("Network is unreachable"))
        return "unreachable";
    if (says("received invalid response") || says("expected authentication request"))
        return "protocol";
    if (says("starting up") || says("shutting down") || says("too many clients") || says("recovery mode"))
        return "not_ready";
    return says("server closed the connection") || says("Connection reset") ? "reset" : "internal";
}

/// One connection; every call is done at the deadline.
class Session final : public DatabaseSession
{
public:
    explicit Session(const net::Patience& patience)
        : m_patience(patience)
    {}

    std::optional<Failure> connect(const std::vector<std::pair<const char*, std::string>>& parameters)
    {
        std::vector<const char*> keys;
        std::vector<const char*> values;
        for (const auto& [key, value] : parameters) {
            keys.push_back(key);
            values.push_back(value.c_str());
        }
        keys.push_back(nullptr);
        values.push_back(nullptr);
        m_connection.reset(PQconnectStartParams(keys.data(), values.data(), 0));
        if (m_connection == nullptr)
            return Failure{"internal", "no memory is left"};
        auto step = PGRES_POLLING_WRITING;
        while (PQstatus(m_connection.get()) != CONNECTION_BAD) {
            if (auto late = wait({step == PGRES_POLLING_READING, step == PGRES_POLLING_WRITING}, "connection"))
                return late;
            step = PQconnectPoll(m_connection.get());
            if (step == PGRES_POLLING_OK)
                return PQsetnonblocking(m_connection.get(), 1) == 0 ? std::nullopt : std::optional(lastFailure());
            if (step == PGRES_POLLING_FAILED)
                break;
        }
        return lastFailure();
    }

    /// One statement: the extended protocol takes no more. The first value of the first row; NULL and no row are
    /// nothing.
    Answer ask(const std::string& sql, unsigned column) override
    {
        auto* connection = m_connection.get();
        if (PQsendQueryParams(connection, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1)
            return tl::unexpected(lastFailure());
        PQsetSingleRowMode(connection); // a query without LIMIT must not fill the memory
        if (auto failed = flush())
            return tl::unexpected(std::move(*failed));
        std::optional<std::string> value;
        bool isFirst = true;
        while (true) {
            while (PQisBusy(connection) == 1) {
                if (auto late = wait({true, false}, "answer"))
                    return tl::unexpected(std::move(*late));
                if (PQconsumeInput(connection) != 1)
                    return tl::unexpected(lastFailure());
            }
            const Rows rows(PQgetResult(connection));
            if (rows == nullptr)
                return value;
            const auto status = PQresultStatus(rows.get());
            if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
                return tl::unexpected(failureOf(rows.get()));
            if (std::exchange(isFirst, isFirst && PQntuples(rows.get()) == 0) && PQntuples(rows.get()) > 0 &&
                static_cast<unsigned>(PQnfields(rows.get())) > column && PQgetisnull(rows.get(), 0, int(column)) == 0)
                value = PQgetvalue(rows.get(), 0, int(column));
        }
    }

    std::string version() const override
    {
        const auto* version = PQparameterStatus(m_connection.get(), "server_version");
        return version == nullptr ? std::string() : printable(version, 60);
    }
    std::string tlsVersion() const override
    {
        const auto* version = PQsslAttribute(m_connection.get(), "protocol");
        return version == nullptr ? std::string() : printable(version, 20);
    }

private:
    std::optional<Failure> wait(net::Readiness interest, const std::string& forWhat)
    {
        switch (net::waitFor(PQsocket(m_connection.get()), interest, m_patience)) {
        case net::Waited::Ready:
            return std::nullopt;
        case net::Waited::Late:
            return Failure{"timeout", "no " + forWhat + " in time"};
        case net::Waited::Stopped:
            return Failure{"cancelled", "given up"};
        case net::Waited::Failed:
            break;
        }
        return Failure{"internal", "waiting failed"};
    }

    std::optional<Failure> flush()
    {
        int left = PQflush(m_connection.get());
        for (; left == 1; left = PQflush(m_connection.get())) {
            if (auto late = wait({true, true}, "room to send"))
                return late;
            if (PQconsumeInput(m_connection.get()) != 1)
                return lastFailure();
        }
        return left == 0 ? std::nullopt : std::optional(lastFailure());
    }

    Failure lastFailure() const
    {
        auto message = oneLine(PQerrorMessage(m_connection.get()));
        return {reasonOf(message), std::move(message)};
    }

    static Failure failureOf(const PGresult* rows)
    {
        const auto* field = PQresultErrorField(rows, PG_DIAG_SQLSTATE);
        const std::string_view code = field == nullptr ? "" : field;
        const auto reason = code == "57014" ? "timeout" : code == "42501" ? "unauthorized" : "query";
        return {reason, oneLine(PQresultErrorMessage(rows))};
    }

    const net::Patience& m_patience;
    std::unique_ptr<PGconn, Finish> m_connection;
};

std::vector<std::pair<const char*, std::string>> parametersOf(const CheckOptions& check, const std::string& host,
                                                              const std::string& port)
{
    const auto& tls = check.tls;
    std::vector<std::pair<const char*, std::string>> all = {
        {"host", host},
        {"port", port},
        {"user", check.basicAuth ? check.basicAuth->username : ""},
        {"password", check.basicAuth ? check.basicAuth->password.text() : ""},
        {"dbname", check.database.empty() ? "postgres" : check.database},
        {"passfile", "/dev/null/none"}, // nothing can be there, and libpq warns of what is no plain file
        {"application_name", "nocturne"},
        {"client_encoding", "UTF8"},
        {"gssencmode", "disable"},
        {"sslmode", !check.isTls             ? "disable"
                    : tls.insecureSkipVerify ? "require"
                                             : "verify-full"},
    };
    if (check.isTls) {
        // libpq 15 does not know the system's authorities by itself.
        all.emplace_back("sslrootcert", tls.insecureSkipVerify ? "/dev/null/none"
                                        : tls.caFile.empty()   ? "/etc/ssl/certs/ca-certificates.crt"
                                                               : tls.caFile);
        all.emplace_back("sslcert", tls.certFile.empty() ? "/dev/null/none" : tls.certFile);
        all.emplace_back("sslkey", tls.keyFile.empty() ? "/dev/null/none" : tls.keyFile);
        all.emplace_back("sslcrl", "/dev/null/none");
        all.emplace_back("ssl_min_protocol_version", tls.minVersion == net::TlsVersion::Tls13 ? "TLSv1.3" : "TLSv1.2");
    }
    return all;
}

DatabaseDialect dialectOf(const CheckOptions& check)
{
    const auto limit = std::min(check.timeout, check.interval).count();
    return {.beginning = {"BEGIN READ ONLY", "SET LOCAL statement_timeout = " + std::to_string(limit)},
            .connections = "SELECT sum(numbackends) FROM pg_stat_database",
            .maxConnections = "SELECT setting FROM pg_settings WHERE name = 'max_connections'"};
}

} // namespace

ProbeResult checkPostgreSql(const CheckOptions& check, const net::Patience& patience)
{
    const auto target = splitTarget(check.target);
    if (!target)
        return failedResult("invalid_request", target.error().message);
    const auto began = std::chrono::steady_clock::now();
    Session session(patience);
    const auto failure = session.connect(parametersOf(check, target->first, target->second));
    const auto connected = std::chrono::steady_clock::now();
    auto result =
        failure ? failedResult(failure->reason, failure->words) : askDatabase(check, session, dialectOf(check));
    result.phases.connect = std::chrono::duration<double>(connected - began).count();
    if (!failure)
        result.phases.firstByte = std::chrono::duration<double>(std::chrono::steady_clock::now() - connected).count();
    return result;
}

} // namespace nocturne::health
