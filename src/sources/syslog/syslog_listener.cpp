// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/syslog/syslog_listener.h"

#include <QHostAddress>
#include <QTimer>
#include <QVariant>

#include "watch/logs/syslog_message.h"

namespace nocturne::syslog {

namespace {

constexpr int kMaxDatagram = 65'535;
constexpr int kDatagramsATurn = 500;      // then other work of the thread has its turn
constexpr int kReceiveBuffer = 4 << 20;   // of the kernel: what comes in a burst waits there
constexpr qint64 kBytesATurn = 256 << 10; // of one connection
constexpr int kIdleCheckMs = 60'000;

std::string textOf(const QHostAddress& host, int port)
{
    const auto name = host.toString().toStdString();
    return (name.find(':') == std::string::npos ? name : '[' + name + ']') + ':' + std::to_string(port);
}

std::string senderOf(const QHostAddress& host)
{
    bool isV4 = false;
    const auto v4 = host.toIPv4Address(&isV4); // "::ffff:127.0.0.1" is 127.0.0.1
    return (isV4 ? QHostAddress(v4) : host).toString().toStdString();
}

Result<QHostAddress> hostOf(const Address& address, const Options& options, const char* what)
{
    const QHostAddress host(QString::fromStdString(address.host));
    if (host.isNull())
        return fail(Error::Kind::InvalidInput, std::string("\"") + address.host + "\" is no address to take syslog at");
    if (!host.isLoopback() && !options.allowRemote)
        return fail(Error::Kind::InvalidInput,
                    std::string("syslog over ") + what + " at " + textOf(host, address.port) +
                        " lets other computers write here, unencrypted and unasked: listen at 127.0.0.1, or set "
                        "logs.syslog.allow_remote");
    return host;
}

} // namespace

SyslogListener::SyslogListener(logs::LogStore& store, const Clock& clock, Options options)
    : m_store(store)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_buffer(kMaxDatagram, Qt::Uninitialized)
    , m_gate(m_options.maxPerSecond)
{
    connect(&m_udp, &QUdpSocket::readyRead, this, &SyslogListener::readDatagrams);
    connect(&m_tcp, &QTcpServer::newConnection, this, &SyslogListener::accept);
    auto* timer = new QTimer(this); // NOLINT: owned by its parent
    connect(timer, &QTimer::timeout, this, &SyslogListener::closeIdle);
    timer->start(kIdleCheckMs);
}

SyslogListener::~SyslogListener()
{
    for (const auto& [socket, stream] : m_streams)
        socket->disconnect(this); // it goes with the server
}

Result<void> SyslogListener::listen()
{
    if (m_options.udp) {
        const auto host = hostOf(*m_options.udp, m_options, "UDP");
        if (!host)
            return tl::unexpected(host.error());
        if (!m_udp.bind(*host, static_cast<quint16>(m_options.udp->port)))
            return fail(Error::Kind::Unavailable, "cannot take syslog at udp " + textOf(*host, m_options.udp->port) +
                                                      ": " + m_udp.errorString().toStdString());
        m_udp.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, QVariant(kReceiveBuffer));
    }
    if (m_options.tcp) {
        const auto host = hostOf(*m_options.tcp, m_options, "TCP");
        if (!host)
            return tl::unexpected(host.error());
        if (!m_tcp.listen(*host, static_cast<quint16>(m_options.tcp->port)))
            return fail(Error::Kind::Unavailable, "cannot take syslog at tcp " + textOf(*host, m_options.tcp->port) +
                                                      ": " + m_tcp.errorString().toStdString());
    }
    return {};
}

std::string SyslogListener::address() const
{
    std::string text;
    if (m_options.udp)
        text = "udp " + textOf(m_udp.localAddress(), udpPort());
    if (m_options.tcp)
        text += (text.empty() ? "tcp " : ", tcp ") + textOf(m_tcp.serverAddress(), tcpPort());
    return text;
}

void SyslogListener::take(std::string_view message, const std::string& source)
{
    if (message.empty())
        return;
    if (!m_gate.passes(m_clock.monotonic())) {
        ++m_stats.refused;
        m_stats.lastError = "more messages than logs.syslog.max_per_second: the rest is left out";
        return;
    }
    auto record = logs::parseSyslog(message.substr(0, m_options.maxMessageBytes), m_clock.now());
    record.source = source;
    if (record.service.empty()) {
        const auto host = record.fields.find("host");
        record.service = host == record.fields.end() ? "syslog" : host->second;
    }
    m_store.add(std::move(record));
    ++m_stats.taken;
    m_stats.lastTaken = m_clock.now();
}

void SyslogListener::readDatagrams()
{
    QHostAddress sender;
    for (int i = 0; i < kDatagramsATurn && m_udp.hasPendingDatagrams(); ++i) {
        const auto size = m_udp.readDatagram(m_buffer.data(), m_buffer.size(), &sender);
        if (size > 0)
            take({m_buffer.constData(), static_cast<std::size_t>(size)}, "syslog:udp " + senderOf(sender));
    }
    if (m_udp.hasPendingDatagrams())
        QMetaObject::invokeMethod(this, &SyslogListener::readDatagrams, Qt::QueuedConnection);
}

void SyslogListener::accept()
{
    while (auto* socket = m_tcp.nextPendingConnection()) {
        if (m_streams.size() >= m_options.maxConnections) {
            m_stats.lastError =
                "more than " + std::to_string(m_options.maxConnections) + " connections: a new one was closed";
            ++m_stats.refused;
            socket->abort();
            socket->deleteLater();
            continue;
        }
        socket->setReadBufferSize(kBytesATurn);
        m_streams.emplace(socket, Stream{logs::SyslogFrames(m_options.maxMessageBytes),
                                         "syslog:tcp " + senderOf(socket->peerAddress()), m_clock.monotonic()});
        m_stats.connections = m_streams.size();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] { drop(socket); });
        if (socket->bytesAvailable() > 0)
            read(socket);
    }
}

void SyslogListener::read(QTcpSocket* socket)
{
    const auto found = m_streams.find(socket);
    if (found == m_streams.end())
        return;
    auto& stream = found->second;
    stream.heard = m_clock.monotonic();
    const auto bytes = socket->readAll();
    const auto read = stream.frames.add({bytes.constData(), static_cast<std::size_t>(bytes.size())},
                                        [&](std::string_view message) { take(message, stream.source); });
    if (read)
        return;
    ++m_stats.refused;
    m_stats.lastError = read.error().message;
    socket->abort(); // what follows cannot be told apart any more
}

void SyslogListener::drop(QTcpSocket* socket)
{
    const auto found = m_streams.find(socket);
    if (found == m_streams.end())
        return;
    if (socket->bytesAvailable() > 0)
        read(socket);
    found->second.frames.finish([&](std::string_view message) { take(message, found->second.source); });
    m_streams.erase(found);
    m_stats.connections = m_streams.size();
    socket->deleteLater();
}

void SyslogListener::closeIdle()
{
    std::vector<QTcpSocket*> idle;
    for (const auto& [socket, stream] : m_streams) {
        if (m_clock.monotonic() - stream.heard > m_options.idleTimeout)
            idle.push_back(socket);
    }
    for (auto* socket : idle)
        socket->abort();
}

} // namespace nocturne::syslog
