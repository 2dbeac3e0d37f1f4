// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/connection.h"

#include <sys/socket.h>

namespace nocturne::server {

namespace {

constexpr qint64 kReadBuffer = qint64{64} * 1024;
constexpr qint64 kWriteAhead = qint64{256} * 1024; // handed to the socket and not sent yet
constexpr std::size_t kOneWrite = std::size_t{64} * 1024;
constexpr std::chrono::milliseconds kGoodbye{1000};

std::string_view viewOf(const QByteArray& bytes) { return {bytes.constData(), static_cast<std::size_t>(bytes.size())}; }

} // namespace

Connection::Connection(HttpServer& server, std::uint64_t id, QTcpSocket* socket, std::string address,
                       const HttpLimits& limits)
    : QObject(&server)
    , m_server(server)
    , m_id(id)
    , m_socket(socket)
    , m_address(std::move(address))
    , m_limits(limits)
    , m_deadline(this)
    , m_reader(std::make_unique<RequestReader>(limits))
{
    m_socket->setParent(this);
    m_deadline.setSingleShot(true);
}

Connection::~Connection()
{
    m_socket->disconnect(this);
    m_stop.request_stop();
    m_server.release(m_held);
    m_server.remove(m_id, m_address);
}

void Connection::begin()
{
    m_socket->setReadBufferSize(kReadBuffer);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &Connection::write);
    connect(m_socket, &QTcpSocket::disconnected, this, &Connection::end);
    connect(&m_deadline, &QTimer::timeout, this, &Connection::onDeadline);
    enter(Phase::Header, m_limits.headerTime);
    read();
}

void Connection::enter(Phase phase, std::chrono::milliseconds deadline)
{
    m_phase = phase;
    if (deadline.count() > 0)
        m_deadline.start(deadline);
    else
        m_deadline.stop();
}

void Connection::read()
{
    if (m_phase == Phase::Closing)
        m_socket->readAll();
    else if (m_phase == Phase::Idle || m_phase == Phase::Header || m_phase == Phase::Body)
        take(std::exchange(m_ahead, {}) + m_socket->readAll());
    // else the next request waits in the socket until this one is answered
}

void Connection::take(const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return;
    if (m_phase == Phase::Idle)
        enter(Phase::Header, m_limits.headerTime);
    const auto taken = m_reader->feed(viewOf(bytes));
    m_ahead = bytes.mid(static_cast<qsizetype>(taken));
    using State = RequestReader::State;
    if (m_reader->state() == State::Refused) {
        ++m_server.m_stats.requestsRefused;
        refuse({.status = m_reader->refusalStatus(), .body = std::string(m_reader->refusal()) + '\n'});
        return;
    }
    if (m_reader->state() == State::Header || !letIn() || !fits())
        return;
    if (m_reader->state() == State::Whole)
        answer();
}

bool Connection::letIn()
{
    if (m_isLetIn)
        return true;
    if (auto refusal = m_server.refuse(m_reader->request(), m_address)) {
        refuse(std::move(*refusal));
        return false;
    }
    m_isLetIn = true;
    if (m_reader->state() != RequestReader::State::Body)
        return true;
    enter(Phase::Body, m_limits.bodyTime);
    if (m_reader->expectsContinue())
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    return true;
}

bool Connection::fits()
{
    const auto bytes = m_reader->bodyBytes();
    if (bytes <= std::max(m_limits.smallBodyBytes, m_held))
        return true;
    if (auto refusal = m_server.hold(bytes - m_held)) {
        refuse(std::move(*refusal));
        return false;
    }
    m_held = bytes;
    return true;
}

void Connection::answer()
{
    auto request = m_reader->takeRequest();
    request.address = m_address;
    m_keepAlive = request.keepAlive && ++m_answered < m_limits.requestsPerConnection;
    m_reader = std::make_unique<RequestReader>(m_limits);
    m_isLetIn = false;
    m_stop = std::stop_source();
    enter(Phase::Answering, {});
    m_server.answer(m_id, std::move(request), std::exchange(m_held, 0), m_stop.get_token());
}

void Connection::refuse(HttpResponse response)
{
    m_keepAlive = false;
    m_reader = std::make_unique<RequestReader>(m_limits); // what came of a body is of no use
    m_server.release(std::exchange(m_held, 0));
    m_phase = Phase::Answering;
    send(std::move(response));
}

void Connection::send(HttpResponse response)
{
    if (m_phase != Phase::Answering)
        return;
    m_out = responseHead(response, m_keepAlive);
    m_body = std::move(response.body);
    m_written = 0;
    enter(Phase::Writing, m_limits.drainTime);
    if (m_body.size() < kOneWrite) { // in one packet with the head, where it fits
        m_out += m_body;
        m_body.clear();
    }
    write();
}

void Connection::write()
{
    if (m_phase != Phase::Writing)
        return;
    m_deadline.start(m_limits.drainTime); // the client took something
    const auto total = m_out.size() + m_body.size();
    while (m_written < total && m_socket->bytesToWrite() < kWriteAhead) {
        const bool inHead = m_written < m_out.size();
        const auto rest = inHead ? std::string_view(m_out).substr(m_written)
                                 : std::string_view(m_body).substr(m_written - m_out.size());
        const auto put = m_socket->write(rest.data(), static_cast<qint64>(std::min(rest.size(), kOneWrite)));
        if (put < 0) {
            end();
            return;
        }
        m_written += static_cast<std::size_t>(put);
    }
    if (m_written == total && m_socket->bytesToWrite() == 0)
        finishAnswer();
}

void Connection::finishAnswer()
{
    m_out = {};
    m_body = {};
    if (!m_keepAlive) {
        close();
        return;
    }
    enter(Phase::Idle, m_limits.idleTime);
    // Not from within: a client that sent a thousand requests ahead must not nest a thousand calls.
    QMetaObject::invokeMethod(this, &Connection::read, Qt::QueuedConnection);
}

void Connection::close()
{
    enter(Phase::Closing, kGoodbye);
    m_socket->flush();
    ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    m_socket->readAll();
}

void Connection::end()
{
    m_stop.request_stop();
    m_phase = Phase::Closing;
    m_deadline.stop();
    m_socket->disconnect(this);
    m_socket->abort();
    m_server.remove(m_id, m_address);
    deleteLater();
}

void Connection::onDeadline()
{
    const bool isSlow = (m_phase == Phase::Header && m_reader->hasBegun()) || m_phase == Phase::Body;
    if (!isSlow) {
        end();
        return;
    }
    ++m_server.m_stats.requestsRefused;
    refuse({.status = 408, .body = "the request took too long to arrive\n"});
}

} // namespace nocturne::server
