// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever the bytes: an error has a place, a tree fits its budget, every typed reader answers.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"

using namespace nocturne;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::size_t walk(const yaml::Node& node, std::size_t depth)
{
    require(depth <= yaml::Budget{}.depth + 1);
    require(node.position().line >= 1 && node.position().column >= 1);
    static_cast<void>(node.text());
    static_cast<void>(node.boolean());
    static_cast<void>(node.integer());
    static_cast<void>(node.number());
    static_cast<void>(node.duration());
    static_cast<void>(node.size());
    std::size_t visited = 1;
    for (const auto& item : node.items())
        visited += walk(item, depth + 1);
    for (const auto& entry : node.entries())
        visited += 1 + walk(entry.value, depth + 1);
    return visited;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    yaml::Findings findings;
    const auto root = yaml::parse(text, findings);
    require(root.has_value() || findings.hasErrors());
    if (root) {
        const auto visited = walk(*root, 1);
        require(visited == root->weight());
        require(visited <= yaml::Budget{}.nodes);
        yaml::MapReader reader(*root, findings, "document");
        reader.finish();
    }
    for (const auto& finding : findings.sorted())
        require(finding.error.where && finding.error.where->line >= 1 && finding.error.where->column >= 1);
    return 0;
}
