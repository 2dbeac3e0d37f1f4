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

QSsl::SslProtocol protocolOf(net::TlsVersion lowest)
{
    return lowest == net::TlsVersion::Tls13 ? QSsl::TlsV1_3OrLater : QSsl::TlsV1_2OrLater;
}

/// The key of whichever algorithm the file holds; null where there is none to be read.
QSslKey keyIn(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto pem = file.readAll();
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        if (QSslKey key(pem, algorithm, QSsl::Pem); !key.isNull())
            return key;
    }
    return {};
}

/// What to connect with. Fails with Unavailable when a file has nothing that can be used.
Result<QSslConfiguration> sslConfiguration(const net::TlsOptions& tls)
{
    const auto certificatesIn = [](const std::string& path) {
        return QSslCertificate::fromPath(QString::fromStdString(path), QSsl::Pem);
    };
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(protocolOf(tls.minVersion));
    if (!tls.caFile.empty()) {
        const auto authorities = certificatesIn(tls.caFile);
        if (authorities.isEmpty())
            return fail(Error::Kind::Unavailable, "no certificate can be read from " + tls.caFile);
        configuration.setCaCertificates(authorities);
    }
    if (!tls.certFile.empty()) {
        const auto chain = certificatesIn(tls.certFile);
        const auto key = keyIn(tls.keyFile);
        if (chain.isEmpty() || key.isNull())
            return fail(Error::Kind::Unavailable,
                        chain.isEmpty() ? "no certificate can be read from " + tls.certFile
                                        : "no private key without a passphrase can be read from " + tls.keyFile);
        configuration.setLocalCertificateChain(chain);
        configuration.setPrivateKey(key);
    }
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
    m_handshakeTimer.setSingleShot(true);
    connect(&m_handshakeTimer, &QTimer::timeout, this, [this] {
        finish(QStringLiteral("timeout"), QStringLiteral("the server did not finish the handshake in time"));
    });
    connect(&m_pingTimer, &QTimer::timeout, this, &Connection::onPingTime);
    connect(&m_socket, &QWebSocket::connected, this, [this] {
        m_open = true;
        m_handshakeTimer.stop();
        emit opened(static_cast<double>(m_started.elapsed()) / 1000);
        if (!m_finished)
            probe();
    });
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
        m_misses = 0;
        if (!m_finished)
            emit received(text.toUtf8());
    });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this, [this](const QByteArray& bytes) {
        m_misses = 0;
        if (!m_finished)
            emit receivedBinary(bytes.size());
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
    QNetworkRequest request(QUrl(QString::fromStdString(m_options.url)));
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

void Connection::send(const std::string& text) { m_socket.sendTextMessage(QString::fromStdString(text)); }

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
    if (m_open)
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
    if (m_open) {
        finish(word(m_socket.error()), sentence);
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
    if (!m_open) { // before the handshake is done Qt may tell the end before the error that says why
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
    const auto sentence = QStringLiteral("the connection was closed with code %1").arg(int(m_socket.closeCode()));
    finish(QStringLiteral("closed"), said.isEmpty() ? sentence : sentence + QStringLiteral(": ") + said);
}

void Connection::finish(const QString& reason, const QString& message)
{
    if (m_finished)
        return;
    m_finished = true;
    m_open = false;
    m_handshakeTimer.stop();
    m_pingTimer.stop();
    m_socket.abort();
    emit ended(reason, message);
}

} // namespace nocturne::streams
