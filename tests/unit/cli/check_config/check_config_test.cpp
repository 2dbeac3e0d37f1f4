// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "cli/check_config.h"

using namespace nocturne;
using namespace Qt::StringLiterals;

class CheckConfigTest : public QObject
{
    Q_OBJECT

    std::string file(const QString& name, const QByteArray& content)
    {
        QFile out(m_folder.filePath(name));
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(name));
        return out.fileName().toStdString();
    }

private slots:
    void reportHasALineAFinding()
    {
        const auto bad = file(u"bad.yml"_s, "globl: {}\nglobal: {query_log_file: q.log}\n");
        const auto good = file(u"good.yml"_s, "global: {}\n");
        const auto absent = m_folder.filePath(u"absent.yml"_s).toStdString();

        const auto report = cli::checkConfig({bad, good, absent});

        QVERIFY(!report.isUsable());
        QCOMPARE(cli::toText(report),
                 bad + ":1:1: error: unknown key \"globl\" in the configuration: did you mean \"global\"?\n" + bad +
                     ":2:10: warning: query_log_file is understood but not acted on by this release\n" + absent +
                     ": error: there is no file \"" + absent + "\"\n3 files, 2 errors, 1 warning\n");
    }

    void warningsLeaveItUsable()
    {
        const auto report = cli::checkConfig({file(u"w.yml"_s, "remote_read: []\n")});
        QVERIFY(report.isUsable());
        QCOMPARE(report.warnings, 1U);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(CheckConfigTest)
#include "check_config_test.moc"
