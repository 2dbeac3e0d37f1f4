// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/store_notices.h"
#include "ui/theme/status.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

namespace {

using State = tsdb::StoreHealth::State;

constexpr Timestamp kNow = 1'773'482'402'000; // 2026-03-14 10:00:02 UTC

struct Bench
{
    tests::HandClock clock{kNow};
    StoreNotices notices{clock};
    QAbstractItemModelTester tester{&notices};

    QString at(int row, StoreNotices::Role role) const { return notices.data(notices.index(row), role).toString(); }
};

tsdb::StoreHealth healthOf(State state)
{
    tsdb::StoreHealth health;
    health.state = state;
    health.folder = "/data/metrics";
    health.freeBytes = 12'000'000;
    health.message = "cannot sync /data/metrics/wal/1.wal: Input/output error";
    return health;
}

tsdb::Damage damageOf(const std::string& file)
{
    return {"/data/metrics/blocks/" + file, "a chunk does not decode", kNow - 7'202'000, kNow - 3'602'000, 4096};
}

} // namespace

class StoreNoticesTest : public QObject
{
    Q_OBJECT

private slots:
    void aHealthyStoreSaysNothing()
    {
        Bench bench;

        bench.notices.setHealth(healthOf(State::Good));

        QCOMPARE(bench.notices.rowCount(), 0);
    }

    void aConfigurationThatIsNotInForceIsNamedUntilItIs()
    {
        Bench bench;
        collector::ConfigStatus status{.file = "n.yml", .succeeded = false, .error = "n.yml:3:1: error: no"};

        bench.notices.setConfigStatus(status);

        QCOMPARE(bench.notices.rowCount(), 1);
        QCOMPARE(bench.at(0, StoreNotices::TitleRole), u"The configuration file is not in force"_s);
        QVERIFY(bench.at(0, StoreNotices::DetailRole).contains(u"n.yml:3:1: error: no"_s));
        bench.notices.dismiss(0);
        QCOMPARE(bench.notices.rowCount(), 1);

        status = {.file = "n.yml", .later = {"server", "storage"}};
        bench.notices.setConfigStatus(status);
        QCOMPARE(bench.notices.rowCount(), 1);
        QVERIFY(bench.at(0, StoreNotices::DetailRole).contains(u"server, storage"_s));
        bench.notices.dismiss(0);
        QCOMPARE(bench.notices.rowCount(), 0);
    }

    void aPresentStateIsNamedAndStays_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("word");
        QTest::newRow("read only") << int(State::ReadOnly) << int(status::Info) << u"/data/metrics"_s;
        QTest::newRow("low space") << int(State::LowSpace) << int(status::Warning) << u"12 MB are free"_s;
        QTest::newRow("disk full") << int(State::DiskFull) << int(status::Critical) << u"storage.retention"_s;
        QTest::newRow("failing") << int(State::Failing) << int(status::Critical) << u"The system says: cannot sync"_s;
    }
    void aPresentStateIsNamedAndStays()
    {
        QFETCH(int, state);
        QFETCH(int, status);
        QFETCH(QString, word);
        Bench bench;

        bench.notices.setHealth(healthOf(static_cast<State>(state)));
        bench.notices.dismiss(0);

        QCOMPARE(bench.notices.rowCount(), 1);
        QCOMPARE(bench.notices.data(bench.notices.index(0), StoreNotices::StatusRole).toInt(), status);
        QVERIFY2(bench.at(0, StoreNotices::DetailRole).contains(word),
                 qPrintable(bench.at(0, StoreNotices::DetailRole)));
        bench.notices.setHealth(healthOf(State::Good));
        QCOMPARE(bench.notices.rowCount(), 0);
    }

    void aVanishedDirectoryIsToldFromOneThatCannotBeWritten()
    {
        Bench bench;
        auto health = healthOf(State::Failing);
        health.failure = Error::Kind::NotFound;

        bench.notices.setHealth(health);

        QCOMPARE(bench.at(0, StoreNotices::TitleRole), u"The data directory is gone: nothing new is saved"_s);
    }

    void aLossIsToldWithItsRangeUntilItIsDismissedOrGrows()
    {
        Bench bench;
        auto health = healthOf(State::Good);
        health.damages = {damageOf("1.block")};

        bench.notices.setHealth(health);
        const auto detail = bench.at(0, StoreNotices::DetailRole);
        QVERIFY2(detail.contains(u"08:00:00 to 09:00:00"_s), qPrintable(detail));
        QVERIFY2(detail.contains(u"4.1 kB were lost"_s), qPrintable(detail));
        QVERIFY(bench.notices.data(bench.notices.index(0), StoreNotices::DismissibleRole).toBool());
        QCOMPARE(bench.notices.data(bench.notices.index(0), StoreNotices::PartsRole).toStringList().size(), 1);

        bench.notices.dismiss(0);
        QCOMPARE(bench.notices.rowCount(), 0);
        health.damages.push_back(damageOf("2.block"));
        bench.notices.setHealth(health);
        QCOMPARE(bench.notices.rowCount(), 1);
        QVERIFY(bench.notices.data(bench.notices.index(0), StoreNotices::PartsRole)
                    .toStringList()
                    .first()
                    .contains(u"2.block"_s));
    }

    void whatIsDamagedWithoutLossIsNoNotice()
    {
        Bench bench;
        auto health = healthOf(State::Good);
        health.damages = {damageOf("1.block")};
        health.damages.front().isLoss = false;

        bench.notices.setHealth(health);

        QCOMPARE(bench.notices.rowCount(), 0);
    }

    void theWorstComesFirst()
    {
        Bench bench;
        auto health = healthOf(State::DiskFull);
        health.damages = {damageOf("1.block")};
        health.clockJumped = true;

        bench.notices.setHealth(health);

        QCOMPARE(bench.notices.rowCount(), 3);
        QCOMPARE(bench.notices.data(bench.notices.index(0), StoreNotices::StatusRole).toInt(), int(status::Critical));
        QCOMPARE(bench.notices.data(bench.notices.index(2), StoreNotices::StatusRole).toInt(), int(status::Info));
    }
};

QTEST_GUILESS_MAIN(StoreNoticesTest)
#include "store_notices_test.moc"
