// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/yaml/map_reader.h"

#include <algorithm>

#include "base/core/text.h"

namespace nocturne::yaml {

namespace {

constexpr std::size_t kMaxHintedBytes = 64; // edit distance is quadratic, and keys come from outside

std::string inQuotes(std::string_view text) { return '"' + printable(text, 60) + '"'; }

std::string hint(std::string_view word, const std::vector<std::string_view>& known)
{
    if (word.size() > kMaxHintedBytes)
        return {};
    const auto near = nearest(word, known);
    return near.empty() ? std::string() : ": did you mean " + inQuotes(near) + '?';
}

} // namespace

MapReader::MapReader(const Node& node, Findings& findings, std::string what)
    : m_node(node)
    , m_findings(findings)
    , m_what(std::move(what))
{
    if (!node.isMap() && !node.isNull()) {
        m_findings.error(node.position(),
                         m_what + ": expected a map of keys and values, got " + std::string(node.description()));
    }
}

bool MapReader::has(std::string_view key) const
{
    const Node* value = m_node.find(key);
    return value != nullptr && !value->isNull();
}

SourcePosition MapReader::where(std::string_view key) const
{
    const auto entries = m_node.entries();
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? m_node.position() : found->position;
}

const Node* MapReader::take(std::string_view key)
{
    m_known.emplace_back(key);
    const Node* value = m_node.find(key);
    return value == nullptr || value->isNull() ? nullptr : value;
}

bool MapReader::read(std::string_view key, std::string& out)
{
    return assign(key, out, [](const Node& node) { return node.text(); });
}

bool MapReader::read(std::string_view key, bool& out)
{
    return assign(key, out, [](const Node& node) { return node.boolean(); });
}

bool MapReader::read(std::string_view key, double& out)
{
    return assign(key, out, [](const Node& node) { return node.number(); });
}

bool MapReader::read(std::string_view key, std::chrono::milliseconds& out)
{
    return assign(key, out, [](const Node& node) { return node.duration(); });
}

bool MapReader::read(std::string_view key, std::vector<std::string>& out)
{
    const Node* node = take(key);
    if (node == nullptr)
        return false;
    out = readTexts(*node, m_findings);
    return true;
}

bool MapReader::read(std::string_view key, std::vector<std::pair<std::string, std::string>>& out)
{
    const Node* node = take(key);
    if (node == nullptr)
        return false;
    if (!node->isMap()) {
        m_findings.error(node->position(),
                         std::string(key) + ": expected a map of texts, got " + std::string(node->description()));
        return false;
    }
    out.clear();
    for (const auto& entry : node->entries()) {
        const auto text = entry.value.isNull() ? Result<std::string>(std::string()) : entry.value.text();
        if (text)
            out.emplace_back(entry.key, *text);
        else
            m_findings.add(text.error().within(printable(entry.key, 60)), entry.position);
    }
    return true;
}

void MapReader::readEach(std::string_view key, const std::function<void(const Node&)>& item)
{
    const Node* node = take(key);
    if (node == nullptr)
        return;
    if (!node->isSequence()) {
        m_findings.error(node->position(), std::string(key) + ": expected a list (lines that start with \"- \"), got " +
                                               std::string(node->description()));
        return;
    }
    std::ranges::for_each(node->items(), item);
}

bool MapReader::require(std::string_view key)
{
    if (has(key))
        return true;
    m_known.emplace_back(key);
    if (m_node.isMap() || m_node.isNull())
        m_findings.error(where(key), m_what + " needs " + inQuotes(key));
    return false;
}

std::optional<std::size_t> MapReader::choose(std::string_view key, const std::vector<std::string_view>& words)
{
    const Node* node = take(key);
    if (node == nullptr)
        return std::nullopt;
    const auto found = std::ranges::find(words, node->isScalar() ? node->raw() : std::string_view());
    if (found != words.end() && node->isScalar())
        return static_cast<std::size_t>(found - words.begin());
    std::string choices;
    for (const auto word : words)
        choices += (choices.empty() ? "" : ", ") + std::string(word);
    m_findings.error(node->position(),
                     std::string(key) + ": unknown value " +
                         (node->isScalar() ? inQuotes(node->raw()) : std::string(node->description())) +
                         ": use one of " + choices);
    return std::nullopt;
}

void MapReader::finish()
{
    const std::vector<std::string_view> known(m_known.begin(), m_known.end());
    for (const auto& entry : m_node.entries()) {
        if (std::ranges::find(known, entry.key) != known.end())
            continue;
        const bool isKept = m_findings.errorCount() < Findings::kMax;
        m_findings.error(entry.position, "unknown key " + inQuotes(entry.key) + " in " + m_what +
                                             (isKept ? hint(entry.key, known) : std::string()));
    }
}

std::vector<std::string> readTexts(const Node& node, Findings& findings)
{
    std::vector<std::string> texts;
    if (!node.isSequence()) {
        findings.error(node.position(),
                       "expected a list of texts, got " + std::string(node.description()) + ": write [one, two]");
        return texts;
    }
    for (const auto& item : node.items()) {
        if (auto text = item.text())
            texts.push_back(*std::move(text));
        else
            findings.add(text.error());
    }
    return texts;
}

} // namespace nocturne::yaml
