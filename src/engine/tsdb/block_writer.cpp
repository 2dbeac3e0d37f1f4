// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_writer.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <utility>

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

std::uint32_t BlockWriter::intern(LabelIds label)
{
    const auto key = std::uint64_t{label.name} << 32U | label.value;
    const auto [place, isNew] = m_labelPlaces.try_emplace(key, static_cast<std::uint32_t>(m_labelTable.size()));
    if (isNew)
        m_labelTable.push_back(label);
    return place->second;
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
void BlockWriter::placeChunks(std::span<const Timestamp> times, std::span<const SealedChunk> histograms,
                              std::span<const SealedChunk> startTimes)
{
    const auto length = chunkLength(times.size());
    for (std::size_t start = 0; start < times.size(); start += length) {
        const auto piece = times.subspan(start, std::min(length, times.size() - start));
        widen(piece.front(), piece.back());
        addChunk(placeTimes(piece), ChunkKind::Float);
    }
    const auto placeSealed = [&](ChunkKind kind, std::span<const SealedChunk> chunks) {
        for (const auto& chunk : chunks) {
            widen(chunk.minTime(), chunk.maxTime());
            addChunk(placeSpan(chunk), kind);
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
    begin(labels);
    placeChunks(times, histograms, startTimes);
    m_series.back().valuesOffset = offset();
    auto chunk = m_chunks.begin() + static_cast<std::ptrdiff_t>(firstChunk());
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
    return keep();
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
    begin(labels);
    const auto pieces = (rollUps.size() + kMaxColumnValues - 1) / kMaxColumnValues;
    const auto length = (rollUps.size() + pieces - 1) / pieces;
    std::vector<Bytes> values;
    for (std::size_t start = 0; start < rollUps.size(); start += length) {
        const auto piece = rollUps.subspan(start, std::min(length, rollUps.size() - start));
        auto encoded = encodeRollUps(piece);
        auto body = encodeSpan(piece.size(), piece.front().firstTime, piece.back().lastTime);
        appendBytes(body, encoded.times);
        addChunk(placeBody(body), kind);
        values.push_back(std::move(encoded.values));
        if (piece.front().count > 0)
            widen(piece.front().firstTime, piece.back().lastTime);
        for (const auto& r : piece)
            m_footer.samples += r.count;
    }
    m_series.back().valuesOffset = offset();
    for (std::size_t i = 0; i < values.size(); ++i)
        placeValues(m_chunks[firstChunk() + i], [&](Bytes& out) { appendBytes(out, values[i]); });
    return keep();
}

void BlockWriter::begin(const model::LabelSet& labels)
{
    if (m_file.size() == 0 && m_data.empty())
        appendBytes(m_data, blockHeader());
    m_series.push_back({0, static_cast<std::uint32_t>(labels.size()), 0});
    for (const auto label : labels) {
        const auto name = intern(label.name);
        m_labels.push_back(intern(LabelIds{name, intern(label.value)}));
    }
}

void BlockWriter::addChunk(std::uint64_t timesOffset, ChunkKind kind)
{
    m_chunks.push_back({timesOffset, 0, 0, kind});
    ++m_series.back().chunkCount;
}

Result<void> BlockWriter::keep()
{
    m_footer.chunks += m_series.back().chunkCount;
    ++m_footer.series;
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

/// The series of each label, ascending: those of labels[i] are [starts[i], starts[i + 1]) of `series`.
struct BlockWriter::SeriesByLabel
{
    std::vector<LabelIds> labels; // ascending
    std::vector<std::size_t> starts;
    std::vector<std::uint32_t> series;
};

BlockWriter::SeriesByLabel BlockWriter::seriesByLabel() const
{
    std::vector<std::uint32_t> order(m_labelTable.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](auto place) { return m_labelTable[place]; });
    std::vector<std::size_t> next(m_labelTable.size()); // first how many series have the label, then where one goes
    for (const auto place : m_labels)
        ++next[place];

    SeriesByLabel sorted;
    std::size_t end = 0;
    for (const auto place : order) {
        sorted.labels.push_back(m_labelTable[place]);
        sorted.starts.push_back(end);
        end += std::exchange(next[place], end);
    }
    sorted.starts.push_back(end);

    sorted.series.resize(end);
    auto place = m_labels.begin();
    std::uint32_t id = 0;
    for (const auto& series : m_series) {
        for (const auto stop = place + series.labelCount; place != stop; ++place)
            sorted.series[next[*place]++] = id;
        ++id;
    }
    return sorted;
}

void BlockWriter::encodePostings(Bytes& names, Bytes& values, Bytes& postings) const
{
    const auto sorted = seriesByLabel();
    std::uint32_t valueCount = 0;
    for (std::size_t i = 0; i < sorted.labels.size();) {
        const auto name = sorted.labels[i].name;
        const auto firstValue = valueCount;
        for (; i < sorted.labels.size() && sorted.labels[i].name == name; ++i, ++valueCount) {
            const auto start = sorted.starts[i];
            const auto end = sorted.starts[i + 1];
            appendWord32(values, sorted.labels[i].value);
            appendWord32(values, postings.size());
            appendVarint(postings, end - start);
            appendVarint(postings, sorted.series[start]);
            for (auto at = start + 1; at < end; ++at)
                appendVarint(postings, sorted.series[at] - sorted.series[at - 1] - 1);
        }
        appendWord32(names, name);
        appendWord32(names, firstValue);
        appendWord32(names, valueCount - firstValue);
    }
}

/// Leaves nothing of what it encodes, so that not all is in memory twice.
void BlockWriter::encodeSeries(Bytes& groups, Bytes& out)
{
    std::vector<LabelIds> labels;
    std::vector<LabelIds> before;
    std::uint64_t valuesEnd = 0;
    std::uint64_t timesOffset = 0;
    for (std::size_t number = 0; !m_series.empty(); ++number, m_series.pop_front()) {
        const auto& series = m_series.front();
        if (number % kSeriesGroup == 0) {
            appendWord32(groups, out.size());
            before.clear();
            valuesEnd = 0;
            timesOffset = 0;
        }
        labels.clear();
        for (std::uint32_t i = 0; i < series.labelCount; ++i, m_labels.pop_front())
            labels.push_back(m_labelTable[m_labels.front()]);
        const auto differs = std::ranges::mismatch(before, labels);
        appendVarint(out, static_cast<std::uint64_t>(differs.in2 - labels.begin()));
        appendVarint(out, static_cast<std::uint64_t>(labels.end() - differs.in2));
        for (auto label = differs.in2; label != labels.end(); ++label) {
            appendVarint(out, label->name);
            appendVarint(out, label->value);
        }
        appendVarint(out, series.chunkCount);
        appendVarint(out, series.valuesOffset - valuesEnd);
        valuesEnd = series.valuesOffset;
        for (std::uint32_t i = 0; i < series.chunkCount; ++i, m_chunks.pop_front()) {
            const auto& chunk = m_chunks.front();
            appendVarint(out, zigzag(chunk.timesOffset - timesOffset));
            appendVarint(out, std::uint64_t{chunk.size} * 8 + static_cast<std::uint8_t>(chunk.kind));
            appendWord32(out, chunk.sum);
            timesOffset = chunk.timesOffset;
            valuesEnd += chunk.size;
        }
        std::swap(before, labels);
    }
}

Result<BlockFooter> BlockWriter::finish(std::span<const std::uint64_t> sources,
                                        const std::optional<RollUpWindow>& window)
{
    assert(!empty() && "a block has samples");
    if (m_footer.samples == 0) // native histograms alone, of which there are no roll-ups
        widen(window ? window->end : 0, window ? window->end : 0);
    const auto ranks = rankStrings();
    for (auto& label : m_labelTable)
        label = {ranks[label.name], ranks[label.value]};
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
    auto place = m_file.size() + BlockFooter::kSize;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (sections[i].size() > UINT32_MAX)
            return fail(Error::Kind::LimitExceeded, "the index of a block would exceed 4 GiB");
        m_footer.sections[i] = {place, sections[i].size(), checksum(sections[i])};
        place += sections[i].size();
    }
    auto result = m_file.write(encodeFooterCopy(m_footer));
    for (const auto& section : sections)
        result = result.and_then([&] { return m_file.write(section); });
    result = result.and_then([&] { return m_file.write(encodeFooter(m_footer)); });
    return result ? Result<BlockFooter>(m_footer) : tl::unexpected(result.error());
}

} // namespace nocturne::tsdb
