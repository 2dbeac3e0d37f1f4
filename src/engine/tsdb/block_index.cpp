// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_index.h"

#include <algorithm>
#include <numeric>

namespace nocturne::tsdb {

using model::Matcher;

namespace {

constexpr std::size_t kWord = 4;
constexpr std::size_t kStopCheckInterval = 1024; // values tried between two looks at the stop token

tl::unexpected<Error> corrupt() { return fail(Error::Kind::Corrupt, "the index of a block does not fit together"); }

} // namespace

Result<BlockIndex> BlockIndex::make(std::span<const std::byte> file, const BlockFooter& footer)
{
    BlockIndex index;
    const auto section = [&](BlockSection which) {
        const auto& place = footer.at(which);
        return file.subspan(place.offset, place.size);
    };
    index.m_strings = section(BlockSection::Strings);
    index.m_names = section(BlockSection::Names);
    index.m_values = section(BlockSection::Values);
    index.m_postings = section(BlockSection::Postings);
    index.m_groups = section(BlockSection::Groups);
    index.m_series = section(BlockSection::Series);
    index.m_kindBits = footer.version == 1 ? 2 : 3;
    index.m_seriesCount = static_cast<std::uint32_t>(footer.series);
    if (index.m_strings.size() < kWord || footer.series > UINT32_MAX)
        return corrupt();
    index.m_stringCount = index.word(index.m_strings, 0);
    if (!index.isSound())
        return corrupt();
    return index;
}

bool BlockIndex::isSound() const
{
    if (m_strings.size() / kWord < m_stringCount + 1 || m_names.size() % (3 * kWord) != 0 ||
        m_values.size() % (2 * kWord) != 0 ||
        m_groups.size() != (m_seriesCount + kSeriesGroup - 1) / kSeriesGroup * kWord)
        return false;
    const auto text = m_strings.size() - kWord * (m_stringCount + 1);
    std::uint32_t end = 0;
    for (std::size_t i = 1; i <= m_stringCount; ++i) {
        if (word(m_strings, i) < end || word(m_strings, i) > text)
            return false;
        end = word(m_strings, i);
    }
    const auto values = m_values.size() / (2 * kWord);
    for (std::size_t i = 0; i < m_names.size() / kWord; i += 3) {
        const std::size_t first = word(m_names, i + 1);
        const std::size_t count = word(m_names, i + 2);
        if (word(m_names, i) >= m_stringCount || first > values || count > values - first)
            return false;
    }
    for (std::size_t i = 0; i < values; ++i) {
        if (word(m_values, 2 * i) >= m_stringCount || word(m_values, 2 * i + 1) > m_postings.size())
            return false;
    }
    for (std::size_t i = 0; i < m_groups.size() / kWord; ++i) {
        if (word(m_groups, i) > m_series.size())
            return false;
    }
    return true;
}

std::uint32_t BlockIndex::word(Section section, std::size_t index) const
{
    std::uint32_t word = 0;
    std::memcpy(&word, section.data() + index * kWord, sizeof word);
    return word;
}

std::string_view BlockIndex::string(std::uint32_t id) const
{
    const std::uint32_t start = id == 0 ? 0 : word(m_strings, id);
    const auto* text = m_strings.data() + kWord * (m_stringCount + 1);
    return {reinterpret_cast<const char*>(text) + start, word(m_strings, id + 1) - start}; // NOLINT: bytes of text
}

BlockIndex::ValueRange BlockIndex::valuesOf(std::string_view name) const
{
    std::size_t low = 0;
    std::size_t high = m_names.size() / (3 * kWord);
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const int order = string(word(m_names, 3 * middle)).compare(name);
        if (order == 0) {
            const std::size_t first = word(m_names, 3 * middle + 1);
            return {first, first + word(m_names, 3 * middle + 2)};
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return {};
}

bool BlockIndex::appendPostings(std::size_t value, IdList& ids) const
{
    ByteReader in(m_postings.subspan(word(m_values, 2 * value + 1)));
    const auto count = in.varint();
    if (count > m_seriesCount || count > in.remaining())
        return false;
    ids.reserve(ids.size() + count);
    std::uint64_t id = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        id = i == 0 ? in.varint() : id + 1 + in.varint();
        if (in.failed() || id >= m_seriesCount)
            return false;
        ids.push_back(static_cast<SeriesId>(id));
    }
    return true;
}

/// The series with a value of the matcher's label that it matches, or does not match.
Result<IdList> BlockIndex::listOf(const Matcher& matcher, bool matching, const std::stop_token& stop) const
{
    const auto range = valuesOf(matcher.name());
    IdList ids;
    std::size_t lists = 0;
    const auto take = [&](std::size_t value) {
        ++lists;
        return appendPostings(value, ids);
    };
    const auto lookUp = [&](std::string_view text) {
        auto low = range.first;
        auto high = range.end;
        while (low < high) {
            const auto middle = low + (high - low) / 2;
            if (valueAt(middle) < text)
                low = middle + 1;
            else
                high = middle;
        }
        return low == range.end || valueAt(low) != text || take(low);
    };

    if (matcher.op() == (matching ? Matcher::Op::Equal : Matcher::Op::NotEqual)) {
        if (!lookUp(matcher.value()))
            return corrupt();
    } else if (matching && !matcher.setMatches().empty()) {
        for (const auto& text : matcher.setMatches()) {
            if (!lookUp(text))
                return corrupt();
        }
    } else {
        for (auto value = range.first; value < range.end; ++value) {
            if ((value - range.first) % kStopCheckInterval == kStopCheckInterval - 1 && stop.stop_requested())
                return fail(Error::Kind::Cancelled, "the query was cancelled");
            if (matcher.matches(valueAt(value)) == matching && !take(value))
                return corrupt();
        }
    }
    if (lists > 1) {
        std::ranges::sort(ids);
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    }
    return ids;
}

Result<IdList> BlockIndex::select(const std::vector<Matcher>& matchers, const std::stop_token& stop) const
{
    std::vector<IdList> wanted;
    std::vector<IdList> unwanted;
    for (const auto& matcher : matchers) {
        // A matcher that takes absent labels is answered from its complement, which holds only series with the label.
        const bool empty = matcher.matchesEmpty();
        auto ids = listOf(matcher, !empty, stop);
        if (!ids)
            return tl::unexpected(ids.error());
        if (ids->empty() && !empty)
            return IdList();
        (empty ? unwanted : wanted).push_back(std::move(*ids));
    }
    std::ranges::sort(wanted, {}, &IdList::size);
    IdList found;
    if (wanted.empty()) {
        found.resize(m_seriesCount);
        std::iota(found.begin(), found.end(), 0U);
    } else {
        found = std::move(wanted.front());
    }
    for (std::size_t i = 1; i < wanted.size() && !found.empty(); ++i)
        found = intersect(found, wanted[i]);
    for (const auto& ids : unwanted) {
        if (!ids.empty() && !found.empty())
            found = subtract(found, ids);
    }
    return found;
}

std::vector<std::string_view> BlockIndex::names() const
{
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < m_names.size() / kWord; i += 3)
        names.push_back(string(word(m_names, i)));
    return names;
}

std::vector<std::string_view> BlockIndex::values(std::string_view name) const
{
    const auto range = valuesOf(name);
    std::vector<std::string_view> values;
    for (auto value = range.first; value < range.end; ++value)
        values.push_back(valueAt(value));
    return values;
}

bool BlockIndex::Walker::seek(SeriesId id)
{
    if (m_next == 0 || id < m_next - 1 || id / kSeriesGroup != (m_next - 1) / kSeriesGroup) {
        const auto group = id / kSeriesGroup;
        m_in = ByteReader(m_index.m_series.subspan(m_index.word(m_index.m_groups, group)));
        m_next = static_cast<SeriesId>(group * kSeriesGroup);
        m_labels.clear();
        m_valuesEnd = 0;
        m_timesOffset = 0;
    }
    while (m_next <= id) {
        if (!readEntry()) {
            m_next = 0;
            return false;
        }
        ++m_next;
    }
    return true;
}

bool BlockIndex::Walker::readEntry()
{
    const auto shared = m_in.varint();
    const auto added = m_in.varint();
    if (m_in.failed() || shared > m_labels.size() || added > m_in.remaining())
        return false;
    m_labels.resize(shared);
    for (std::uint64_t i = 0; i < added; ++i) {
        const auto name = m_in.varint();
        const auto value = m_in.varint();
        if (m_in.failed() || name >= m_index.m_stringCount || value >= m_index.m_stringCount)
            return false;
        m_labels.push_back(
            {m_index.string(static_cast<std::uint32_t>(name)), m_index.string(static_cast<std::uint32_t>(value))});
    }
    const auto count = m_in.varint();
    if (m_in.failed() || count > m_in.remaining())
        return false;
    m_chunks.resize(count);
    m_valuesEnd += m_in.varint();
    for (auto& chunk : m_chunks) {
        m_timesOffset += unzigzag(m_in.varint());
        const auto size = m_in.varint();
        const auto* sum = m_in.take(kWord);
        const auto bits = m_index.m_kindBits;
        if (m_in.failed() || (size >> bits) > UINT32_MAX)
            return false;
        chunk.timesOffset = m_timesOffset;
        chunk.valuesOffset = m_valuesEnd;
        chunk.valuesSize = static_cast<std::uint32_t>(size >> bits);
        chunk.kind = static_cast<ChunkKind>(size & ((1U << bits) - 1));
        std::memcpy(&chunk.valuesSum, sum, sizeof chunk.valuesSum);
        m_valuesEnd += chunk.valuesSize;
    }
    return true;
}

} // namespace nocturne::tsdb
