// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/store_querier.h"

#include <algorithm>

#include "engine/tsdb/block_cursor.h"
#include "engine/tsdb/merged_cursor.h"

namespace nocturne::tsdb {

using model::LabelSet;
using model::Matcher;

std::unique_ptr<storage::Querier> Store::StoreQuerier::headQuerier() const
{
    return *m_state.head.querier(m_minTime, m_maxTime); // cannot fail
}

template <typename Visit>
void Store::StoreQuerier::forEachIndex(Visit visit) const
{
    const auto samples = m_state.blocks.blocks();
    auto blocks = overlapping(*samples, m_minTime, m_maxTime);
    for (const auto& set : m_state.rollUps) {
        for (const auto& file : rollUpFilesOf(overlapping(*set.blocks(), m_minTime, m_maxTime))) {
            if (standingOf(file, *samples) == RollUpStanding::AllThereIs && goneUntil(file, *samples) > m_minTime)
                blocks.push_back(file.block);
        }
    }
    for (const auto& block : blocks) {
        if (const auto index = block->index())
            visit(**index);
    }
}

template <typename Visit>
Result<void> Store::StoreQuerier::forEachLabels(const std::vector<Matcher>& matchers, Visit visit) const
{
    Result<void> result;
    forEachIndex([&](const BlockIndex& index) {
        const auto ids = index.select(matchers, {});
        if (!ids) {
            result = tl::unexpected(ids.error());
            return;
        }
        BlockIndex::Walker walker(index);
        for (const auto id : *ids) {
            if (!walker.seek(id))
                break;
            visit(walker.labels());
        }
    });
    return result;
}

Result<std::vector<std::unique_ptr<storage::SeriesCursor>>>
Store::StoreQuerier::select(const std::vector<Matcher>& matchers, const std::stop_token& stop)
{
    auto inHead = headQuerier()->select(matchers, stop);
    if (!inHead)
        return inHead;
    std::vector<Cursors> places;
    const auto blocks = m_state.blocks.blocks();
    for (const auto& block : *blocks) {
        if (!block->overlaps(m_minTime, m_maxTime))
            continue;
        auto inBlock = selectFromBlock(block, matchers, m_minTime, m_maxTime, stop);
        if (inBlock)
            places.push_back(std::move(*inBlock));
        else if (inBlock.error().kind != Error::Kind::Corrupt)
            return inBlock;
    }
    auto dropped = selectDropped(matchers, *blocks, stop);
    if (!dropped)
        return tl::unexpected(dropped.error());
    std::ranges::move(*dropped, std::back_inserter(places));
    places.push_back(std::move(*inHead));
    return mergeSeries(std::move(places));
}

Result<std::vector<std::string>> Store::StoreQuerier::labelNames(const std::vector<Matcher>& matchers)
{
    auto inHead = headQuerier()->labelNames(matchers);
    if (!inHead)
        return inHead;
    std::set<std::string, std::less<>> names(inHead->begin(), inHead->end());
    if (matchers.empty()) {
        forEachIndex([&](const BlockIndex& index) {
            for (const auto name : index.names())
                names.emplace(name);
        });
        return std::vector<std::string>(names.begin(), names.end());
    }
    const auto visited = forEachLabels(matchers, [&](const LabelSet& labels) {
        for (const auto label : labels) {
            if (!names.contains(label.name))
                names.emplace(label.name);
        }
    });
    if (!visited)
        return tl::unexpected(visited.error());
    return std::vector<std::string>(names.begin(), names.end());
}

Result<std::vector<std::string>> Store::StoreQuerier::labelValues(const std::string& name,
                                                                  const std::vector<Matcher>& matchers)
{
    auto inHead = headQuerier()->labelValues(name, matchers);
    if (!inHead)
        return inHead;
    std::set<std::string, std::less<>> values(inHead->begin(), inHead->end());
    const auto take = [&](std::string_view value) {
        if (!value.empty() && !values.contains(value))
            values.emplace(value);
    };
    if (matchers.empty()) {
        forEachIndex([&](const BlockIndex& index) {
            for (const auto value : index.values(name))
                take(value);
        });
        return std::vector<std::string>(values.begin(), values.end());
    }
    const auto visited = forEachLabels(matchers, [&](const LabelSet& labels) { take(labels.get(name)); });
    if (!visited)
        return tl::unexpected(visited.error());
    return std::vector<std::string>(values.begin(), values.end());
}

Result<std::vector<LabelSet>> Store::StoreQuerier::series(const std::vector<Matcher>& matchers)
{
    auto found = headQuerier()->series(matchers);
    if (!found)
        return found;
    const auto visited = forEachLabels(matchers, [&](const LabelSet& labels) { found->push_back(labels); });
    if (!visited)
        return tl::unexpected(visited.error());
    std::ranges::sort(*found);
    found->erase(std::unique(found->begin(), found->end()), found->end());
    return found;
}

Result<std::map<std::string, model::Metadata>> Store::StoreQuerier::metadata(const std::string& metric)
{
    return headQuerier()->metadata(metric);
}

} // namespace nocturne::tsdb
