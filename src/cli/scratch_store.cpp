// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/scratch_store.h"

#include <algorithm>
#include <limits>
#include <map>

#include "engine/exposition/parser.h"

namespace nocturne::cli {

/// So far ahead that no sample is too new.
class ScratchStore::OpenClock final : public Clock
{
public:
    Timestamp now() const override { return std::numeric_limits<Timestamp>::max() / 4; }
    Monotonic monotonic() const override { return std::chrono::steady_clock::now(); }
};

ScratchStore::ScratchStore()
    : m_clock(std::make_unique<OpenClock>())
    , m_head({.retention = std::chrono::milliseconds(0), .retentionBytes = 0}, *m_clock)
{}

ScratchStore::~ScratchStore() = default;

Result<void> ScratchStore::add(const model::LabelSet& labels, const ScriptSamples& samples)
{
    const auto appender = m_head.appender();
    storage::SeriesRef ref = 0;
    auto start = samples.startTimes.begin();
    const auto appended = [&](Timestamp t, const Result<storage::SeriesRef>& result) {
        ref = result.value_or(ref);
        if (start != samples.startTimes.end() && start->t == t)
            appender->setStartTime(start++->start);
        return result.has_value();
    };
    auto histogram = samples.histograms.begin();
    const auto appendHistogramsBefore = [&](Timestamp t) -> Result<void> {
        for (; histogram != samples.histograms.end() && histogram->t < t; ++histogram) {
            const auto result = appender->appendHistogram(ref, labels, *histogram);
            if (!appended(histogram->t, result))
                return tl::unexpected(result.error());
        }
        return {};
    };
    for (const auto& sample : samples.floats) {
        if (auto before = appendHistogramsBefore(sample.t); !before)
            return before;
        const auto result = appender->append(ref, labels, sample);
        if (!appended(sample.t, result))
            return tl::unexpected(result.error());
    }
    if (auto rest = appendHistogramsBefore(std::numeric_limits<Timestamp>::max()); !rest)
        return rest;
    const auto stats = appender->commit();
    if (!stats)
        return tl::unexpected(stats.error());
    if (stats->stored != samples.floats.size() + samples.histograms.size())
        return fail(Error::Kind::InvalidInput, "samples of " + labels.toString() + " do not ascend in time");
    return {};
}

Result<void> ScratchStore::addOpenMetrics(std::string_view text, Timestamp now)
{
    std::map<model::LabelSet, std::vector<model::Sample>> series;
    exposition::Parser parser(text, {.format = exposition::Format::OpenMetrics});
    for (;;) {
        const auto entry = parser.next();
        if (!entry)
            return tl::unexpected(entry.error());
        if (*entry == exposition::Entry::End)
            break;
        if (*entry != exposition::Entry::Series)
            continue;
        const auto labels = parser.labelSet();
        if (!labels)
            return tl::unexpected(labels.error());
        series[*labels].push_back({parser.series().timestamp.value_or(now), parser.series().value});
    }
    for (auto& [labels, samples] : series) {
        std::ranges::stable_sort(samples, {}, &model::Sample::t);
        if (auto added = add(labels, {samples}); !added)
            return added;
        m_oldest = m_oldest == 0 ? samples.front().t : std::min(m_oldest, samples.front().t);
        m_newest = std::max(m_newest, samples.back().t);
    }
    return {};
}

} // namespace nocturne::cli
