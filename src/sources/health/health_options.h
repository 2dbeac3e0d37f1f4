// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/net/http.h"
#include "sources/health/expectation.h"
#include "sources/health/health_state.h"
#include "sources/health/json_schema.h"
#include "sources/health/maintenance.h"

namespace nocturne::health {

/// Document: HTTP with a health document. Http: a status code, and a text in the body where one is asked for.
/// Tcp: a connection. Disk, Memory, File and Sqlite look at this computer; Command runs a plugin. The others speak the
/// protocol that their name says; Tls shakes hands and no more. PromQl asks the store of this
/// Nocturne, Heartbeat for how long ago something was.
enum class CheckType {
    Document,
    Http,
    Tcp,
    Disk,
    Memory,
    File,
    Sqlite,
    Command,
    Redis,
    PostgreSql,
    MySql,
    Tls,
    Dns,
    Icmp,
    WebSocket,
    PromQl,
    Heartbeat,
};

/// Whether the type asks by HTTP.
constexpr bool isHttp(CheckType type) { return type == CheckType::Document || type == CheckType::Http; }

/// Statuses of HTTP, both ends included.
struct StatusRange
{
    int first = 200;
    int last = 299;

    bool operator==(const StatusRange&) const = default;
};

/// How a server that speaks in the open at first is asked for TLS.
enum class StartTls { None, Smtp, Imap, Pop3, Ftp, Postgres };

/// "smtp", "postgres"
std::string_view toString(StartTls protocol);

/// A value at which a check is degraded, and one at which it is down. Both are reached from below, or from above
/// where `isFloor`.
struct Thresholds
{
    std::optional<double> warning = {};
    std::optional<double> critical = {};
    bool isFloor = false;

    bool operator==(const Thresholds&) const = default;
};

/// The word of the configuration: "health", "http", "tcp", "disk", ...
std::string_view toString(CheckType type);

/// One check.
struct CheckOptions
{
    std::string name;
    CheckType type = CheckType::Document;
    /// URL; host:port for Tcp, Tls, Redis and databases ("[::1]:22"); a path for Disk, File and Sqlite; the name that
    /// is asked for, of Dns; a name or an address, of Icmp.
    std::string target;
    std::chrono::milliseconds interval{15'000};
    std::chrono::milliseconds timeout{5'000};                ///< at most the interval
    int retries = 1;                                         ///< failures in a row beyond the first that are forgiven
    std::chrono::milliseconds retryInterval{0};              ///< 0: the interval, at most 5 s
    std::vector<std::pair<std::string, std::string>> labels; ///< on every series, beside job and instance

    std::string method = "GET";
    std::vector<net::RequestHeader> headers;
    std::string body;
    std::optional<net::BasicAuth> basicAuth;
    std::optional<net::Authorization> authorization;
    net::TlsOptions tls;
    std::string proxyUrl;
    bool followRedirects = true;                      ///< false: a redirect is an answer like any other
    std::vector<StatusRange> expectedStatus;          ///< of Http; empty: 200 to 299
    std::vector<Expectation> expectations;            ///< of Http and Document, and valid
    std::optional<JsonSchema> schema;                 ///< of Http and Document: what the body has to be
    Thresholds certificateDays = {{}, {}, true};      ///< until the first certificate of the chain ends
    std::size_t maxBodyBytes = std::size_t{1} << 20U; ///< of the answer, decoded
    std::size_t maxComponents = 200;                  ///< of a document: kept, shown and stored; all are judged

    bool isTls = false; ///< of Redis and the databases on a server; with `tls`

    Thresholds thresholds;                    ///< of the types that measure one value
    std::string query;                        ///< of databases: its first value is measured; empty: none is asked
    std::optional<std::string> expectedValue; ///< of the databases on a server: what the query gives
    std::string database;                     ///< of the databases on a server; empty: the server's choice
    std::vector<std::string> tables;          ///< of databases: their rows are counted; "schema.table" on a server
    std::vector<std::string> command;         ///< of Command: a file of commandFolder, and its arguments
    std::string commandFolder;                ///< empty: no command is run

    std::string record = "A";                 ///< of Dns: the type of the records
    std::string resolver;                     ///< of Dns: host:port; empty: the first of resolv.conf
    std::vector<std::string> expectedAnswers; ///< of Dns: each is among the answers

    StartTls startTls = StartTls::None;            ///< of Tls
    std::string jsonPath;                          ///< of Heartbeat at a URL: where the moment stands
    HealthState emptyState = HealthState::Unknown; ///< of PromQl: what an empty answer means

    std::vector<std::string> dependsOn; ///< checks and groups; while one is down a failure is Unreachable
    Maintenance maintenance;
    bool invert = false; ///< what is down is up, and the other way round

    bool operator==(const CheckOptions&) const = default;
};

/// A group of checks and other groups, with a state made of theirs.
struct GroupOptions
{
    /// Worst: as the worst member. Quorum: down where more members are down than the quorum leaves over. Weighted: by
    /// the share of the weights that is up, in per cent.
    enum class Aggregation { Worst, Quorum, Weighted };

    std::string name;
    std::vector<std::string> members;
    Aggregation aggregation = Aggregation::Worst;
    double quorum = 0;                                   ///< of Quorum: how many have to be up
    bool isQuorumPercent = false;                        ///< that is per cent of all members
    std::vector<std::pair<std::string, double>> weights; ///< of Weighted; 1 for members that are not named
    Thresholds thresholds = {{}, 50, true};              ///< of Weighted: of the share in per cent
    std::chrono::milliseconds interval{15'000};          ///< how often its series get a sample
    std::vector<std::pair<std::string, std::string>> labels;
    Maintenance maintenance; ///< of the group with all its members

    bool operator==(const GroupOptions&) const = default;
};

/// "worst", "quorum", "weighted"
std::string_view toString(GroupOptions::Aggregation aggregation);

struct HealthOptions
{
    std::vector<CheckOptions> checks;
    std::vector<GroupOptions> groups; ///< names differ from those of checks; no cycles with what checks depend on

    bool operator==(const HealthOptions&) const = default;
};

} // namespace nocturne::health
