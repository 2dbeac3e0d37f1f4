// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUdpSocket>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "sources/syslog/rate_gate.h"
#include "watch/logs/log_store.h"
#include "watch/logs/syslog_frames.h"

namespace nocturne::syslog {

struct Address
{
    std::string host; ///< numeric
    int port = 0;     ///< 0: any

    bool operator==(const Address&) const = default;
};

struct Options
{
    std::optional<Address> udp;
    std::optional<Address> tcp;
    bool allowRemote = false; ///< addresses beyond loopback are wanted: whoever reaches them can write
    double maxPerSecond = 1000;
    std::size_t maxMessageBytes = std::size_t{64} << 10U;
    std::size_t maxConnections = 64;
    std::chrono::minutes idleTimeout{30}; ///< a connection that says nothing for so long is closed

    bool operator==(const Options&) const = default;
};

struct Stats
{
    std::uint64_t taken = 0;
    std::uint64_t refused = 0; ///< over the rate, or of a stream that cannot be read
    std::size_t connections = 0;
    std::string lastError; ///< of a stream that was closed
    Timestamp lastTaken = 0;
};

/// Takes messages of syslog over UDP and TCP, of RFC 5424 and RFC 3164, as log records.
///
/// Lives on one thread with a Qt event loop. Sources: RFC 5426 for datagrams, RFC 6587 for streams.
class SyslogListener : public QObject
{
    Q_OBJECT

public:
    SyslogListener(logs::LogStore& store, const Clock& clock, Options options);
    ~SyslogListener() override;

    /// Begins to listen. Fails with InvalidInput for an address beyond loopback that `allowRemote` does not name, with
    /// Unavailable where one is not to be had.
    Result<void> listen();
    /// Where it listens: "udp 127.0.0.1:5514, tcp 127.0.0.1:5514".
    std::string address() const;
    int udpPort() const { return m_udp.localPort(); }
    int tcpPort() const { return m_tcp.serverPort(); }
    const Stats& stats() const { return m_stats; }

private:
    struct Stream
    {
        logs::SyslogFrames frames;
        std::string source;
        Clock::Monotonic heard;
    };

    void readDatagrams();
    void accept();
    void read(QTcpSocket* socket);
    void drop(QTcpSocket* socket);
    void closeIdle();
    void take(std::string_view message, const std::string& source);

    logs::LogStore& m_store;
    const Clock& m_clock;
    const Options m_options;
    QUdpSocket m_udp;
    QTcpServer m_tcp;
    QByteArray m_buffer;
    std::map<QTcpSocket*, Stream> m_streams;
    RateGate m_gate;
    Stats m_stats;
};

} // namespace nocturne::syslog
