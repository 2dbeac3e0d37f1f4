// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that runs out (row S6 of the reliability matrix). What the store promises: it does not go on with less than it
// was told. The process ends at the allocation that failed, and the next one finds all that was written, and nothing
// wrong.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <new>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "store_run.h"

namespace {

std::atomic<std::uint64_t> g_allocations{0};
std::atomic<std::uint64_t> g_failAt{0}; // 0: none fails

void* allocate(std::size_t size)
{
    if (++g_allocations == g_failAt)
        return nullptr;
    return std::malloc(size == 0 ? 1 : size); // NOLINT: this is what operator new is made of
}

} // namespace

void* operator new(std::size_t size)
{
    if (auto* memory = allocate(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }                       // NOLINT
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); } // NOLINT

using namespace nocturne;
using namespace nocturne::test;

namespace {

constexpr std::uint64_t kLifeCommits = 160;
constexpr int kRanOut = 3;
constexpr int kWrong = 4;

/// What a process tells of its life, in memory that outlives it.
struct Told
{
    std::uint64_t allocations;
    std::uint64_t committed; ///< or begun to be
    std::uint64_t written;
};

class StoreMemoryTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        auto* const shared =
            mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0); // NOLINT
        QVERIFY(shared != MAP_FAILED);                                                              // NOLINT
        m_told = static_cast<Told*>(shared);
    }

    /// Open, append, query, seal, checkpoint, merge and close, in a process of its own.
    void anyAllocationMayFail()
    {
        constexpr std::uint64_t kPoints = 200;
        QCOMPARE(live(0, "untroubled"), 0);
        const auto allocations = m_told->allocations;
        QVERIFY(allocations > 10 * kPoints);
        QCOMPARE(m_told->written, kLifeCommits);
        std::uint64_t ended = 0;
        for (std::uint64_t point = 0; point < kPoints; ++point) {
            const auto failing = 1 + point * (allocations - 1) / kPoints;
            const auto name = std::to_string(failing);

            const auto status = live(failing, name);

            ended += status == kRanOut ? 1 : 0;
            QVERIFY2(status == 0 || status == kRanOut, (name + ": it ended with " + std::to_string(status)).c_str());
            const auto wrong = checkFolder(name);
            QVERIFY2(wrong.empty(), ("allocation " + name + ": " + wrong).c_str());
        }
        QVERIFY2(ended > kPoints / 2, std::to_string(ended).c_str()); // else nothing was tried
    }

private:
    StoreOptions optionsOf(const std::string& name) const
    {
        auto hurried = hurriedOptions();
        hurried.folder = m_folder.path().toStdString() + "/" + name;
        hurried.reserveBytes = 0;
        return hurried;
    }

    /// How a process ended in which allocation `failing` failed.
    int live(std::uint64_t failing, const std::string& name)
    {
        *m_told = {};
        const auto process = fork();
        if (process == 0) {
            std::set_terminate([] { _exit(kRanOut); }); // where nobody catches: the product would abort
            _exit(lifeOf(failing, name));
        }
        int status = 0;
        waitpid(process, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

    int lifeOf(std::uint64_t failing, const std::string& name) noexcept
    {
        for (std::uint64_t commit = 0; commit < kLifeCommits; ++commit)
            (void)fleet().commit(commit); // made before, so that the store's own allocations are counted
        PosixIo io;
        Run run(io, optionsOf(name));
        g_allocations = 0;
        g_failAt = failing;
        if (!run.open())
            return 0;
        while (run.committed < kLifeCommits) {
            m_told->committed = run.committed + 1;
            run.step();
            m_told->written = run.written;
            if (run.committed % 40 == 0 && !fleet().check(*run.store(), run.committed, run.committed).empty())
                return kWrong;
        }
        if (run.store()->flush())
            m_told->written = run.committed;
        run.end();
        m_told->allocations = g_allocations;
        return 0;
    }

    std::string checkFolder(const std::string& name) const
    {
        const ManualClock clock(Fleet::timeOf(kLifeCommits));
        NullLogger log;
        PosixIo io;
        const auto store = Store::open(optionsOf(name), clock, log, io);
        if (!store)
            return store.error().message;
        auto wrong = fleet().check(**store, m_told->written, m_told->committed);
        if (wrong.empty() && !(*store)->health().damages.empty())
            wrong = "something is damaged";
        (*store)->abandon();
        std::filesystem::remove_all(optionsOf(name).folder);
        return wrong;
    }

    QTemporaryDir m_folder;
    Told* m_told = nullptr;
};

} // namespace

QTEST_GUILESS_MAIN(StoreMemoryTest)
#include "store_memory_test.moc"
