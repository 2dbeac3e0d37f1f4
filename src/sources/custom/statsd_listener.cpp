// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/custom/statsd_listener.h"

#include <QHostAddress>
#include <QVariant>

#include "base/core/text.h"
#include "sources/custom/statsd_line.h"

namespace nocturne::custom {

namespace {

constexpr int kMaxDatagram = 65'535;
constexpr int kDatagramsATurn = 500;    // then other work of the thread has its turn
constexpr int kReceiveBuffer = 4 << 20; // of the kernel: what comes in a burst waits there

} // namespace

StatsdListener::StatsdListener(CustomMetrics& metrics)
    : m_metrics(metrics)
    , m_buffer(kMaxDatagram, Qt::Uninitialized)
{
    connect(&m_socket, &QUdpSocket::readyRead, this, &StatsdListener::readSome);
}

Result<void> StatsdListener::listen(const QString& address, quint16 port)
{
    const QHostAddress host(address == QStringLiteral("localhost") ? QStringLiteral("127.0.0.1") : address);
    const auto where = address.toStdString() + ":" + std::to_string(port);
    if (!host.isLoopback())
        return fail(Error::Kind::InvalidInput,
                    "StatsD lines are taken from this computer alone, and " + where + " is no loopback address");
    if (!m_socket.bind(host, port))
        return fail(Error::Kind::Unavailable,
                    "cannot take StatsD lines at " + where + ": " + m_socket.errorString().toStdString());
    m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, QVariant(kReceiveBuffer));
    return {};
}

std::string StatsdListener::address() const
{
    const auto host = m_socket.localAddress().toString().toStdString();
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port());
}

void StatsdListener::readSome()
{
    for (int i = 0; i < kDatagramsATurn && m_socket.hasPendingDatagrams(); ++i) {
        const auto size = m_socket.readDatagram(m_buffer.data(), m_buffer.size());
        if (size > 0)
            takeDatagram({m_buffer.constData(), static_cast<std::size_t>(size)});
    }
    if (m_socket.hasPendingDatagrams())
        QMetaObject::invokeMethod(this, &StatsdListener::readSome, Qt::QueuedConnection);
}

void StatsdListener::takeDatagram(std::string_view datagram)
{
    while (!datagram.empty()) {
        const auto end = std::min(datagram.find('\n'), datagram.size());
        const auto line = trimmed(datagram.substr(0, end), " \t\r");
        datagram.remove_prefix(std::min(end + 1, datagram.size()));
        if (line.empty())
            continue;
        const auto measurements = readStatsdLine(line);
        if (!measurements) {
            m_metrics.refuse(measurements.error());
            continue;
        }
        for (const auto& measurement : *measurements)
            (void)m_metrics.take(measurement); // counts what it refuses
    }
}

} // namespace nocturne::custom
