// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::config {

/// Writes block YAML line by line, quoting what needs it, in the order of the calls.
class YamlWriter
{
public:
    void text(std::string_view key, std::string_view value);
    /// Nothing for an empty text.
    void textIfSet(std::string_view key, std::string_view value);
    void flag(std::string_view key, bool value);
    void number(std::string_view key, std::uint64_t value);
    void decimal(std::string_view key, double value);
    void duration(std::string_view key, std::chrono::milliseconds value);
    /// `key: [a, b]`
    void list(std::string_view key, const std::vector<std::string>& values);
    /// The same for texts that are numbers and stay plain.
    void numbers(std::string_view key, const std::vector<std::string>& values);
    /// `key:` and its map, or nothing where `values` is empty.
    void map(std::string_view key, const std::map<std::string, std::string>& values);
    /// `key:` and what `content` writes, indented.
    void section(std::string_view key, const std::function<void()>& content);
    /// `key:` and `lines`, block YAML of a map, each ended, indented.
    void block(std::string_view key, std::string_view lines);
    /// One item of a list: what `content` writes, the first line behind "- ".
    void item(const std::function<void()>& content);

    std::string take() { return std::move(m_out); }

private:
    void line(std::string_view key, std::string_view value);

    std::string m_out;
    std::size_t m_depth = 0;
    bool m_startsItem = false;
};

/// A scalar as it stands in block or flow context: plain where that reads back as the same text, else in double quotes.
std::string yamlScalar(std::string_view text);

} // namespace nocturne::config
