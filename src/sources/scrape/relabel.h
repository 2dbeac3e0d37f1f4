// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"

namespace re2 {
class RE2;
}

namespace nocturne::scrape {

/// One step of rewriting labels. Source: Prometheus, configuration, <relabel_config>.
class RelabelRule
{
public:
    enum class Action {
        Replace,
        Keep,
        Drop,
        KeepEqual,
        DropEqual,
        HashMod,
        LabelMap,
        LabelDrop,
        LabelKeep,
        Lowercase,
        Uppercase
    };

    struct Options
    {
        std::vector<std::string> sourceLabels;
        std::string separator = ";";
        std::string regex = "(.*)";
        std::uint64_t modulus = 0;
        std::string targetLabel;
        std::string replacement = "$1";
        Action action = Action::Replace;

        bool operator==(const Options&) const = default;
    };

    /// Fails with InvalidInput when the expression is none, or the action lacks what it needs.
    static Result<RelabelRule> make(Options options);

    /// Rewrites `labels`; false when the target or sample is to be dropped. Any thread.
    bool apply(model::LabelSetBuilder& labels, const std::vector<std::string>& names) const;
    const Options& options() const { return m_options; }

private:
    Options m_options;
    std::shared_ptr<const re2::RE2> m_regex;
};

/// `labels` after all `rules`; nothing when one of them drops it.
std::optional<model::LabelSet> relabel(const model::LabelSet& labels, const std::vector<RelabelRule>& rules);

/// The action that a word of the configuration stands for: "replace", "labeldrop".
std::optional<RelabelRule::Action> relabelActionFromText(std::string_view text);

} // namespace nocturne::scrape
