// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nocturne::model {

inline constexpr std::string_view kMetricName = "__name__";
inline constexpr std::string_view kMetricType = "__type__"; ///< as OpenMetrics names types: "counter", "gauge" ...
inline constexpr std::string_view kMetricUnit = "__unit__";

/// One name and value, borrowed. Names are unique within a label set; an empty value is the same as no label.
struct Label
{
    std::string_view name;
    std::string_view value;

    auto operator<=>(const Label&) const = default; // NOLINT(modernize-use-nullptr): clang-tidy 14 finds a 0 in it
};

/// The identity of a series: labels sorted by name, immutable, with its hash.
///
/// A handle of one pointer to a shared block; copies cost a reference count, equality is a pointer comparison where
/// both come from one store. Views returned by get() and the iterators stay valid as long as any copy lives.
/// May be used from any thread.
class LabelSet
{
public:
    class Iterator;

    /// The empty set.
    LabelSet() noexcept = default;
    /// `labels` in any order. Empty values are left out; of equal names the last one wins.
    explicit LabelSet(std::vector<Label> labels);
    LabelSet(std::initializer_list<Label> labels);
    /// `labels` sorted by name, names unique, no value empty: not checked.
    static LabelSet fromSorted(std::span<const Label> labels);

    LabelSet(const LabelSet& other) noexcept;
    LabelSet(LabelSet&& other) noexcept
        : m_block(std::exchange(other.m_block, nullptr))
    {}
    LabelSet& operator=(const LabelSet& other) noexcept;
    LabelSet& operator=(LabelSet&& other) noexcept;
    ~LabelSet();

    std::size_t size() const;
    bool empty() const { return m_block == nullptr; }
    Label operator[](std::size_t index) const;
    Iterator begin() const;
    Iterator end() const;

    /// The value of `name`, or an empty view.
    std::string_view get(std::string_view name) const;
    bool contains(std::string_view name) const { return !get(name).empty(); }
    std::string_view metricName() const { return get(kMetricName); }

    /// XXH3-64 over the labels; equal sets have equal hashes. Stable within one version of the program only.
    std::uint64_t hash() const;
    /// Asks the processor for the labels, which are soon to be looked at.
    void prefetch() const { __builtin_prefetch(m_block); }
    /// Bytes this set keeps in memory, shared by all its copies.
    std::size_t memoryBytes() const;

    /// A set with only the named labels, or without them. `names` need not be sorted.
    LabelSet only(std::span<const std::string> names) const;
    LabelSet without(std::span<const std::string> names) const;
    LabelSet withoutMetricName() const;
    /// Without name, type and unit of the metric: what is left of a series that was computed with.
    LabelSet withoutMetadata() const;

    /// `metric{a="b"}` with values escaped; names outside the classic character set are quoted within the braces.
    std::string toString() const;

    /// Order of Prometheus' labels.Compare: label by label, name before value; a prefix comes first.
    std::strong_ordering operator<=>(const LabelSet& other) const;
    bool operator==(const LabelSet& other) const;

private:
    struct Block;
    Block* m_block = nullptr;
};

class LabelSet::Iterator
{
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Label;
    using difference_type = std::ptrdiff_t;
    using pointer = const Label*;
    using reference = Label;

    Iterator() = default;
    Iterator(const LabelSet* set, std::size_t index)
        : m_set(set)
        , m_index(index)
    {}
    Label operator*() const { return (*m_set)[m_index]; }
    Iterator& operator++()
    {
        ++m_index;
        return *this;
    }
    Iterator operator++(int)
    {
        auto old = *this;
        ++m_index;
        return old;
    }
    bool operator==(const Iterator& other) const { return m_index == other.m_index; }

private:
    const LabelSet* m_set = nullptr;
    std::size_t m_index = 0;
};

/// Changes labels of a set one by one. Strings are copied in; build() may be called again after more changes.
class LabelSetBuilder
{
public:
    LabelSetBuilder() = default;
    explicit LabelSetBuilder(const LabelSet& base);

    /// An empty `value` removes the label.
    LabelSetBuilder& set(std::string_view name, std::string_view value);
    LabelSetBuilder& remove(std::string_view name);
    /// The current value of `name`, or an empty view, valid until the next change.
    std::string_view get(std::string_view name) const;
    LabelSet build() const;

private:
    std::vector<std::pair<std::string, std::string>> m_labels; // sorted by name
};

/// Whether `name` is a metric name or label name in the classic character set, which needs no quotes.
bool isClassicMetricName(std::string_view name);
bool isClassicLabelName(std::string_view name);
/// Appends `text` in double quotes, with backslash, quote and line feed escaped.
void appendQuoted(std::string& out, std::string_view text);

struct LabelSetHash
{
    std::size_t operator()(const LabelSet& labels) const { return labels.hash(); }
};

} // namespace nocturne::model
