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

/// A remote log whose state and records a test sets.
class StatedView final : public logs::LogView
{
public:
    logs::LogStore& store() override { return m_store; }
    logs::LogViewState state() const override { return stated; }

    logs::LogViewState stated;

private:
    logs::LogStore m_store;
};

class StatedLogs final : public logs::LogSources
{
public:
    std::vector<std::string> names() const override { return {"far"}; }
    std::string defaultQuery(const std::string&) const override { return "{job=~\".+\"}"; }
    std::shared_ptr<logs::LogView> open(const std::string& source, const std::string& query) override
    {
        if (source != "far")
            return nullptr;
        queries.push_back(query);
        view = std::make_shared<StatedView>();
        return view;
    }

    std::vector<std::string> queries;
    std::shared_ptr<StatedView> view; ///< opened last
};

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
        LogListModel model(store, nullptr, kClock);
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
        LogListModel model(store, nullptr, kClock);
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
        LogListModel model(store, nullptr, kClock);
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
        LogListModel model(store, nullptr, kClock);
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
        LogListModel model(store, nullptr, kClock);

        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(last(model), u"\\x1b[31mred \\u202e flipped"_s);
    }

    void aModelMayDieWhileItSearches()
    {
        logs::LogStore store;
        for (int i = 0; i < 20000; ++i)
            add(store, LogLevel::Info, "web", "some text to look through " + std::to_string(i));
        for (int i = 0; i < 20; ++i) {
            LogListModel model(store, nullptr, kClock);
            model.setMinimumLevel(1 + i % 3);
        }
        add(store, LogLevel::Info, "web", "still alive");

        QCOMPARE(store.size(), std::size_t(20001));
    }

    void aSourceIsShownInPlaceOfTheLocalLog()
    {
        logs::LogStore store;
        add(store, LogLevel::Info, "here", "local");
        StatedLogs sources;
        LogListModel model(store, &sources, kClock);
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.sourceChoices(), (QStringList{QStringLiteral("this Nocturne"), QStringLiteral("far")}));

        model.setSourceIndex(1);
        QCOMPARE(model.source(), QStringLiteral("far"));
        QCOMPARE(model.query(), QStringLiteral("{job=~\".+\"}"));
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.isLoading());
        add(sources.view->store(), LogLevel::Error, "shop", "remote");
        sources.view->stated.isLoading = false;
        QTRY_COMPARE(model.rowCount(), 1);
        QVERIFY(!model.isLoading());
        QCOMPARE(model.index(0).data(LogListModel::MessageRole).toString(), QStringLiteral("remote"));

        model.setQuery(QStringLiteral(" {app=\"x\"} "));
        QCOMPARE(sources.queries, (std::vector<std::string>{"{job=~\".+\"}", "{app=\"x\"}"}));
        QCOMPARE(model.rowCount(), 0);
        sources.view->stated.isLoading = false;
        QTRY_VERIFY(!model.isLoading()); // nothing matches

        model.setSource({});
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0).data(LogListModel::MessageRole).toString(), QStringLiteral("local"));
    }

    void blindSourceIsNamedAndKeepsWhatItSaid()
    {
        logs::LogStore store;
        StatedLogs sources;
        LogListModel model(store, &sources, kClock);
        model.setSource(QStringLiteral("far"));
        add(sources.view->store(), LogLevel::Info, "shop", "remote");
        sources.view->stated.isLoading = false;
        QTRY_COMPARE(model.rowCount(), 1);

        sources.view->stated.error = "connection refused";
        sources.view->stated.blindSince = 1'773'482'400'000;
        QTRY_VERIFY(model.isBlind());
        QVERIFY2(model.sourceNote().startsWith(QStringLiteral("far is blind since ")), qPrintable(model.sourceNote()));
        QVERIFY(model.sourceNote().endsWith(QStringLiteral(": connection refused")));
        QCOMPARE(model.rowCount(), 1);

        sources.view->stated = {.isLoading = false, .isFollowing = true, .dropped = 3};
        QTRY_VERIFY(!model.isBlind());
        QVERIFY(model.sourceNote().startsWith(QStringLiteral("3 ")));
    }

    void listsOfASourceAreMadeOnce()
    {
        logs::LogStore store;
        StatedLogs sources;
        LogListModel model(store, &sources, kClock);

        auto* list = model.remote(QStringLiteral("far"), QStringLiteral("{app=\"x\"}"));

        QCOMPARE(model.remote(QStringLiteral("far"), QStringLiteral("{app=\"x\"}")), list);
        QCOMPARE(list->query(), QStringLiteral("{app=\"x\"}"));
        auto* unknown = model.remote(QStringLiteral("gone"), {});
        QVERIFY(unknown->sourceNote().contains(QStringLiteral("no data source gone")));
        add(store, LogLevel::Info, "here", "local");
        LogListModel alone(store, nullptr, kClock);
        alone.setSource(QStringLiteral("far"));
        QTRY_VERIFY(!alone.isLoading());
        QCOMPARE(alone.rowCount(), 0); // what is here is not what was asked for
        QVERIFY(alone.sourceNote().contains(QStringLiteral("no data source far")));
    }
};

QTEST_GUILESS_MAIN(LogListModelTest)
#include "log_list_model_test.moc"
