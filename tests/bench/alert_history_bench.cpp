// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What the page of the past asks, with 100,000 occurrences of 200 rules over 90 days in a file.
#include <cstdlib>
#include <filesystem>

#include <benchmark/benchmark.h>

#include "support/manual_clock.h"
#include "watch/alerts/alert_board.h"
#include "watch/alerts/alert_report.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;
constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kDays90 = Timestamp{90} * 24 * 60 * kMinute;
constexpr int kOccurrences = 100'000;
constexpr int kRules = 200;

alerts::BoardEntry occurrence(int i)
{
    alerts::BoardEntry entry;
    auto& alert = entry.alert;
    alert.id = "occurrence-" + std::to_string(i);
    alert.source = "rules:/etc/nocturne/rules.yml;group-" + std::to_string(i % 20);
    alert.labels = model::LabelSet{{"alertname", "Rule" + std::to_string(i % kRules)},
                                   {"instance", "host-" + std::to_string(i % 500) + ":9100"},
                                   {"job", "node"},
                                   {"severity", "warning"}};
    alert.annotations["summary"] = "something is not as it should be";
    alert.expression = "rate(errors_total[5m]) > 0.1";
    alert.state = alerts::AlertState::Resolved;
    alert.severity = static_cast<alerts::Severity>(i % 5);
    alert.activeAt = alert.firedAt = kNow - kDays90 + kDays90 / kOccurrences * i;
    alert.resolvedAt = alert.firedAt + (1 + i % 120) * kMinute;
    if (i % 3 == 0)
        alert.acknowledgement = alerts::Acknowledgement{.owner = "ann", .comment = {}, .at = alert.firedAt + kMinute};
    return entry;
}

/// Filled once for all.
struct Past
{
    Past()
    {
        std::string name = "/var/tmp/nocturne-bench-XXXXXX";
        folder = mkdtemp(name.data());
        (void)board.open(folder, log);
        using Kind = alerts::AlertChange::Kind;
        for (int i = 0; i < kOccurrences;) {
            alerts::StateStore::Batch batch;
            for (const int end = i + 5'000; i < end; ++i) {
                batch.entries.push_back(occurrence(i));
                const auto& alert = batch.entries.back().alert;
                for (const auto kind : {Kind::Fired, Kind::Acknowledged, Kind::Resolved})
                    batch.changes.push_back({.number = static_cast<std::uint64_t>(batch.changes.size() + 1) +
                                                       static_cast<std::uint64_t>(end) * 3,
                                             .at = alert.firedAt,
                                             .kind = kind,
                                             .alert = alert.id});
            }
            if (!board.store().write(batch))
                std::abort();
        }
    }
    ~Past() { std::filesystem::remove_all(folder); }

    const support::ManualClock clock{kNow};
    NullLogger log;
    std::string folder;
    alerts::AlertBoard board{clock};
};

alerts::StateStore& store()
{
    static Past past;
    return past.board.store();
}

alerts::HistoryQuery lastDays(std::int64_t days) { return {.from = kNow - days * 24 * 60 * kMinute, .to = kNow + 1}; }

/// The newest hundred.
void firstPage(benchmark::State& state)
{
    const alerts::AlertHistory history(store());
    for (auto _ : state) {
        const auto page = history.occurrences(lastDays(state.range(0)));
        if (!page || page->occurrences.size() != 100)
            state.SkipWithError("not a page");
    }
}

/// Those of one rule, whose text is looked for in all labels.
void filteredPage(benchmark::State& state)
{
    const alerts::AlertHistory history(store());
    auto query = lastDays(state.range(0));
    query.text = "host-77:";
    for (auto _ : state) {
        const auto page = history.occurrences(query);
        if (!page || page->occurrences.size() != 100)
            state.SkipWithError("not a page");
    }
}

/// Every rule with its strip, and all together.
void report(benchmark::State& state)
{
    for (auto _ : state) {
        const auto made = alerts::historyReport(store(), lastDays(state.range(0)), 180);
        if (!made || made->rules.size() < 100)
            state.SkipWithError("not all rules");
    }
}

BENCHMARK(firstPage)->Arg(7)->Arg(90)->Unit(benchmark::kMillisecond);
BENCHMARK(filteredPage)->Arg(90)->Unit(benchmark::kMillisecond);
BENCHMARK(report)->Arg(7)->Arg(90)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
