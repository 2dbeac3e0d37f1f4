// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A board on a disk that is really full: what sources say goes on, what people ask for is done or refused in words, and
// all is written when there is room again.
#include <filesystem>
#include <fstream>

#include <QCoreApplication>
#include <QTest>

#include "board_fixture.h"
#include "support/small_disk.h"
#include "watch/alerts/alert_history.h"
#include "watch/alerts/state_backup.h"

using namespace nocturne;
using namespace nocturne::alerts;
using support::SmallDisk;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kDisk = std::uint64_t{4} << 20U;
std::string g_noMounts; // why no disk can be mounted here

/// Takes all room away that there is, to the last byte.
void fillUp(const std::string& folder)
{
    std::ofstream file(folder + "/ballast", std::ios::binary | std::ios::app);
    const std::string block(4096, 'x');
    while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
}

} // namespace

class StateDiskTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        if (!g_noMounts.empty())
            QSKIP(("no disk can be mounted here, so a full one is NOT tested: " + g_noMounts).c_str());
        auto disk = SmallDisk::mount(kDisk);
        QVERIFY2(disk, disk ? "" : disk.error().c_str());
        m_disk = std::move(*disk);
        m_said.clear();
    }

    void alertsAndAcknowledgementsGoOnWithAFullDisk()
    {
        auto f = begin();
        f->board.report("rules", {f->alert("a"), f->alert("b")});
        QVERIFY(f->board.acknowledge(f->idsOf({"a"}), f->ann, {.comment = "before"}));
        fillUp(m_disk->path());

        // It takes a while until SQLite needs new room: until then all is written as ever.
        std::vector<AlertInstance> active{f->alert("a"), f->alert("b")};
        for (int i = 0; i < 2000 && !f->board.stateFault(); ++i) {
            active.push_back(f->alert("more-" + std::to_string(i)));
            f->board.report("rules", active);
        }
        QVERIFY(f->board.stateFault());
        QVERIFY2(f->board.stateFault()->message.find("full") != std::string::npos,
                 f->board.stateFault()->message.c_str());
        QVERIFY(m_said.find("cannot be written") != std::string::npos);

        // What people ask for is refused whole, and says why.
        const auto change = f->board.lastChange();
        const auto refused = f->board.acknowledge(f->idsOf({"b"}), f->ann, {.comment = std::string(4000, 'y')});
        QVERIFY(!refused);
        QVERIFY(refused.error().kind == Error::Kind::LimitExceeded);
        QVERIFY2(refused.error().message.find("nothing was changed") != std::string::npos,
                 refused.error().message.c_str());
        QVERIFY(!f->find("b").acknowledgement);
        QCOMPARE(f->board.lastChange(), change);

        // The board goes on: alerts begin and end, and what was there before can be read.
        QVERIFY(f->find("a").acknowledgement);
        active.erase(active.begin() + 1);
        f->board.report("rules", active);
        QVERIFY(f->find("b").state == AlertState::Resolved);
        active.push_back(f->alert("late"));
        f->board.report("rules", active);
        QVERIFY(f->find("late").state == AlertState::Firing);
        QVERIFY(AlertHistory(f->board.store()).occurrences({.from = 0, .to = kStart * 2}));

        // There is room again: the next change writes all that could not be.
        fs::remove(m_disk->path() + "/ballast");
        f->pass(std::chrono::seconds(1));
        QVERIFY(f->board.acknowledge(f->idsOf({"late"}), f->ann, {.comment = "after"}));
        QVERIFY(!f->board.stateFault());
        const auto count = f->board.snapshot()->size();
        const auto last = f->board.lastChange();
        f.reset();

        auto again = begin();
        QCOMPARE(again->board.snapshot()->size(), count);
        QVERIFY(again->board.lastChange() >= last);
        QCOMPARE(again->find("a").acknowledgement->comment, std::string("before"));
        QCOMPARE(again->find("late").acknowledgement->comment, std::string("after"));
        QVERIFY(again->find("b").state == AlertState::Resolved);
    }

    void aBackupThatFindsNoRoomLeavesTheOthersAlone()
    {
        auto f = begin();
        f->board.report("rules", {f->alert("a")});
        const auto first = backUpState(m_disk->path(), 3, kStart);
        QVERIFY2(first, first ? "" : first.error().message.c_str());
        fillUp(m_disk->path());

        const auto second = backUpState(m_disk->path(), 1, kStart + 86'400'000);

        QVERIFY(!second);
        QVERIFY(second.error().kind == Error::Kind::LimitExceeded);
        QCOMPARE(newestBackup(m_disk->path()), kStart);
        QCOMPARE(std::distance(fs::directory_iterator(m_disk->path() + "/backups"), fs::directory_iterator()), 1);
    }

private:
    std::unique_ptr<BoardFixture> begin()
    {
        auto life = std::make_unique<BoardFixture>();
        if (const auto opened = life->board.open(m_disk->path(), m_log); !opened)
            qFatal("%s", opened.error().message.c_str());
        return life;
    }

    std::unique_ptr<SmallDisk> m_disk;
    std::string m_said;
    support::ManualClock m_clock;
    SinkLogger m_log{m_clock, LogLevel::Info, [this](const LogEntry& entry) { m_said += entry.message + "\n"; }};
};

int main(int argc, char** argv)
{
    if (const auto entered = SmallDisk::enterNamespace(); !entered)
        g_noMounts = entered.error();
    QCoreApplication application(argc, argv);
    StateDiskTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "state_disk_test.moc"
