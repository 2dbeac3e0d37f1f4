// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Log records of a real nocturned: out of files over a restart and a rotation, and from util-linux' logger.
#include <QFile>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrl>

#include "collector_process.h"

using namespace Qt::StringLiterals;
using namespace nocturne::test;

namespace {

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

class LogsTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_syslog = freePort();
        write("nocturne.yml", "system: {enabled: false}\nlogs:\n  journal: false\n  files:\n"
                              "    - {path: '*.log', multiline: {indented: true, timeout: 100ms}}\n"
                              "  syslog: {udp: '127.0.0.1:" +
                                  QByteArray::number(m_syslog) + "', tcp: '127.0.0.1:" + QByteArray::number(m_syslog) +
                                  "'}\n");
    }

    void filesGoOnWhereTheyStood()
    {
        write("shop.log", "ERROR boom\n\tat f()\nINFO fine\n");
        QVERIFY(start());
        QTRY_COMPARE_WITH_TIMEOUT(messages(), (QStringList{u"ERROR boom\n\tat f()"_s, u"INFO fine"_s}), 15'000);
        stop();
        write("shop.log", "while away, old\n");
        QVERIFY(QFile::rename(path("shop.log"), path("shop.log.1")));
        write("shop.log", "while away, new\n");

        QVERIFY(start());

        QTRY_COMPARE_WITH_TIMEOUT(
            messages(),
            (QStringList{u"ERROR boom\n\tat f()"_s, u"INFO fine"_s, u"while away, old"_s, u"while away, new"_s}),
            15'000);
        const auto counts =
            data(QStringLiteral("/api/v1/nocturne/logs/counts?service=shop")).value(QLatin1String("counts")).toObject();
        int errors = 0;
        const auto parts = counts.value(QLatin1String("error")).toArray();
        for (const auto& part : parts)
            errors += part.toInt();
        QCOMPARE(errors, 1);
        stop();
    }

    void loggerIsHeardAndCounted()
    {
        const auto logger = QStandardPaths::findExecutable(QStringLiteral("logger"));
        if (logger.isEmpty())
            QSKIP("logger of util-linux is not installed");
        QVERIFY(start());
        for (const auto* transport : {"--udp", "--tcp"}) {
            QCOMPARE(QProcess::execute(logger, {QLatin1String(transport), QStringLiteral("--server"),
                                                QStringLiteral("127.0.0.1"), QStringLiteral("--port"),
                                                QString::number(m_syslog), QStringLiteral("--tag"),
                                                QStringLiteral("cron"), QStringLiteral("--priority"),
                                                QStringLiteral("user.err"), QLatin1String(transport + 2)}),
                     0);
        }

        QTRY_COMPARE_WITH_TIMEOUT(messages(QStringLiteral("&service=cron&level=error")).size(), 2, 15'000);
        const auto query =
            QUrl::toPercentEncoding(QStringLiteral("nocturne_log_records_total{service=\"cron\",level=\"error\"}"));
        const auto count = [&] {
            return data(QStringLiteral("/api/v1/query?query=") + QString::fromLatin1(query))
                .value(QLatin1String("result"))
                .toArray()
                .at(0)
                .toObject()
                .value(QLatin1String("value"))
                .toArray()
                .at(1)
                .toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(count(), QStringLiteral("2"), 15'000);
        stop();
    }

private:
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    QJsonObject data(const QString& what) const { return dataOf(url() + what).toObject(); }
    void write(const char* name, const QByteArray& text) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::Append) || file.write(text) != text.size())
            qFatal("cannot write");
    }
    bool start()
    {
        m_port = freePort();
        m_process = std::make_unique<QProcess>();
        m_process->setProcessChannelMode(QProcess::ForwardedChannels);
        m_process->start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturned"),
                         {QStringLiteral("--config"), path("nocturne.yml"), QStringLiteral("--data"), path("data"),
                          QStringLiteral("--listen"), QStringLiteral("127.0.0.1:%1").arg(m_port)});
        return QTest::qWaitFor([this] { return ask(url() + QStringLiteral("/-/ready")).status == 200; }, 20'000);
    }
    void stop()
    {
        m_process->terminate();
        QVERIFY(m_process->waitForFinished(20'000));
        QCOMPARE(m_process->exitCode(), 0);
    }
    /// Of all services but Nocturne itself.
    QStringList messages(const QString& further = {}) const
    {
        QStringList all;
        const auto records = data(QStringLiteral("/api/v1/nocturne/logs?limit=1000") + further)
                                 .value(QLatin1String("records"))
                                 .toArray();
        for (const auto& record : records) {
            if (record.toObject().value(QLatin1String("source")).toString() != QLatin1String("nocturne"))
                all << record.toObject().value(QLatin1String("message")).toString();
        }
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_process;
    int m_port = 0;
    int m_syslog = 0;
};

QTEST_GUILESS_MAIN(LogsTest)
#include "logs_test.moc"
