// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Kills a process that feeds a store at random moments, again and again, and compares what is left with its ledger.
// NOCTURNE_CRASH_KILLS sets how often; 200 is the default.
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "support/crashrun/crash_store.h"
#include "support/crashrun/ledger.h"

extern char** environ; // NOLINT: of POSIX

using namespace nocturne;
using support::Fleet;
using support::Ledger;

namespace {

constexpr int kKillsPerFolder = 10;
constexpr std::int64_t kSecond = 1'000'000'000;

class CrashRunTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingAcknowledgedIsLost()
    {
        const int kills = qEnvironmentVariableIntValue("NOCTURNE_CRASH_KILLS");
        std::mt19937_64 random(1);
        std::uint64_t checkpoints = 0;
        std::uint64_t merges = 0;
        std::uint64_t dropped = 0;
        std::uint64_t commits = 0;
        for (int kill = 0; kill < (kills > 0 ? kills : 200); ++kill) {
            if (kill % kKillsPerFolder == 0) {
                m_folder = makeFolder();
                m_ledger = Ledger::map(ledgerPath());
                QVERIFY(m_ledger != nullptr);
            }
            const auto life = std::chrono::microseconds(5'000 + random() % 150'000);
            QVERIFY2(feedAndKill(life), "the feeder ended by itself");
            const auto killed = Ledger::now();
            checkpoints += m_ledger->checkpoints;
            merges += m_ledger->merges;
            dropped += m_ledger->dropped;

            const auto wrong = check(killed);

            QVERIFY2(wrong.empty(), ("kill " + std::to_string(kill) + ": " + wrong).c_str());
            if (kill % kKillsPerFolder == kKillsPerFolder - 1)
                commits += m_ledger->committed;
        }
        qInfo("%llu commits, %llu checkpoints, %llu merges, %llu blocks dropped",
              static_cast<unsigned long long>(commits), static_cast<unsigned long long>(checkpoints),
              static_cast<unsigned long long>(merges), static_cast<unsigned long long>(dropped));
        QVERIFY(checkpoints > 0 && merges > 0 && dropped > 0); // else the kills met nothing but the log
    }

    void theLogIsWrittenWithoutBeingAsked()
    {
        m_folder = makeFolder();
        support::FeederClock clock;
        NullLogger log;
        PosixIo io;
        auto options = support::crashStoreOptions(storePath());
        options.flushInterval = tsdb::StoreOptions().flushInterval; // what people run
        const auto store = tsdb::Store::open(options, clock, log, io);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        Fleet().append(**store, 0);

        std::this_thread::sleep_for(std::chrono::milliseconds(950));

        options.readOnly = true;
        const auto viewer = tsdb::Store::open(options, clock, log, io);
        QVERIFY2(viewer, viewer ? "" : viewer.error().message.c_str());
        QCOMPARE(Fleet().check(**viewer, 1, 1), std::string());
    }

private:
    /// In memory where there is such a place: with syncs that cost nothing more happens before each kill.
    static std::unique_ptr<QTemporaryDir> makeFolder()
    {
        const auto shared = QStringLiteral("/dev/shm");
        if (QFileInfo(shared).isWritable())
            return std::make_unique<QTemporaryDir>(shared + QStringLiteral("/nocturne-XXXXXX"));
        return std::make_unique<QTemporaryDir>();
    }
    std::string storePath() const { return m_folder->filePath(QStringLiteral("store")).toStdString(); }
    std::string ledgerPath() const { return m_folder->filePath(QStringLiteral("ledger")).toStdString(); }

    /// Runs a feeder for `life` from its first commit on, then kills it. False when it ended before.
    bool feedAndKill(std::chrono::microseconds life)
    {
        auto program = std::string(NOCTURNE_BIN_DIR) + "/tests/crash_feeder";
        auto store = storePath();
        auto ledger = ledgerPath();
        char* arguments[] = {program.data(), store.data(), ledger.data(), nullptr}; // NOLINT: the interface of POSIX
        pid_t child = 0;
        if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ) != 0)
            return false;
        std::this_thread::sleep_for(life); // also within the start: recovery is killed as well
        ::kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }

    std::string check(std::int64_t killed) const
    {
        support::FeederClock clock;
        clock.set(Fleet::timeOf(m_ledger->begun));
        NullLogger log;
        PosixIo io;
        auto options = support::crashStoreOptions(storePath());
        options.readOnly = true; // the next feeder recovers by itself
        if (!std::filesystem::exists(storePath() + "/blocks") || !std::filesystem::exists(storePath() + "/wal"))
            return m_ledger->written == 0 ? "" : "no store";
        const auto store = tsdb::Store::open(options, clock, log, io);
        if (!store)
            return "does not open: " + store.error().message;
        if (!(*store)->health().damages.empty())
            return "damage: " + (*store)->health().damages.front().what;
        const auto must = std::max(m_ledger->written.load(), m_ledger->committedBefore(killed - kSecond));
        const auto gone = clock.now() - options.retention.count();
        auto wrong = m_fleet.check(**store, must, m_ledger->begun, gone);
        return wrong.empty() ? m_fleet.checkExemplars(**store, must, m_ledger->begun) : wrong;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Ledger* m_ledger = nullptr; // NOLINT: mapped until the end
    Fleet m_fleet;
};

} // namespace

QTEST_GUILESS_MAIN(CrashRunTest)
#include "crash_run_test.moc"
