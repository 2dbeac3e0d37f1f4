// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Health checks of a real nocturned, which looks at itself, listed by nocturnectl.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include "collector_process.h"

using namespace nocturne::test;
using namespace Qt::StringLiterals;

class ChecksCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        write(u"success.json"_s,
              "{\"properties\": {\"status\": {\"const\": \"success\"}}, \"required\": [\"status\"]}");
        write(u"other.json"_s, "{\"required\": [\"price\"]}");
        const auto own =
            "'" + m_collector.url().toUtf8() + "/api/v1/status/buildinfo', interval: 200ms, timeout: 200ms";
        write(u"nocturne.yml"_s, "system: {enabled: false}\nlogs: {journal: false}\nhealth_checks:\n"
                                 "  - {name: fits, type: http, retries: 0, schema: success.json, url: " +
                                     own +
                                     "}\n"
                                     "  - {name: other, type: http, retries: 0, schema: other.json, url: " +
                                     own +
                                     "}\n"
                                     "health_groups: [{name: all, members: [fits, other], interval: 200ms}]\n");
        QVERIFY2(m_collector.start(m_folder.filePath(u"nocturne.yml"_s)), m_collector.output().constData());
    }

    void checksAndGroupsAreListed()
    {
        QTRY_VERIFY(lineOf("fits").contains("http   up "));
        QTRY_VERIFY(lineOf("other").contains("http   down "));
        QTRY_VERIFY(lineOf("all").contains("group  down "));

        QVERIFY2(lineOf("other").endsWith("the body lacks \"price\""), m_said.constData());
        QVERIFY2(m_said.startsWith("NAME   TYPE   STATE  24H"), m_said.constData());
        QTRY_VERIFY(lineOf("fits").contains("100.00%"));
        QCOMPARE(m_exit, 0);
    }

    void oneIsListedByItsNameAndAsJson()
    {
        run({u"fits"_s, u"--output"_s, u"json"_s});
        const auto checks = QJsonDocument::fromJson(m_said).object().value("checks"_L1).toArray();

        QCOMPARE(checks.size(), 1);
        QCOMPARE(checks[0]["labels"_L1]["instance"_L1].toString(), u"fits"_s);
        QCOMPARE(checks[0]["scrapePool"_L1].toString(), u"health/http"_s);
    }

    void nameThatIsNotThereIsAFinding()
    {
        run({u"nothing"_s});

        QCOMPARE(m_said.trimmed(), QByteArray("no check"));
        QCOMPARE(m_exit, 1);
    }

private:
    void write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    QByteArray lineOf(const QByteArray& name)
    {
        run({});
        const auto lines = m_said.split('\n');
        for (const auto& line : lines) {
            if (line.startsWith(name + ' '))
                return line;
        }
        return {};
    }
    void run(const QStringList& further)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral(NOCTURNE_BIN_DIR "/nocturnectl"),
                      QStringList{u"checks"_s, u"--url"_s, m_collector.url()} + further);
        process.waitForFinished();
        m_said = process.readAll();
        m_exit = process.exitCode();
    }

    QTemporaryDir m_folder;
    CollectorProcess m_collector;
    QByteArray m_said;
    int m_exit = -1;
};

QTEST_GUILESS_MAIN(ChecksCommandTest)
#include "checks_command_test.moc"
