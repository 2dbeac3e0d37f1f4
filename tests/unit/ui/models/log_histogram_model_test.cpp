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

/// The start of a minute that the range of an hour holds, whenever the test runs.
Timestamp someMinute() { return SystemClock().now() / 60'000 * 60'000 - 10 * 60'000; }

void add(logs::LogStore& store, LogLevel level, std::string message, Timestamp time)
{
    logs::LogRecord record;
    record.time = time;
    record.level = level;
    record.service = "web";
    record.message = std::move(message);
    record.fields = {{"status", "500"}, {"trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"}};
    store.add(std::move(record));
}

/// The bar that has anything in it.
int filledBar(const LogHistogramModel& model)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.data(model.index(row), LogHistogramModel::ErrorRole).toDouble() > 0)
            return row;
    }
    return -1;
}

} // namespace

class LogHistogramModelTest : public QObject
{
    Q_OBJECT

    static constexpr auto kChecks = QAbstractItemModelTester::FailureReportingMode::QtTest;

private slots:
    void barsAreSharesOfTheHighest()
    {
        logs::LogStore store;
        const auto at = someMinute();
        add(store, LogLevel::Error, "a", at);
        add(store, LogLevel::Info, "b", at + 1);
        add(store, LogLevel::Info, "c", at + 2);
        add(store, LogLevel::Warning, "d", at + 60'000);
        LogListModel list(store, nullptr, kClock);
        auto& model = *list.histogram();
        const QAbstractItemModelTester tester(&model, kChecks);

        QCOMPARE(model.rowCount(), 0); // nothing is asked while nobody looks
        model.setActive(true);

        QTRY_COMPARE(model.rowCount(), 60);
        const auto bar = filledBar(model);
        QVERIFY(bar >= 48 && bar <= 50);
        QCOMPARE(model.data(model.index(bar), LogHistogramModel::ErrorRole).toDouble(), 1.0 / 3);
        QCOMPARE(model.data(model.index(bar), LogHistogramModel::InfoRole).toDouble(), 2.0 / 3);
        QCOMPARE(model.data(model.index(bar + 1), LogHistogramModel::WarningRole).toDouble(), 1.0 / 3);
        QCOMPARE(model.totalText(), u"records 4, errors 1"_s);
        QVERIFY(model.data(model.index(bar), LogHistogramModel::WordsRole)
                    .toString()
                    .endsWith(u"errors 1, warnings 0, all 3"_s));
    }

    void filtersAreCountedToo()
    {
        logs::LogStore store;
        add(store, LogLevel::Error, "a", someMinute());
        add(store, LogLevel::Info, "b", someMinute());
        LogListModel list(store, nullptr, kClock);
        list.histogram()->setActive(true);
        QTRY_COMPARE(list.histogram()->totalText(), u"records 2, errors 1"_s);

        list.setText(u"/^b/"_s);

        QTRY_COMPARE(list.histogram()->totalText(), u"records 1, errors 0"_s);
    }

    void aBarNarrowsTheList()
    {
        logs::LogStore store;
        const auto at = someMinute();
        add(store, LogLevel::Error, "then", at);
        add(store, LogLevel::Info, "later", at + 120'000);
        LogListModel list(store, nullptr, kClock);
        auto& model = *list.histogram();
        model.setActive(true);
        QTRY_COMPARE(list.rowCount(), 2);
        QTRY_COMPARE(model.rowCount(), 60);

        model.choose(filledBar(model));
        QTRY_COMPARE(list.rowCount(), 1);
        QCOMPARE(list.data(list.index(0), LogListModel::MessageRole).toString(), u"then"_s);
        QVERIFY(list.isFiltered());
        QVERIFY(!model.chosenText().isEmpty());
        QCOMPARE(model.chosen(), filledBar(model));
        list.clearFilters();

        QTRY_COMPARE(list.rowCount(), 2);
        QCOMPARE(model.chosen(), -1);
    }

    void aRangeHasBarsOfItsOwn()
    {
        logs::LogStore store;
        LogListModel list(store, nullptr, kClock);
        auto& model = *list.histogram();
        const QAbstractItemModelTester tester(&model, kChecks);
        model.setActive(true);
        QTRY_COMPARE(model.rowCount(), 60);

        model.setRange(4);

        QTRY_COMPARE(model.rowCount(), 120);
        QCOMPARE(model.rangeChoices().at(4), u"30 days"_s);
    }

    void fieldsAndTraceAreTold()
    {
        logs::LogStore store;
        add(store, LogLevel::Info, "a", 1000);
        LogListModel list(store, nullptr, kClock);
        QTRY_COMPARE(list.rowCount(), 1);
        const auto row = list.index(0);

        QCOMPARE(list.data(row, LogListModel::FieldNamesRole).toStringList(),
                 (QStringList{u"status"_s, u"trace_id"_s}));
        QCOMPARE(list.data(row, LogListModel::FieldValuesRole).toStringList().first(), u"500"_s);
        QCOMPARE(list.data(row, LogListModel::TraceRole).toString(), u"4bf92f3577b34da6a3ce929d0e0e4736"_s);
        QVERIFY(list.data(row, LogListModel::TimeRole).toString().startsWith(u"01-01 "_s));
    }

    void narrowingWritesTheSearch()
    {
        logs::LogStore store;
        add(store, LogLevel::Info, "a", 1000);
        LogListModel list(store, nullptr, kClock);
        list.setText(u"a"_s);

        list.narrow(u"status"_s, u"500"_s);
        list.narrow(u"user"_s, u"Ann Smith"_s);

        QCOMPARE(list.text(), u"a status=500 user=\"Ann Smith\""_s);
        QTRY_VERIFY(!list.isLoading() && list.rowCount() == 0);
        list.setText(u"a status=500"_s);
        QTRY_COMPARE(list.rowCount(), 1);
    }

    void aSearchThatIsNoneFindsNothingAndSaysWhy()
    {
        logs::LogStore store;
        add(store, LogLevel::Info, "a", 1000);
        LogListModel list(store, nullptr, kClock);

        list.setText(u"/(/"_s);

        QVERIFY(list.fault().startsWith(u"no regular expression"_s));
        QTRY_VERIFY(!list.isLoading() && list.rowCount() == 0);
        list.setText({});
        QVERIFY(list.fault().isEmpty());
        QTRY_COMPARE(list.rowCount(), 1);
    }
};

QTEST_GUILESS_MAIN(LogHistogramModelTest)
#include "log_histogram_model_test.moc"
