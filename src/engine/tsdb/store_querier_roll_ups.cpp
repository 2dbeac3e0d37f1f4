// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <limits>

#include "engine/tsdb/roll_up_blocks.h"
#include "engine/tsdb/roll_up_codec.h"
#include "engine/tsdb/store_querier.h"

namespace nocturne::tsdb {

using model::Matcher;
using std::chrono::milliseconds;
using storage::RollUp;

namespace {

constexpr auto kNever = std::numeric_limits<Timestamp>::max();

/// Rolls up the samples of one series while they are read.
class SampleRollUps final : public storage::RollUpCursor
{
public:
    SampleRollUps(std::unique_ptr<storage::SeriesCursor> samples, milliseconds resolution)
        : m_samples(std::move(samples))
        , m_resolution(resolution)
    {}

    const model::LabelSet& labels() const override { return m_samples->labels(); }
    bool hasHistograms() const override { return m_samples->mayHaveHistograms(); }
    bool isAllThereIs() const override { return m_samples->rolledUpBy().count() > 0; }
    Result<void> read(std::vector<RollUp>& into) override
    {
        std::array<Timestamp, 512> times; // NOLINT: filled as far as it is read
        std::array<double, 512> values;   // NOLINT
        RollUpBuilder builder(m_resolution);
        for (;;) {
            const auto count = m_samples->read(times, values);
            if (!count)
                return tl::unexpected(count.error());
            if (*count == 0)
                break;
            builder.add(std::span(times).first(*count), std::span(values).first(*count));
        }
        const auto made = builder.take();
        into.insert(into.end(), made.begin(), made.end());
        return {};
    }

private:
    std::unique_ptr<storage::SeriesCursor> m_samples;
    milliseconds m_resolution;
};

/// A few samples for each bucket of what was dropped: the first, the extremes and the last. Of a counter that was reset
/// in between the larger comes first, so that its increase stays what it was.
class DroppedSamples final : public storage::SeriesCursor
{
public:
    DroppedSamples(std::unique_ptr<storage::RollUpCursor> rollUps, milliseconds resolution, Timestamp minTime,
                   Timestamp maxTime)
        : m_rollUps(std::move(rollUps))
        , m_resolution(resolution)
        , m_minTime(minTime)
        , m_maxTime(maxTime)
    {}

    const model::LabelSet& labels() const override { return m_rollUps->labels(); }
    milliseconds rolledUpBy() const override { return m_resolution; }
    std::size_t sampleBound() const override { return m_isRead ? m_samples.size() - m_next : kGuess; }
    Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) override
    {
        if (!std::exchange(m_isRead, true)) {
            std::vector<RollUp> buckets;
            if (const auto read = m_rollUps->read(buckets); !read)
                return tl::unexpected(read.error());
            for (const auto& bucket : buckets)
                add(bucket);
            std::erase_if(m_samples, [this](const auto& s) { return s.t <= m_minTime || s.t > m_maxTime; });
        }
        const auto count = std::min({times.size(), values.size(), m_samples.size() - m_next});
        for (std::size_t i = 0; i < count; ++i) {
            times[i] = m_samples[m_next + i].t;
            values[i] = m_samples[m_next + i].v;
        }
        m_next += count;
        return count;
    }

private:
    static constexpr std::size_t kGuess = 1024;

    void add(const RollUp& bucket)
    {
        m_samples.push_back({bucket.firstTime, bucket.first});
        const auto third = (bucket.lastTime - bucket.firstTime) / 3;
        if (third > 0) {
            const bool maxFirst = bucket.resets > 0;
            m_samples.push_back({bucket.firstTime + third, maxFirst ? bucket.max : bucket.min});
            m_samples.push_back({bucket.lastTime - third, maxFirst ? bucket.min : bucket.max});
        }
        if (bucket.lastTime > bucket.firstTime)
            m_samples.push_back({bucket.lastTime, bucket.last});
    }

    std::unique_ptr<storage::RollUpCursor> m_rollUps;
    milliseconds m_resolution;
    Timestamp m_minTime;
    Timestamp m_maxTime;
    std::vector<model::Sample> m_samples;
    std::size_t m_next = 0;
    bool m_isRead = false;
};

using Intervals = std::vector<std::pair<Timestamp, Timestamp>>; // (start, end]

/// What `taken`, ascending, leaves of (start, end].
Intervals without(const Intervals& taken, Timestamp start, Timestamp end)
{
    Intervals left;
    for (const auto& [takenStart, takenEnd] : taken) {
        if (takenEnd <= start || takenStart >= end)
            continue;
        if (start < takenStart)
            left.emplace_back(start, takenStart);
        start = takenEnd;
    }
    if (start < end)
        left.emplace_back(start, end);
    return left;
}

} // namespace

/// The time of the oldest sample that the head has of the series in (minTime, until]. What is in the head alone is
/// missing from roll-ups.
Result<Timestamp> Store::StoreQuerier::oldestInHead(const std::vector<Matcher>& matchers, Timestamp until,
                                                    const std::stop_token& stop) const
{
    const auto querier = *m_state.head.querier(m_minTime, until); // cannot fail
    const auto cursors = querier->select(matchers, stop);
    if (!cursors)
        return tl::unexpected(cursors.error());
    auto oldest = kNever;
    for (const auto& cursor : *cursors) {
        std::array<Timestamp, 1> time{};
        std::array<double, 1> value{};
        const auto count = cursor->read(time, value);
        if (!count)
            return tl::unexpected(count.error());
        if (*count > 0)
            oldest = std::min(oldest, time.front());
        if (cursor->mayHaveHistograms())
            oldest = m_minTime;
    }
    return oldest;
}

Result<std::optional<storage::RollUpCursors>> Store::StoreQuerier::selectRollUps(const std::vector<Matcher>& matchers,
                                                                                 milliseconds resolution,
                                                                                 const std::stop_token& stop)
{
    struct Part
    {
        RollUpFile file;
        bool isAllThereIs = false;
    };
    // Roll-ups first, samples after: what changes in between makes roll-ups look older than they are, never newer.
    std::vector<RollUpFiles> levels;
    for (std::size_t i = kRollUpResolutions.size(); i-- > 0;) {
        if (kRollUpResolutions.at(i) <= resolution && resolution.count() % kRollUpResolutions.at(i).count() == 0)
            levels.push_back(rollUpFilesOf(overlapping(*m_state.rollUps.at(i).blocks(), m_minTime, m_maxTime)));
    }
    auto until = m_minTime;
    for (const auto& level : levels) {
        for (const auto& file : level)
            until = file.overlaps(m_minTime, m_maxTime) ? std::max(until, file.window.end) : until;
    }
    if (until == m_minTime)
        return std::nullopt;
    const auto inHead = oldestInHead(matchers, std::min(until, m_maxTime), stop);
    if (!inHead)
        return tl::unexpected(inHead.error());

    const auto samples = m_state.blocks.blocks();
    std::vector<Part> parts;
    const auto isFree = [&](const RollUpWindow& window) {
        return std::ranges::none_of(parts,
                                    [&](const Part& part) { return part.file.overlaps(window.start, window.end); });
    };
    for (const auto& level : levels) {
        for (const auto& file : level) {
            if (!file.overlaps(m_minTime, m_maxTime) || !isFree(file.window) || !file.block->index() ||
                file.window.start % resolution.count() != 0 || file.window.end % resolution.count() != 0)
                continue;
            const auto standing = standingOf(file, *samples);
            const bool isWhole = standing == RollUpStanding::Current && file.window.end < *inHead;
            if (isWhole || standing == RollUpStanding::AllThereIs)
                parts.push_back({file, !isWhole});
        }
    }
    if (parts.empty())
        return std::nullopt;
    std::ranges::sort(parts, {}, [](const Part& part) { return part.file.window.end; });

    std::vector<storage::RollUpCursors> places;
    const auto fromSamples = [&](Timestamp start, Timestamp end) -> Result<void> {
        if (start >= end)
            return {};
        auto cursors = StoreQuerier(m_state, start, end).select(matchers, stop);
        if (!cursors)
            return tl::unexpected(cursors.error());
        auto& place = places.emplace_back();
        for (auto& cursor : *cursors)
            place.push_back(std::make_unique<SampleRollUps>(std::move(cursor), resolution));
        return {};
    };
    auto at = m_minTime;
    for (const auto& [file, isAllThereIs] : parts) {
        auto begun = fromSamples(at, std::min(file.window.start, m_maxTime));
        if (!begun)
            return tl::unexpected(begun.error());
        auto cursors = selectFromRollUps(file, isAllThereIs, matchers, m_minTime, m_maxTime, resolution, stop);
        if (!cursors)
            return tl::unexpected(cursors.error());
        places.push_back(std::move(*cursors));
        at = file.window.end;
    }
    if (auto ended = fromSamples(std::max(at, m_minTime), m_maxTime); !ended)
        return tl::unexpected(ended.error());
    return std::optional(joinRollUps(std::move(places)));
}

Result<std::vector<Cursors>> Store::StoreQuerier::selectDropped(const std::vector<Matcher>& matchers,
                                                                const BlockList& samples,
                                                                const std::stop_token& stop) const
{
    std::vector<Cursors> places;
    if (!m_state.options.tellsDropped)
        return places;
    Intervals served; // by finer roll-ups
    for (std::size_t i = 0; i < kRollUpResolutions.size(); ++i) {
        Intervals found;
        for (const auto& file : rollUpFilesOf(overlapping(*m_state.rollUps.at(i).blocks(), m_minTime, m_maxTime))) {
            if (!file.overlaps(m_minTime, m_maxTime) || standingOf(file, samples) != RollUpStanding::AllThereIs)
                continue;
            const auto resolution = kRollUpResolutions.at(i);
            found.emplace_back(file.window.start, goneUntil(file, samples)); // where it has nothing there was nothing
            const auto first = bucketEnd(file.block->minTime(), resolution) - resolution.count();
            const auto last = std::min(goneUntil(file, samples), bucketEnd(file.block->maxTime(), resolution));
            for (const auto& [start, end] : without(served, first, last)) {
                if (end <= m_minTime || start >= m_maxTime)
                    continue;
                auto cursors = selectFromRollUps(file, true, matchers, start, end, resolution, stop);
                if (!cursors && cursors.error().kind == Error::Kind::Corrupt)
                    break; // which is noted
                if (!cursors)
                    return tl::unexpected(cursors.error());
                auto& place = places.emplace_back();
                for (auto& cursor : *cursors)
                    place.push_back(
                        std::make_unique<DroppedSamples>(std::move(cursor), resolution, m_minTime, m_maxTime));
            }
        }
        served.insert(served.end(), found.begin(), found.end());
        std::ranges::sort(served);
    }
    return places;
}

} // namespace nocturne::tsdb
