// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The envelope: {"status": "success" or "error", "data": ..., "errorType": "", "error": "", "warnings": [], "infos":
// []}. The data of a query: {"resultType": "matrix", "result": [{"metric": {}, "values": [[t, "v"]], "histograms": [[t,
// h]]}]}, "vector" with "value" or "histogram" in place of the lists, "scalar" and "string" as [t, "v"]. A histogram is
// {"count": "", "sum": "", "buckets": [[rule, "lower", "upper", "count"]]}, its rules 0 (l,u] 1 [l,u) 2 (l,u) 3 [l,u].
#include <algorithm>
#include <optional>
#include <utility>

#include "base/core/number.h"
#include "base/core/text.h"
#include "sources/prometheus/engine_answer.h"
#include "sources/prometheus/engine_histogram.h"
#include "sources/prometheus/engine_json.h"

namespace nocturne::prometheus {

namespace {

using namespace wire;

constexpr std::size_t kMostBuckets = 5000; // of one histogram

/// What an answer is made of, before its columns.
struct RawSeries
{
    model::LabelSet labels;
    std::vector<std::pair<Timestamp, double>> floats;
    std::vector<std::pair<Timestamp, model::HistogramPtr>> histograms;
};

/// The four parts of [rule, "lower", "upper", "count"].
Result<model::HistogramBucket> bucketIn(value from)
{
    auto parts = get<array>(from.get_array(), "a bucket");
    if (!parts)
        return tl::unexpected(parts.error());
    model::HistogramBucket bucket;
    std::size_t at = 0;
    for (auto item : *parts) {
        value part;
        if (item.get(part) != SUCCESS || at > 3)
            return corrupt("a bucket");
        if (at == 0) {
            const auto rule = get<std::uint64_t>(part.get_uint64(), "the bounds of a bucket");
            if (!rule || *rule > 3)
                return corrupt("the bounds of a bucket");
            bucket.lowerInclusive = *rule == 1 || *rule == 3;
            bucket.upperInclusive = *rule == 0 || *rule == 3;
        } else {
            const auto number = numberIn(part);
            if (!number)
                return tl::unexpected(number.error());
            (at == 1 ? bucket.lower : at == 2 ? bucket.upper : bucket.count) = *number;
        }
        ++at;
    }
    return at == 4 ? Result<model::HistogramBucket>(bucket) : corrupt("a bucket");
}

/// Walks an answer to a query.
class QueryAnswer
{
public:
    explicit QueryAnswer(const AnswerLimits& limits)
        : m_limits(limits)
    {}

    Walk takeData(value from);
    Result<query::QueryResult> finish(Envelope envelope, const AnswerAxis& axis);

private:
    Walk takeResult(value from);
    Walk takeSeries(value from);
    Walk takePoints(value from, RawSeries& series, bool areHistograms);
    Walk takePoint(value from, RawSeries& series, bool isHistogram);
    Walk takeSole(array parts);
    Result<model::HistogramPtr> histogramIn(value from);
    Walk count(std::size_t samples);
    Result<std::vector<Timestamp>> timesFor(const AnswerAxis& axis) const;
    Walk fill(query::QueryResult& result);

    const AnswerLimits& m_limits;
    std::string m_type;
    std::vector<RawSeries> m_series;
    std::optional<std::pair<Timestamp, std::string>> m_sole; ///< a scalar or a string
    std::size_t m_samples = 0;
    std::size_t m_lost = 0; ///< histograms that could not be rebuilt
};

Walk QueryAnswer::count(std::size_t samples)
{
    m_samples += samples;
    if (m_samples > m_limits.samples)
        return tooMuch(m_limits.samples, "samples", "use a longer step, or raise limits.query_samples");
    return {};
}

Walk QueryAnswer::takeData(value from)
{
    auto members = get<object>(from.get_object(), "its data are no map");
    if (!members)
        return tl::unexpected(members.error());
    for (auto member : *members) {
        std::string_view key;
        value content;
        if (member.unescaped_key().get(key) != SUCCESS || member.value().get(content) != SUCCESS)
            return corrupt("its data");
        Walk walked;
        if (key == "resultType") {
            const auto type = textIn(content, kLongestName, "resultType");
            if (!type)
                return tl::unexpected(type.error());
            m_type = *type;
        } else if (key == "result") {
            walked = takeResult(content);
        }
        if (!walked)
            return walked;
    }
    return {};
}

Walk QueryAnswer::takeResult(value from)
{
    auto items = get<array>(from.get_array(), "a result that is no list");
    if (!items)
        return tl::unexpected(items.error());
    bool isEmpty = true;
    if (items->is_empty().get(isEmpty) != SUCCESS)
        return corrupt("its result");
    if (isEmpty)
        return {};
    for (auto item : *items) {
        value part;
        if (item.get(part) != SUCCESS)
            return corrupt("its result");
        simdjson::ondemand::json_type type{};
        if (part.type().get(type) != SUCCESS)
            return corrupt("its result");
        if (type == simdjson::ondemand::json_type::object) {
            if (auto taken = takeSeries(part); !taken)
                return taken;
        } else if (!m_sole) {
            const auto time = timeIn(part);
            if (!time)
                return tl::unexpected(time.error());
            m_sole.emplace(*time, "");
        } else {
            const auto text = textIn(part, kLongestText, "its value");
            if (!text)
                return tl::unexpected(text.error());
            m_sole->second = *text;
        }
    }
    return {};
}

Walk QueryAnswer::takeSeries(value from)
{
    if (m_series.size() == m_limits.series)
        return tooMuch(m_limits.series, "series", "select fewer, or raise limits.query_series");
    auto members = get<object>(from.get_object(), "a series");
    if (!members)
        return tl::unexpected(members.error());
    auto& series = m_series.emplace_back();
    for (auto member : *members) {
        std::string_view key;
        value content;
        if (member.unescaped_key().get(key) != SUCCESS || member.value().get(content) != SUCCESS)
            return corrupt("a series");
        Walk walked;
        if (key == "metric") {
            auto labels = labelsIn(content);
            if (!labels)
                return tl::unexpected(labels.error());
            series.labels = std::move(*labels);
        } else if (key == "values" || key == "histograms") {
            walked = takePoints(content, series, key == "histograms");
        } else if (key == "value" || key == "histogram") {
            walked = takePoint(content, series, key == "histogram");
        }
        if (!walked)
            return walked;
    }
    return {};
}

Walk QueryAnswer::takePoints(value from, RawSeries& series, bool areHistograms)
{
    auto items = get<array>(from.get_array(), "samples that are no list");
    if (!items)
        return tl::unexpected(items.error());
    for (auto item : *items) {
        value point;
        if (item.get(point) != SUCCESS)
            return corrupt("a sample");
        if (auto taken = takePoint(point, series, areHistograms); !taken)
            return taken;
    }
    return {};
}

Walk QueryAnswer::takePoint(value from, RawSeries& series, bool isHistogram)
{
    auto parts = get<array>(from.get_array(), "a sample");
    if (!parts)
        return tl::unexpected(parts.error());
    std::size_t at = 0;
    Timestamp time = 0;
    for (auto item : *parts) {
        value part;
        if (item.get(part) != SUCCESS || at > 1)
            return corrupt("a sample");
        if (at++ == 0) {
            const auto read = timeIn(part);
            if (!read)
                return tl::unexpected(read.error());
            time = *read;
        } else if (isHistogram) {
            auto histogram = histogramIn(part);
            if (!histogram)
                return tl::unexpected(histogram.error());
            if (*histogram)
                series.histograms.emplace_back(time, std::move(*histogram));
        } else {
            const auto number = numberIn(part);
            if (!number)
                return tl::unexpected(number.error());
            series.floats.emplace_back(time, *number);
        }
    }
    return at == 2 ? count(1) : corrupt("a sample");
}

Result<model::HistogramPtr> QueryAnswer::histogramIn(value from)
{
    auto members = get<object>(from.get_object(), "a histogram");
    if (!members)
        return tl::unexpected(members.error());
    double observations = 0;
    double sum = 0;
    std::vector<model::HistogramBucket> buckets;
    for (auto member : *members) {
        std::string_view key;
        value content;
        if (member.unescaped_key().get(key) != SUCCESS || member.value().get(content) != SUCCESS)
            return corrupt("a histogram");
        if (key == "count" || key == "sum") {
            const bool isSum = key == "sum";
            const auto number = numberIn(content);
            if (!number)
                return tl::unexpected(number.error());
            (isSum ? sum : observations) = *number;
        } else if (key == "buckets") {
            auto items = get<array>(content.get_array(), "buckets");
            if (!items)
                return tl::unexpected(items.error());
            for (auto item : *items) {
                value part;
                if (item.get(part) != SUCCESS || buckets.size() == kMostBuckets)
                    return corrupt("buckets");
                auto bucket = bucketIn(part);
                if (!bucket)
                    return tl::unexpected(bucket.error());
                buckets.push_back(*bucket);
            }
        }
    }
    if (auto counted = count(buckets.size()); !counted)
        return tl::unexpected(counted.error());
    auto histogram = rebuildHistogram(observations, sum, buckets);
    if (!histogram) {
        ++m_lost;
        return model::HistogramPtr();
    }
    return std::make_shared<const model::FloatHistogram>(std::move(*histogram));
}

/// The axis asked for where every sample lies on it, else all times there are.
Result<std::vector<Timestamp>> QueryAnswer::timesFor(const AnswerAxis& axis) const
{
    std::vector<Timestamp> times;
    const auto step = axis.step.count();
    const auto onAxis = [&](Timestamp t) {
        return step > 0 ? t >= axis.start && t <= axis.end && (t - axis.start) % step == 0 : t == axis.start;
    };
    const auto forAll = [this](auto visit) {
        for (const auto& series : m_series) {
            for (const auto& [time, unused] : series.floats)
                visit(time);
            for (const auto& [time, unused] : series.histograms)
                visit(time);
        }
    };
    bool fits = m_type != "matrix" || step > 0; // else a range selector at one time, which shows its samples
    forAll([&](Timestamp t) { fits = fits && onAxis(t); });
    const auto steps =
        step > 0 ? static_cast<std::size_t>(std::max<Timestamp>(axis.end - axis.start, 0) / step) + 1 : 1;
    if (fits && steps * std::max<std::size_t>(m_series.size(), 1) > m_limits.samples)
        return tooMuch(m_limits.samples, "values", "use a longer step, or raise limits.query_samples");
    if (fits) {
        for (std::size_t i = 0; i < steps; ++i)
            times.push_back(axis.start + static_cast<Timestamp>(i) * step);
        return times;
    }
    times.reserve(m_samples);
    forAll([&](Timestamp t) { times.push_back(t); });
    std::ranges::sort(times);
    times.erase(std::ranges::unique(times).begin(), times.end());
    if (times.size() * m_series.size() > m_limits.samples)
        return tooMuch(m_limits.samples, "values", "its series share no times: select fewer of them");
    return times;
}

Walk QueryAnswer::fill(query::QueryResult& result)
{
    const auto& times = result.times;
    for (auto& raw : m_series) {
        query::ResultSeries series{std::move(raw.labels), std::vector<double>(times.size(), query::kAbsent), {}};
        const auto slot = [&](Timestamp t) {
            return static_cast<std::size_t>(std::ranges::lower_bound(times, t) - times.begin());
        };
        for (const auto& [time, number] : raw.floats)
            series.values[slot(time)] = number;
        if (!raw.histograms.empty())
            series.histograms.resize(times.size());
        for (auto& [time, histogram] : raw.histograms)
            series.histograms[slot(time)] = std::move(histogram);
        result.series.push_back(std::move(series));
        raw = {};
    }
    return {};
}

Result<query::QueryResult> QueryAnswer::finish(Envelope envelope, const AnswerAxis& axis)
{
    query::QueryResult result;
    result.warnings = std::move(envelope.warnings);
    result.infos = std::move(envelope.infos);
    result.stats.series = m_series.size();
    result.stats.samples = m_samples;
    if (m_lost > 0)
        result.infos.push_back(std::to_string(m_lost) + " native histograms could not be rebuilt from their buckets");
    if (m_type == "scalar" || m_type == "string") {
        if (!m_sole || !m_series.empty())
            return corrupt("a " + m_type + " without its value");
        result.times = {m_sole->first};
        result.type = m_type == "scalar" ? query::ValueType::Scalar : query::ValueType::String;
        if (m_type == "string") {
            result.text = std::move(m_sole->second);
            return result;
        }
        const auto number = parseNumber(m_sole->second);
        if (!number)
            return corrupt("\"" + printable(m_sole->second, 40) + "\" in the place of a number");
        result.series.push_back({{}, {*number}, {}});
        return result;
    }
    if ((m_type != "vector" && m_type != "matrix") || m_sole)
        return corrupt("a result of type \"" + printable(m_type, 40) + '"');
    result.type = m_type == "vector" ? query::ValueType::Vector : query::ValueType::Matrix;
    auto times = timesFor(axis);
    if (!times)
        return tl::unexpected(times.error());
    result.times = std::move(*times);
    if (result.type == query::ValueType::Matrix)
        std::ranges::sort(m_series, {}, &RawSeries::labels);
    if (auto filled = fill(result); !filled)
        return tl::unexpected(filled.error());
    return result;
}

} // namespace

Result<query::QueryResult> readQueryAnswer(std::string body, const AnswerAxis& axis, const AnswerLimits& limits)
{
    QueryAnswer answer(limits);
    auto envelope = walkAnswer(body, [&](value data) { return answer.takeData(data); });
    if (!envelope)
        return tl::unexpected(envelope.error());
    return answer.finish(std::move(*envelope), axis);
}

} // namespace nocturne::prometheus
