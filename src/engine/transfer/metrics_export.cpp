// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/metrics_export.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

#include "base/core/text.h"
#include "engine/transfer/metric_line.h"

namespace nocturne::transfer {

using model::Exemplar;
using model::HistogramSample;
using model::LabelSet;
using model::Matcher;
using model::Metadata;
using model::MetricType;
using model::Sample;
using storage::SeriesCursor;

namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U; // of text, handed out at once
constexpr std::size_t kRead = 4096;                     // samples decoded at once
constexpr Timestamp kSlice = Timestamp{24} * 3600 * 1000;

using Selector = std::vector<Matcher>;

/// The metric families of a store and the metrics that each has, by name.
using Families = std::map<std::string, std::set<std::string>>;

/// The family of a metric: the longest name that metadata are known of, by itself or without the ending of its type.
std::string familyOf(const std::string& metric, const std::map<std::string, Metadata>& metadata)
{
    static constexpr std::array<std::pair<MetricType, std::string_view>, 12> kEndings = {{
        {MetricType::Counter, "_total"},
        {MetricType::Counter, "_created"},
        {MetricType::Histogram, "_bucket"},
        {MetricType::Histogram, "_count"},
        {MetricType::Histogram, "_sum"},
        {MetricType::Histogram, "_created"},
        {MetricType::GaugeHistogram, "_bucket"},
        {MetricType::GaugeHistogram, "_gcount"},
        {MetricType::GaugeHistogram, "_gsum"},
        {MetricType::Summary, "_count"},
        {MetricType::Summary, "_sum"},
        {MetricType::Info, "_info"},
    }};
    if (metadata.contains(metric))
        return metric;
    for (const auto& [type, ending] : kEndings) {
        if (!metric.ends_with(ending) || metric.size() == ending.size())
            continue;
        auto family = metric.substr(0, metric.size() - ending.size());
        const auto known = metadata.find(family);
        if (known != metadata.end() && known->second.type == type)
            return family;
    }
    return metric;
}

/// Floats of a cursor, read ahead.
class FloatReader
{
public:
    explicit FloatReader(SeriesCursor& cursor)
        : m_cursor(cursor)
    {}

    /// Whether there is a sample; current() is the next one then.
    Result<bool> fill()
    {
        if (m_next < m_end)
            return true;
        const auto count = m_cursor.read(m_times, m_values);
        if (!count)
            return tl::unexpected(count.error());
        m_next = 0;
        m_end = *count;
        return m_end > 0;
    }
    Sample current() const { return {m_times[m_next], m_values[m_next]}; }
    void pop() { ++m_next; }

private:
    SeriesCursor& m_cursor;
    std::array<Timestamp, kRead> m_times{};
    std::array<double, kRead> m_values{};
    std::size_t m_next = 0;
    std::size_t m_end = 0;
};

/// Native histograms and start times of one series, a day at a time.
class SideReader
{
public:
    SideReader(const storage::Queryable& store, const LabelSet& labels, Timestamp from, Timestamp to)
        : m_store(store)
        , m_labels(labels)
        , m_sliceEnd(from - 1)
        , m_to(to)
    {
        for (const auto label : labels)
            m_matchers.push_back(Matcher::equal(std::string(label.name), std::string(label.value)));
    }

    /// Reads on until there is a histogram, or all before `until` (inclusive) is read.
    Result<void> readUpTo(Timestamp until)
    {
        while (m_sliceEnd < std::min(until, m_to) && m_next == m_histograms.size()) {
            if (auto read = readSlice(); !read)
                return read;
        }
        return {};
    }
    const HistogramSample* histogram() const { return m_next < m_histograms.size() ? &m_histograms[m_next] : nullptr; }
    void pop() { ++m_next; }
    /// The start that is known at `time`, which ascends from call to call and lies in what was read.
    std::optional<Timestamp> startAt(Timestamp time)
    {
        while (m_nextStart < m_starts.size() && m_starts[m_nextStart].t < time)
            ++m_nextStart;
        const bool known = m_nextStart < m_starts.size() && m_starts[m_nextStart].t == time;
        return known ? std::optional(m_starts[m_nextStart].start) : std::nullopt;
    }

private:
    Result<void> readSlice()
    {
        const auto begin = m_sliceEnd;
        m_sliceEnd = m_to - begin > kSlice ? begin + kSlice : m_to;
        m_histograms.clear();
        m_next = 0;
        m_starts.erase(m_starts.begin(), m_starts.begin() + static_cast<std::ptrdiff_t>(m_nextStart));
        m_nextStart = 0;
        auto querier = m_store.querier(begin, m_sliceEnd);
        if (!querier)
            return tl::unexpected(querier.error());
        auto found = (*querier)->select(m_matchers, {});
        if (!found)
            return tl::unexpected(found.error());
        for (const auto& cursor : *found) {
            if (cursor->labels() != m_labels) // one with more labels
                continue;
            return cursor->readHistograms(m_histograms).and_then([&] { return cursor->readStartTimes(m_starts); });
        }
        return {};
    }

    const storage::Queryable& m_store;
    const LabelSet m_labels;
    std::vector<Matcher> m_matchers;
    Timestamp m_sliceEnd; // up to and with it all is read
    Timestamp m_to;
    std::vector<HistogramSample> m_histograms;
    std::vector<model::StartTime> m_starts;
    std::size_t m_next = 0;
    std::size_t m_nextStart = 0;
};

class Exporter
{
public:
    Exporter(const storage::Queryable& store, const ExportOptions& options,
             const std::function<Result<void>(std::string_view)>& sink, const std::stop_token& stop)
        : m_store(store)
        , m_options(options)
        , m_sink(sink)
        , m_stop(stop)
        , m_line(m_text)
    {}

    Result<ExportStats> run()
    {
        auto querier = m_store.querier(m_options.from - 1, m_options.to);
        if (!querier)
            return tl::unexpected(querier.error());
        const auto metadata = (*querier)->metadata({});
        if (!metadata)
            return tl::unexpected(metadata.error());
        auto exemplars = m_store.exemplars(m_options.from, m_options.to, selectors(), m_stop);
        if (!exemplars)
            return tl::unexpected(exemplars.error());
        for (auto& [series, told] : *exemplars)
            m_exemplars.emplace(series, std::move(told));
        const auto families = findFamilies(**querier, *metadata);
        if (!families)
            return tl::unexpected(families.error());
        for (const auto& [family, metrics] : *families) {
            const auto known = metadata->find(family);
            m_family = &family;
            m_metadata = known == metadata->end() ? nullptr : &known->second;
            for (const auto& metric : metrics) {
                if (const auto wrote = writeMetric(**querier, metric); !wrote)
                    return tl::unexpected(wrote.error());
            }
        }
        for (const auto& [series, told] : m_exemplars) // of series without samples
            m_stats.exemplarsLeftOut += told.size();
        m_text += "# EOF\n";
        if (const auto flushed = flush(0); !flushed)
            return tl::unexpected(flushed.error());
        return m_stats;
    }

private:
    const std::vector<Selector>& selectors() const
    {
        static const std::vector<Selector> kAll(1);
        return m_options.selectors.empty() ? kAll : m_options.selectors;
    }

    Result<Families> findFamilies(storage::Querier& querier, const std::map<std::string, Metadata>& metadata)
    {
        Families families;
        for (const auto& selector : selectors()) {
            const auto metrics = querier.labelValues(std::string(model::kMetricName), selector);
            if (!metrics)
                return tl::unexpected(metrics.error());
            for (const auto& metric : *metrics)
                families[familyOf(metric, metadata)].insert(metric);
            auto unnamed = selector;
            unnamed.push_back(Matcher::equal(std::string(model::kMetricName), {}));
            const auto found = querier.series(unnamed);
            m_stats.unnamed += found ? found->size() : 0;
        }
        return families;
    }

    Result<void> writeMetric(storage::Querier& querier, const std::string& metric)
    {
        std::vector<std::unique_ptr<SeriesCursor>> cursors;
        for (auto selector : selectors()) {
            selector.push_back(Matcher::equal(std::string(model::kMetricName), metric));
            auto found = querier.select(selector, m_stop);
            if (!found)
                return tl::unexpected(found.error());
            std::ranges::move(*found, std::back_inserter(cursors));
        }
        const auto labelsOf = [](const auto& cursor) -> const LabelSet& { return cursor->labels(); };
        if (selectors().size() > 1)
            std::ranges::stable_sort(cursors, {}, labelsOf);
        const LabelSet* before = nullptr;
        for (auto& cursor : cursors) {
            if (m_stop.stop_requested())
                return fail(Error::Kind::Cancelled, "the export was cancelled");
            if (before != nullptr && *before == cursor->labels())
                continue;
            if (auto wrote = writeSeries(*cursor); !wrote)
                return wrote;
            before = &cursor->labels();
        }
        return {};
    }

    Result<void> writeSeries(SeriesCursor& cursor)
    {
        if (auto named = m_line.series(cursor.labels()); !named)
            return named;
        const auto before = m_stats.samples;
        const auto told = m_exemplars.extract(cursor.labels());
        m_told = told.empty() ? std::span<const Exemplar>() : std::span<const Exemplar>(told.mapped());
        const auto metric = cursor.labels().metricName();
        m_mayHaveExemplars = !m_options.plain || metric.ends_with("_total") || metric.ends_with("_bucket");
        const bool hasSide = cursor.mayHaveHistograms() || cursor.mayHaveStartTimes();
        auto wrote = hasSide ? writeMixed(cursor) : writeFloats(cursor);
        if (!wrote)
            return wrote;
        if (m_stats.samples > before)
            writeExemplars(std::numeric_limits<Timestamp>::max()); // told after the newest sample
        m_stats.exemplarsLeftOut += std::exchange(m_told, {}).size();
        m_stats.series += m_stats.samples > before ? 1 : 0;
        return {};
    }

    Result<void> writeFloats(SeriesCursor& cursor)
    {
        FloatReader floats(cursor);
        for (;;) {
            const auto more = floats.fill();
            if (!more || !*more)
                return more ? Result<void>() : tl::unexpected(more.error());
            if (auto flushed = flush(kPiece); !flushed) // not behind a line, which exemplars may be added to
                return flushed;
            writeSample(floats.current(), {});
            floats.pop();
        }
    }

    /// Floats and native histograms of a series in the order of their times.
    Result<void> writeMixed(SeriesCursor& cursor)
    {
        FloatReader floats(cursor);
        SideReader side(m_store, cursor.labels(), m_options.from, m_options.to);
        for (;;) {
            const auto more = floats.fill();
            if (!more)
                return tl::unexpected(more.error());
            const auto until = *more ? floats.current().t : m_options.to;
            if (auto read = side.readUpTo(until); !read)
                return read;
            if (auto flushed = flush(kPiece); !flushed)
                return flushed;
            const auto* histogram = side.histogram();
            if (histogram != nullptr && (!*more || histogram->t < until)) {
                writeHistogram(*histogram, side.startAt(histogram->t));
                side.pop();
            } else if (*more) {
                writeSample(floats.current(), side.startAt(until));
                floats.pop();
            } else {
                return {};
            }
        }
    }

    void writeSample(const Sample& sample, const std::optional<Timestamp>& start)
    {
        const bool isPlain = !std::isnan(sample.v) || Sample{0, sample.v} == Sample{0, model::kNormalNan};
        if (m_options.plain && !isPlain) {
            ++m_stats.leftOut;
            return;
        }
        writeMetadata();
        m_line.sample(sample, m_options.plain ? std::nullopt : start);
        ++m_stats.samples;
        writeExemplars(sample.t);
    }
    void writeHistogram(const HistogramSample& sample, const std::optional<Timestamp>& start)
    {
        if (m_options.plain) {
            ++m_stats.leftOut;
            return;
        }
        writeMetadata();
        m_line.histogram(sample, start);
        ++m_stats.samples;
        writeExemplars(sample.t);
    }

    /// Adds to the last line the exemplars of the series that were told up to `time`; in a plain text one of them.
    void writeExemplars(Timestamp time)
    {
        bool isFull = !m_mayHaveExemplars;
        while (!isFull && !m_told.empty() && m_told.front().t <= time) {
            const auto& exemplar = m_told.front();
            m_told = m_told.subspan(1);
            if (!isPrintable(exemplar)) {
                ++m_stats.exemplarsLeftOut;
                continue;
            }
            m_line.exemplar(exemplar);
            ++m_stats.exemplars;
            isFull = m_options.plain;
        }
    }
    bool isPrintable(const Exemplar& exemplar) const
    {
        return !(m_options.plain && std::isnan(exemplar.value)) &&
               std::ranges::all_of(exemplar.labels, [](const auto& label) {
                   return isValidUtf8(label.name) && isValidUtf8(label.value);
               });
    }

    /// What is known of the family, once, before its first sample.
    void writeMetadata()
    {
        const auto* const known = std::exchange(m_metadata, nullptr);
        if (known != nullptr)
            appendMetadata(m_text, *m_family, *known);
    }

    Result<void> flush(std::size_t threshold)
    {
        if (m_text.size() <= threshold)
            return {};
        auto sunk = m_sink(m_text);
        m_text.clear();
        return sunk;
    }

    const storage::Queryable& m_store;
    const ExportOptions& m_options;
    const std::function<Result<void>(std::string_view)>& m_sink;
    const std::stop_token& m_stop;
    std::string m_text;
    MetricLineWriter m_line;
    ExportStats m_stats;
    std::unordered_map<LabelSet, std::vector<Exemplar>, model::LabelSetHash> m_exemplars; // of series still to come
    std::span<const Exemplar> m_told; // of the current series, not yet written
    bool m_mayHaveExemplars = false;  // the current series
    const std::string* m_family = nullptr;
    const Metadata* m_metadata = nullptr; // still to be written
};

} // namespace

Result<ExportStats> exportMetrics(const storage::Queryable& store, const ExportOptions& options,
                                  const std::function<Result<void>(std::string_view)>& sink,
                                  const std::stop_token& stop)
{
    return Exporter(store, options, sink, stop).run();
}

} // namespace nocturne::transfer
