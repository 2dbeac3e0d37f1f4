// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "watch/rules/rule_query.h"
#include "watch/templates/template.h"

namespace nocturne::rules {

/// What all templates of this program may speak of.
struct Surroundings
{
    model::LabelSet externalLabels; ///< `$externalLabels`
    std::string externalUrl;        ///< `$externalURL`
};

/// Expands the labels and annotations of one alert: `$labels` are those of `element`, with the metric name, `query`
/// runs at `time`. What it borrows must outlive it; one thread.
class AlertText
{
public:
    AlertText(const VectorElement& element, const Surroundings& surroundings, const RuleQuery& queries, Timestamp time,
              std::stop_token stop);

    /// Never fails: the text of an error stands in for what does not expand, "<error expanding template: ...>".
    std::string expand(const templates::Template& text);

private:
    templates::Expansion expansion() const;

    const VectorElement& m_element;
    const Surroundings& m_surroundings;
    const RuleQuery& m_queries;
    Timestamp m_time;
    std::stop_token m_stop;
    std::optional<templates::Expansion> m_expansion; // made when first needed: most texts are plain
};

} // namespace nocturne::rules
