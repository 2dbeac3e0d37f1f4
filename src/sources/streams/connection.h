// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QWebSocket>

#include "sources/streams/stream_client.h"

namespace nocturne::streams {

/// One WebSocket connection from its handshake to its end, watched by pings. Made for one attempt and thrown away.
class Connection final : public QObject
{
    Q_OBJECT

public:
    explicit Connection(const StreamOptions& options, QObject* parent = nullptr);
    ~Connection() override;

    /// Starts the handshake; opened() or ended() follows.
    void open();
    void send(const std::string& text);
    /// Asks for a sign of life now and begins the ping interval anew.
    void probe();
    /// Says goodbye; ended() does not follow.
    void close();
    bool isOpen() const { return m_open; }

signals:
    void opened(double handshakeSeconds);
    void received(const QByteArray& text);
    void receivedBinary(qsizetype bytes);
    void answered(double roundTripSeconds);
    /// Once, and nothing after it. `reason` is one of StreamStatus's words.
    void ended(const QString& reason, const QString& message);

private:
    void onError();
    void onDisconnected();
    void onPingTime();
    void finish(const QString& reason, const QString& message);

    StreamOptions m_options;
    QWebSocket m_socket;
    QTimer m_handshakeTimer;
    QTimer m_pingTimer;
    QElapsedTimer m_started;
    int m_misses = 0;
    bool m_awaitingPong = false;
    bool m_open = false;
    bool m_finished = false;
};

} // namespace nocturne::streams
