// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "victoria_metrics_process.h"

#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#include "prometheus_process.h"

namespace nocturne::test {

VictoriaMetricsProcess::VictoriaMetricsProcess()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    m_port = server.serverPort();
}

VictoriaMetricsProcess::~VictoriaMetricsProcess() { kill(); }

bool VictoriaMetricsProcess::isInstalled()
{
    return !QStandardPaths::findExecutable(QStringLiteral("victoria-metrics")).isEmpty();
}

bool VictoriaMetricsProcess::start()
{
    m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.start(QStringLiteral("victoria-metrics"),
                    {QStringLiteral("-storageDataPath=") + m_folder.filePath(QStringLiteral("data")),
                     QStringLiteral("-httpListenAddr=127.0.0.1:%1").arg(m_port), QStringLiteral("-retentionPeriod=50y"),
                     QStringLiteral("-search.latencyOffset=0s"), QStringLiteral("-search.disableCache"),
                     QStringLiteral("-memory.allowedBytes=256MB")});
    return m_process.waitForStarted() &&
           QTest::qWaitFor([this] { return ask(url() + QStringLiteral("/health")).status == 200; }, 20'000);
}

void VictoriaMetricsProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(5000);
}

} // namespace nocturne::test
