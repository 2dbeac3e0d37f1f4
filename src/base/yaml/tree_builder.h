// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <yaml-cpp/eventhandler.h>

#include "base/yaml/parse.h"

namespace nocturne::yaml {

/// Thrown through yaml-cpp to stop it; caught by parse().
struct Refused
{
    Error error;
};

/// Makes Nodes of yaml-cpp's events and counts them against the budget. Private to this room.
class TreeBuilder final : public YAML::EventHandler
{
public:
    TreeBuilder(std::string_view text, const Budget& budget, Findings& findings);

    /// The finished document.
    Node root() const { return m_root; }
    /// Where the innermost `[` or `{` that is still open stands.
    std::optional<SourcePosition> openFlow() const;
    /// Whether the indentation of `line` (from zero) holds a tab before `column`; its column from one.
    std::optional<int> tabInIndentation(int line, int column) const;

    void OnDocumentStart(const YAML::Mark& mark) override;
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override;
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override;
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override;
    void OnMapEnd() override { close(); }

private:
    struct Key
    {
        std::string text;
        SourcePosition where;
        bool isMerge = false;
    };
    struct Frame
    {
        bool isMap = false;
        bool isFlow = false;
        SourcePosition where;
        YAML::anchor_t anchor = 0;
        std::vector<Node> items;
        std::vector<Entry> entries;
        std::unordered_map<std::string, SourcePosition> keys;
        std::vector<Node> merged;
        std::optional<Key> key;
    };

    void begin(const YAML::Mark& mark);
    void open(bool isMap, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style);
    void close();
    void place(const Node& node, YAML::anchor_t anchor);
    void placeInMap(Frame& frame, const Node& node);
    void merge(Frame& frame);
    void mergeOne(Frame& frame, const Node& source);
    void spend(std::size_t nodes, SourcePosition where);
    void checkTag(const std::string& tag, SourcePosition where) const;

    std::string_view m_text;
    std::vector<std::size_t> m_lineStarts;
    Budget m_budget;
    Findings& m_findings;
    std::vector<Frame> m_stack;
    std::unordered_map<YAML::anchor_t, Node> m_anchors;
    std::size_t m_nodes = 0;
    std::size_t m_aliases = 0;
    Node m_root;
};

} // namespace nocturne::yaml
