// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "watch/logs/log_store.h"

using namespace nocturne;
using namespace nocturne::logs;

namespace {

LogRecord record(const char* service, LogLevel level, const char* message, Timestamp time = 1000)
{
    LogRecord made;
    made.service = service;
    made.level = level;
    made.message = message;
    made.time = time;
    return made;
}

std::vector<std::string> messages(const std::vector<LogRecord>& records)
{
    std::vector<std::string> texts;
    for (const auto& found : records)
        texts.push_back(found.message);
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

class LogStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void find_data()
    {
        QTest::addColumn<LogQuery>("query");
        QTest::addColumn<Texts>("expected");
        QTest::newRow("everything, oldest first") << LogQuery{} << Texts{"started", "slow query", "FAILED to send"};
        QTest::newRow("by level") << LogQuery{.levels = {LogLevel::Warning, LogLevel::Error}}
                                  << Texts{"slow query", "FAILED to send"};
        QTest::newRow("by service") << LogQuery{.service = "db"} << Texts{"slow query"};
        QTest::newRow("text, case ignored") << LogQuery{.text = "failed"} << Texts{"FAILED to send"};
        QTest::newRow("text in a field") << LogQuery{.text = "4BF92"} << Texts{"FAILED to send"};
        QTest::newRow("from a time") << LogQuery{.from = 2000} << Texts{"slow query", "FAILED to send"};
        QTest::newRow("to a time") << LogQuery{.to = 2000} << Texts{"started", "slow query"};
        QTest::newRow("what came later") << LogQuery{.afterSequence = 2} << Texts{"FAILED to send"};
        QTest::newRow("the newest so many") << LogQuery{.limit = 2} << Texts{"slow query", "FAILED to send"};
        QTest::newRow("nothing fits") << LogQuery{.service = "web"} << Texts{};
    }

    void find()
    {
        QFETCH(LogQuery, query);
        QFETCH(Texts, expected);
        LogStore store;
        store.add(record("app", LogLevel::Info, "started", 1000));
        store.add(record("db", LogLevel::Warning, "slow query", 2000));
        auto failed = record("app", LogLevel::Error, "FAILED to send", 3000);
        failed.fields["trace"] = "4bf92f";
        store.add(failed);

        QCOMPARE(messages(store.find(query)), expected);
    }

    void oldestLeaveWhenTheCountIsReached()
    {
        LogStore store({.maxRecords = 2, .maxBytes = 1 << 20});
        store.add(record("a", LogLevel::Info, "1"));
        store.add(record("b", LogLevel::Info, "2"));
        store.add(record("b", LogLevel::Info, "3"));

        QCOMPARE(messages(store.find({})), (Texts{"2", "3"}));
        QCOMPARE(store.services(), (Texts{"b"}));
    }

    void oldestLeaveWhenTheBytesAreReached()
    {
        LogStore store({.maxRecords = 1000, .maxBytes = 64 << 10});
        const std::string large(10'000, 'x');
        for (int i = 0; i < 100; ++i)
            store.add(record("a", LogLevel::Info, large.c_str()));

        QVERIFY(store.size() >= 4);
        QVERIFY(store.size() <= 6);
    }

    void listenerIsToldOfEachRecord()
    {
        LogStore store;
        int calls = 0;
        const auto subscription = store.subscribe([&] { ++calls; });
        store.add(record("a", LogLevel::Info, "1"));
        store.unsubscribe(subscription);
        store.add(record("a", LogLevel::Info, "2"));

        QCOMPARE(calls, 1);
    }
};

QTEST_APPLESS_MAIN(LogStoreTest)
#include "log_store_test.moc"
