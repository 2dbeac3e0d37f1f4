// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"

namespace nocturne::promql {

/// label_replace(): sets one label from another by a regular expression that matches its whole value.
class LabelReplacement
{
public:
    /// `replacement` refers to groups as `$1`, `${1}` or `${name}`; `$$` is a dollar sign.
    /// Fails with InvalidInput for a bad expression or label name.
    static Result<LabelReplacement> make(std::string target, std::string replacement, std::string source,
                                         const std::string& pattern);

    /// `labels` themselves where the expression does not match; an empty replacement removes the label.
    model::LabelSet apply(const model::LabelSet& labels) const;
    /// Whether the expression matches.
    bool matches(const model::LabelSet& labels) const;

private:
    struct Pattern;

    std::string m_target;
    std::string m_replacement;
    std::string m_source;
    std::shared_ptr<const Pattern> m_pattern;
};

/// Whether label_join() may have these arguments; fails with InvalidInput.
Result<void> checkJoin(const std::string& target, const std::vector<std::string>& sources);
/// label_join(): the values of `sources` with `separator` between them.
model::LabelSet joinLabels(const model::LabelSet& labels, const std::string& target, const std::string& separator,
                           const std::vector<std::string>& sources);

/// Whether `name` may name a label: UTF-8, not empty.
bool isLabelName(std::string_view name);

} // namespace nocturne::promql
