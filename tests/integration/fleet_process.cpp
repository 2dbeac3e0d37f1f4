// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/fleet_process.h"

#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStandardPaths>

namespace nocturne::integration {

namespace {

constexpr int kStartMs = 20'000;
constexpr int kAnswerMs = 10'000;

QByteArray answerOf(QNetworkReply* reply, bool& done)
{
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    done = reply->error() == QNetworkReply::NoError;
    auto body = reply->readAll();
    reply->deleteLater();
    return body;
}

} // namespace

FleetProcess::~FleetProcess()
{
    m_process.closeWriteChannel(); // it stops when its input ends
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(5'000))
        m_process.kill();
    m_process.waitForFinished(1'000);
}

QString FleetProcess::missing()
{
    const auto folder = QStringLiteral(NOCTURNE_FLEET_DIR);
    if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
        return QStringLiteral("Node.js is not installed: install the package nodejs");
    if (!QFileInfo::exists(folder + QStringLiteral("/node_modules")))
        return QStringLiteral("%1/node_modules is missing: run \"npm ci\" in %1").arg(folder);
    return {};
}

bool FleetProcess::start(const QStringList& arguments)
{
    m_process.setWorkingDirectory(QStringLiteral(NOCTURNE_FLEET_DIR));
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.start(QStringLiteral("node"), QStringList{QStringLiteral("main.mjs")} + arguments);
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(kStartMs)) {
            qWarning("the fleet does not start: %s", m_process.readAllStandardError().constData());
            return false;
        }
    }
    m_urls = QJsonDocument::fromJson(m_process.readLine()).object();
    return m_urls.contains(QStringLiteral("control"));
}

std::string FleetProcess::url(const QString& name) const { return m_urls.value(name).toString().toStdString(); }

bool FleetProcess::control(const QString& name, const QJsonObject& body)
{
    QNetworkAccessManager manager;
    QNetworkRequest request(
        QUrl(m_urls.value(QStringLiteral("control")).toString() + QStringLiteral("/control/") + name));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(kAnswerMs);
    bool done = false;
    answerOf(manager.post(request, QJsonDocument(body).toJson(QJsonDocument::Compact)), done);
    return done;
}

QJsonDocument FleetProcess::get(const QString& url)
{
    QNetworkAccessManager manager;
    QNetworkRequest request{QUrl(url)};
    request.setTransferTimeout(kAnswerMs);
    bool done = false;
    return QJsonDocument::fromJson(answerOf(manager.get(request), done));
}

} // namespace nocturne::integration
