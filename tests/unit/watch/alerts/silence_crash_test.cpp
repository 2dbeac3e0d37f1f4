// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kills a program that makes, changes and ends silences right after a call returned, again and again: none may be lost
// or come back. NOCTURNE_CRASH_KILLS sets how often; 200 is the default.
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

constexpr int kSilences = 400;
constexpr Timestamp kHour = 3'600'000;

/// What the killed program said before it died: shared memory outlives it.
struct Ledger
{
    volatile int made = 0;    ///< addSilence() returned for number 0 to made - 1
    volatile int changed = 0; ///< and changeSilence() for those below
    volatile int ended = 0;   ///< and expireSilence() for those below

    int calls() const { return made + changed + ended; }
};

std::string hostOf(int i) { return "host" + std::to_string(i); }

Silence silenceOf(int i)
{
    Silence silence;
    silence.matchers = matchers("instance=\"" + hostOf(i) + "\"");
    silence.endsAt = kStart + kHour;
    silence.comment = "made";
    return silence;
}

const Silence* silenceAt(const AlertBoard::Silences& all, int i)
{
    const auto found =
        std::ranges::find_if(*all, [&](const Silence& one) { return one.matchers.front().value() == hostOf(i); });
    return found == all->end() ? nullptr : &*found;
}

/// Makes one, lengthens every second that was made and ends every third, until it is killed.
[[noreturn]] void work(const std::string& folder, Ledger& ledger)
{
    BoardFixture f;
    NullLogger log;
    if (!f.board.open(folder, log))
        _exit(3);
    for (int i = ledger.made; i < kSilences; ++i) {
        // The call before the kill may have been kept without having returned.
        if (silenceAt(f.board.silences(), i) == nullptr && !f.board.addSilence(silenceOf(i), f.ann, true))
            _exit(4);
        ledger.made = i + 1;
        if (i % 2 == 1) {
            auto longer = *silenceAt(f.board.silences(), ledger.changed);
            longer.endsAt = kStart + 2 * kHour;
            longer.comment = "changed";
            if (!f.board.changeSilence(longer, f.ann, true))
                _exit(5);
            ledger.changed = ledger.changed + 1;
        }
        if (i % 3 == 2 && ledger.ended < ledger.changed) {
            if (!f.board.expireSilence(silenceAt(f.board.silences(), ledger.ended)->id, f.ann))
                _exit(6);
            ledger.ended = ledger.ended + 1;
        }
    }
    _exit(0);
}

} // namespace

class SilenceCrashTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsLostThatWasSilenced()
    {
        const int wanted = qEnvironmentVariableIntValue("NOCTURNE_CRASH_KILLS");
        const int kills = wanted > 0 ? wanted : 200;
        void* memory = mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        QVERIFY(memory != MAP_FAILED);
        auto* ledger = new (memory) Ledger;
        auto folder = std::make_unique<QTemporaryDir>();
        std::mt19937 random(1);
        int made = 0;
        int changed = 0; // in the folders of before
        int ended = 0;
        for (int kill = 0; kill < kills; ++kill) {
            if (ledger->made > kSilences / 2) {
                changed += ledger->changed;
                ended += ledger->ended;
                folder = std::make_unique<QTemporaryDir>();
                *ledger = {};
            }
            const auto path = folder->path().toStdString();
            const int until = ledger->calls() + 1 + static_cast<int>(random() % 4);
            const auto child = fork();
            if (child == 0)
                work(path, *ledger);
            int status = 0;
            bool gone = false;
            while (ledger->calls() < until && !gone)
                gone = waitpid(child, &status, WNOHANG) != 0;
            QVERIFY2(!gone, qPrintable(QStringLiteral("it ended by itself with %1").arg(WEXITSTATUS(status))));
            ::kill(child, SIGKILL); // right after the call returned
            waitpid(child, nullptr, 0);
            made += ledger->made;

            const auto wrong = check(path, *ledger);
            QVERIFY2(wrong.empty(), ("kill " + std::to_string(kill) + ": " + wrong).c_str());
        }
        qInfo("%d of %d kills lost nothing, %d silences looked at", kills, kills, made);
        QVERIFY(made > kills);
        QVERIFY2(changed + ledger->changed > 20 && ended + ledger->ended > 20, "too few were changed and ended");
    }

private:
    /// What is not as the ledger has it; empty when all is.
    static std::string check(const std::string& path, const Ledger& ledger)
    {
        BoardFixture f;
        NullLogger log;
        if (auto opened = f.board.open(path, log); !opened)
            return opened.error().text();
        const auto all = f.board.silences();
        if (static_cast<int>(all->size()) > ledger.made + 1)
            return "there are more silences than were made";
        for (int i = 0; i < ledger.made; ++i) {
            const auto* silence = silenceAt(all, i);
            if (silence == nullptr)
                return hostOf(i) + " was silenced and is not";
            if (silence->createdBy != "ann")
                return hostOf(i) + " has another maker";
            // Killed within a call, the next change or end may have been kept, too.
            if (i != ledger.changed && (silence->comment == "changed") != (i < ledger.changed))
                return hostOf(i) + " is not changed as it was";
            if (i != ledger.ended && (silence->stateAt(kStart) == SilenceState::Expired) != (i < ledger.ended))
                return hostOf(i) + (i < ledger.ended ? " came back" : " ended by itself");
        }
        return auditFault(f, static_cast<std::uint64_t>(ledger.calls()));
    }
    static std::string auditFault(BoardFixture& f, std::uint64_t rows)
    {
        std::string wrong;
        (void)f.board.store().read([&](sqlite::Database& database) -> Result<void> {
            const auto audit = verifyAudit(database);
            if (!audit || !audit->faults.empty())
                wrong = "the audit log is not whole";
            else if (audit->rows < rows)
                wrong = "the audit log lacks rows";
            return {};
        });
        return wrong;
    }
};

QTEST_APPLESS_MAIN(SilenceCrashTest)
#include "silence_crash_test.moc"
