// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/yaml/tree_builder.h"

#include <algorithm>
#include <array>

#include <yaml-cpp/mark.h>

#include "base/core/text.h"

namespace nocturne::yaml {

namespace {

constexpr std::string_view kCoreTag = "tag:yaml.org,2002:";
constexpr std::array<std::string_view, 7> kCoreTypes = {"str", "int", "float", "bool", "null", "map", "seq"};

SourcePosition position(const YAML::Mark& mark) { return {std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1}; }

[[noreturn]] void refuse(Error::Kind kind, std::string message, SourcePosition where)
{
    throw Refused{{kind, std::move(message), where}};
}

std::string inQuotes(std::string_view text) { return '"' + printable(text, 60) + '"'; }

} // namespace

TreeBuilder::TreeBuilder(std::string_view text, const Budget& budget, Findings& findings)
    : m_text(text)
    , m_lineStarts{0}
    , m_budget(budget)
    , m_findings(findings)
{
    for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        m_lineStarts.push_back(at + 1);
}

std::optional<SourcePosition> TreeBuilder::openFlow() const
{
    if (m_stack.empty() || !m_stack.back().isFlow)
        return std::nullopt;
    return m_stack.back().where;
}

std::optional<int> TreeBuilder::tabInIndentation(int line, int column) const
{
    if (line < 0 || static_cast<std::size_t>(line) >= m_lineStarts.size())
        return std::nullopt;
    const auto rest = m_text.substr(m_lineStarts[static_cast<std::size_t>(line)]);
    const auto indentation = rest.substr(0, std::min(rest.find_first_not_of(" \t"), rest.size()));
    const auto tab = indentation.find('\t');
    if (tab == std::string_view::npos || static_cast<int>(tab) >= column)
        return std::nullopt;
    return static_cast<int>(tab) + 1;
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) { m_root = Node::null(position(mark)); }

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor)
{
    begin(mark);
    const bool isBlockValue = !m_stack.empty() && !m_stack.back().isFlow && m_stack.back().key.has_value();
    // yaml-cpp takes a last line without colon for a key; the missing value then has the place of the key.
    if (isBlockValue && m_stack.back().key->where == position(mark)) {
        refuse(Error::Kind::InvalidInput,
               "key " + inQuotes(m_stack.back().key->text) +
                   " has no value: write \"key: value\", or check the indentation",
               position(mark));
    }
    // Elsewhere the mark is that of whatever comes next.
    place(Node::null(isBlockValue ? m_stack.back().key->where : position(mark)), anchor);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor)
{
    const auto where = position(mark);
    if (++m_aliases > m_budget.aliases) {
        refuse(Error::Kind::LimitExceeded,
               "more than " + std::to_string(m_budget.aliases) + " aliases: write the values out", where);
    }
    const auto target = m_anchors.find(anchor);
    if (target == m_anchors.end())
        refuse(Error::Kind::InvalidInput, "the alias stands inside of what it refers to", where);
    if (m_stack.size() + target->second.depth() > m_budget.depth + 1) {
        refuse(Error::Kind::LimitExceeded,
               "nested deeper than " + std::to_string(m_budget.depth) + " levels by this alias", where);
    }
    spend(target->second.weight(), where);
    place(target->second, 0);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value)
{
    begin(mark);
    checkTag(tag, position(mark));
    const bool quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
    place(Node::scalar(position(mark), value, quoted), anchor);
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value style)
{
    open(false, mark, tag, anchor, style);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style)
{
    open(true, mark, tag, anchor, style);
}

void TreeBuilder::begin(const YAML::Mark& mark)
{
    spend(1, position(mark));
    const bool inFlow = !m_stack.empty() && m_stack.back().isFlow;
    if (inFlow)
        return; // inside of [] and {} blanks of any kind separate
    if (const auto tab = tabInIndentation(mark.line, mark.column))
        refuse(Error::Kind::InvalidInput, "tab in the indentation: use spaces", {mark.line + 1, *tab});
}

void TreeBuilder::spend(std::size_t nodes, SourcePosition where)
{
    m_nodes += nodes;
    if (m_nodes > m_budget.nodes) {
        refuse(Error::Kind::LimitExceeded,
               "more than " + std::to_string(m_budget.nodes) + " values, aliases included: split the document", where);
    }
}

void TreeBuilder::checkTag(const std::string& tag, SourcePosition where) const
{
    if (tag.empty() || tag == "?" || tag == "!")
        return;
    if (tag.starts_with(kCoreTag) &&
        std::ranges::find(kCoreTypes, std::string_view(tag).substr(kCoreTag.size())) != kCoreTypes.end())
        return;
    refuse(Error::Kind::InvalidInput, "tag " + inQuotes(tag) + " is not supported: remove it", where);
}

void TreeBuilder::open(bool isMap, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style)
{
    begin(mark);
    checkTag(tag, position(mark));
    if (m_stack.size() >= m_budget.depth) {
        refuse(Error::Kind::LimitExceeded, "nested deeper than " + std::to_string(m_budget.depth) + " levels",
               position(mark));
    }
    Frame frame;
    frame.isMap = isMap;
    frame.isFlow = style == YAML::EmitterStyle::Flow || (!m_stack.empty() && m_stack.back().isFlow);
    frame.where = position(mark);
    frame.anchor = anchor;
    m_stack.push_back(std::move(frame));
}

void TreeBuilder::close()
{
    Frame frame = std::move(m_stack.back());
    m_stack.pop_back();
    if (frame.isMap) {
        merge(frame);
        place(Node::map(frame.where, std::move(frame.entries)), frame.anchor);
    } else {
        place(Node::sequence(frame.where, std::move(frame.items)), frame.anchor);
    }
}

void TreeBuilder::place(const Node& node, YAML::anchor_t anchor)
{
    if (anchor != 0)
        m_anchors.insert_or_assign(anchor, node);
    if (m_stack.empty())
        m_root = node;
    else if (m_stack.back().isMap)
        placeInMap(m_stack.back(), node);
    else
        m_stack.back().items.push_back(node);
}

void TreeBuilder::placeInMap(Frame& frame, const Node& node)
{
    if (!frame.key) {
        if (!node.isScalar()) {
            refuse(Error::Kind::InvalidInput,
                   "a key must be a text, got " + std::string(node.description()) + ": put it in quotes",
                   node.position());
        }
        frame.key = Key{std::string(node.raw()), node.position(), node.raw() == "<<" && !node.isQuoted()};
        return;
    }
    Key key = std::move(*frame.key);
    frame.key.reset();
    if (key.isMerge) {
        frame.merged.push_back(node);
        return;
    }
    const auto [first, isNew] = frame.keys.emplace(key.text, key.where);
    if (isNew) {
        frame.entries.push_back({std::move(key.text), key.where, node});
        return;
    }
    m_findings.error(key.where, "key " + inQuotes(key.text) + " stands twice in this map: the first is at " +
                                    std::to_string(first->second.line) + ':' + std::to_string(first->second.column) +
                                    ", remove one");
}

/// https://yaml.org/type/merge.html: own keys win, then those of earlier sources.
void TreeBuilder::merge(Frame& frame)
{
    for (const auto& source : frame.merged) {
        if (!source.isSequence()) {
            mergeOne(frame, source);
            continue;
        }
        for (const auto& item : source.items())
            mergeOne(frame, item);
    }
}

void TreeBuilder::mergeOne(Frame& frame, const Node& source)
{
    if (!source.isMap()) {
        m_findings.error(source.position(), "\"<<\" merges maps, got " + std::string(source.description()));
        return;
    }
    for (const auto& entry : source.entries()) {
        if (!frame.keys.emplace(entry.key, entry.position).second)
            continue;
        spend(entry.value.weight() + 1, source.position());
        frame.entries.push_back(entry);
    }
}

} // namespace nocturne::yaml
