// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The shared block of a label set:
//
//   Block { refs, count, bytes, hash } | uint32 end[2 * count] | text
//
// Names and values alternate in the text; end[i] is where piece i stops. The hash is XXH3-64 over ends and text.
#include "engine/model/label_set.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <new>

#include <xxhash.h>

#include "base/core/text.h"

namespace nocturne::model {

struct LabelSet::Block
{
    std::atomic<std::uint32_t> refs{1};
    std::uint32_t count = 0;
    std::uint32_t size = 0; // of ends and text together
    std::uint64_t hash = 0;

    std::uint32_t* ends() { return reinterpret_cast<std::uint32_t*>(this + 1); } // NOLINT: layout above
    char* text() { return reinterpret_cast<char*>(ends() + 2 * std::size_t{count}); }

    std::string_view piece(std::size_t i)
    {
        const std::uint32_t start = i == 0 ? 0 : ends()[i - 1];
        return {text() + start, ends()[i] - start};
    }

    static Block* make(std::span<const Label> labels)
    {
        std::size_t textSize = 0;
        for (const auto& label : labels)
            textSize += label.name.size() + label.value.size();
        const auto size = 2 * labels.size() * sizeof(std::uint32_t) + textSize;
        auto* block = new (::operator new(sizeof(Block) + size)) Block; // NOLINT: released by release()
        block->count = static_cast<std::uint32_t>(labels.size());
        block->size = static_cast<std::uint32_t>(size);
        std::uint32_t end = 0;
        std::size_t i = 0;
        for (const auto& label : labels) {
            for (const auto part : {label.name, label.value}) {
                std::ranges::copy(part, block->text() + end);
                end += static_cast<std::uint32_t>(part.size());
                block->ends()[i++] = end;
            }
        }
        block->hash = XXH3_64bits(block->ends(), size);
        return block;
    }

    static void release(Block* block)
    {
        if (block != nullptr && block->refs.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            block->~Block();
            ::operator delete(block);
        }
    }
};

LabelSet::LabelSet(std::vector<Label> labels)
{
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.name < b.name; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool overwritten = i + 1 < labels.size() && labels[i + 1].name == labels[i].name;
        if (!overwritten && !labels[i].value.empty())
            labels[kept++] = labels[i];
    }
    labels.resize(kept);
    if (!labels.empty())
        m_block = Block::make(labels);
}

LabelSet::LabelSet(std::initializer_list<Label> labels)
    : LabelSet(std::vector<Label>(labels))
{}

LabelSet LabelSet::fromSorted(std::span<const Label> labels)
{
    LabelSet set;
    if (!labels.empty())
        set.m_block = Block::make(labels);
    return set;
}

LabelSet::LabelSet(const LabelSet& other) noexcept
    : m_block(other.m_block)
{
    if (m_block != nullptr)
        m_block->refs.fetch_add(1, std::memory_order_relaxed);
}

LabelSet& LabelSet::operator=(const LabelSet& other) noexcept
{
    LabelSet copy(other);
    std::swap(m_block, copy.m_block);
    return *this;
}

LabelSet& LabelSet::operator=(LabelSet&& other) noexcept
{
    std::swap(m_block, other.m_block);
    return *this;
}

LabelSet::~LabelSet() { Block::release(m_block); }

std::size_t LabelSet::size() const { return m_block == nullptr ? 0 : m_block->count; }

Label LabelSet::operator[](std::size_t index) const
{
    return {m_block->piece(2 * index), m_block->piece(2 * index + 1)};
}

LabelSet::Iterator LabelSet::begin() const { return {this, 0}; }

LabelSet::Iterator LabelSet::end() const { return {this, size()}; }

std::string_view LabelSet::get(std::string_view name) const
{
    for (std::size_t i = 0; i < size(); ++i) {
        if (m_block->piece(2 * i) == name)
            return m_block->piece(2 * i + 1);
    }
    return {};
}

std::uint64_t LabelSet::hash() const { return m_block == nullptr ? 0 : m_block->hash; }

std::size_t LabelSet::memoryBytes() const { return m_block == nullptr ? 0 : sizeof(Block) + m_block->size; }

namespace {

template <typename Keep>
LabelSet filtered(const LabelSet& labels, Keep keep)
{
    std::vector<Label> kept;
    kept.reserve(labels.size());
    for (const Label label : labels) {
        if (keep(label.name))
            kept.push_back(label);
    }
    return kept.size() == labels.size() ? labels : LabelSet::fromSorted(kept);
}

} // namespace

LabelSet LabelSet::only(std::span<const std::string> names) const
{
    return filtered(*this, [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); });
}

LabelSet LabelSet::without(std::span<const std::string> names) const
{
    return filtered(*this, [&](std::string_view name) { return std::ranges::find(names, name) == names.end(); });
}

LabelSet LabelSet::withoutMetricName() const
{
    return filtered(*this, [](std::string_view name) { return name != kMetricName; });
}

LabelSet LabelSet::withoutMetadata() const
{
    return filtered(
        *this, [](std::string_view name) { return name != kMetricName && name != kMetricType && name != kMetricUnit; });
}

std::string LabelSet::toString() const
{
    const auto metric = metricName();
    const bool classicMetric = isClassicMetricName(metric);
    std::string text(classicMetric ? metric : "");
    if (classicMetric && size() == 1)
        return text;
    text += '{';
    std::string_view separator;
    if (!metric.empty() && !classicMetric) {
        appendQuoted(text, metric);
        separator = ", ";
    }
    for (const Label label : *this) {
        if (label.name == kMetricName)
            continue;
        text += separator;
        separator = ", ";
        if (isClassicLabelName(label.name))
            text += label.name;
        else
            appendQuoted(text, label.name);
        text += '=';
        appendQuoted(text, label.value);
    }
    return text + '}';
}

std::strong_ordering LabelSet::operator<=>(const LabelSet& other) const
{
    if (m_block == other.m_block)
        return std::strong_ordering::equal;
    const auto common = 2 * std::min(size(), other.size());
    if (common == 0)
        return size() <=> other.size();
    // The first byte that differs decides, unless one piece ends before it: all earlier pieces have the same ends.
    const auto* const ends = m_block->ends();
    const auto* const otherEnds = other.m_block->ends();
    std::size_t i = 0;
    while (i < common && ends[i] == otherEnds[i])
        ++i;
    const auto shared = i < common ? std::min(ends[i], otherEnds[i]) : ends[common - 1];
    if (const auto order = std::memcmp(m_block->text(), other.m_block->text(), shared); order != 0)
        return order <=> 0;
    return i < common ? ends[i] <=> otherEnds[i] : size() <=> other.size();
}

bool LabelSet::operator==(const LabelSet& other) const
{
    if (m_block == other.m_block)
        return true;
    if (m_block == nullptr || other.m_block == nullptr || m_block->hash != other.m_block->hash ||
        m_block->count != other.m_block->count || m_block->size != other.m_block->size)
        return false;
    return std::memcmp(m_block->ends(), other.m_block->ends(), m_block->size) == 0;
}

LabelSetBuilder::LabelSetBuilder(const LabelSet& base)
{
    m_labels.reserve(base.size() + 2);
    for (const Label label : base)
        m_labels.emplace_back(label.name, label.value);
}

namespace {

auto lowerBound(auto& labels, std::string_view name)
{
    return std::lower_bound(labels.begin(), labels.end(), name,
                            [](const auto& label, std::string_view wanted) { return label.first < wanted; });
}

} // namespace

LabelSetBuilder& LabelSetBuilder::set(std::string_view name, std::string_view value)
{
    if (value.empty())
        return remove(name);
    const auto at = lowerBound(m_labels, name);
    if (at != m_labels.end() && at->first == name)
        at->second = value;
    else
        m_labels.emplace(at, name, value);
    return *this;
}

LabelSetBuilder& LabelSetBuilder::remove(std::string_view name)
{
    const auto at = lowerBound(m_labels, name);
    if (at != m_labels.end() && at->first == name)
        m_labels.erase(at);
    return *this;
}

std::string_view LabelSetBuilder::get(std::string_view name) const
{
    const auto at = lowerBound(m_labels, name);
    return at != m_labels.end() && at->first == name ? std::string_view(at->second) : std::string_view();
}

LabelSet LabelSetBuilder::build() const
{
    std::vector<Label> labels;
    labels.reserve(m_labels.size());
    for (const auto& [name, value] : m_labels)
        labels.push_back({name, value});
    return LabelSet::fromSorted(labels);
}

namespace {

bool isClassicName(std::string_view name, bool colons)
{
    const auto isStart = [&](char c) { return isAsciiLetter(c) || c == '_' || (colons && c == ':'); };
    return !name.empty() && isStart(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return isStart(c) || isAsciiDigit(c); });
}

} // namespace

bool isClassicMetricName(std::string_view name) { return isClassicName(name, true); }

bool isClassicLabelName(std::string_view name) { return isClassicName(name, false); }

void appendQuoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += '"';
}

} // namespace nocturne::model
