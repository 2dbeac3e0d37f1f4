// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml/findings.h"
#include "base/yaml/node.h"

namespace nocturne::yaml {

/// Reads a map whose keys are all known: takes values out by name and, at finish(), reports the keys nobody asked for.
///
/// Each read leaves `out` alone when the key is absent or null, and reports a value of the wrong type with its place.
/// All reads return whether `out` was set. A node that is no map is reported once; null counts as the empty map.
///
///     MapReader reader(node, findings, "basic_auth");
///     reader.read("username", auth.username);
///     reader.finish();
class MapReader
{
public:
    /// `what` is how messages call the map: "scrape config".
    MapReader(const Node& node, Findings& findings, std::string what);

    bool has(std::string_view key) const;
    /// The place of a key, or that of the map where the key is absent.
    SourcePosition where(std::string_view key) const;
    SourcePosition position() const { return m_node.position(); }

    /// The value under `key`, unless absent or null; for what is read further by hand.
    const Node* take(std::string_view key);
    bool read(std::string_view key, std::string& out);
    bool read(std::string_view key, bool& out);
    bool read(std::string_view key, double& out);
    bool read(std::string_view key, std::chrono::milliseconds& out);
    bool read(std::string_view key, std::vector<std::string>& out);
    /// Text to text, in the order of the source; a null value is the empty text.
    bool read(std::string_view key, std::vector<std::pair<std::string, std::string>>& out);
    template <typename T>
    bool read(std::string_view key, std::optional<T>& out);
    /// A whole number from `min` to `max`.
    template <typename Integer>
    bool readInteger(std::string_view key, Integer& out, std::int64_t min, std::int64_t max);
    /// A count of bytes as Node::size() reads it.
    template <typename Integer>
    bool readSize(std::string_view key, Integer& out);
    /// One of `choices`, given as word and value.
    template <typename T>
    bool readChoice(std::string_view key, T& out, const std::vector<std::pair<std::string_view, T>>& choices);
    /// Calls `item` for each item of a list.
    void readEach(std::string_view key, const std::function<void(const Node&)>& item);

    /// Reports a key that has to be there and is not, or is null; returns whether it is there.
    bool require(std::string_view key);
    /// Names keys that are known and need no reading.
    void ignore(std::string_view key) { m_known.emplace_back(key); }

    void error(std::string_view key, std::string message) { m_findings.error(where(key), std::move(message)); }
    void warning(std::string_view key, std::string message) { m_findings.warning(where(key), std::move(message)); }
    Findings& findings() { return m_findings; }

    /// Reports every key that was neither read nor ignored, with the known one it may be meant for.
    void finish();

private:
    template <typename T, typename Reading>
    bool assign(std::string_view key, T& out, Reading reading);
    std::optional<std::size_t> choose(std::string_view key, const std::vector<std::string_view>& words);

    Node m_node;
    Findings& m_findings;
    std::string m_what;
    std::vector<std::string> m_known;
};

/// Reads a list of texts; anything else is reported.
std::vector<std::string> readTexts(const Node& node, Findings& findings);

template <typename T>
bool MapReader::read(std::string_view key, std::optional<T>& out)
{
    T value{};
    if (!read(key, value))
        return false;
    out = std::move(value);
    return true;
}

template <typename T, typename Reading>
bool MapReader::assign(std::string_view key, T& out, Reading reading)
{
    const Node* node = take(key);
    if (node == nullptr)
        return false;
    auto value = reading(*node);
    if (!value) {
        m_findings.add(value.error().within(key), node->position());
        return false;
    }
    out = static_cast<T>(*std::move(value));
    return true;
}

template <typename Integer>
bool MapReader::readInteger(std::string_view key, Integer& out, std::int64_t min, std::int64_t max)
{
    return assign(key, out, [&](const Node& node) { return node.integer(min, max); });
}

template <typename Integer>
bool MapReader::readSize(std::string_view key, Integer& out)
{
    return assign(key, out, [](const Node& node) { return node.size(); });
}

template <typename T>
bool MapReader::readChoice(std::string_view key, T& out, const std::vector<std::pair<std::string_view, T>>& choices)
{
    std::vector<std::string_view> words;
    words.reserve(choices.size());
    for (const auto& choice : choices)
        words.push_back(choice.first);
    const auto index = choose(key, words);
    if (index)
        out = choices[*index].second;
    return index.has_value();
}

} // namespace nocturne::yaml
