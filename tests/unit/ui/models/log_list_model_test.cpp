// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/log_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

namespace {

const SystemClock kClock{};

void add(logs::LogStore& store, LogLevel level, const char* service, std::string message)
{
    store.add({.time = 1000,
               .level = level,
               .service = service,
               .source = "test",
               .message = std::move(message),
               .fields = {}});
}

QString last(const LogListModel& model)
{
    return model.data(model.index(model.rowCount() - 1), LogListModel::MessageRole).toString();
}

} // namespace

class LogListModelTest : public QObject
{
    Q_OBJECT

    static constexpr auto kChecks = QAbstractItemModelTester::FailureReportingMode::QtTest;

private slots:
    void newRecordsAreAppended()
    {
        logs::LogStore store;
        add(store, LogLevel::Info, "web", "one");
        LogListModel model(store, kClock);
        const QAbstractItemModelTester tester(&model, kChecks);
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QTRY_COMPARE(model.rowCount(), 1);

        add(store, LogLevel::Error, "db", "two");

        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(last(model), u"two"_s);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(model.serviceChoices(), (QStringList{u"all"_s, u"db"_s, u"web"_s}));
    }

    void filtersSelectByLevelServiceAndText()
    {
        logs::LogStore store;
        add(store, LogLevel::Debug, "web", "alpha");
        add(store, LogLevel::Warning, "web", "beta");
        add(store, LogLevel::Error, "db", "Beta again");
        LogListModel model(store, kClock);
        const QAbstractItemModelTester tester(&model, kChecks);
        QTRY_COMPARE(model.rowCount(), 3);

        model.setMinimumLevel(2);
        QTRY_COMPARE(model.rowCount(), 2);
        model.setService(u"db"_s);
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(last(model), u"Beta again"_s);
        model.setService({});
        model.setText(u"gamma"_s);
        QTRY_VERIFY(!model.isLoading() && model.rowCount() == 0);
    }

    void withoutLiveTheListStandsStill()
    {
        logs::LogStore store;
        add(store, LogLevel::Info, "web", "one");
        LogListModel model(store, kClock);
        const QAbstractItemModelTester tester(&model, kChecks);
        QTRY_COMPARE(model.rowCount(), 1);
        model.setLive(false);

        add(store, LogLevel::Info, "web", "two");
        QTRY_COMPARE(model.waiting(), 1);
        QCOMPARE(model.rowCount(), 1);
        model.setLive(true);

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.waiting(), 0);
    }

    void theOldestLeaveAtTheBound()
    {
        logs::LogStore store;
        LogListModel model(store, kClock);
        const QAbstractItemModelTester tester(&model, kChecks);
        for (int i = 0; i < LogListModel::kMaxRows + 500; ++i)
            add(store, LogLevel::Info, "web", std::to_string(i));

        QTRY_COMPARE_WITH_TIMEOUT(last(model), u"5499"_s, 5000);

        QCOMPARE(model.rowCount(), LogListModel::kMaxRows);
    }

    void controlCharactersAreShown()
    {
        logs::LogStore store;
        add(store, LogLevel::Info, "web", "\x1b[31mred \xe2\x80\xae flipped");
        LogListModel model(store, kClock);

        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(last(model), u"\\x1b[31mred \\u202e flipped"_s);
    }

    void aModelMayDieWhileItSearches()
    {
        logs::LogStore store;
        for (int i = 0; i < 20000; ++i)
            add(store, LogLevel::Info, "web", "some text to look through " + std::to_string(i));
        for (int i = 0; i < 20; ++i) {
            LogListModel model(store, kClock);
            model.setMinimumLevel(1 + i % 3);
        }
        add(store, LogLevel::Info, "web", "still alive");

        QCOMPARE(store.size(), std::size_t(20001));
    }
};

QTEST_GUILESS_MAIN(LogListModelTest)
#include "log_list_model_test.moc"
