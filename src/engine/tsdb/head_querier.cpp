// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head_querier.h"

#include <algorithm>
#include <unordered_set>

#include "base/core/stoppable_sort.h"
#include "engine/tsdb/chunk_cursor.h"

namespace nocturne::tsdb {

using model::LabelSet;
using model::Matcher;

namespace {

constexpr std::size_t kStopCheckInterval = 512; // series between two looks at the stop token
constexpr std::size_t kAhead = 8;               // series whose memory is asked for before they are looked at

tl::unexpected<Error> cancelled() { return fail(Error::Kind::Cancelled, "the query was cancelled"); }

std::vector<std::string> sorted(const std::unordered_set<std::string_view>& views)
{
    std::vector<std::string> texts(views.begin(), views.end());
    std::ranges::sort(texts);
    return texts;
}

struct RankedCursor
{
    std::uint32_t rank = 0;
    std::unique_ptr<storage::SeriesCursor> cursor;
};

bool byLabels(const RankedCursor& a, const RankedCursor& b) { return a.cursor->labels() < b.cursor->labels(); }

/// Both in one, by label set. The second is expected to be the much shorter one, so its places are searched for.
std::vector<std::unique_ptr<storage::SeriesCursor>> merged(std::vector<RankedCursor> many,
                                                           std::vector<RankedCursor> few)
{
    std::vector<std::unique_ptr<storage::SeriesCursor>> all;
    all.reserve(many.size() + few.size());
    auto rest = many.begin();
    const auto takeUntil = [&](auto end) {
        for (; rest != end; ++rest)
            all.push_back(std::move(rest->cursor));
    };
    for (auto& one : few) {
        takeUntil(std::upper_bound(rest, many.end(), one, byLabels));
        all.push_back(std::move(one.cursor));
    }
    takeUntil(many.end());
    return all;
}

} // namespace

template <typename Visit>
Result<void> Head::HeadQuerier::forEach(const std::vector<Matcher>& matchers, const std::stop_token& stop,
                                        Visit visit) const
{
    const std::shared_lock lock(m_state.mutex);
    const auto ids = m_state.index.select(matchers, stop);
    if (!ids)
        return tl::unexpected(ids.error());
    for (std::size_t i = 0; i < ids->size(); ++i) {
        if (i % kStopCheckInterval == 0 && stop.stop_requested())
            return cancelled();
        if (i + 3 * kAhead < ids->size())
            __builtin_prefetch(m_state.table.find((*ids)[i + 3 * kAhead]));
        if (i + 2 * kAhead < ids->size())
            m_state.table.find((*ids)[i + 2 * kAhead])->prefetchParts();
        if (i + kAhead < ids->size())
            m_state.table.find((*ids)[i + kAhead])->prefetchNewest();
        const auto& series = *m_state.table.find((*ids)[i]);
        if (series.overlaps(m_minTime, m_maxTime))
            visit(series);
    }
    return {};
}

Result<std::vector<std::unique_ptr<storage::SeriesCursor>>>
Head::HeadQuerier::select(const std::vector<Matcher>& matchers, const std::stop_token& stop)
{
    std::vector<RankedCursor> ranked;
    std::vector<RankedCursor> others;
    const auto visited = forEach(matchers, stop, [&](const HeadSeries& series) {
        auto cursor =
            std::make_unique<ChunkCursor>(series.labels(), series.chunks(), series.openSamples(), m_minTime, m_maxTime);
        if (const auto* side = series.side())
            cursor->addSide(*side);
        if (cursor->empty())
            return;
        const bool isRanked = m_state.isRanked && series.rank() != 0;
        (isRanked ? ranked : others).push_back({series.rank(), std::move(cursor)});
    });
    if (!visited)
        return tl::unexpected(visited.error());
    const auto byRank = [](const RankedCursor& a, const RankedCursor& b) { return a.rank < b.rank; };
    if (!sortUnlessStopped(ranked, stop, byRank) || !sortUnlessStopped(others, stop, byLabels))
        return cancelled();
    return merged(std::move(ranked), std::move(others));
}

Result<std::vector<std::string>> Head::HeadQuerier::labelNames(const std::vector<Matcher>& matchers)
{
    std::vector<LabelSet> keep; // views below point into them
    std::unordered_set<std::string_view> names;
    const auto visited = forEach(matchers, {}, [&](const HeadSeries& series) {
        bool added = false;
        for (const auto label : series.labels())
            added = names.insert(label.name).second || added;
        if (added)
            keep.push_back(series.labels());
    });
    if (!visited)
        return tl::unexpected(visited.error());
    return sorted(names);
}

Result<std::vector<std::string>> Head::HeadQuerier::labelValues(const std::string& name,
                                                                const std::vector<Matcher>& matchers)
{
    std::vector<LabelSet> keep;
    std::unordered_set<std::string_view> values;
    const auto visited = forEach(matchers, {}, [&](const HeadSeries& series) {
        const auto value = series.labels().get(name);
        if (!value.empty() && values.insert(value).second)
            keep.push_back(series.labels());
    });
    if (!visited)
        return tl::unexpected(visited.error());
    return sorted(values);
}

Result<std::vector<LabelSet>> Head::HeadQuerier::series(const std::vector<Matcher>& matchers)
{
    std::vector<LabelSet> found;
    const auto visited = forEach(matchers, {}, [&](const HeadSeries& series) { found.push_back(series.labels()); });
    if (!visited)
        return tl::unexpected(visited.error());
    std::ranges::sort(found);
    return found;
}

Result<std::map<std::string, model::Metadata>> Head::HeadQuerier::metadata(const std::string& metric)
{
    const std::shared_lock lock(m_state.metadataMutex);
    if (metric.empty())
        return std::map<std::string, model::Metadata>(m_state.metadata.begin(), m_state.metadata.end());
    std::map<std::string, model::Metadata> found;
    if (const auto known = m_state.metadata.find(metric); known != m_state.metadata.end())
        found.insert(*known);
    return found;
}

} // namespace nocturne::tsdb
