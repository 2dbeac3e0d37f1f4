// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "alertmanager_process.h"

#include <QDateTime>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#include "prometheus_process.h"

namespace nocturne::test {

namespace {

const QString kServer = QStringLiteral("prometheus-alertmanager");
const QString kTool = QStringLiteral("amtool");

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

AlertmanagerProcess::AlertmanagerProcess()
    : m_port(freePort())
    , m_clusterPort(freePort())
{}

AlertmanagerProcess::~AlertmanagerProcess() { kill(); }

bool AlertmanagerProcess::isInstalled()
{
    return !QStandardPaths::findExecutable(kServer).isEmpty() && !QStandardPaths::findExecutable(kTool).isEmpty();
}

void AlertmanagerProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(5000);
}

bool AlertmanagerProcess::start(bool clustered, const AlertmanagerProcess* peer)
{
    QFile file(m_folder.filePath(QStringLiteral("alertmanager.yml")));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write("route: {receiver: none}\nreceivers: [{name: none}]\n");
    file.close();
    m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
    const auto cluster = clustered ? QStringLiteral("127.0.0.1:%1").arg(m_clusterPort) : QString();
    QStringList arguments{QStringLiteral("--config.file=") + file.fileName(),
                          QStringLiteral("--storage.path=") + m_folder.filePath(QStringLiteral("data")),
                          QStringLiteral("--web.listen-address=127.0.0.1:%1").arg(m_port),
                          QStringLiteral("--cluster.listen-address=") + cluster,
                          QStringLiteral("--cluster.gossip-interval=50ms"),
                          QStringLiteral("--cluster.settle-timeout=2s")};
    if (peer != nullptr)
        arguments += QStringLiteral("--cluster.peer=127.0.0.1:%1").arg(peer->m_clusterPort);
    m_process.start(kServer, arguments);
    return m_process.waitForStarted() &&
           QTest::qWaitFor([this] { return ask(url() + QStringLiteral("/api/v2/status")).status == 200; }, 20'000);
}

bool AlertmanagerProcess::post(const QStringList& labels, int seconds) const
{
    QJsonObject all;
    for (const auto& label : labels)
        all[label.section(QLatin1Char('='), 0, 0)] = label.section(QLatin1Char('='), 1);
    const auto end = QDateTime::currentDateTimeUtc().addSecs(seconds);
    const QJsonObject alert{{QStringLiteral("labels"), all},
                            {QStringLiteral("endsAt"), end.toString(Qt::ISODateWithMs)},
                            {QStringLiteral("annotations"),
                             QJsonObject{{QStringLiteral("summary"), QStringLiteral("posted <b>by</b> a test")}}}};
    QNetworkAccessManager manager;
    QNetworkRequest request{QUrl(url() + QStringLiteral("/api/v2/alerts"))};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(10'000);
    const std::unique_ptr<QNetworkReply> reply(manager.post(request, QJsonDocument(QJsonArray{alert}).toJson()));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return reply->error() == QNetworkReply::NoError;
}

QJsonArray AlertmanagerProcess::list(const char* what) const
{
    return QJsonDocument::fromJson(ask(url() + QStringLiteral("/api/v2/") + QString::fromLatin1(what)).body).array();
}

QJsonArray AlertmanagerProcess::activeSilences() const
{
    QJsonArray active;
    const auto all = silences();
    for (const auto& silence : all) {
        if (silence[QStringLiteral("status")][QStringLiteral("state")].toString() != QStringLiteral("expired"))
            active.append(silence);
    }
    return active;
}

QString AlertmanagerProcess::stateOf(const QString& alertname) const
{
    const auto all = alerts();
    for (const auto& alert : all) {
        if (alert[QStringLiteral("labels")][QStringLiteral("alertname")].toString() == alertname)
            return alert[QStringLiteral("status")][QStringLiteral("state")].toString();
    }
    return {};
}

QByteArray AlertmanagerProcess::amtool(const QStringList& arguments) const
{
    return run(kTool, QStringList{QStringLiteral("--alertmanager.url=") + url()} + arguments).output.trimmed();
}

} // namespace nocturne::test
