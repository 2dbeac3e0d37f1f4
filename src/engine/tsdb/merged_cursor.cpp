// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/merged_cursor.h"

#include <algorithm>
#include <array>
#include <limits>
#include <queue>

#include "engine/tsdb/side_samples.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kBuffer = 256; // samples: one chunk

} // namespace

/// A place with some of its samples read ahead.
struct MergedCursor::Part
{
    std::unique_ptr<storage::SeriesCursor> cursor;
    std::unique_ptr<std::array<Timestamp, kBuffer>> times;
    std::unique_ptr<std::array<double, kBuffer>> values;
    std::size_t next = 0;
    std::size_t end = 0;

    Timestamp time() const { return (*times)[next]; }
};

MergedCursor::MergedCursor(Cursors parts)
{
    for (auto& cursor : parts)
        m_parts.push_back({std::move(cursor), std::make_unique<std::array<Timestamp, kBuffer>>(),
                           std::make_unique<std::array<double, kBuffer>>()});
}

MergedCursor::~MergedCursor() = default;

const model::LabelSet& MergedCursor::labels() const
{
    return m_parts.empty() ? m_spent.front()->labels() : m_parts.front().cursor->labels();
}

std::size_t MergedCursor::sampleBound() const
{
    std::size_t bound = 0;
    for (const auto& part : m_parts)
        bound += part.end - part.next + part.cursor->sampleBound();
    return bound;
}

/// Reads ahead where nothing is left of what was read; parts at their end go.
Result<void> MergedCursor::fill()
{
    for (auto& part : m_parts) {
        if (part.next < part.end)
            continue;
        const auto count = part.cursor->read(*part.times, *part.values);
        if (!count)
            return tl::unexpected(count.error());
        part.next = 0;
        part.end = *count;
    }
    for (auto& part : m_parts) {
        if (part.end == 0)
            m_spent.push_back(std::move(part.cursor));
    }
    std::erase_if(m_parts, [](const Part& part) { return part.end == 0; });
    return {};
}

Result<std::size_t> MergedCursor::read(std::span<Timestamp> times, std::span<double> values)
{
    const auto room = std::min(times.size(), values.size());
    std::size_t filled = 0;
    while (filled < room) {
        if (const auto read = fill(); !read)
            return tl::unexpected(read.error());
        if (m_parts.empty())
            break;
        const auto first = std::ranges::min_element(m_parts, {}, &Part::time); // of equals the first
        auto limit = std::numeric_limits<Timestamp>::max();                    // the run ends before the next part
        for (const auto& part : m_parts) {
            if (&part != &*first)
                limit = std::min(limit, part.time());
        }
        auto& part = *first;
        if (m_any && part.time() <= m_last) {
            ++part.next; // another place had it
            continue;
        }
        const auto begin = part.times->begin() + static_cast<std::ptrdiff_t>(part.next);
        const auto end = part.times->begin() + static_cast<std::ptrdiff_t>(part.end);
        const auto run = std::max<std::ptrdiff_t>(std::lower_bound(begin, end, limit) - begin, 1);
        const auto count = std::min(static_cast<std::size_t>(run), room - filled);
        std::copy_n(begin, count, times.begin() + static_cast<std::ptrdiff_t>(filled));
        std::copy_n(part.values->begin() + static_cast<std::ptrdiff_t>(part.next), count,
                    values.begin() + static_cast<std::ptrdiff_t>(filled));
        part.next += count;
        filled += count;
        m_any = true;
        m_last = times[filled - 1];
    }
    return filled;
}

template <typename Visit>
void MergedCursor::forEachCursor(Visit visit) const
{
    for (const auto& cursor : m_spent)
        visit(*cursor);
    for (const auto& part : m_parts)
        visit(*part.cursor);
}

bool MergedCursor::mayHaveHistograms() const
{
    bool may = false;
    forEachCursor([&](const storage::SeriesCursor& cursor) { may = may || cursor.mayHaveHistograms(); });
    return may;
}

bool MergedCursor::mayHaveStartTimes() const
{
    bool may = false;
    forEachCursor([&](const storage::SeriesCursor& cursor) { may = may || cursor.mayHaveStartTimes(); });
    return may;
}

std::chrono::milliseconds MergedCursor::rolledUpBy() const
{
    std::chrono::milliseconds longest{};
    forEachCursor([&](const storage::SeriesCursor& cursor) { longest = std::max(longest, cursor.rolledUpBy()); });
    return longest;
}

Result<void> MergedCursor::readHistograms(std::vector<model::HistogramSample>& into)
{
    SideSamples side;
    Result<void> result;
    forEachCursor([&](storage::SeriesCursor& cursor) {
        if (result)
            result = cursor.readHistograms(side.histograms);
    });
    side.sortAndUnite();
    std::ranges::move(side.histograms, std::back_inserter(into));
    return result;
}

Result<void> MergedCursor::readStartTimes(std::vector<model::StartTime>& into)
{
    SideSamples side;
    Result<void> result;
    forEachCursor([&](storage::SeriesCursor& cursor) {
        if (result)
            result = cursor.readStartTimes(side.startTimes);
    });
    side.sortAndUnite();
    std::ranges::copy(side.startTimes, std::back_inserter(into));
    return result;
}

Cursors mergeSeries(std::vector<Cursors> places)
{
    std::erase_if(places, [](const Cursors& place) { return place.empty(); });
    if (places.empty())
        return {};
    if (places.size() == 1)
        return std::move(places.front());

    struct Head
    {
        std::size_t place;
        std::size_t index;
    };
    const auto labelsOf = [&](const Head& head) -> const model::LabelSet& {
        return places[head.place][head.index]->labels();
    };
    const auto later = [&](const Head& a, const Head& b) {
        return labelsOf(a) == labelsOf(b) ? a.place > b.place : labelsOf(b) < labelsOf(a);
    };
    std::priority_queue<Head, std::vector<Head>, decltype(later)> heads(later);
    for (std::size_t place = 0; place < places.size(); ++place)
        heads.push({place, 0});

    Cursors merged;
    Cursors same;
    while (!heads.empty()) {
        const auto head = heads.top();
        const auto& labels = labelsOf(head);
        heads.pop();
        if (!same.empty() && same.front()->labels() != labels) {
            merged.push_back(same.size() == 1 ? std::move(same.front())
                                              : std::make_unique<MergedCursor>(std::move(same)));
            same.clear();
        }
        same.push_back(std::move(places[head.place][head.index]));
        if (head.index + 1 < places[head.place].size())
            heads.push({head.place, head.index + 1});
    }
    merged.push_back(same.size() == 1 ? std::move(same.front()) : std::make_unique<MergedCursor>(std::move(same)));
    return merged;
}

} // namespace nocturne::tsdb
