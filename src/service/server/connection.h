// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include "service/server/http_server.h"
#include "service/server/request_reader.h"

namespace nocturne::server {

/// One client: reads a request, has it answered, writes the answer, and again. Each step has a deadline.
/// Made by the server, whose child it is; ends itself.
class Connection : public QObject
{
    Q_OBJECT

public:
    /// Takes the socket over.
    Connection(HttpServer& server, std::uint64_t id, QTcpSocket* socket, std::string address, const HttpLimits& limits);
    ~Connection() override;

    void begin();
    void send(HttpResponse response);

private:
    enum class Phase { Idle, Header, Body, Answering, Writing, Closing };

    void enter(Phase phase, std::chrono::milliseconds deadline);
    void read();
    void take(const QByteArray& bytes);
    /// Once a header is whole: whether its body is wanted.
    bool letIn();
    /// Whether there is room for what the request has come to.
    bool fits();
    void answer();
    void refuse(HttpResponse response);
    void write();
    void finishAnswer();
    /// Says goodbye and waits a moment for the client to do so too, so that it reads the answer to the end.
    void close();
    void end();
    void onDeadline();

    HttpServer& m_server;
    const std::uint64_t m_id;
    QTcpSocket* m_socket;
    const std::string m_address;
    const HttpLimits& m_limits;
    Phase m_phase = Phase::Idle;
    QTimer m_deadline;
    std::unique_ptr<RequestReader> m_reader;
    bool m_isLetIn = false;
    std::size_t m_held = 0; // bytes of the body that the server counts
    bool m_keepAlive = true;
    std::size_t m_answered = 0;
    QByteArray m_ahead; // bytes of the next request
    std::stop_source m_stop;
    std::string m_out;
    std::string m_body;
    std::size_t m_written = 0; // of m_out and m_body together
};

} // namespace nocturne::server
