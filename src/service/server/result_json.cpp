// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/result_json.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/core/number.h"

namespace nocturne::server {

namespace {

using query::isAbsent;
using query::QueryResult;
using query::ValueType;

constexpr std::size_t kStepsBetweenChecks = 4096; // under a millisecond

/// What stands before the value of each step: `[1435781430.781,"`. All series share it, so it is written once.
class AxisText
{
public:
    /// Bytes that may be read from where a step begins, whatever it needs: a copy of fixed size is the fast one.
    static constexpr std::size_t kStride = 32;

    /// Ends early, and is of no use, after a stop request.
    AxisText(const std::vector<Timestamp>& times, const std::stop_token& stop)
    {
        m_ends.reserve(times.size());
        for (const auto time : times) {
            if (m_ends.size() % kStepsBetweenChecks == 0 && stop.stop_requested())
                return;
            m_text += '[';
            appendApiSeconds(m_text, time);
            m_text += ",\"";
            m_ends.push_back(m_text.size());
        }
        m_text.append(kStride, ' ');
    }

    std::string_view operator[](std::size_t step) const
    {
        const auto begin = step == 0 ? 0 : m_ends[step - 1];
        return {m_text.data() + begin, m_ends[step] - begin};
    }

private:
    std::string m_text;
    std::vector<std::size_t> m_ends;
};

/// Appends `[t,"v"],[t,"v"]` of one series; not all of it after a stop request.
void appendColumn(std::string& out, const AxisText& axis, const std::vector<double>& values,
                  const std::stop_token& stop)
{
    constexpr std::size_t kPoint = AxisText::kStride + kMaxNumberBytes + 3; // what one needs at most
    std::array<char, std::size_t{16} << 10U> piece;                         // NOLINT: filled below
    char* p = piece.data();
    const char* const full = piece.data() + piece.size() - kPoint;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (isAbsent(values[i]))
            continue;
        const auto time = axis[i];
        std::copy_n(time.data(), AxisText::kStride, p);
        p = writeNumber(p + time.size(), values[i]);
        p = std::copy_n("\"],", 3, p);
        if (p > full) {
            out.append(piece.data(), p);
            p = piece.data();
            if (stop.stop_requested())
                return;
        }
    }
    out.append(piece.data(), p);
    if (out.ends_with(','))
        out.pop_back();
}

bool hasFloats(const query::ResultSeries& series)
{
    return std::ranges::any_of(series.values, [](double value) { return !isAbsent(value); });
}

bool hasHistograms(const query::ResultSeries& series)
{
    return std::ranges::any_of(series.histograms, [](const auto& histogram) { return histogram != nullptr; });
}

bool hasValues(const query::ResultSeries& series) { return hasFloats(series) || hasHistograms(series); }

/// Which bounds belong to a bucket, in the numbers of the API: 0 the upper, 1 the lower, 2 none, 3 both.
int ruleOf(const model::HistogramBucket& bucket)
{
    if (bucket.lowerInclusive)
        return bucket.upperInclusive ? 3 : 1;
    return bucket.upperInclusive ? 0 : 2;
}

void writeHistogram(JsonWriter& json, const model::FloatHistogram& histogram)
{
    json.beginObject().key("count").sampleValue(histogram.count).key("sum").sampleValue(histogram.sum);
    auto buckets = histogram.buckets();
    std::erase_if(buckets, [](const auto& bucket) { return bucket.count == 0; });
    if (!buckets.empty()) {
        json.key("buckets").beginArray();
        for (const auto& bucket : buckets) {
            json.beginArray().integer(ruleOf(bucket)).sampleValue(bucket.lower).sampleValue(bucket.upper);
            json.sampleValue(bucket.count).endArray();
        }
        json.endArray();
    }
    json.endObject();
}

/// The histograms of one series, each with its time; not all of them after a stop request.
void writeHistograms(JsonWriter& json, BodyWriter& body, const QueryResult& result, const query::ResultSeries& series,
                     const std::stop_token& stop)
{
    for (std::size_t step = 0; step < result.times.size() && !stop.stop_requested(); ++step) {
        const auto* histogram = series.histogramAt(step);
        if (histogram == nullptr)
            continue;
        json.beginArray().seconds(result.times[step]);
        writeHistogram(json, *histogram);
        json.endArray();
        body.drain();
    }
}

std::string_view wordOf(ValueType type)
{
    switch (type) {
    case ValueType::Scalar:
        return "scalar";
    case ValueType::String:
        return "string";
    case ValueType::Vector:
        return "vector";
    case ValueType::Matrix:
        return "matrix";
    }
    return "vector";
}

void writeSeries(JsonWriter& json, BodyWriter& body, const QueryResult& result, const ResultShape& shape,
                 const std::stop_token& stop)
{
    const bool isMatrix = result.type == ValueType::Matrix;
    constexpr std::size_t kUsualPoint = 32;
    constexpr std::size_t kUsualLabels = 256;
    const AxisText axis(result.times, stop);
    body.expect(result.series.size() * (kUsualLabels + result.times.size() * kUsualPoint));
    std::size_t written = 0;
    json.beginArray();
    for (const auto& series : result.series) {
        if (!hasValues(series))
            continue;
        if (shape.limit != 0 && written == shape.limit)
            break;
        if (stop.stop_requested() || body.isTooLarge())
            return;
        ++written;
        json.beginObject().key("metric").labels(series.labels);
        if (hasFloats(series)) {
            json.key(isMatrix ? "values" : "value");
            // Past the writer, which puts no comma before what closes a bracket; a vector has but one pair.
            body.text() += isMatrix ? "[" : "";
            appendColumn(body.text(), axis, series.values, stop);
            body.text() += isMatrix ? "]" : "";
            json.passed();
        }
        if (hasHistograms(series)) {
            json.key(isMatrix ? "histograms" : "histogram");
            if (isMatrix)
                json.beginArray();
            writeHistograms(json, body, result, series, stop);
            if (isMatrix)
                json.endArray();
        }
        json.endObject();
        body.drain();
    }
    json.endArray();
}

/// `[[t,samples],...]`
void writeSamplesPerStep(JsonWriter& json, const std::vector<std::uint64_t>& samples, const ResultShape& shape)
{
    json.key("totalQueryableSamplesPerStep").beginArray();
    auto time = shape.start;
    for (const auto count : samples) {
        json.beginArray().seconds(time).integer(count).endArray();
        time += shape.stepMs;
    }
    json.endArray();
}

void writeStats(JsonWriter& json, const QueryResult& result, const ResultShape& shape)
{
    const auto& stats = result.stats;
    json.key("stats").beginObject();
    json.key("timings").beginObject();
    json.key("evalTotalTime").number(stats.evalSeconds);
    json.key("resultSortTime").number(0); // columns come out sorted
    json.key("queryPreparationTime").number(0);
    json.key("innerEvalTime").number(stats.evalSeconds);
    json.key("execQueueTime").number(stats.queueSeconds);
    json.key("execTotalTime").number(stats.queueSeconds + stats.evalSeconds);
    json.endObject();
    json.key("samples").beginObject();
    const auto& queryable = stats.queryableSamples;
    if (shape.withSteps)
        writeSamplesPerStep(json, queryable, shape);
    json.key("totalQueryableSamples").integer(std::accumulate(queryable.begin(), queryable.end(), std::uint64_t{0}));
    json.key("peakSamples").integer(stats.peakSamples);
    json.key("samplesRead").integer(stats.samples);
    json.key("seriesRead").integer(stats.series);
    json.endObject();
    if (!result.nodes.empty()) {
        json.key("nodes").beginArray();
        for (const auto& node : result.nodes) {
            json.beginObject().key("depth").integer(node.depth).key("node").text(node.text);
            json.key("series").integer(node.series).key("samples").integer(node.samples);
            json.key("seconds").number(node.seconds).endObject();
        }
        json.endArray();
    }
    json.endObject();
}

} // namespace

std::size_t seriesWithValues(const QueryResult& result)
{
    return static_cast<std::size_t>(std::ranges::count_if(result.series, hasValues));
}

void writeResult(JsonWriter& json, BodyWriter& body, const QueryResult& result, const ResultShape& shape,
                 const std::stop_token& stop)
{
    json.key("resultType").text(wordOf(result.type)).key("result");
    const auto time = result.times.empty() ? 0 : result.times.front();
    if (result.type == ValueType::String) {
        json.beginArray().seconds(time).text(result.text).endArray();
    } else if (result.type == ValueType::Scalar) {
        const bool has = !result.series.empty() && !result.series.front().values.empty();
        json.beginArray().seconds(time).plainValue(has ? result.series.front().values.front() : 0).endArray();
    } else {
        writeSeries(json, body, result, shape, stop);
    }
    if (shape.withStats)
        writeStats(json, result, shape);
}

} // namespace nocturne::server
