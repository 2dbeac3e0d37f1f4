// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_writer.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <numeric>

#include "engine/tsdb/checksum.h"
#include "engine/tsdb/integer_column.h"
#include "engine/tsdb/roll_up_codec.h"
#include "engine/tsdb/value_column.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kWriteSize = std::size_t{1} << 20U;
constexpr std::size_t kMostSharedTimes = 1'000'000; // remembered: 16 bytes each and some

void appendWord32(Bytes& out, std::uint64_t value) { appendWord(out, static_cast<std::uint32_t>(value)); }

Bytes encodeSpan(std::size_t count, Timestamp minTime, Timestamp maxTime)
{
    Bytes piece;
    piece.push_back(static_cast<std::byte>(count));
    appendVarint(piece, zigzag(static_cast<std::uint64_t>(minTime)));
    appendVarint(piece, static_cast<std::uint64_t>(maxTime) - static_cast<std::uint64_t>(minTime));
    return piece;
}

} // namespace

std::uint32_t BlockWriter::intern(std::string_view text)
{
    if (const auto known = m_stringIds.find(text); known != m_stringIds.end())
        return known->second;
    const auto id = static_cast<std::uint32_t>(m_strings.size());
    m_strings.emplace_back(text);
    m_stringIds.emplace(m_strings.back(), id);
    return id;
}

/// The place of the piece that holds `times`, which is written when it is new.
std::uint64_t BlockWriter::placeTimes(std::span<const Timestamp> times)
{
    const auto key = checksum(std::as_bytes(times), times.size());
    if (const auto known = m_times.find(key); known != m_times.end())
        return known->second;
    auto body = encodeSpan(times.size(), times.front(), times.back());
    encodeIntegers(times, body);
    return placePiece(key, body);
}

std::uint64_t BlockWriter::placeSpan(const SealedChunk& chunk)
{
    return placeBody(encodeSpan(chunk.sampleCount(), chunk.minTime(), chunk.maxTime()));
}

/// The place of a time piece of these bytes, which is written when it is new.
std::uint64_t BlockWriter::placeBody(const Bytes& body)
{
    const auto key = checksum(body);
    const auto known = m_times.find(key);
    return known != m_times.end() ? known->second : placePiece(key, body);
}

std::uint64_t BlockWriter::placePiece(std::uint64_t key, const Bytes& body)
{
    const auto place = offset();
    Bytes piece;
    appendVarint(piece, body.size());
    appendBytes(piece, body);
    appendWord32(m_data, shortChecksum(piece, place));
    appendBytes(m_data, piece);
    if (m_times.size() >= kMostSharedTimes)
        m_times.clear();
    m_times.emplace(key, place);
    return place;
}

Result<void> BlockWriter::flushData(std::size_t threshold)
{
    if (m_data.size() < threshold)
        return {};
    const auto data = std::exchange(m_data, {});
    return m_file.write(data);
}

void BlockWriter::widen(Timestamp minTime, Timestamp maxTime)
{
    m_footer.minTime = std::min(m_footer.minTime, minTime);
    m_footer.maxTime = std::max(m_footer.maxTime, maxTime);
}

/// Length of the chunks of a row of samples: equal, so that the series of one target, which have the same times, share
/// all time pieces.
std::size_t BlockWriter::chunkLength(std::size_t samples)
{
    const auto pieces = std::max<std::size_t>((samples + kChunkSamples - 1) / kChunkSamples, 1);
    return (samples + pieces - 1) / pieces;
}

/// Places the times of all chunks: the values then lie one behind the other.
void BlockWriter::placeChunks(Series& series, std::span<const Timestamp> times, std::span<const SealedChunk> histograms,
                              std::span<const SealedChunk> startTimes)
{
    const auto length = chunkLength(times.size());
    for (std::size_t start = 0; start < times.size(); start += length) {
        const auto piece = times.subspan(start, std::min(length, times.size() - start));
        widen(piece.front(), piece.back());
        series.chunks.push_back({placeTimes(piece)});
    }
    const auto placeSealed = [&](ChunkKind kind, std::span<const SealedChunk> chunks) {
        for (const auto& chunk : chunks) {
            widen(chunk.minTime(), chunk.maxTime());
            series.chunks.push_back({placeSpan(chunk), 0, 0, kind});
        }
    };
    placeSealed(ChunkKind::Histogram, histograms);
    placeSealed(ChunkKind::StartTimes, startTimes);
}

void BlockWriter::placeValues(Chunk& chunk, const std::function<void(Bytes&)>& append)
{
    const auto place = offset();
    const auto before = m_data.size();
    append(m_data);
    const auto written = std::span(m_data).subspan(before);
    chunk.size = static_cast<std::uint32_t>(written.size());
    chunk.sum = shortChecksum(written, place);
}

Result<void> BlockWriter::add(const model::LabelSet& labels, std::span<const Timestamp> times,
                              std::span<const double> values, std::span<const SealedChunk> histograms,
                              std::span<const SealedChunk> startTimes)
{
    if (times.empty() && histograms.empty()) // start times alone are of no use
        return {};
    auto series = begin(labels);
    placeChunks(series, times, histograms, startTimes);
    series.valuesOffset = offset();
    auto chunk = series.chunks.begin();
    const auto length = chunkLength(times.size());
    for (std::size_t start = 0; start < times.size(); start += length) {
        const auto piece = values.subspan(start, std::min(length, values.size() - start));
        placeValues(*chunk++, [&](Bytes& out) { encodeValues(piece, out); });
    }
    for (const auto& chunks : {histograms, startTimes}) {
        for (const auto& sealed : chunks)
            placeValues(*chunk++, [&](Bytes& out) { appendBytes(out, sealed.bytes()); });
    }
    m_footer.samples += times.size();
    for (const auto& sealed : histograms)
        m_footer.samples += sealed.sampleCount();
    return keep(std::move(series));
}

Result<void> BlockWriter::addRollUps(const model::LabelSet& labels, std::span<const storage::RollUp> rollUps,
                                     bool besideHistograms)
{
    const auto kind = besideHistograms ? ChunkKind::RollUpsBesideHistograms : ChunkKind::RollUps;
    const storage::RollUp none;
    if (rollUps.empty() && besideHistograms)
        rollUps = {&none, 1};
    if (rollUps.empty())
        return {};
    auto series = begin(labels);
    const auto pieces = (rollUps.size() + kMaxColumnValues - 1) / kMaxColumnValues;
    const auto length = (rollUps.size() + pieces - 1) / pieces;
    std::vector<Bytes> values;
    for (std::size_t start = 0; start < rollUps.size(); start += length) {
        const auto piece = rollUps.subspan(start, std::min(length, rollUps.size() - start));
        auto encoded = encodeRollUps(piece);
        auto body = encodeSpan(piece.size(), piece.front().firstTime, piece.back().lastTime);
        appendBytes(body, encoded.times);
        series.chunks.push_back({placeBody(body), 0, 0, kind});
        values.push_back(std::move(encoded.values));
        if (piece.front().count > 0)
            widen(piece.front().firstTime, piece.back().lastTime);
        for (const auto& r : piece)
            m_footer.samples += r.count;
    }
    series.valuesOffset = offset();
    for (std::size_t i = 0; i < values.size(); ++i)
        placeValues(series.chunks[i], [&](Bytes& out) { appendBytes(out, values[i]); });
    return keep(std::move(series));
}

BlockWriter::Series BlockWriter::begin(const model::LabelSet& labels)
{
    if (m_file.size() == 0 && m_data.empty())
        appendBytes(m_data, blockHeader());
    Series series;
    for (const auto label : labels) {
        const auto name = intern(label.name);
        series.labels.push_back({name, intern(label.value)});
    }
    return series;
}

Result<void> BlockWriter::keep(Series series)
{
    m_footer.chunks += series.chunks.size();
    ++m_footer.series;
    m_series.push_back(std::move(series));
    return flushData(kWriteSize);
}

/// Sorts the strings; gives the new id of each old one.
std::vector<std::uint32_t> BlockWriter::rankStrings()
{
    std::vector<std::uint32_t> order(m_strings.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](auto a, auto b) { return m_strings[a] < m_strings[b]; });
    std::vector<std::uint32_t> ranks(order.size());
    std::deque<std::string> sorted;
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) {
        ranks[order[rank]] = rank;
        sorted.push_back(std::move(m_strings[order[rank]]));
    }
    m_strings = std::move(sorted);
    return ranks;
}

Bytes BlockWriter::encodeStrings() const
{
    Bytes out;
    appendWord32(out, m_strings.size());
    std::size_t end = 0;
    for (const auto& text : m_strings)
        appendWord32(out, end += text.size());
    for (const auto& text : m_strings)
        appendBytes(out, bytesOf(text));
    return out;
}

void BlockWriter::encodePostings(Bytes& names, Bytes& values, Bytes& postings) const
{
    std::vector<std::pair<LabelIds, std::uint32_t>> places; // label and series
    for (std::uint32_t id = 0; id < m_series.size(); ++id) {
        for (const auto& label : m_series[id].labels)
            places.emplace_back(label, id);
    }
    std::ranges::sort(places);

    std::uint32_t valueCount = 0;
    for (std::size_t i = 0; i < places.size();) {
        const auto name = places[i].first.name;
        const auto firstValue = valueCount;
        while (i < places.size() && places[i].first.name == name) {
            const auto label = places[i].first;
            const auto start = i;
            while (i < places.size() && places[i].first == label)
                ++i;
            appendWord32(values, label.value);
            appendWord32(values, postings.size());
            ++valueCount;
            appendVarint(postings, i - start);
            appendVarint(postings, places[start].second);
            for (auto at = start + 1; at < i; ++at)
                appendVarint(postings, places[at].second - places[at - 1].second - 1);
        }
        appendWord32(names, name);
        appendWord32(names, firstValue);
        appendWord32(names, valueCount - firstValue);
    }
}

void BlockWriter::encodeSeries(Bytes& groups, Bytes& out) const
{
    const std::vector<LabelIds> none;
    const auto* before = &none;
    std::uint64_t valuesEnd = 0;
    std::uint64_t timesOffset = 0;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const auto& series = m_series[i];
        if (i % kSeriesGroup == 0) {
            appendWord32(groups, out.size());
            before = &none;
            valuesEnd = 0;
            timesOffset = 0;
        }
        const auto differs = std::ranges::mismatch(*before, series.labels);
        appendVarint(out, static_cast<std::uint64_t>(differs.in2 - series.labels.begin()));
        appendVarint(out, static_cast<std::uint64_t>(series.labels.end() - differs.in2));
        for (auto label = differs.in2; label != series.labels.end(); ++label) {
            appendVarint(out, label->name);
            appendVarint(out, label->value);
        }
        appendVarint(out, series.chunks.size());
        appendVarint(out, series.valuesOffset - valuesEnd);
        valuesEnd = series.valuesOffset;
        for (const auto& chunk : series.chunks) {
            appendVarint(out, zigzag(chunk.timesOffset - timesOffset));
            appendVarint(out, std::uint64_t{chunk.size} * 8 + static_cast<std::uint8_t>(chunk.kind));
            appendWord32(out, chunk.sum);
            timesOffset = chunk.timesOffset;
            valuesEnd += chunk.size;
        }
        before = &series.labels;
    }
}

Result<BlockFooter> BlockWriter::finish(std::span<const std::uint64_t> sources,
                                        const std::optional<RollUpWindow>& window)
{
    assert(!empty() && "a block has samples");
    if (m_footer.samples == 0) // native histograms alone, of which there are no roll-ups
        widen(window ? window->end : 0, window ? window->end : 0);
    const auto ranks = rankStrings();
    for (auto& series : m_series) {
        for (auto& label : series.labels)
            label = {ranks[label.name], ranks[label.value]};
    }
    std::array<Bytes, kBlockSections> sections;
    const auto at = [&](BlockSection section) -> Bytes& { return sections[static_cast<std::size_t>(section)]; };
    at(BlockSection::Strings) = encodeStrings();
    encodePostings(at(BlockSection::Names), at(BlockSection::Values), at(BlockSection::Postings));
    encodeSeries(at(BlockSection::Groups), at(BlockSection::Series));
    appendVarint(at(BlockSection::Sources), sources.size());
    for (const auto source : sources)
        appendVarint(at(BlockSection::Sources), source);
    if (window) {
        appendVarint(at(BlockSection::Sources), zigzag(static_cast<std::uint64_t>(window->start)));
        appendVarint(at(BlockSection::Sources), static_cast<std::uint64_t>(window->end - window->start));
        appendVarint(at(BlockSection::Sources), static_cast<std::uint64_t>(window->resolutionMs));
    }

    if (const auto written = flushData(0); !written)
        return tl::unexpected(written.error());
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (sections[i].size() > UINT32_MAX)
            return fail(Error::Kind::LimitExceeded, "the index of a block would exceed 4 GiB");
        m_footer.sections[i] = {m_file.size(), sections[i].size(), checksum(sections[i])};
        if (const auto written = m_file.write(sections[i]); !written)
            return tl::unexpected(written.error());
    }
    const auto footer = encodeFooter(m_footer);
    if (const auto written = m_file.write(footer); !written)
        return tl::unexpected(written.error());
    return m_footer;
}

} // namespace nocturne::tsdb
