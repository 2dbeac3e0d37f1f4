// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_query.h"

#include "engine/promql/parser.h"

namespace nocturne::rules {

Result<std::vector<VectorElement>> elementsOf(const promql::EvalResult& result)
{
    if (result.type != promql::ResultType::Vector && result.type != promql::ResultType::Scalar)
        return fail(Error::Kind::InvalidInput, "a rule needs an expression that gives an instant vector or a scalar");
    std::vector<VectorElement> elements;
    for (const auto& series : result.series) {
        if (!series.values.empty() && !promql::isAbsent(series.values.front()))
            elements.push_back({series.labels, series.values.front()});
        else if (series.hasHistograms() && series.histograms.front())
            elements.push_back({series.labels, 0, series.histograms.front()});
    }
    return elements;
}

Result<promql::ExprPtr> RuleQuery::parse(const std::string& expression) const
{
    return promql::parse(expression, m_options.features.parser);
}

Result<std::vector<VectorElement>> RuleQuery::instant(const promql::Expr& expression, std::string_view source,
                                                      Timestamp time, const std::stop_token& stop,
                                                      promql::CommonParts* common) const
{
    auto options = promql::EvalOptions::instant(time);
    options.common = common;
    options.lookbackDelta = m_options.lookbackDelta;
    options.subqueryStep = m_options.subqueryStep;
    options.maxSamples = m_options.maxSamples;
    options.source = source;
    m_options.features.applyTo(options);
    const auto result = promql::evaluate(expression, m_store, options, stop);
    if (!result)
        return tl::unexpected(result.error());
    return elementsOf(*result);
}

Result<std::vector<VectorElement>> RuleQuery::instant(const std::string& expression, Timestamp time,
                                                      const std::stop_token& stop) const
{
    const auto parsed = parse(expression);
    if (!parsed)
        return tl::unexpected(parsed.error());
    return instant(**parsed, expression, time, stop);
}

} // namespace nocturne::rules
