// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QWebSocket>

#include "sources/streams/socket_io.h"
#include "sources/streams/stream_client.h"

namespace nocturne::streams {

/// One connection from its handshake to its end, watched by pings: a WebSocket, with Socket.IO within where the options
/// say so. Made for one attempt and thrown away.
class Connection final : public QObject
{
    Q_OBJECT

public:
    explicit Connection(const StreamOptions& options, QObject* parent = nullptr);
    ~Connection() override;

    /// Starts the handshake; opened() or ended() follows.
    void open();
    /// Sends a message; for Socket.IO it is an event, `["name", argument]`.
    void send(const std::string& text);
    /// Asks for a sign of life now and begins the ping interval anew.
    void probe();
    /// Says goodbye; ended() does not follow.
    void close();
    bool isOpen() const { return m_open; }

signals:
    void opened(double handshakeSeconds);
    /// A message, or an event of Socket.IO as `["name", argument, ...]`.
    void received(const QByteArray& text);
    void receivedBinary(qsizetype bytes);
    /// An attachment of an event, which is dropped.
    void droppedBinary(qsizetype bytes);
    /// A packet that is none of Socket.IO's.
    void receivedBad(const QString& why);
    void answered(double roundTripSeconds);
    /// Once, and nothing after it. `reason` is one of StreamStatus's words.
    void ended(const QString& reason, const QString& message);

private:
    void becomeOpen();
    void onText(const QByteArray& text);
    void onPacket(const QByteArray& packet);
    void onBinary(qsizetype bytes);
    void onError();
    void onDisconnected();
    void onPingTime();
    void finish(const QString& reason, const QString& message);

    StreamOptions m_options;
    QWebSocket m_socket;
    QTimer m_handshakeTimer;
    QTimer m_pingTimer;
    QTimer m_heartbeatTimer; // of Socket.IO: the server pings
    std::optional<SocketIo> m_socketIo;
    QElapsedTimer m_started;
    int m_misses = 0;
    bool m_awaitingPong = false;
    bool m_upgraded = false; // it is a WebSocket
    bool m_open = false;
    bool m_finished = false;
};

} // namespace nocturne::streams
