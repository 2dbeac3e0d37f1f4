// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::dashboards {

/// A dashboard, its rules and its page of the manual for one product, known by the names of the product's metrics.
/// A value; the file format is in pack.cpp.
struct Pack
{
    std::string id; ///< letters, digits, hyphen
    std::string title;
    std::string dashboard;                 ///< id of a built-in dashboard
    std::string rules = {};                ///< a file of resources/rules; empty when it has none
    std::string guide = {};                ///< heading in docs/packs.md
    bool prefixed = false;                 ///< people may put a prefix before the product's names
    std::vector<std::string> detect = {};  ///< one of these is enough to know the product
    std::vector<std::string> metrics = {}; ///< all that the product's document names
    std::vector<std::string> planned = {}; ///< of these: named by the document as not yet there

    bool operator==(const Pack&) const = default;
};

/// Reads a pack. Fails with InvalidInput at line and column.
Result<Pack> readPack(std::string_view text);

/// What is there of a product.
struct PackFinding
{
    std::string prefix = {};               ///< before its names, as in "app_"
    std::vector<std::string> missing = {}; ///< of its metrics, without those that are planned

    bool operator==(const PackFinding&) const = default;
};

/// Whether the product of `pack` is among the metrics `names`; a histogram or summary is there when one of its
/// _bucket, _sum and _count is.
std::optional<PackFinding> detectPack(const Pack& pack, const std::set<std::string>& names);

} // namespace nocturne::dashboards
