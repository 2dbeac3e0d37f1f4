// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/store_scenario.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <unordered_map>

namespace nocturne::support {

namespace {

constexpr std::size_t kReadSamples = 100; // less than a chunk, so that cursors have to hold some back

template <typename T>
T orEnd(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str()); // NOLINT: for whoever reads the test's output
        std::abort();
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

using SeriesSamples = std::map<model::LabelSet, std::vector<model::Sample>>;

SeriesSamples readSeries(const storage::Queryable& store, const std::vector<model::Matcher>& matchers,
                         Timestamp minTime, Timestamp maxTime)
{
    const auto querier = orEnd(store.querier(minTime, maxTime));
    SeriesSamples all;
    for (const auto& cursor : orEnd(querier->select(matchers, {}))) {
        auto& samples = all[cursor->labels()];
        std::array<Timestamp, kReadSamples> times{};
        std::array<double, kReadSamples> values{};
        while (const auto count = orEnd(cursor->read(times, values))) {
            for (std::size_t i = 0; i < count; ++i)
                samples.push_back({times[i], values[i]});
        }
    }
    return all;
}

} // namespace

void appendAll(storage::Appendable& store, const model::LabelSet& labels, const std::vector<model::Sample>& samples)
{
    const auto appender = store.appender();
    storage::SeriesRef ref = 0;
    for (const auto& sample : samples)
        ref = orEnd(appender->append(ref, labels, sample));
    orEnd(appender->commit());
}

std::vector<model::Sample> readAll(const storage::Queryable& store, const model::LabelSet& labels, Timestamp minTime,
                                   Timestamp maxTime)
{
    std::vector<model::Matcher> matchers;
    for (const auto label : labels)
        matchers.push_back(model::Matcher::equal(std::string(label.name), std::string(label.value)));
    return readSeries(store, matchers, minTime, maxTime)[labels];
}

namespace {

constexpr unsigned kLateSeries = 5;       // one series in so many ...
constexpr std::uint64_t kLateEvery = 10;  // ... withholds a sample once in so many commits ...
constexpr std::uint64_t kLateBy = 3;      // ... and brings it so many later
constexpr std::uint64_t kLifeOfPod = 150; // commits

bool isLate(unsigned series, std::uint64_t number) { return series % kLateSeries == 2 && number % kLateEvery == 4; }

/// The same everywhere, unlike functions of a mathematical library. Source: Steele et al., SplitMix64 (OOPSLA 2014).
std::uint64_t scatter(std::uint64_t number)
{
    number += 0x9e3779b97f4a7c15U;
    number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31U);
}

double valueOf(unsigned series, std::uint64_t number)
{
    const auto n = static_cast<double>(number);
    switch (series % 6) {
    case 0:
        return 1;
    case 1:
        return n * 7;
    case 2:
        return (static_cast<double>(scatter(number) % 2000) - 1000) / 10;
    case 3:
        return static_cast<double>(scatter(number + series) >> 11U) * 0x1p-53;
    case 4:
        return number % 50 == 49 ? model::kStaleMarker : 4096 * static_cast<double>(number % 300);
    default:
        return number % 20 == 0 ? std::bit_cast<double>(0x7ff8000000000000U + number) : -0.0;
    }
}

/// Of two series, one of which ends and begins anew.
std::optional<model::Exemplar> exemplarOf(unsigned series, const model::Sample& sample, std::uint64_t number)
{
    if (series != 1 && series != 3)
        return std::nullopt;
    const auto trace = std::to_string(scatter(number));
    return model::Exemplar{model::LabelSet{{"trace_id", trace}}, sample.v, sample.t, true};
}

std::string describe(const model::LabelSet& labels, Timestamp time, const char* what)
{
    return labels.toString() + " at " + std::to_string(time) + ": " + what;
}

} // namespace

Fleet::Entry Fleet::entry(unsigned series, std::uint64_t number) const
{
    const auto pod = series % 4 == 3 ? std::to_string(number / kLifeOfPod) : std::string("fixed");
    const auto name = "metric_" + std::to_string(series);
    const model::Sample sample{timeOf(number) + static_cast<Timestamp>(series % 3), valueOf(series, number)};
    return {model::LabelSet{{"__name__", name}, {"job", "fleet"}, {"pod", pod}}, sample,
            exemplarOf(series, sample, number)};
}

const std::vector<Fleet::Entry>& Fleet::commit(std::uint64_t number) const
{
    while (m_commits.size() <= number)
        m_commits.push_back(makeCommit(m_commits.size()));
    return m_commits[number];
}

std::vector<Fleet::Entry> Fleet::makeCommit(std::uint64_t number) const
{
    std::vector<Entry> entries;
    for (unsigned series = 0; series < m_series; ++series) {
        if (number >= kLateBy && isLate(series, number - kLateBy))
            entries.push_back(entry(series, number - kLateBy));
        if (!isLate(series, number))
            entries.push_back(entry(series, number));
    }
    return entries;
}

void Fleet::append(storage::Appendable& store, std::uint64_t number) const
{
    const auto appender = store.appender();
    for (const auto& entry : commit(number)) {
        const auto ref = orEnd(appender->append(0, entry.labels, entry.sample));
        if (entry.exemplar)
            orEnd(appender->appendExemplar(ref, *entry.exemplar));
    }
    orEnd(appender->commit());
}

std::string Fleet::check(const storage::Queryable& store, std::uint64_t must, std::uint64_t may, Timestamp gone) const
{
    struct Expected
    {
        std::uint64_t commit = 0;
        double value = 0;
    };
    std::unordered_map<model::LabelSet, std::unordered_map<Timestamp, Expected>, model::LabelSetHash> expected;
    for (std::uint64_t number = 0; number < may; ++number) {
        for (const auto& entry : commit(number))
            expected[entry.labels][entry.sample.t] = {number, entry.sample.v};
    }
    const auto all =
        readSeries(store, {}, std::numeric_limits<Timestamp>::min(), std::numeric_limits<Timestamp>::max());
    for (const auto& [labels, samples] : all) {
        auto& known = expected[labels];
        for (std::size_t i = 0; i < samples.size(); ++i) {
            if (i > 0 && samples[i].t <= samples[i - 1].t)
                return describe(labels, samples[i].t, "out of order or twice");
            const auto found = known.find(samples[i].t);
            if (found == known.end())
                return describe(labels, samples[i].t, "never committed");
            if (!(samples[i] == model::Sample{samples[i].t, found->second.value}))
                return describe(labels, samples[i].t, "a wrong value");
            known.erase(found);
        }
    }
    for (const auto& [labels, missing] : expected) {
        for (const auto& [time, sample] : missing) {
            if (sample.commit < must && time > gone)
                return describe(labels, time, "lost");
        }
    }
    return {};
}

std::string Fleet::checkExemplars(const storage::Queryable& store, std::uint64_t must, std::uint64_t may) const
{
    std::map<std::pair<model::LabelSet, Timestamp>, std::pair<std::uint64_t, model::Exemplar>> expected;
    for (std::uint64_t number = 0; number < may; ++number) {
        for (const auto& entry : commit(number)) {
            if (entry.exemplar)
                expected[{entry.labels, entry.exemplar->t}] = {number, *entry.exemplar};
        }
    }
    const std::vector<std::vector<model::Matcher>> everything = {{model::Matcher::equal("job", "fleet")}};
    constexpr auto kFirst = std::numeric_limits<Timestamp>::min();
    constexpr auto kLast = std::numeric_limits<Timestamp>::max();
    std::size_t held = 0;
    auto oldest = may;
    for (const auto& [labels, exemplars] : orEnd(store.exemplars(kFirst, kLast, everything, {}))) {
        for (const auto& exemplar : exemplars) {
            const auto found = expected.find({labels, exemplar.t});
            if (found == expected.end())
                return describe(labels, exemplar.t, "an exemplar twice, or never committed");
            if (!(exemplar == found->second.second))
                return describe(labels, exemplar.t, "another exemplar");
            ++held;
            oldest = std::min(oldest, found->second.first);
            expected.erase(found);
        }
    }
    for (const auto& [place, missing] : expected) {
        const bool pushedOut = held >= kMostExemplars && missing.first <= oldest;
        if (missing.first < must && !pushedOut)
            return describe(place.first, place.second, "its exemplar is lost");
    }
    return {};
}

} // namespace nocturne::support
