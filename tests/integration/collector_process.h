// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

#include "prometheus_process.h"

namespace nocturne::test {

/// A real nocturned on loopback, for as long as the object lives, with its samples in memory where `further` names no
/// data directory. Without a `configuration` it finds none of this user's either.
class CollectorProcess
{
public:
    CollectorProcess()
    {
        QTcpServer server;
        server.listen(QHostAddress::LocalHost);
        m_port = server.serverPort();
    }
    ~CollectorProcess()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
    }
    bool start(const QString& configuration, const QStringList& further = {})
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        QStringList arguments{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(m_port)};
        if (!configuration.isEmpty())
            arguments += {QStringLiteral("--config"), configuration};
        if (!further.contains(QStringLiteral("--data")))
            arguments += QStringLiteral("--in-memory");
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral("/nonexistent"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturned"), arguments + further);
        return m_process.waitForStarted() &&
               QTest::qWaitFor([this] { return ask(url() + QStringLiteral("/-/ready")).status == 200; }, 20'000);
    }
    /// Ends it as a power cut would, for start() to follow.
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(10'000);
    }
    void hangUp() const { ::kill(static_cast<pid_t>(m_process.processId()), SIGHUP); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    QByteArray output() { return m_process.readAll(); }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }

private:
    QProcess m_process;
    int m_port = 0;
};

/// `data` of an answer of the API.
inline QJsonValue dataOf(const QString& url)
{
    return QJsonDocument::fromJson(ask(url).body).object().value(QLatin1String("data"));
}

} // namespace nocturne::test
