// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUdpSocket>

#include "sources/custom/custom_metrics.h"

namespace nocturne::custom {

/// Takes StatsD lines in UDP datagrams on this computer, several in a datagram one below the other.
///
/// Lives on one thread with a Qt event loop, that of `metrics`.
class StatsdListener : public QObject
{
    Q_OBJECT

public:
    explicit StatsdListener(CustomMetrics& metrics);

    /// Listens at a loopback address; a port of 0 is any. Fails with InvalidInput for an address beyond loopback, where
    /// anyone could write, and with Unavailable where it is not to be had.
    Result<void> listen(const QString& address, quint16 port);
    quint16 port() const { return m_socket.localPort(); }
    /// "127.0.0.1:8125"
    std::string address() const;

private:
    void readSome();
    void takeDatagram(std::string_view datagram);

    CustomMetrics& m_metrics;
    QUdpSocket m_socket;
    QByteArray m_buffer;
};

} // namespace nocturne::custom
