// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "base/yaml/findings.h"
#include "base/yaml/node.h"

namespace nocturne::yaml {

/// How much of a document is read before it is refused. The defaults stop alias bombs and deep nests long before
/// they cost memory or stack.
struct Budget
{
    std::size_t bytes = std::size_t{4} << 20U;
    std::size_t depth = 64; ///< nested collections, through aliases too
    std::size_t aliases = 1000;
    std::size_t nodes = 200'000; ///< keys and values a full walk would meet, aliases expanded
};

/// Reads one YAML 1.2 document, strictly: UTF-8, no tabs for indentation, no key twice in a map, keys are plain text,
/// no tags but those of the core schema (`!!str`, `!!int`, ...), no second document. Merge keys (`<<: *base`) are
/// resolved. An empty document is the null node.
///
/// Findings get everything that is wrong. Duplicate keys do not stop the reading (the first one counts), so that
/// callers can go on and find more; std::nullopt when there is no tree to go on with. Any thread.
std::optional<Node> parse(std::string_view text, Findings& findings, const Budget& budget = {});

/// The same, of a text with several documents only the first, with a warning about the rest. That is how Prometheus
/// reads rule files.
std::optional<Node> parseFirst(std::string_view text, Findings& findings, const Budget& budget = {});

/// As parse(), for callers that report one error only.
Result<Node> parse(std::string_view text, const Budget& budget = {});

} // namespace nocturne::yaml
