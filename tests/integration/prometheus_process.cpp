// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prometheus_process.h"

#include <QEventLoop>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>
#include <QTimer>

namespace nocturne::test {

namespace {

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

bool writeFile(const QString& path, const QByteArray& text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

PrometheusProcess::PrometheusProcess()
    : m_port(freePort())
{}

PrometheusProcess::~PrometheusProcess() { kill(); }

void PrometheusProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(5000);
}

bool PrometheusProcess::isInstalled()
{
    return !QStandardPaths::findExecutable(QStringLiteral("prometheus")).isEmpty() &&
           !QStandardPaths::findExecutable(QStringLiteral("promtool")).isEmpty();
}

bool PrometheusProcess::load(const QByteArray& openMetrics)
{
    const auto file = m_folder.filePath(QStringLiteral("samples.om"));
    return writeFile(file, openMetrics) &&
           run(QStringLiteral("promtool"),
               {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("openmetrics"), file,
                m_folder.filePath(QStringLiteral("data"))})
                   .exitCode == 0;
}

bool PrometheusProcess::start(const QByteArray& configuration, const QStringList& furtherArguments)
{
    const auto file = m_folder.filePath(QStringLiteral("prometheus.yml"));
    if (!writeFile(file, configuration))
        return false;
    m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
    const QStringList arguments{QStringLiteral("--config.file=") + file,
                                QStringLiteral("--storage.tsdb.path=") + m_folder.filePath(QStringLiteral("data")),
                                QStringLiteral("--storage.tsdb.retention.time=50y"),
                                QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(m_port)};
    m_process.start(QStringLiteral("prometheus"), arguments + furtherArguments);
    return m_process.waitForStarted() &&
           QTest::qWaitFor([this] { return ask(url() + QStringLiteral("/-/ready")).status == 200; }, 20'000);
}

Outcome run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    process.start(program, arguments);
    if (process.state() != QProcess::NotRunning)
        loop.exec();
    const bool ended = process.state() == QProcess::NotRunning && process.exitStatus() == QProcess::NormalExit;
    if (process.state() != QProcess::NotRunning)
        process.kill();
    return {ended ? process.exitCode() : -1, process.readAll()};
}

Answer ask(const QString& url, const QByteArray& form)
{
    QNetworkAccessManager manager;
    QNetworkRequest request{QUrl(url)};
    if (!form.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
    const std::unique_ptr<QNetworkReply> reply(form.isEmpty() ? manager.get(request) : manager.post(request, form));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(),
            reply->rawHeader("Content-Type")};
}

} // namespace nocturne::test
