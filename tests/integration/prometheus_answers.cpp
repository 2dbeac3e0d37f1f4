// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prometheus_answers.h"

#include <cmath>

#include <simdjson.h>

#include "base/core/number.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"

namespace nocturne::integration {

using model::LabelSet;

namespace {

bool isNear(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b)) ||
           std::fabs(a - b) <= 1e-12 * std::max(std::fabs(a), std::fabs(b));
}

} // namespace

std::string seconds(Timestamp ms) { return formatNumber(static_cast<double>(ms) / 1000); }

std::optional<Answer> parsed(const QByteArray& body)
{
    simdjson::dom::parser parser;
    const simdjson::padded_string text(body.constData(), static_cast<std::size_t>(body.size()));
    const simdjson::dom::element document = parser.parse(text);
    if (std::string_view(document["status"]) != "success")
        return std::nullopt;
    Answer answer;
    const auto put = [](Values& values, simdjson::dom::array pair) {
        const auto t = std::llround(double(pair.at(0)) * 1000);
        values[t] = parseNumber(std::string_view(pair.at(1))).value();
    };
    const simdjson::dom::element data = document["data"];
    const std::string_view type = data["resultType"];
    if (type == "scalar") {
        put(answer[LabelSet()], data["result"]);
        return answer;
    }
    for (const simdjson::dom::element series : data["result"].get_array()) {
        std::vector<model::Label> labels;
        for (const auto [name, value] : simdjson::dom::object(series["metric"]))
            labels.push_back({name, value});
        auto& values = answer[LabelSet(std::move(labels))];
        if (type == "vector") {
            put(values, series["value"]);
            continue;
        }
        for (const simdjson::dom::element pair : series["values"].get_array())
            put(values, pair);
    }
    return answer;
}

std::string difference(const std::optional<Answer>& ours, const std::optional<Answer>& theirs)
{
    if (!ours || !theirs)
        return ours.has_value() == theirs.has_value() ? ""
               : ours                                 ? "an answer, not an error"
                                                      : "an error, not an answer";
    for (const auto& [labels, values] : *theirs) {
        const auto found = ours->find(labels);
        if (found == ours->end())
            return "no " + labels.toString();
        for (const auto& [t, v] : values) {
            const auto mine = found->second.find(t);
            if (mine == found->second.end())
                return labels.toString() + " has no value at " + seconds(t);
            if (!isNear(mine->second, v))
                return labels.toString() + " at " + seconds(t) + ": " + formatNumber(mine->second) + ", not " +
                       formatNumber(v);
        }
        if (found->second.size() != values.size())
            return labels.toString() + " has " + std::to_string(found->second.size()) + " values, not " +
                   std::to_string(values.size());
    }
    return ours->size() == theirs->size() ? "" : std::to_string(ours->size() - theirs->size()) + " series too many";
}

std::optional<Answer> answerOf(const storage::Queryable& store, const Question& question)
{
    const auto expr = promql::parse(question.expression);
    if (!expr)
        return std::nullopt;
    const promql::EvalOptions options{.start = question.start, .end = question.end, .stepMs = question.stepMs};
    const auto result = promql::evaluate(**expr, store, options);
    if (!result)
        return std::nullopt;
    Answer answer;
    for (const auto& series : result->series) {
        Values values;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (!promql::isAbsent(series.values[i]))
                values[result->times[i]] = series.values[i];
        }
        if (!values.empty())
            answer[series.labels] = std::move(values);
    }
    return answer;
}

} // namespace nocturne::integration
