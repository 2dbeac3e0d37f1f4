// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "watch/logs/log_search.h"

using namespace nocturne;
using logs::LogSearch;

class LogSearchTest : public QObject
{
    Q_OBJECT

private slots:
    void selects_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<bool>("expected");
        QTest::newRow("nothing selects all") << std::string() << true;
        QTest::newRow("words as they stand") << std::string("disk FULL") << true;
        QTest::newRow("words in another order") << std::string("full disk") << false;
        QTest::newRow("words of a field") << std::string("ann smith") << true;
        QTest::newRow("a field") << std::string("status=500") << true;
        QTest::newRow("a field of another value") << std::string("status=50") << false;
        QTest::newRow("a field in quotes") << std::string("user=\"Ann Smith\"") << true;
        QTest::newRow("a pair in the message") << std::string("path=/var") << true;
        QTest::newRow("a pattern") << std::string("/disk\\s+f[u]l+/") << true;
        QTest::newRow("a pattern that is not there") << std::string("/^full/") << false;
        QTest::newRow("a path is no pattern") << std::string("/var/log") << false;
        QTest::newRow("all together") << std::string("status=500 disk /full/") << true;
        QTest::newRow("one of them wrong") << std::string("status=200 disk /full/") << false;
        QTest::newRow("an equals sign that stands apart") << std::string("a = b") << false;
    }

    void selects()
    {
        QFETCH(std::string, text);
        QFETCH(bool, expected);
        logs::LogRecord record;
        record.message = "Disk full path=/var";
        record.fields = {{"status", "500"}, {"user", "Ann Smith"}};

        const auto search = LogSearch::parse(text);

        QVERIFY(search);
        QCOMPARE(search->selects(record), expected);
    }

    void faultsNameTheirPlace()
    {
        QCOMPARE(LogSearch::parse("x /(/").error().where->column, 3);
        QCOMPARE(LogSearch::parse("user=\"ann").error().where->column, 6);
        QVERIFY(!LogSearch::parse(std::string(5000, 'x')));
    }

    void wordsAreNoSyntax()
    {
        logs::LogRecord record;
        record.message = "x=\"1";

        QVERIFY(LogSearch::words("x=\"1").selects(record));
        QVERIFY(!LogSearch::words("/x/").selects(record));
    }
};

QTEST_APPLESS_MAIN(LogSearchTest)
#include "log_search_test.moc"
