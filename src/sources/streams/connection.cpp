// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/connection.h"

#include <QFile>
#include <QNetworkRequest>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QUrl>

namespace nocturne::streams {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kReadAhead = std::size_t{64} << 10U;

QString word(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return QStringLiteral("refused");
    case QAbstractSocket::HostNotFoundError:
        return QStringLiteral("dns");
    case QAbstractSocket::SocketTimeoutError:
        return QStringLiteral("timeout");
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return QStringLiteral("tls");
    case QAbstractSocket::RemoteHostClosedError:
        return QStringLiteral("closed");
    default:
        return QStringLiteral("handshake");
    }
}

/// Qt tells a refused handshake only within its sentence: "Unhandled http status code: 429 (Too Many Requests)".
int httpStatus(const QString& sentence)
{
    static const QRegularExpression pattern(QStringLiteral("status code: (\\d{3})"));
    return pattern.match(sentence).captured(1).toInt();
}

QString wordForStatus(int status)
{
    if (status == 401 || status == 403)
        return QStringLiteral("unauthorized");
    return status == 429 ? QStringLiteral("too_many_connections") : QStringLiteral("handshake");
}

/// RFC 6455, section 7.4.1: 1002, 1003 and 1007 say that one side did not understand the other's frames.
bool isProtocolFault(QWebSocketProtocol::CloseCode code)
{
    return code == QWebSocketProtocol::CloseCodeProtocolError ||
           code == QWebSocketProtocol::CloseCodeDatatypeNotSupported ||
           code == QWebSocketProtocol::CloseCodeWrongDatatype;
}

QSsl::SslProtocol protocolOf(net::TlsVersion lowest)
{
    return lowest == net::TlsVersion::Tls13 ? QSsl::TlsV1_3OrLater : QSsl::TlsV1_2OrLater;
}

/// The text, or what the file holds; empty where that cannot be read.
QByteArray pemOf(std::string_view text, const std::string& path)
{
    QFile file(QString::fromStdString(path));
    if (!text.empty() || !file.open(QIODevice::ReadOnly))
        return {text.data(), static_cast<qsizetype>(text.size())};
    return file.readAll();
}

/// The key of whichever algorithm `pem` holds; null where there is none to be read.
QSslKey keyIn(const QByteArray& pem)
{
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        if (QSslKey key(pem, algorithm, QSsl::Pem); !key.isNull())
            return key;
    }
    return {};
}

/// What to connect with. Fails with Unavailable when a file has nothing that can be used.
Result<QSslConfiguration> sslConfiguration(const net::TlsOptions& tls)
{
    const auto certificatesIn = [](const std::string& text, const std::string& path) {
        return QSslCertificate::fromData(pemOf(text, path), QSsl::Pem);
    };
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(protocolOf(tls.minVersion));
    if (!tls.caFile.empty() || !tls.caPem.empty()) {
        const auto authorities = certificatesIn(tls.caPem, tls.caFile);
        if (authorities.isEmpty())
            return fail(Error::Kind::Unavailable,
                        "no certificate can be read from " + (tls.caPem.empty() ? tls.caFile : std::string("ca")));
        configuration.setCaCertificates(authorities);
    }
    if (!tls.certFile.empty() || !tls.certPem.empty()) {
        const auto chain = certificatesIn(tls.certPem, tls.certFile);
        const auto key = keyIn(pemOf(tls.keyPem, tls.keyFile));
        if (chain.isEmpty())
            return fail(Error::Kind::Unavailable, "no certificate can be read from " +
                                                      (tls.certPem.empty() ? tls.certFile : std::string("cert")));
        if (key.isNull())
            return fail(Error::Kind::Unavailable, "no private key can be read from " +
                                                      (tls.keyPem.empty() ? tls.keyFile : std::string("key")) +
                                                      ": where a passphrase locks it, set key_password");
        configuration.setLocalCertificateChain(chain);
        configuration.setPrivateKey(key);
    }
    if (!tls.crlFile.empty())
        return fail(Error::Kind::InvalidInput, "crl_file: Qt's WebSockets do not know revoked certificates");
    if (tls.insecureSkipVerify)
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

} // namespace

Connection::Connection(const StreamOptions& options, QObject* parent)
    : QObject(parent)
    , m_options(options)
{
    m_socket.setMaxAllowedIncomingFrameSize(options.frameBytes);
    m_socket.setMaxAllowedIncomingMessageSize(options.messageBytes);
    // A server that sends faster than we read waits; a frame is read when all of it is there.
    m_socket.setReadBufferSize(static_cast<qint64>(options.frameBytes + kReadAhead));
    if (options.protocol == Protocol::SocketIo)
        m_socketIo.emplace(options.namespaces, options.auth);
    m_handshakeTimer.setSingleShot(true);
    m_heartbeatTimer.setSingleShot(true);
    connect(&m_heartbeatTimer, &QTimer::timeout, this,
            [this] { finish(QStringLiteral("dead"), QStringLiteral("the server of Socket.IO sends no heartbeat")); });
    connect(&m_handshakeTimer, &QTimer::timeout, this, [this] {
        finish(QStringLiteral("timeout"), QStringLiteral("the server did not finish the handshake in time"));
    });
    connect(&m_pingTimer, &QTimer::timeout, this, &Connection::onPingTime);
    connect(&m_socket, &QWebSocket::connected, this, [this] {
        m_upgraded = true;
        if (!m_socketIo)
            becomeOpen();
    });
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        m_misses = 0;
        if (!m_finished)
            onText(text.toUtf8());
    });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& bytes) {
        m_misses = 0;
        if (!m_finished)
            onBinary(bytes.size());
    });
    connect(&m_socket, &QWebSocket::pong, this, [this](quint64 elapsed) {
        m_awaitingPong = false;
        m_misses = 0;
        if (!m_finished)
            emit answered(static_cast<double>(elapsed) / 1000);
    });
    connect(&m_socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this, &Connection::onError);
    connect(&m_socket, &QWebSocket::disconnected, this, &Connection::onDisconnected);
}

Connection::~Connection()
{
    m_finished = true;
    m_socket.disconnect(this);
    m_socket.abort();
}

void Connection::open()
{
    auto url = m_socketIo ? socketIoUrl(m_options.url) : m_options.url;
    for (const auto& [name, value] : m_options.query)
        addQuery(url, name, value);
    QNetworkRequest request(QUrl(QString::fromStdString(url)));
    for (const auto& [name, value] : m_options.headers)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    if (!m_options.bearerToken.empty())
        request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_options.bearerToken));
    m_started.start();
    m_handshakeTimer.start(m_options.handshakeTimeout);
    if (request.url().scheme() == QLatin1String("wss")) {
        const auto configuration = sslConfiguration(m_options.tls);
        if (!configuration) { // later: nobody expects ended() from within open()
            const auto why = QString::fromStdString(configuration.error().message);
            QTimer::singleShot(0, this, [this, why] { finish(QStringLiteral("tls"), why); });
            return;
        }
        m_socket.setSslConfiguration(*configuration);
    }
    m_socket.open(request);
}

void Connection::becomeOpen()
{
    m_open = true;
    m_handshakeTimer.stop();
    emit opened(static_cast<double>(m_started.elapsed()) / 1000);
    if (!m_finished)
        probe();
}

void Connection::onText(const QByteArray& text)
{
    if (m_socketIo)
        onPacket(text);
    else
        emit received(text);
}

void Connection::onPacket(const QByteArray& packet)
{
    const auto turn = m_socketIo->take({packet.constData(), static_cast<std::size_t>(packet.size())});
    for (const auto& answer : turn.send)
        m_socket.sendTextMessage(QString::fromStdString(answer));
    if (m_socketIo->heartbeat().count() > 0)
        m_heartbeatTimer.start(m_socketIo->heartbeat());
    if (!turn.refused.empty())
        finish(QStringLiteral("unauthorized"),
               QStringLiteral("the server refused the namespace ") + QString::fromStdString(turn.refused));
    else if (!turn.closed.empty())
        finish(QStringLiteral("closed"), QString::fromStdString(turn.closed));
    else if (!turn.bad.empty() && !m_open) // no server of Socket.IO
        finish(QStringLiteral("handshake"), QString::fromStdString(turn.bad));
    else if (!turn.bad.empty())
        emit receivedBad(QString::fromStdString(turn.bad));
    else if (turn.isOpen && !m_open)
        becomeOpen();
    else if (turn.event && m_open)
        emit received(QByteArray(turn.event->data(), static_cast<qsizetype>(turn.event->size())));
}

void Connection::onBinary(qsizetype bytes)
{
    if (m_socketIo && m_socketIo->takeBinary())
        emit droppedBinary(bytes);
    else
        emit receivedBinary(bytes);
}

void Connection::send(const std::string& text)
{
    m_socket.sendTextMessage(QString::fromStdString(m_socketIo ? m_socketIo->packetOf(text) : text));
}

void Connection::probe()
{
    m_awaitingPong = true;
    m_socket.ping();
    m_pingTimer.start(m_options.pingInterval);
}

void Connection::close()
{
    m_finished = true;
    m_handshakeTimer.stop();
    m_pingTimer.stop();
    m_heartbeatTimer.stop();
    if (m_upgraded)
        m_socket.close(QWebSocketProtocol::CloseCodeNormal);
    else
        m_socket.abort();
}

void Connection::onPingTime()
{
    m_misses += m_awaitingPong ? 1 : 0;
    if (m_misses >= m_options.pingMisses) {
        finish(QStringLiteral("dead"), QStringLiteral("the server answers no pings"));
        return;
    }
    m_awaitingPong = true;
    m_socket.ping();
}

void Connection::onError()
{
    const auto sentence = m_socket.errorString();
    if (m_upgraded) {
        // Its end is told once more by disconnected(), which knows the server's words.
        QTimer::singleShot(0, this, [this, sentence, why = word(m_socket.error())] { finish(why, sentence); });
        return;
    }
    if (const int status = httpStatus(sentence); status != 0) {
        finish(wordForStatus(status), QStringLiteral("the server refused the handshake with HTTP %1").arg(status));
        return;
    }
    finish(word(m_socket.error()), sentence);
}

void Connection::onDisconnected()
{
    if (!m_upgraded) { // before the handshake is done Qt may tell the end before the error that says why
        QTimer::singleShot(0, this, [this] {
            finish(QStringLiteral("closed"), QStringLiteral("the connection ended within the handshake"));
        });
        return;
    }
    if (m_socket.closeCode() == QWebSocketProtocol::CloseCodeTooMuchData) {
        finish(QStringLiteral("protocol"), QStringLiteral("a message was larger than the limit"));
        return;
    }
    const auto said = m_socket.closeReason();
    if (said.startsWith(QLatin1String("Invalid close code"))) { // Qt 6.4 knows those up to 1011
        finish(QStringLiteral("closed"),
               QStringLiteral("the connection was closed with a code from 1012 on: the server "
                              "restarts or is too busy"));
        return;
    }
    if (isProtocolFault(m_socket.closeCode())) {
        finish(QStringLiteral("protocol"), said.isEmpty() ? QStringLiteral("what came is no WebSocket") : said);
        return;
    }
    const auto sentence = QStringLiteral("the connection was closed with code %1").arg(int(m_socket.closeCode()));
    finish(QStringLiteral("closed"), said.isEmpty() ? sentence : sentence + QStringLiteral(": ") + said);
}

void Connection::finish(const QString& reason, const QString& message)
{
    if (m_finished)
        return;
    m_finished = true;
    m_open = false;
    m_upgraded = false;
    m_handshakeTimer.stop();
    m_pingTimer.stop();
    m_heartbeatTimer.stop();
    m_socket.abort();
    emit ended(reason, message);
}

} // namespace nocturne::streams
