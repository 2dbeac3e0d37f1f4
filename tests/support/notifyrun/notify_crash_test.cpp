// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// N2: a notifier is killed 200 times between "due" and "logged", most of them while a message is on its way: the sink
// takes it and is slow to answer. Nothing is lost, and what arrives twice has the same key: once a kill at most.
#include <csignal>
#include <fstream>
#include <map>
#include <random>
#include <regex>
#include <thread>

#include <QTemporaryDir>
#include <QTest>
#include <sys/wait.h>
#include <unistd.h>

#include "support/faults.h"

using namespace nocturne;

namespace {

constexpr int kKills = 200;

pid_t start(const std::vector<std::string>& words)
{
    std::vector<char*> arguments;
    for (const auto& word : words)
        arguments.push_back(const_cast<char*>(word.c_str())); // NOLINT: execv's way
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    return child;
}

std::int64_t numberIn(const std::string& path)
{
    std::int64_t number = 0;
    std::ifstream(path, std::ios::binary).read(reinterpret_cast<char*>(&number), sizeof number); // NOLINT
    return number;
}

} // namespace

class NotifyCrashTest : public QObject
{
    Q_OBJECT

private slots:
    void killsLoseNothingAndRepeatOnlyWithTheSameKey()
    {
        QTemporaryDir folder;
        const auto state = folder.path().toStdString();
        const auto ledger = folder.filePath(QStringLiteral("ledger")).toStdString();
        test::FaultServer sink(test::faults::slowBytes("kept", std::chrono::milliseconds(15)));
        const std::string program = NOCTURNE_BIN_DIR "/tests/notify_feeder";
        std::minstd_rand random(20261121);
        std::uniform_int_distribution<int> life(0, 60);
        std::vector<std::size_t> heardAt; // by kill: how many requests had come

        for (int kill = 0; kill < kKills; ++kill) {
            const auto before = sink.requests().size();
            const auto child = start({program, state, sink.url("/hook"), ledger});
            for (int i = 0; i < 200 && kill % 4 != 0 && sink.requests().size() == before; ++i)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            std::this_thread::sleep_for(std::chrono::milliseconds(life(random)));
            ::kill(child, SIGKILL);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY2(WIFSIGNALED(status), "the feeder ended by itself");
            std::this_thread::sleep_for(std::chrono::milliseconds(10)); // what it sent last arrives
            heardAt.push_back(sink.requests().size());
        }
        const auto alerts = numberIn(ledger);
        test::FaultServer quick(test::faults::respond(200, {}, "kept"));
        const auto last = start({program, state, quick.url("/hook"), ledger, "drain"});
        int status = 0;
        QCOMPARE(::waitpid(last, &status, 0), last);
        QCOMPARE(status, 0);

        std::map<std::string, std::vector<std::string>> keys; // by alert
        std::map<std::size_t, int> repeats;                   // by kill that they follow
        const std::regex number("\"number\":\"([0-9]+)\"");
        const std::regex key("Idempotency-Key: ([0-9a-f]{32})");
        auto requests = sink.requests();
        std::ranges::copy(quick.requests(), std::back_inserter(requests));
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const auto& request = requests[i];
            std::smatch found;
            QVERIFY(std::regex_search(request, found, key));
            const auto itsKey = found[1].str();
            QVERIFY(std::regex_search(request, found, number));
            auto& all = keys[found[1].str()];
            all.push_back(itsKey);
            if (all.size() > 1)
                ++repeats[static_cast<std::size_t>(std::ranges::upper_bound(heardAt, i) - heardAt.begin())];
        }
        std::int64_t repeated = 0;
        for (const auto& [alert, all] : keys) {
            repeated += static_cast<std::int64_t>(all.size()) - 1;
            QVERIFY2(std::ranges::all_of(all, [&](const auto& one) { return one == all.front(); }),
                     "sent again with another key");
        }
        qInfo("%lld alerts, %d kills, %lld sent again", static_cast<long long>(alerts), kKills,
              static_cast<long long>(repeated));
        QVERIFY2(alerts >= kKills, "the kills came before anything happened");
        QCOMPARE(static_cast<std::int64_t>(keys.size()), alerts); // 0 lost
        QVERIFY2(repeated >= kKills / 4, "too few kills came while a message was on its way");
        for (const auto& [kill, count] : repeats)
            QVERIFY2(count <= 1,
                     qPrintable(QStringLiteral("%1 messages were repeated after kill %2").arg(count).arg(kill)));
    }
};

QTEST_GUILESS_MAIN(NotifyCrashTest)
#include "notify_crash_test.moc"
