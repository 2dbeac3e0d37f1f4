// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a restart keeps, and what becomes of a file that is damaged, older, newer or not ours.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>

#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

#include "board_fixture.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;
using namespace nocturne::alerts;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// Boards one after the other over one folder.
struct Lives
{
    QTemporaryDir folder;
    std::string path = folder.path().toStdString();
    std::string file = path + "/state.db";
    std::string said;
    support::ManualClock logClock;
    SinkLogger log{logClock, LogLevel::Info, [this](const LogEntry& entry) { said += entry.message + "\n"; }};

    std::unique_ptr<BoardFixture> begin(Timestamp now = kStart, AlertBoard::Options options = {})
    {
        auto life = std::make_unique<BoardFixture>(std::move(options));
        life->clock.setNow(now);
        if (const auto opened = life->board.open(path, log); !opened)
            said += opened.error().text() + "\n";
        return life;
    }
};

} // namespace

class StateTest : public QObject
{
    Q_OBJECT

private slots:
    void aRestartKeepsWhatPeopleDid()
    {
        Lives lives;
        std::string silenced;
        AlertInstance before;
        {
            auto f = lives.begin();
            auto alert = f->alert("a", Severity::Critical);
            alert.annotations["text"] = "quotes \" and \\ and \n lines";
            alert.threshold = 5.5;
            alert.value = NAN;
            alert.expression = "disk_free < 5";
            alert.holdFor = 5min;
            f->board.report("rules", {alert, f->alert("b"), f->alert("c", Severity::Info, AlertState::Pending)});
            QVERIFY(f->board.acknowledge(f->idsOf({"a"}), f->ann,
                                         {.comment = "mine", .until = kStart + 3'600'000, .sticky = true}));
            QVERIFY(f->board.snooze(f->idsOf({"b"}), f->bob, {.until = kStart + 7'200'000, .shared = true}));
            silenced =
                f->board.addSilence({.matchers = matchers("instance=~\"c|d\""), .endsAt = kStart + 3'600'000}, f->ann)
                    ->id;
            Downtime plan;
            plan.matchers = matchers("instance=\"x\"");
            plan.first = {kStart + 60'000, kStart + 120'000};
            plan.recurrence = {Recurrence::Every::Week, {1, 3}, kStart * 2};
            plan.zone = "Europe/Berlin";
            QVERIFY(f->board.addDowntime(plan, f->bob));
            before = f->find("a");
        }

        auto f = lives.begin(kStart + 60'000);

        auto after = f->find("a");
        QVERIFY(std::isnan(after.value));
        QCOMPARE(after.unverifiedSince, kStart + 60'000);
        after.unverifiedSince = 0;
        after.value = before.value = 0;
        QVERIFY(after == before);
        QCOMPARE(f->find("b").snoozes.front().by, std::string("bob"));
        QVERIFY(f->find("b").isSnoozedForAll());
        QVERIFY(f->find("c").state == AlertState::Pending);
        QCOMPARE(f->find("c").activeAt, kStart);
        QCOMPARE(f->find("c").mutedBy.front().id, silenced);
        const auto downtimes = f->board.downtimes();
        QCOMPARE(downtimes->size(), std::size_t(1));
        QCOMPARE(downtimes->front().recurrence.weekdays, (std::vector<int>{1, 3}));
        QCOMPARE(downtimes->front().zone, std::string("Europe/Berlin"));
        QCOMPARE(lives.said, std::string());
    }

    void whatGoesOnAfterARestartIsTheSameOccurrence()
    {
        Lives lives;
        std::string id;
        {
            auto f = lives.begin();
            f->board.report("rules", {f->alert("a")});
            id = f->find("a").id;
            QVERIFY(f->board.acknowledge({id}, f->ann, {}));
        }
        auto f = lives.begin(kStart + 600'000);
        const auto number = f->board.lastChange();

        f->board.report("rules", {});                                                      // before the first scrape
        f->board.report("rules", {f->alert("a", Severity::Warning, AlertState::Pending)}); // its `for` begins anew
        QVERIFY(f->find("a").state == AlertState::Firing);
        QVERIFY(f->find("a").unverifiedSince != 0);
        f->board.report("rules", {f->alert("a")});

        QCOMPARE(f->find("a").id, id);
        QCOMPARE(f->find("a").firedAt, kStart);
        QCOMPARE(f->find("a").unverifiedSince, Timestamp(0));
        QCOMPARE(f->find("a").acknowledgement->owner, std::string("ann"));
        QCOMPARE(f->changesAfter(number), std::vector<std::string>{"verified"});
        f->board.report("rules", {});
        QVERIFY(f->find("a").state == AlertState::Resolved);
    }

    void whatIsNotThereAfterTheGraceHasResolved()
    {
        Lives lives;
        {
            auto f = lives.begin();
            f->board.report("rules", {f->alert("a")});
        }
        auto f = lives.begin(kStart + 60'000, {.restoreGrace = 2min});

        f->clock.advance(119s);
        f->board.report("rules", {});
        QVERIFY(f->find("a").state == AlertState::Firing);
        f->clock.advance(1s);
        f->board.report("rules", {});

        QVERIFY(f->find("a").state == AlertState::Resolved);
        QCOMPARE(f->find("a").resolvedAt, kStart + 180'000);
    }

    void escalationAndFlappingGoOn()
    {
        EscalationPolicy policy;
        policy.name = "team";
        policy.steps = {{1min, {}}, {10min, {}}};
        const AlertBoard::Options options{.flapping = {.count = 2, .within = 1h}, .escalations = {policy}};
        Lives lives;
        {
            auto f = lives.begin(kStart, options);
            f->board.report("rules", {f->alert("a")});
            f->pass(1min);
            QCOMPARE(f->find("a").escalationStep, 1);
        }
        auto f = lives.begin(kStart + 600'000, options);
        auto again = f->alert("a");
        f->board.report("rules", {again});
        const auto number = f->board.lastChange();

        f->board.expire();

        QCOMPARE(f->find("a").escalationStep, 2);
        QCOMPARE(f->changesAfter(number), std::vector<std::string>{"escalated: team"});
        f->clock.advance(3min);
        f->board.report("rules", {});
        f->board.report("rules", {f->alert("a")});
        QVERIFY(f->find("a").isFlapping); // the edge before the restart counts
    }

    void numbersOfChangesAreNeverUsedAgain()
    {
        Lives lives;
        std::uint64_t last = 0;
        {
            auto f = lives.begin();
            f->board.report("rules", {f->alert("a")});
            f->board.report("rules", {});
            last = f->board.lastChange();
        }

        auto f = lives.begin(kStart + 24 * 100 * 3'600'000LL);
        f->pass(2h); // all is forgotten
        QVERIFY(f->board.changesAfter(0, 10)->empty());
        f->board.report("rules", {f->alert("b")});

        QVERIFY(f->board.changesAfter(0, 10)->front().number > last);
        QVERIFY(f->board.occurrence("nonsense").error().kind == Error::Kind::NotFound);
    }

    void theFileIsForItsOwnerAlone()
    {
        Lives lives;
        const auto old = umask(0);
        auto f = lives.begin();
        f->board.report("rules", {f->alert("a")});
        umask(old);

        for (const char* suffix : {"", "-wal", "-shm"}) {
            struct stat facts = {};
            QVERIFY(stat((lives.file + suffix).c_str(), &facts) == 0);
            QCOMPARE(facts.st_mode & 0777U, 0600U);
        }
    }

    void aDamagedFileIsMovedAsideAndReadAsFarAsItCanBe()
    {
        Lives lives;
        constexpr int kAlerts = 500;
        {
            auto f = lives.begin();
            std::vector<AlertInstance> alerts;
            for (int i = 0; i < kAlerts; ++i)
                alerts.push_back(f->alert("host" + std::to_string(i)));
            f->board.report("rules", alerts);
            QVERIFY(f->board.acknowledge(f->idsOf({"host7", "host499"}), f->ann, {.comment = "mine"}));
        }
        const auto size = fs::file_size(lives.file);
        {
            std::fstream file(lives.file, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(static_cast<std::streamoff>(size / 2 / 4096 * 4096));
            file << std::string(4096, 'x');
        }

        auto f = lives.begin();

        QVERIFY2(lives.said.find("was damaged") != std::string::npos, lives.said.c_str());
        int aside = 0;
        for (const auto& entry : fs::directory_iterator(lives.path))
            aside += entry.path().filename().string().starts_with("state.db.damaged-") ? 1 : 0;
        QVERIFY(aside >= 1);
        QVERIFY2(f->board.snapshot()->size() > kAlerts / 4, std::to_string(f->board.snapshot()->size()).c_str());
        f->board.report("rules", {f->alert("new")});
        QVERIFY(!f->board.stateFault());
        QVERIFY(!f->find("new").id.empty());
    }

    void whatIsNoDatabaseIsMovedAside()
    {
        Lives lives;
        std::ofstream(lives.file) << std::string(10'000, 'z');

        auto f = lives.begin();
        f->board.report("rules", {f->alert("a")});

        QVERIFY(lives.said.find("was damaged") != std::string::npos);
        QVERIFY(!f->board.stateFault());
    }

    void aNewerFileAndOneOfAnotherProgramAreLeftAlone_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("word");
        QTest::newRow("newer") << QStringLiteral("PRAGMA user_version = 99") << QStringLiteral("newer Nocturne");
        QTest::newRow("another's") << QStringLiteral("PRAGMA application_id = 7") << QStringLiteral("another program");
    }

    void aNewerFileAndOneOfAnotherProgramAreLeftAlone()
    {
        QFETCH(QString, sql);
        QFETCH(QString, word);
        Lives lives;
        lives.begin();
        {
            auto database = sqlite::Database::open(lives.file);
            QVERIFY(database->execute(sql.toStdString()));
        }

        lives.begin();

        QVERIFY2(lives.said.find(word.toStdString()) != std::string::npos, lives.said.c_str());
        QCOMPARE(std::distance(fs::directory_iterator(lives.path), fs::directory_iterator()), 1);
    }

    void anOrderForASilenceThatLivesElsewhereIsKeptUntilItIsDone()
    {
        Lives lives;
        const std::string source = "alertmanager:main";
        Silence theirs{.id = "s1", .matchers = matchers("instance=\"a\"")};
        theirs.startsAt = kStart;
        theirs.endsAt = kStart + 3'600'000;
        {
            auto f = lives.begin();
            f->board.reportRemote(source, {.active = {}, .mutes = {}, .silences = {theirs}});
            auto longer = f->board.silences()->front();
            longer.endsAt += 60'000;
            QVERIFY(f->board.changeSilence(longer, f->ann));
            QVERIFY(f->board.expireSilence("s1", f->bob)); // the later one counts
        }
        {
            auto f = lives.begin(kStart + 1000);
            const auto orders = f->board.silenceOrders(source);

            QCOMPARE(orders.size(), std::size_t(1));
            QVERIFY(orders[0].expire);
            QCOMPARE(orders[0].who, std::string("bob"));
            QCOMPARE(matcherText(orders[0].silence.matchers), std::string("{instance=\"a\"}"));
            QVERIFY(f->board.silences()->empty()); // its source has not spoken yet
            auto another = orders[0];
            another.at += 1;
            f->board.closeOrder(another); // not the one there is
            QCOMPARE(f->board.silenceOrders(source).size(), std::size_t(1));
            f->board.closeOrder(orders[0]);
        }

        QVERIFY(lives.begin(kStart + 2000)->board.silenceOrders(source).empty());
        QCOMPARE(lives.said, std::string());
    }

    void anOlderFileIsMigratedWithACopy()
    {
        Lives lives;
        {
            auto old = openStateDatabase(lives.path, lives.logClock, lives.log, 1);
            QVERIFY(old);
            QVERIFY(old->run("INSERT INTO silences VALUES ('s1', 'a=\"b\"', 1, ?, 'ann', 'kept', 1)", kStart * 2));
        }

        auto f = lives.begin();

        QCOMPARE(f->board.silences()->size(), std::size_t(1));
        QCOMPARE(f->board.silences()->front().comment, std::string("kept"));
        QVERIFY(f->board.expireSilence("s1", f->ann)); // audited: the table of the next version is there
        QVERIFY(fs::exists(lives.file + ".before-" + std::to_string(kStateVersion)));
        QCOMPARE(lives.said, std::string());
    }

    void aCopyShowsWhatPeopleDidAndNothingIsWrittenThere()
    {
        Lives lives;
        const QTemporaryDir target;
        const auto copy = target.path().toStdString();
        auto f = lives.begin();
        f->board.report("rules", {f->alert("a"), f->alert("b")});
        QVERIFY(f->board.acknowledge(f->idsOf({"a"}), f->ann, {.comment = "mine"}));
        QVERIFY(f->board.addSilence({.matchers = matchers("instance=\"b\""), .endsAt = kStart + 3'600'000}, f->ann));

        QVERIFY(copyState(lives.path, copy).value_or(false)); // while the board is in use
        QVERIFY(f->board.acknowledge(f->idsOf({"b"}), f->ann, {}));

        QCOMPARE(std::distance(fs::directory_iterator(copy), fs::directory_iterator()), 1); // no files beside
        QVERIFY((fs::status(copy + "/state.db").permissions() & fs::perms(0077)) == fs::perms::none);
        fs::permissions(copy + "/state.db", fs::perms::owner_read);
        const auto contentOf = [](const std::string& path) {
            std::ifstream in(path, std::ios::binary);
            return std::string(std::istreambuf_iterator<char>(in), {});
        };
        const auto before = contentOf(copy + "/state.db");
        BoardFixture looking;
        looking.clock.setNow(kStart + 86'400'000);
        QVERIFY(looking.board.open(copy, lives.log, true));
        QCOMPARE(looking.find("a").acknowledgement->comment, std::string("mine"));
        QVERIFY(!looking.find("b").acknowledgement);
        QCOMPARE(looking.board.silences()->size(), std::size_t(1));
        looking.pass(24h); // nobody reports: what was there stays
        QVERIFY(looking.find("a").state == AlertState::Firing);
        QVERIFY(looking.board.acknowledge(looking.idsOf({"b"}), looking.bob, {}));
        QVERIFY(contentOf(copy + "/state.db") == before);
        QCOMPARE(std::distance(fs::directory_iterator(copy), fs::directory_iterator()), 1);
        QCOMPARE(lives.said, std::string());
    }

    void whatIsInUseIsLookedAtAsItIsThen()
    {
        Lives lives;
        auto f = lives.begin();
        f->board.report("rules", {f->alert("a")});

        BoardFixture looking;
        QVERIFY(looking.board.open(lives.path, lives.log, true));
        QVERIFY(looking.board.acknowledge(looking.idsOf({"a"}), looking.bob, {}));

        QVERIFY(looking.find("a").acknowledgement);
        QVERIFY(!f->find("a").acknowledgement);
        f.reset();
        QVERIFY(!lives.begin()->find("a").acknowledgement); // it was in memory alone
        BoardFixture nowhere;
        const QTemporaryDir empty;
        QVERIFY(nowhere.board.open(empty.path().toStdString(), lives.log, true));
        QVERIFY(fs::is_empty(empty.path().toStdString()));
    }

    void aVerbThatCannotBeWrittenDoesNothing()
    {
        Lives lives;
        auto f = lives.begin();
        f->board.report("rules", {f->alert("a")});
        const auto ids = f->idsOf({"a"});
        QVERIFY(f->board.store().transact([](sqlite::Database& database) {
            return database.execute(
                "CREATE TEMP TRIGGER full BEFORE INSERT ON changes BEGIN SELECT RAISE(FAIL, 'full'); "
                "END");
        }));

        const auto refused = f->board.acknowledge(ids, f->ann, {});
        f->board.report("rules", {f->alert("a"), f->alert("b")});

        QVERIFY(!refused);
        QVERIFY(!f->find("a").acknowledgement);
        QVERIFY(f->find("b").state == AlertState::Firing); // what sources say goes on
        QVERIFY(f->board.stateFault());
        QVERIFY(lives.said.find("cannot be written") != std::string::npos);
        QVERIFY(f->board.store().transact(
            [](sqlite::Database& database) { return database.execute("DROP TRIGGER full"); }));
        f->board.report("rules", {f->alert("a"), f->alert("b"), f->alert("c")});
        QVERIFY(!f->board.stateFault());
        QCOMPARE(f->changesAfter(0), (std::vector<std::string>{"fired", "fired", "fired"}));
        QVERIFY(f->board.occurrence(f->find("b").id));
    }
};

QTEST_APPLESS_MAIN(StateTest)
#include "state_test.moc"
