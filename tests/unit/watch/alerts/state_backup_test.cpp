// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/state_backup.h"

#include <filesystem>
#include <fstream>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "board_fixture.h"
#include "watch/alerts/state_database.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;
using namespace nocturne::alerts;

namespace {

namespace fs = std::filesystem;

constexpr Timestamp kHour = 3'600'000;
constexpr Timestamp kDay = 24 * kHour;

} // namespace

class StateBackupTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TZ", "Europe/Berlin");
        tzset();
    }

    void aBackupIsAWholeStateThatABoardBeginsWith()
    {
        QTemporaryDir folder;
        QTemporaryDir restored;
        BoardFixture f;
        QVERIFY(f.board.open(folder.path().toStdString(), m_log));
        f.board.report("rules", {f.alert("a")});
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {.comment = "mine"}));

        const auto path = backUpState(folder.path().toStdString(), 3, kStart); // the board is open
        QVERIFY2(path, path ? "" : path.error().message.c_str());
        QVERIFY(f.board.unacknowledge(f.idsOf({"a"}), f.ann)); // and goes on

        QCOMPARE(QString::fromStdString(*path), folder.path() + QStringLiteral("/backups/state-20231114T221320Z.db"));
        QVERIFY((fs::status(*path).permissions() & fs::perms(0077)) == fs::perms::none);
        fs::copy_file(*path, restored.path().toStdString() + "/state.db");
        BoardFixture again;
        QVERIFY(again.board.open(restored.path().toStdString(), m_log));
        QCOMPARE(again.find("a").acknowledgement->comment, std::string("mine"));
    }

    void theNewestAreKept()
    {
        QTemporaryDir folder;
        BoardFixture f;
        QVERIFY(f.board.open(folder.path().toStdString(), m_log));
        std::ofstream(folder.path().toStdString() + "/own-file") << "x";

        for (int day = 0; day < 5; ++day)
            QVERIFY(backUpState(folder.path().toStdString(), 2, kStart + day * kDay));
        std::ofstream(folder.path().toStdString() + "/backups/notes.txt") << "of a person";
        QVERIFY(backUpState(folder.path().toStdString(), 2, kStart + 5 * kDay));

        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder.path().toStdString() + "/backups"))
            names.push_back(entry.path().filename());
        std::ranges::sort(names);
        QCOMPARE(names,
                 (std::vector<std::string>{"notes.txt", "state-20231118T221320Z.db", "state-20231119T221320Z.db"}));
        QCOMPARE(newestBackup(folder.path().toStdString()), kStart + 5 * kDay);
    }

    void aDamagedStateMakesNoBackup()
    {
        QTemporaryDir folder;
        const auto file = folder.path().toStdString() + "/state.db";
        {
            BoardFixture f;
            QVERIFY(f.board.open(folder.path().toStdString(), m_log));
            std::vector<AlertInstance> many;
            for (int i = 0; i < 500; ++i)
                many.push_back(f.alert("host-" + std::to_string(i)));
            f.board.report("rules", many);
        }
        {
            std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
            damage.seekp(20 * 4096);
            damage << std::string(8 * 4096, 'z');
        }

        const auto made = backUpState(folder.path().toStdString(), 3, kStart);

        QVERIFY(!made);
        QVERIFY(made.error().kind == Error::Kind::Corrupt);
        QCOMPARE(newestBackup(folder.path().toStdString()), Timestamp(0));
    }

    void whatLeavesTheHouseIsSavedFromADamagedState()
    {
        QTemporaryDir folder;
        const auto file = folder.path().toStdString() + "/state.db";
        {
            auto store = StateStore::open(folder.path().toStdString(), m_clock, m_log);
            QVERIFY(store);
            QVERIFY((*store)->transact([](sqlite::Database& database) -> Result<void> {
                auto done = database.run("INSERT INTO notice_meta VALUES('last_change', 42)");
                for (int i = 0; done && i < 2000; ++i)
                    done = database.run(
                        "INSERT INTO changes VALUES (?, 1, 'fired', 'x', 1, 1, 0, 0, 1.0, '', ?, '', 0, 0)", i + 1,
                        std::string(200, 'c'));
                return done ? database.run("INSERT INTO outbox(integration, receiver, group_key, key, title, state, "
                                           "attempts, created_at, due_at, finished_at, expires_at, words, message) "
                                           "VALUES('ops/webhook[0]','ops','g','k1','t','due',0,1,1,0,9,'','{}')")
                            : done;
            }));
        }
        {
            std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
            damage.seekp(60 * 4096);
            damage << std::string(4 * 4096, 'z');
        }

        auto store = StateStore::open(folder.path().toStdString(), m_clock, m_log);

        QVERIFY(store);
        QVERIFY(QDir(folder.path()).entryList({QStringLiteral("state.db.damaged-*")}).size() > 0);
        std::int64_t outbox = 0;
        std::int64_t last = 0;
        QVERIFY((*store)->read([&](sqlite::Database& database) -> Result<void> {
            outbox = database.integer("SELECT count(*) FROM outbox WHERE key = 'k1'")->value_or(0);
            last = database.integer("SELECT number FROM notice_meta WHERE name = 'last_change'")->value_or(0);
            return {};
        }));
        QCOMPARE(outbox, 1);
        QCOMPARE(last, 42);
    }

    void theTimeForABackupIsThreeOClockAtNight()
    {
        // 2023-11-15 03:00 in Berlin is 02:00 UTC
        const Timestamp night = 1'700'013'600'000;

        QVERIFY(isBackupDue(0, night - kHour));
        QVERIFY(!isBackupDue(night - kHour, night - 1));
        QVERIFY(isBackupDue(night - kHour, night));
        QVERIFY(!isBackupDue(night, night + 23 * kHour));
        QVERIFY(isBackupDue(night, night + kDay));
        QVERIFY(isBackupDue(night, night + 9 * kDay + kHour)); // it was off for a while
    }

private:
    support::ManualClock m_clock;
    NullLogger m_log;
};

QTEST_GUILESS_MAIN(StateBackupTest)
#include "state_backup_test.moc"
