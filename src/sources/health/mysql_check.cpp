// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Connector/C's non-blocking calls, so that the deadline of the check holds: each `_start` says what it waits for, and
// `_cont` goes on. Source: mariadb.com/kb, "Using the Non-blocking Library".
#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include <mysql.h>

#include <errmsg.h>
#include <mysqld_error.h>

#include "base/core/number.h"
#include "base/core/text.h"
#include "sources/health/database_checks.h"
#include "sources/health/database_query.h"
#include "sources/health/tcp_probe.h"

namespace nocturne::health {

namespace {

/// Ways of proving a password that do not hand it over. Left out: dialog, mysql_clear_password, auth_gssapi.
constexpr const char* kPlugins = "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password";

struct Finish
{
    void operator()(MYSQL* connection) const { mysql_close(connection); }
    void operator()(MYSQL_RES* rows) const { mysql_free_result(rows); }
};

using Failure = DatabaseFailure;

std::string reasonOf(unsigned code, std::string_view words)
{
    switch (code) {
    case ER_ACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_HOST_NOT_PRIVILEGED:
    case CR_AUTH_PLUGIN_CANNOT_LOAD:
    case CR_AUTH_PLUGIN_ERR:
        return "unauthorized";
    case ER_CON_COUNT_ERROR:
    case ER_TOO_MANY_USER_CONNECTIONS:
        return "not_ready";
    case CR_UNKNOWN_HOST:
        return "dns";
    case CR_CONN_HOST_ERROR:
    case CR_CONNECTION_ERROR:
        return words.find("(111") != std::string_view::npos ? "refused" : "unreachable";
    case CR_SSL_CONNECTION_ERROR:
        return "tls";
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
        return "reset";
    case CR_VERSION_ERROR:
    case CR_MALFORMED_PACKET:
        return "protocol";
    case ER_STATEMENT_TIMEOUT:
        return "timeout";
    default:
        return code >= CR_MIN_ERROR && code <= CR_MAX_ERROR ? "internal" : "query";
    }
}

/// One connection; every call is done at the deadline.
class Session final : public DatabaseSession
{
public:
    explicit Session(const net::Patience& patience)
        : m_patience(patience)
        , m_connection(mysql_init(nullptr))
    {}

    std::optional<Failure> connect(const CheckOptions& check, const std::string& host, unsigned port)
    {
        set(check);
        MYSQL* connected = nullptr;
        auto* sql = m_connection.get();
        const auto* user = check.basicAuth ? check.basicAuth->username.c_str() : "";
        const auto* password = check.basicAuth ? check.basicAuth->password.c_str() : "";
        const auto* database = check.database.empty() ? nullptr : check.database.c_str();
        auto late =
            finish(mysql_real_connect_start(&connected, sql, host.c_str(), user, password, database, port, nullptr, 0),
                   "connection", [&](int ready) { return mysql_real_connect_cont(&connected, sql, ready); });
        if (late)
            return late;
        return connected != nullptr ? std::nullopt : std::optional(lastFailure());
    }

    /// The value in `column` of the first row; NULL and no row are nothing. Rows are not kept.
    Answer ask(const std::string& statement, unsigned column) override
    {
        auto* sql = m_connection.get();
        int status = 0;
        if (auto late = finish(mysql_real_query_start(&status, sql, statement.data(), statement.size()), "answer",
                               [&](int ready) { return mysql_real_query_cont(&status, sql, ready); }))
            return tl::unexpected(std::move(*late));
        if (status != 0)
            return tl::unexpected(lastFailure());
        const std::unique_ptr<MYSQL_RES, Finish> rows(mysql_use_result(sql));
        if (rows != nullptr)
            return firstOf(rows.get(), column);
        if (mysql_errno(sql) != 0)
            return tl::unexpected(lastFailure());
        return std::optional<std::string>();
    }

    std::string version() const override { return printable(mysql_get_server_info(m_connection.get()), 60); }
    std::string tlsVersion() const override
    {
        const char* version = nullptr;
        mariadb_get_infov(m_connection.get(), MARIADB_CONNECTION_TLS_VERSION, &version);
        return version == nullptr ? std::string() : printable(version, 20);
    }

private:
    void set(const CheckOptions& check)
    {
        auto* sql = m_connection.get();
        const auto& tls = check.tls;
        const my_bool on = 1;
        const unsigned off = 0;
        mysql_options(sql, MYSQL_OPT_NONBLOCK, nullptr);
        mysql_options(sql, MYSQL_OPT_LOCAL_INFILE, &off);
        mysql_options(sql, MARIADB_OPT_RESTRICTED_AUTH, kPlugins);
        mysql_options(sql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
        const unsigned tcp = MYSQL_PROTOCOL_TCP; // "localhost" would mean a socket of this computer
        mysql_options(sql, MYSQL_OPT_PROTOCOL, &tcp);
        if (!check.isTls)
            return;
        const my_bool verified = tls.insecureSkipVerify ? 0 : 1;
        mysql_options(sql, MYSQL_OPT_SSL_ENFORCE, &on);
        mysql_options(sql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verified);
        const auto path = [&](mysql_option option, const std::string& file) {
            if (!file.empty())
                mysql_options(sql, option, file.c_str());
        };
        path(MYSQL_OPT_SSL_CA,
             tls.caFile.empty() && !tls.insecureSkipVerify ? "/etc/ssl/certs/ca-certificates.crt" : tls.caFile);
        path(MYSQL_OPT_SSL_CERT, tls.certFile);
        path(MYSQL_OPT_SSL_KEY, tls.keyFile);
        mysql_options(sql, MARIADB_OPT_TLS_VERSION,
                      tls.minVersion == net::TlsVersion::Tls13 ? "TLSv1.3" : "TLSv1.2,TLSv1.3");
    }

    /// Waits as the library asks for until it is done.
    template <typename Continue>
    std::optional<Failure> finish(int status, const std::string& forWhat, Continue goOn)
    {
        std::optional<Failure> late;
        while (status != 0) {
            const net::Readiness interest{(status & MYSQL_WAIT_READ) != 0, (status & MYSQL_WAIT_WRITE) != 0};
            const auto waited =
                late ? net::Waited::Late
                     : net::waitFor(static_cast<int>(mysql_get_socket(m_connection.get())), interest, m_patience);
            if (waited != net::Waited::Ready)
                late = Failure{waited == net::Waited::Stopped ? "cancelled" : "timeout", "no " + forWhat + " in time"};
            // Told of a timeout, the library ends what it does and frees what that took.
            status = goOn(late ? MYSQL_WAIT_TIMEOUT : status & (MYSQL_WAIT_READ | MYSQL_WAIT_WRITE));
        }
        return late;
    }

    Answer firstOf(MYSQL_RES* rows, unsigned column)
    {
        std::optional<std::string> value;
        for (bool isFirst = true;; isFirst = false) {
            MYSQL_ROW row = nullptr;
            if (auto late = finish(mysql_fetch_row_start(&row, rows), "row",
                                   [&](int ready) { return mysql_fetch_row_cont(&row, rows, ready); }))
                return tl::unexpected(std::move(*late));
            if (row == nullptr)
                break;
            const auto* lengths = mysql_fetch_lengths(rows);
            if (isFirst && column < mysql_num_fields(rows) && row[column] != nullptr)
                value = std::string(row[column], lengths[column]);
        }
        if (mysql_errno(m_connection.get()) != 0)
            return tl::unexpected(lastFailure());
        return value;
    }

    Failure lastFailure() const
    {
        const std::string words = mysql_error(m_connection.get());
        return {reasonOf(mysql_errno(m_connection.get()), words), words};
    }

    const net::Patience& m_patience;
    std::unique_ptr<MYSQL, Finish> m_connection;
};

/// MariaDB carries out DROP TABLE and its like in a transaction that reads: they end it first. Only a session that
/// reads refuses them.
DatabaseDialect dialectOf(const CheckOptions& check, const std::string& version)
{
    const auto limit = std::min(check.timeout, check.interval).count();
    const auto inTime = version.find("MariaDB") != std::string::npos
                            ? "SET SESSION max_statement_time = " + formatNumber(static_cast<double>(limit) / 1000)
                            : "SET SESSION max_execution_time = " + std::to_string(limit);
    return {.beginning = {"SET SESSION TRANSACTION READ ONLY", inTime, "START TRANSACTION READ ONLY"},
            .quote = '`',
            .connections = "SHOW GLOBAL STATUS LIKE 'Threads_connected'",
            .maxConnections = "SHOW GLOBAL VARIABLES LIKE 'max_connections'",
            .figureColumn = 1};
}

} // namespace

ProbeResult checkMySql(const CheckOptions& check, const net::Patience& patience)
{
    static std::once_flag once;
    std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
    const auto target = splitTarget(check.target);
    if (!target)
        return failedResult("invalid_request", target.error().message);
    const auto began = std::chrono::steady_clock::now();
    auto connected = began;
    ProbeResult result;
    {
        Session session(patience);
        const auto failure = session.connect(check, target->first, static_cast<unsigned>(std::stoi(target->second)));
        connected = std::chrono::steady_clock::now();
        result = failure ? failedResult(failure->reason, failure->words)
                         : askDatabase(check, session, dialectOf(check, session.version()));
        if (!failure)
            result.phases.firstByte =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - connected).count();
    }
    mysql_thread_end();
    result.phases.connect = std::chrono::duration<double>(connected - began).count();
    return result;
}

} // namespace nocturne::health
