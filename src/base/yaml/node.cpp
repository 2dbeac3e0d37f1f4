// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/yaml/node.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::yaml {

struct Node::Data
{
    Kind kind = Kind::Null;
    SourcePosition where = {};
    std::string text = {};
    bool quoted = false;
    std::vector<Node> items = {};
    std::vector<Entry> entries = {};
    std::size_t weight = 1;
    std::size_t depth = 1;
};

namespace {

struct SizeUnit
{
    std::string_view name;
    unsigned shift;
};

constexpr std::array<SizeUnit, 12> kSizeUnits = {{
    {"", 0},
    {"B", 0},
    {"KB", 10},
    {"KiB", 10},
    {"MB", 20},
    {"MiB", 20},
    {"GB", 30},
    {"GiB", 30},
    {"TB", 40},
    {"TiB", 40},
    {"PB", 50},
    {"PiB", 50},
}};

std::string inQuotes(std::string_view text) { return '"' + printable(text, 60) + '"'; }

} // namespace

Node::Node()
{
    static const auto kNothing = std::make_shared<const Data>();
    m_data = kNothing;
}

Node::Node(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{}

Node Node::null(SourcePosition where) { return Node(std::make_shared<const Data>(Data{.where = where})); }

Node Node::scalar(SourcePosition where, std::string text, bool quoted)
{
    return Node(std::make_shared<const Data>(
        Data{.kind = Kind::Scalar, .where = where, .text = std::move(text), .quoted = quoted}));
}

Node Node::sequence(SourcePosition where, std::vector<Node> items)
{
    Data data{.kind = Kind::Sequence, .where = where, .items = std::move(items)};
    for (const auto& item : data.items) {
        data.weight += item.weight();
        data.depth = std::max(data.depth, item.depth() + 1);
    }
    return Node(std::make_shared<const Data>(std::move(data)));
}

Node Node::map(SourcePosition where, std::vector<Entry> entries)
{
    Data data{.kind = Kind::Map, .where = where, .entries = std::move(entries)};
    for (const auto& entry : data.entries) {
        data.weight += entry.value.weight() + 1;
        data.depth = std::max(data.depth, entry.value.depth() + 1);
    }
    return Node(std::make_shared<const Data>(std::move(data)));
}

Node::Kind Node::kind() const { return m_data->kind; }
SourcePosition Node::position() const { return m_data->where; }
std::string_view Node::raw() const { return m_data->text; }
bool Node::isQuoted() const { return m_data->quoted; }
std::span<const Node> Node::items() const { return m_data->items; }
std::span<const Entry> Node::entries() const { return m_data->entries; }
std::size_t Node::weight() const { return m_data->weight; }
std::size_t Node::depth() const { return m_data->depth; }

const Node* Node::find(std::string_view key) const
{
    const auto found = std::ranges::find(m_data->entries, key, &Entry::key);
    return found == m_data->entries.end() ? nullptr : &found->value;
}

std::string_view Node::description() const
{
    switch (kind()) {
    case Kind::Null:
        return "nothing";
    case Kind::Scalar:
        return "a text";
    case Kind::Sequence:
        return "a list";
    case Kind::Map:
        return "a map";
    }
    return "";
}

tl::unexpected<Error> Node::mismatch(std::string_view expected) const
{
    std::string message = "expected ";
    message += expected;
    message += ", got ";
    message += isScalar() ? inQuotes(raw()) : std::string(description());
    return fail(Error::Kind::InvalidInput, std::move(message), position());
}

Result<std::string> Node::text() const
{
    if (!isScalar())
        return mismatch("a text");
    return m_data->text;
}

Result<bool> Node::boolean() const
{
    static constexpr std::array<std::string_view, 12> kTrue = {"true", "True", "TRUE", "yes", "Yes", "YES",
                                                               "on",   "On",   "ON",   "y",   "Y",   ""};
    static constexpr std::array<std::string_view, 12> kFalse = {"false", "False", "FALSE", "no", "No", "NO",
                                                                "off",   "Off",   "OFF",   "n",  "N",  ""};
    if (isScalar() && !isQuoted() && !raw().empty()) {
        if (std::ranges::find(kTrue, raw()) != kTrue.end())
            return true;
        if (std::ranges::find(kFalse, raw()) != kFalse.end())
            return false;
    }
    return mismatch("true or false");
}

Result<std::int64_t> Node::integer(std::int64_t min, std::int64_t max) const
{
    std::int64_t value = 0;
    const auto digits = raw().starts_with('+') ? raw().substr(1) : raw();
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (!isScalar() || isQuoted() || stop != end || error == std::errc::invalid_argument)
        return mismatch("a whole number");
    if (error != std::errc{} || value < min || value > max) {
        return mismatch("a whole number between " + std::to_string(min) + " and " + std::to_string(max));
    }
    return value;
}

Result<double> Node::number() const
{
    const auto value = isScalar() && !isQuoted() ? parseNumber(raw()) : std::nullopt;
    if (!value)
        return mismatch("a number");
    return *value;
}

Result<std::chrono::milliseconds> Node::duration() const
{
    if (!isScalar())
        return mismatch("a duration such as 15s or 1h30m");
    auto duration = parseDuration(raw());
    if (!duration) {
        return fail(Error::Kind::InvalidInput,
                    "not a duration: " + inQuotes(raw()) + " (" + duration.error().message +
                        "); write one such as 15s or 1h30m",
                    position());
    }
    return duration;
}

Result<std::uint64_t> Node::size() const
{
    static constexpr std::string_view kExpected = "a size such as 64MB or 512KiB";
    std::uint64_t count = 0;
    const auto* end = raw().data() + raw().size();
    const auto [stop, error] = std::from_chars(raw().data(), end, count);
    if (!isScalar() || error == std::errc::invalid_argument)
        return mismatch(kExpected);
    const std::string_view name(stop, end);
    const auto unit = std::ranges::find(kSizeUnits, name, &SizeUnit::name);
    if (unit == kSizeUnits.end())
        return mismatch(kExpected);
    if (error != std::errc{} || count > (std::uint64_t{1} << 62U) >> unit->shift)
        return mismatch("a size below 4096 PB");
    return count << unit->shift;
}

} // namespace nocturne::yaml
