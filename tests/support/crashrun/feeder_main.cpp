// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// feeder DIR LEDGER: opens the store in DIR and commits the fleet, from where the ledger stands, until it is killed.
#include <algorithm>
#include <cstdio>
#include <thread>

#include "support/crashrun/crash_store.h"
#include "support/crashrun/ledger.h"

int main(int argc, char** argv)
{
    using namespace nocturne;
    using support::Fleet;
    using support::Ledger;
    if (argc != 3)
        return 2;
    auto* ledger = Ledger::map(argv[2]);
    if (ledger == nullptr)
        return 2;

    support::FeederClock clock;
    NullLogger log;
    PosixIo io;
    const Fleet fleet;
    clock.set(Fleet::timeOf(ledger->begun));
    const auto store = tsdb::Store::open(support::crashStoreOptions(argv[1]), clock, log, io);
    if (!store) {
        std::fprintf(stderr, "%s\n", store.error().message.c_str()); // NOLINT: for whoever reads the test's output
        return 1;
    }
    // What the last kill may have cost is fed again: the store knows those samples, or never saw them.
    ledger->committed = ledger->written.load();
    for (std::uint64_t number = ledger->committed; number < Ledger::kMostCommits; ++number) {
        ledger->begun = std::max(ledger->begun.load(), number + 1);
        clock.set(Fleet::timeOf(number));
        fleet.append(**store, number);
        ledger->times[number] = Ledger::now();
        ledger->committed = number + 1;
        if (number % 16 == 0) {
            if ((*store)->write())
                ledger->written = number + 1;
            const auto stats = (*store)->stats();
            ledger->checkpoints = stats.checkpoints;
            ledger->merges = stats.merges;
            ledger->dropped = stats.blocksDropped;
            std::this_thread::sleep_for(std::chrono::microseconds(200)); // so that upkeep keeps up on one core
        }
    }
    return 0;
}
