// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "base/core/limits.h"
#include "base/core/log.h"
#include "base/net/http.h"
#include "engine/storage/appender.h"
#include "sources/mapping/json_mapping.h"
#include "sources/streams/stream_status.h"
#include "sources/streams/topics.h"
#include "watch/alerts/alert_board.h"

namespace nocturne::net {
class HttpClient;
} // namespace nocturne::net

namespace nocturne::logs {
class LogStore;
} // namespace nocturne::logs

namespace nocturne::streams {

/// What the messages of a stream are, and what carries them.
enum class StreamType { Aegis, Json };
enum class Protocol { WebSocket, SocketIo };

/// One stream: what to connect to, and how patiently.
struct StreamOptions
{
    std::string name;
    StreamType type = StreamType::Aegis;
    Protocol protocol = Protocol::WebSocket;
    std::string url; ///< ws:// or wss://
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::pair<std::string, std::string>> query; ///< added to the URL, encoded
    std::string bearerToken;
    net::TlsOptions tls; ///< serverName is of use for restUrl only: a WebSocket of Qt verifies the URL's host
    std::vector<std::pair<std::string, std::string>> labels; ///< on every series, beside job and instance
    TopicSet wanted;                                         ///< of type Aegis

    // Of type Json:
    mapping::JsonMapping mapping;
    std::vector<std::string> subscribe;           ///< messages sent once the connection is open
    std::vector<std::string> namespaces;          ///< of Socket.IO; none: "/"
    std::string auth;                             ///< what its namespaces are told: a JSON object, or nothing
    std::size_t seriesLimit = 10'000;             ///< series made of the messages
    std::chrono::milliseconds flushInterval{100}; ///< how long samples are collected for one write

    /// How often the server sends; 0: as it likes, and silence is no fault.
    std::chrono::milliseconds updateInterval{1000};
    std::chrono::milliseconds handshakeTimeout{10'000};
    std::chrono::milliseconds pingInterval{15'000};
    int pingMisses = 2;                             ///< unanswered pings after which the connection is dead
    int staleAfterIntervals = 3;                    ///< updateIntervals without a message that is understood
    std::chrono::milliseconds silenceLimit{60'000}; ///< of no such message, after which to connect anew
    std::chrono::milliseconds backoffBase{500};
    std::chrono::milliseconds backoffCap{60'000};
    std::chrono::milliseconds backoffWhenFull{30'000};       ///< at least, when the server has too many connections
    std::chrono::milliseconds healthyAfter{30'000};          ///< after which the backoff starts anew
    std::size_t badMessages = 20;                            ///< within a minute, after which to connect anew
    std::chrono::milliseconds alertsForgottenAfter{600'000}; ///< 0: never
    std::size_t frameBytes = Limits().webSocketFrameBytes;
    std::size_t messageBytes = Limits().webSocketMessageBytes;

    std::string restUrl; ///< http://host/api/metrics; empty: backends and status distribution are not asked for
    std::chrono::milliseconds restInterval{15'000};
    std::chrono::milliseconds restTimeout{10'000};
    std::string restRange = "15m";
    std::vector<std::string> restRanges; ///< over which the server is asked for its own overview

    bool operator==(const StreamOptions&) const = default;
};

/// Keeps one stream connected and turns what comes into samples, log records and alerts.
///
/// Every sample has the labels job="stream", instance=NAME and those of the options. `stream_up` and
/// `stream_rtt_seconds` tell of the connection itself. Needs a running Qt event loop and is used on the thread that
/// made it; callbacks come on that thread, from the event loop.
class StreamClient
{
public:
    /// `http` may be null where no restUrl is set, `logs` where nothing is mapped to log records. Everything borrowed
    /// outlives the client.
    StreamClient(StreamOptions options, storage::Appendable& store, alerts::AlertBoard& board, const Clock& clock,
                 Logger& logger, net::HttpClient* http = nullptr, logs::LogStore* logs = nullptr);
    /// Stops.
    ~StreamClient();
    StreamClient(const StreamClient&) = delete;
    StreamClient& operator=(const StreamClient&) = delete;

    void start();
    /// Closes the connection and ends all series with staleness markers.
    void stop();
    /// What displays, rules and queries need now. Sent at once where connected, and after every reconnection.
    void setWanted(const TopicSet& wanted);
    /// Gives up the wait before the next attempt.
    void reconnectNow();

    const StreamOptions& options() const;
    const StreamStatus& status() const;
    StreamStats stats() const;
    /// Called after each change of the status other than its counters.
    void onChange(std::function<void()> callback);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nocturne::streams
