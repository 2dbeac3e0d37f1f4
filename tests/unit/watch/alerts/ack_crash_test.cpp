// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kills a program that acknowledges alerts right after a call returned, again and again: none may be lost (row A5 of
// the fault matrix). NOCTURNE_CRASH_KILLS sets how often; 200 is the default.
#include <csignal>
#include <random>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "board_fixture.h"
#include "watch/alerts/audit_log.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;
using namespace nocturne::alerts;

namespace {

constexpr int kAlerts = 400;

/// What the killed program said before it died: shared memory outlives it.
struct Ledger
{
    volatile int taken = 0;     ///< acknowledge() returned for host 0 to taken - 1
    volatile int givenBack = 0; ///< and unacknowledge() for the first of them
};

std::string hostOf(int i) { return "host" + std::to_string(i); }

std::vector<AlertInstance> allFiring(const BoardFixture& f)
{
    std::vector<AlertInstance> alerts;
    for (int i = 0; i < kAlerts; ++i) {
        alerts.push_back(f.alert(hostOf(i)));
        alerts.back().activeAt = alerts.back().firedAt = kStart;
    }
    return alerts;
}

/// Goes on where the ledger stands until it is killed.
[[noreturn]] void work(const std::string& folder, Ledger& ledger)
{
    BoardFixture f;
    NullLogger log;
    if (!f.board.open(folder, log))
        _exit(3);
    f.board.report("rules", allFiring(f));
    for (int i = ledger.taken; i < kAlerts; ++i) {
        if (!f.board.acknowledge(f.idsOf({hostOf(i)}), f.ann, {.comment = "take " + std::to_string(i)}))
            _exit(4);
        ledger.taken = i + 1;
        if (i % 3 == 2) {
            if (!f.board.unacknowledge(f.idsOf({hostOf(ledger.givenBack)}), f.ann))
                _exit(5);
            ledger.givenBack = ledger.givenBack + 1;
        }
    }
    _exit(0);
}

} // namespace

class AckCrashTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsLostThatWasAcknowledged()
    {
        const int wanted = qEnvironmentVariableIntValue("NOCTURNE_CRASH_KILLS");
        const int kills = wanted > 0 ? wanted : 200;
        void* memory = mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        QVERIFY(memory != MAP_FAILED);
        auto* ledger = new (memory) Ledger;
        auto folder = std::make_unique<QTemporaryDir>();
        std::mt19937 random(1);
        int survived = 0;
        int taken = 0;
        for (int kill = 0; kill < kills; ++kill) {
            if (ledger->taken > kAlerts / 2) {
                folder = std::make_unique<QTemporaryDir>();
                *ledger = {};
            }
            const auto path = folder->path().toStdString();
            const int until = ledger->taken + 1 + static_cast<int>(random() % 4);
            const auto child = fork();
            if (child == 0)
                work(path, *ledger);
            while (ledger->taken < until && waitpid(child, nullptr, WNOHANG) == 0) {
            }
            ::kill(child, SIGKILL); // right after the call returned
            waitpid(child, nullptr, 0);
            taken += ledger->taken;

            const auto wrong = check(path, *ledger);
            QVERIFY2(wrong.empty(), ("kill " + std::to_string(kill) + ": " + wrong).c_str());
            ++survived;
        }
        qInfo("%d of %d kills lost nothing, %d acknowledgements looked at", survived, kills, taken);
        QCOMPARE(survived, kills);
        QVERIFY(taken > kills);
    }

private:
    /// What is not as the ledger has it; empty when all is.
    static std::string check(const std::string& path, const Ledger& ledger)
    {
        BoardFixture f;
        NullLogger log;
        if (auto opened = f.board.open(path, log); !opened)
            return opened.error().text();
        for (int i = 0; i < ledger.taken; ++i) {
            const bool mayBeBack = i == ledger.givenBack; // killed within the call
            const auto alert = f.find(hostOf(i));
            if (i < ledger.givenBack && alert.acknowledgement)
                return hostOf(i) + " was given back and is taken";
            if (i > ledger.givenBack && !alert.acknowledgement)
                return hostOf(i) + " was taken and is not";
            if (!mayBeBack && alert.acknowledgement && alert.acknowledgement->comment != "take " + std::to_string(i))
                return hostOf(i) + " has another comment";
        }
        std::string wrong;
        (void)f.board.store().read([&](sqlite::Database& database) -> Result<void> {
            const auto audit = verifyAudit(database);
            if (!audit || !audit->faults.empty())
                wrong = "the audit log is not whole";
            else if (audit->rows < static_cast<std::uint64_t>(ledger.taken + ledger.givenBack))
                wrong = "the audit log lacks rows";
            return {};
        });
        return wrong;
    }
};

QTEST_APPLESS_MAIN(AckCrashTest)
#include "ack_crash_test.moc"
