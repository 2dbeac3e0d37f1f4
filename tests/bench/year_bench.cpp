// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_year DIR [SERIES [DAYS]]: a store with a year of samples by 15 s, and what it takes to draw all of it beside
// the last hour: by functions that roll-ups answer; and what a chart's envelope adds to a plain selector. Prints
// one JSON line with medians in ms of processor time.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/query/envelope.h"
#include "engine/tsdb/store.h"
#include "support/manual_clock.h"

using namespace nocturne;

namespace {

constexpr Timestamp kStart = 1'672'531'200'000; // 2023-01-01
constexpr Timestamp kHour = 3'600'000;
constexpr Timestamp kInterval = 15'000;

double valueOf(std::size_t series, std::size_t sample)
{
    const auto i = static_cast<double>(sample);
    if (series % 2 == 0)
        return static_cast<double>(series * 100 + sample * 7); // a counter
    return std::round(100 * (50 + 30 * std::sin(i / 900) + 10 * std::sin(i * i))) / 100;
}

void load(tsdb::Store& store, support::ManualClock& clock, std::size_t series, std::size_t days)
{
    constexpr std::size_t kDay = 24 * kHour / kInterval;
    std::vector<model::LabelSet> labels;
    for (std::size_t i = 0; i < series; ++i)
        labels.push_back(model::LabelSet{{"__name__", i % 2 == 0 ? "requests_total" : "load"},
                                         {"instance", "host-" + std::to_string(i)}});
    for (std::size_t day = 0; day < days; ++day) {
        clock.setNow(kStart + static_cast<Timestamp>(day + 1) * 24 * kHour);
        for (std::size_t i = 0; i < series; ++i) {
            const auto appender = store.appender();
            storage::SeriesRef ref = 0;
            for (auto at = day * kDay; at < (day + 1) * kDay; ++at)
                ref =
                    appender
                        ->append(ref, labels[i], {kStart + static_cast<Timestamp>(at + 1) * kInterval, valueOf(i, at)})
                        .value_or(0);
            (void)appender->commit();
        }
        (void)store.persist();
        for (int round = 0; round < 3; ++round)
            store.keep();
    }
}

/// The median of a few rounds, in ms; also the samples, or buckets, that were read.
std::pair<double, std::size_t> median(const storage::Queryable& store, const std::string& text, Timestamp start,
                                      Timestamp end, Timestamp step)
{
    const auto expr = promql::parse(text).value();
    std::vector<double> times;
    std::size_t samples = 0;
    for (int round = 0; round < 9; ++round) {
        const auto begin = std::clock();
        const auto result = promql::evaluate(*expr, store, promql::EvalOptions::range(start, end, step));
        times.push_back(1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
        samples = result ? result->stats.samples : 0;
    }
    std::ranges::sort(times);
    return {times[times.size() / 2], samples};
}

/// A selector over `span` up to `end`, alone and with the companions that a chart asks for.
void printEnvelope(const storage::Queryable& store, const char* name, Timestamp end, Timestamp span, Timestamp step)
{
    const std::string text = "load";
    const auto envelope =
        query::envelopeOf(text, std::chrono::milliseconds(step), std::chrono::milliseconds(span)).value();
    const auto [plain, samples] = median(store, text, end - span, end, step);
    const auto [lowest, lowestRead] = median(store, envelope.lowest, end - span, end, step);
    const auto [highest, highestRead] = median(store, envelope.highest, end - span, end, step);
    const auto with = plain + lowest + highest;
    std::printf(R"(,"%s":{"plain_ms":%.3f,"with_ms":%.3f,"ratio":%.2f,"plain_read":%zu,"with_read":%zu})", name, plain,
                with, with / plain, samples, samples + lowestRead + highestRead); // NOLINT: the C way of printing
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const auto series = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10;
    const auto days = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 365;
    support::ManualClock clock(kStart);
    NullLogger log;
    PosixIo io;
    tsdb::StoreOptions options;
    options.folder = argv[1];
    options.threads = false;
    options.clockJump = {};
    options.retention = {};
    options.rollUpRetention = {};
    auto store = *tsdb::Store::open(options, clock, log, io);
    load(*store, clock, series, days);
    for (int round = 0; round < 1000; ++round)
        store->keep();
    const auto end = kStart + static_cast<Timestamp>(days) * 24 * kHour;
    const auto stats = store->stats();

    std::printf(R"({"series":%lu,"days":%lu,"block_bytes":%llu,"roll_up_bytes":%llu)", series, days,
                static_cast<unsigned long long>(stats.blockBytes),
                static_cast<unsigned long long>(stats.rollUpBytes)); // NOLINT: the C way of printing
    const std::array<std::array<std::string, 3>, 3> questions = {
        {{"max", "max_over_time(load[6h])", "max_over_time(load[15s])"},
         {"rate", "rate(requests_total[6h])", "rate(requests_total[1m])"},
         {"avg", "avg_over_time(load[6h])", "avg_over_time(load[1m])"}}};
    for (const auto& [name, year, hour] : questions) {
        const auto [yearMs, yearRead] = median(*store, year, kStart + 6 * kHour, end, 6 * kHour);
        const auto [hourMs, hourRead] = median(*store, hour, end - kHour, end, kInterval);
        std::printf(R"(,"%s":{"year_ms":%.3f,"hour_ms":%.3f,"ratio":%.2f,"year_read":%zu,"hour_read":%zu})",
                    name.c_str(), yearMs, hourMs, yearMs / hourMs, yearRead, hourRead); // NOLINT
    }
    printEnvelope(*store, "envelope_year", end, static_cast<Timestamp>(days - 1) * 24 * kHour, 6 * kHour);
    printEnvelope(*store, "envelope_month", end, 30 * 24 * kHour, kHour);
    printEnvelope(*store, "envelope_day", end, 24 * kHour, kHour / 30);
    printEnvelope(*store, "envelope_6h", end, 6 * kHour, 30'000);
    std::printf("}\n"); // NOLINT
    return 0;
}
