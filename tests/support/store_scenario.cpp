// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/store_scenario.h"

#include <array>
#include <cstdio>
#include <cstdlib>

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
    const auto querier = orEnd(store.querier(minTime, maxTime));
    std::vector<model::Sample> samples;
    for (const auto& cursor : orEnd(querier->select(matchers, {}))) {
        if (cursor->labels() != labels)
            continue;
        std::array<Timestamp, kReadSamples> times{};
        std::array<double, kReadSamples> values{};
        while (const auto count = orEnd(cursor->read(times, values))) {
            for (std::size_t i = 0; i < count; ++i)
                samples.push_back({times[i], values[i]});
        }
    }
    return samples;
}

} // namespace nocturne::support
