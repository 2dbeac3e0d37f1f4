// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nocturne::config {

/// One rule of `relabel_configs` or `metric_relabel_configs`, checked as Prometheus checks it: the regular
/// expression compiles, the action has what it needs. Source: prometheus, model/relabel/relabel.go.
struct RelabelConfig
{
    enum class Action {
        Replace,
        Keep,
        Drop,
        HashMod,
        LabelMap,
        LabelDrop,
        LabelKeep,
        Lowercase,
        Uppercase,
        KeepEqual,
        DropEqual,
    };

    std::vector<std::string> sourceLabels;
    std::string separator = ";";
    std::string regex = "(.*)"; ///< RE2, to be anchored at both ends
    std::uint64_t modulus = 0;
    std::string targetLabel;
    std::string replacement = "$1";
    Action action = Action::Replace;

    bool operator==(const RelabelConfig&) const = default;
};

} // namespace nocturne::config
