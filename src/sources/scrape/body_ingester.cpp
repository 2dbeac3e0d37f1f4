// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/body_ingester.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/exposition/protobuf_parser.h"
#include "engine/model/classic_histogram.h"

namespace nocturne::scrape {

namespace {

using exposition::Entry;

/// What the cache keeps for a series that metric relabelling drops; no store gives it out.
constexpr storage::SeriesRef kDropped = ~storage::SeriesRef{0};

constexpr std::array<std::string_view, 8> kReportMetrics = {
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_timeout_seconds",
    "scrape_sample_limit",
    "scrape_body_size_bytes",
};
constexpr std::size_t kUsualReportMetrics = 5; // the others where the job wants them
constexpr std::size_t kMostCounted = 500'000;  // values of labels, where a body is over its limits
constexpr std::string_view kCertificateMetric = "scrape_cert_not_after_timestamp_seconds";

/// The coarsest need not be finer than what grows by `factor` from bucket to bucket.
int schemaOf(double factor)
{
    const auto schema = std::floor(-std::log2(std::log2(factor)));
    return static_cast<int>(std::clamp(schema, static_cast<double>(model::FloatHistogram::kMinSchema),
                                       static_cast<double>(model::FloatHistogram::kMaxSchema)));
}

/// `histogram` in a resolution that the job's limits allow. Fails with LimitExceeded when there is none.
Result<model::HistogramPtr> fittedHistogram(model::HistogramPtr histogram, const HistogramOptions& options)
{
    const auto buckets = [&] { return histogram->positive.counts.size() + histogram->negative.counts.size(); };
    const auto reduceTo = [&](int schema) {
        histogram = std::make_shared<const model::FloatHistogram>(histogram->toSchema(schema));
    };
    const bool isExponential = !histogram->usesCustomBuckets();
    if (isExponential && options.minBucketFactor > 1 && histogram->schema > schemaOf(options.minBucketFactor))
        reduceTo(schemaOf(options.minBucketFactor));
    while (options.bucketLimit != 0 && buckets() > options.bucketLimit) {
        if (!isExponential || histogram->schema == model::FloatHistogram::kMinSchema) {
            return fail(Error::Kind::LimitExceeded, std::to_string(buckets()) +
                                                        " buckets are over native_histogram_bucket_limit " +
                                                        std::to_string(options.bucketLimit));
        }
        reduceTo(histogram->schema - 1);
    }
    return histogram;
}

/// Calls `take(exemplar)` for those of the current sample, without a time where the body tells none.
template <typename Parser, typename Take>
void forEachExemplar(const Parser& parser, exposition::LabelBuffer& buffer, Take take)
{
    const auto takeOne = [&](const std::optional<exposition::Exemplar>& told) {
        if (!told)
            return;
        model::LabelSet labels(std::vector<model::Label>(told->labels.begin(), told->labels.end()));
        take({std::move(labels), told->value, told->timestamp.value_or(0), told->timestamp.has_value()});
    };
    if constexpr (requires { parser.exemplarCount(); }) {
        for (std::size_t i = 0; i < parser.exemplarCount(); ++i)
            takeOne(parser.exemplar(i, buffer));
    } else if (parser.hasExemplar()) {
        takeOne(parser.exemplar(buffer));
    }
}

/// The label of a body with the most values, in words; empty where no label has several. Stops where the body is
/// malformed, and where what it counts would grow large.
template <typename Parser>
std::string worstLabel(Parser parser)
{
    exposition::LabelBuffer buffer;
    std::map<std::string, std::unordered_set<std::size_t>, std::less<>> values;
    std::size_t counted = 0;
    for (auto entry = parser.next(); entry && *entry != Entry::End && counted < kMostCounted; entry = parser.next()) {
        const auto labels = *entry == Entry::Series ? parser.labels(buffer) : Result<std::span<const model::Label>>();
        if (!labels)
            break;
        for (const auto& label : *labels) {
            if (label.name != model::kMetricName)
                counted += values[std::string(label.name)].insert(std::hash<std::string_view>()(label.value)).second;
        }
    }
    const auto worst = std::ranges::max_element(values, {}, [](const auto& label) { return label.second.size(); });
    if (worst == values.end() || worst->second.size() < 2)
        return {};
    return "label \"" + printable(worst->first, 100) + "\" has " + (counted < kMostCounted ? "" : "more than ") +
           std::to_string(worst->second.size()) + " values";
}

/// In their order, so that a store that takes them in order takes all.
void appendExemplars(storage::Appender& appender, storage::SeriesRef series, std::vector<model::Exemplar>& exemplars)
{
    std::ranges::sort(exemplars, model::comesBefore);
    for (const auto& exemplar : exemplars)
        (void)appender.appendExemplar(series, exemplar);
}

} // namespace

/// One body on its way into the store.
struct BodyIngester::Pass
{
    std::unique_ptr<storage::Appender> appender;
    Timestamp time;
    IngestReport report;
    bool isTooMany = false;                                     ///< failed for the number of samples or series
    std::map<model::LabelSet, model::ClassicHistogram> classic; ///< to be converted, under the histogram's own labels
    std::set<model::LabelSet> native;                           ///< histograms that came as such
    std::map<model::LabelSet, std::vector<model::Exemplar>> exemplars; ///< of `classic`
};

/// One sample of a body; the histogram counts where there is one.
struct BodyIngester::Sample
{
    const exposition::Series& series;
    model::HistogramPtr histogram;
    std::optional<Timestamp> startTime = {};
};

BodyIngester::BodyIngester(storage::Appendable& store, const JobOptions& job, const Target& target)
    : m_store(store)
    , m_job(job)
    , m_target(target)
{}

Result<IngestReport> BodyIngester::ingest(std::string_view body, exposition::Format format, Timestamp time)
{
    if (format == exposition::Format::Protobuf) {
        const exposition::ProtobufOptions options{.nativeHistograms = m_job.histograms.native,
                                                  .classicBesideNative = m_job.histograms.classicToo,
                                                  .limits = m_job.limits};
        return ingestWith([&] { return exposition::ProtobufParser(body, options); }, time);
    }
    exposition::ParserOptions options;
    options.format = format;
    options.limits = m_job.limits;
    return ingestWith([&] { return exposition::Parser(body, options); }, time);
}

template <typename MakeParser>
Result<IngestReport> BodyIngester::ingestWith(MakeParser makeParser, Timestamp time)
{
    Pass pass{m_store.appender(), time, {}, false, {}, {}, {}};
    auto parser = makeParser();
    m_cache.beginScrape();
    const auto read = readEntries(parser, pass);
    if (!read) {
        pass.appender->rollback();
        const auto markers = m_store.appender();
        m_cache.abortScrape([&](auto ref) { markEnded(*markers, ref, time); });
        (void)markers->commit();
        auto error = read.error();
        if (const auto worst = pass.isTooMany ? worstLabel(makeParser()) : std::string(); !worst.empty())
            error.message += ", " + worst;
        return tl::unexpected(std::move(error));
    }
    m_cache.endScrape([&](auto ref) { markEnded(*pass.appender, ref, pass.time); });
    auto stored = pass.appender->commit();
    if (!stored)
        return tl::unexpected(stored.error());
    pass.report.stored = *stored;
    return pass.report;
}

template <typename Parser>
Result<void> BodyIngester::readEntries(Parser& parser, Pass& pass)
{
    for (;;) {
        const auto entry = parser.next(m_cache.expected());
        if (!entry)
            return tl::unexpected(entry.error());
        if (*entry == Entry::End)
            return storeConverted(pass);
        if (*entry != Entry::Series)
            takeMetadata(parser, pass, *entry);
        else if (auto taken = takeSeries(parser, pass); !taken)
            return taken;
    }
}

template <typename Parser>
Result<void> BodyIngester::takeSeries(Parser& parser, Pass& pass)
{
    if (++pass.report.scraped > m_job.limits.samplesPerScrape) {
        pass.isTooMany = true;
        return fail(Error::Kind::LimitExceeded, "more than " + std::to_string(m_job.limits.samplesPerScrape) +
                                                    " samples: raise limits.samples_per_scrape if that is meant");
    }
    if (m_job.histograms.convertClassic) {
        const auto collected = collectClassic(parser, pass);
        if (!collected)
            return tl::unexpected(collected.error());
        if (*collected && !m_job.histograms.classicToo)
            return {};
    }
    Sample sample{parser.series(), {}};
    if constexpr (requires { parser.histogram(); }) {
        if (parser.histogram()) {
            auto fitted = fittedHistogram(parser.histogram(), m_job.histograms);
            if (!fitted)
                return tl::unexpected(fitted.error().within("histogram " + std::string(parser.family())));
            sample.histogram = std::move(*fitted);
        }
    }
    if (m_job.startTimes)
        sample.startTime = parser.startTimestamp();
    const auto taken = takeSample(pass, sample, [&]() -> Result<Scraped> {
        const auto labels = parser.labels(m_buffer);
        if (!labels)
            return tl::unexpected(labels.error());
        Scraped scraped{model::LabelSet::fromSorted(*labels)};
        for (const auto own : m_target.labels) {
            if (m_job.honorLabels && parser.hasEmptyLabel(own.name))
                scraped.empty.push_back(own.name);
        }
        return scraped;
    });
    if (!taken)
        return tl::unexpected(taken.error());
    if (*taken != kDropped)
        takeExemplars(parser, pass, *taken, sample.histogram != nullptr);
    return {};
}

/// Stores the exemplars of the current sample. Those without a time are of the scrape's; but a native histogram has
/// several, of which nobody could tell then which are new, so that it loses them. Source: Prometheus, scrape/scrape.go.
template <typename Parser>
void BodyIngester::takeExemplars(Parser& parser, Pass& pass, storage::SeriesRef series, bool isNative)
{
    m_exemplars.clear();
    forEachExemplar(parser, m_buffer, [&](model::Exemplar exemplar) {
        if (exemplar.hasOwnTime || !isNative)
            m_exemplars.push_back(std::move(exemplar));
    });
    if (m_exemplars.empty())
        return;
    for (auto& exemplar : m_exemplars)
        exemplar.t = exemplar.hasOwnTime ? exemplar.t : pass.time;
    appendExemplars(*pass.appender, series, m_exemplars);
}

/// Notes what the series says of a classic histogram that is to be converted; false where it is no part of one.
template <typename Parser>
Result<bool> BodyIngester::collectClassic(Parser& parser, Pass& pass)
{
    if (parser.type() != model::MetricType::Histogram)
        return false;
    const auto labels = parser.labels(m_buffer);
    if (!labels)
        return tl::unexpected(labels.error());
    const auto scraped = model::LabelSet::fromSorted(*labels);
    if constexpr (requires { parser.histogram(); }) {
        if (parser.histogram()) {
            pass.native.insert(scraped);
            return false;
        }
    }
    const auto name = model::splitClassicName(scraped.metricName());
    if (!name || name->base != parser.family())
        return false;
    const auto bound = parseNumber(scraped.get("le"));
    const bool isBucket = name->part == model::ClassicPart::Bucket;
    if (isBucket && (!bound || std::isnan(*bound)))
        return false;
    const auto own = model::LabelSetBuilder(scraped).set(model::kMetricName, name->base).remove("le").build();
    auto& histogram = pass.classic[own];
    forEachExemplar(parser, m_buffer, [&](model::Exemplar exemplar) {
        if (exemplar.hasOwnTime)
            pass.exemplars[own].push_back(std::move(exemplar));
    });
    const auto value = parser.series().value;
    if (isBucket)
        histogram.buckets.try_emplace(*bound, value);
    else if (name->part == model::ClassicPart::Count)
        histogram.count = value;
    else
        histogram.sum = value;
    return true;
}

/// Stores what collectClassic() noted. A histogram that contradicts itself is left out, as Prometheus does.
Result<void> BodyIngester::storeConverted(Pass& pass)
{
    for (const auto& [labels, classic] : pass.classic) {
        auto converted = classic.toCustomBuckets();
        if (!converted || pass.native.contains(labels))
            continue;
        auto fitted =
            fittedHistogram(std::make_shared<const model::FloatHistogram>(std::move(*converted)), m_job.histograms);
        if (!fitted)
            return tl::unexpected(fitted.error().within("histogram " + labels.toString()));
        const auto identity = "\xff" + labels.toString(); // no series of a body begins so
        exposition::Series series;
        series.text = identity;
        const auto taken =
            takeSample(pass, {series, std::move(*fitted)}, [&] { return Result<Scraped>(Scraped{labels}); });
        if (!taken)
            return tl::unexpected(taken.error());
        if (const auto told = pass.exemplars.find(labels); told != pass.exemplars.end() && *taken != kDropped)
            appendExemplars(*pass.appender, *taken, told->second);
    }
    return {};
}

/// Stores one sample; kDropped where it is not. `labels` gives those in the body, and is called for unknown series
/// alone.
template <typename Labels>
Result<storage::SeriesRef> BodyIngester::takeSample(Pass& pass, const Sample& sample, Labels labels)
{
    const auto introduce = [&]() -> Result<storage::SeriesRef> {
        const auto scraped = labels();
        if (!scraped)
            return tl::unexpected(scraped.error());
        return resolve(pass, sample, *scraped);
    };
    const auto found = m_cache.find(sample.series);
    Result<storage::SeriesRef> ref = found.ref;
    if (!found.known)
        ref = introduce();
    else if (found.ref == kDropped || found.repeated)
        pass.report.duplicates += found.repeated ? 1 : 0;
    else if (!append(pass, found.ref, {}, sample))
        ref = introduce(); // the store has forgotten the series
    if (!ref)
        return tl::unexpected(ref.error());
    pass.report.kept += *ref == kDropped ? 0 : 1;
    if (m_job.sampleLimits.samples != 0 && pass.report.kept > m_job.sampleLimits.samples) {
        pass.isTooMany = true;
        return fail(Error::Kind::LimitExceeded, "more samples than sample_limit " +
                                                    std::to_string(m_job.sampleLimits.samples) +
                                                    " of this job: raise it if that is meant");
    }
    return found.repeated ? kDropped : *ref;
}

Result<storage::SeriesRef> BodyIngester::append(Pass& pass, storage::SeriesRef hint, const model::LabelSet& labels,
                                                const Sample& sample)
{
    const bool hasTime = sample.series.timestamp && m_job.honorTimestamps;
    const auto time = hasTime ? *sample.series.timestamp : pass.time;
    auto ref = sample.histogram ? pass.appender->appendHistogram(hint, labels, {time, sample.histogram})
                                : pass.appender->append(hint, labels, {time, sample.series.value});
    if (ref && sample.startTime && *sample.startTime <= time)
        pass.appender->setStartTime(*sample.startTime);
    return ref;
}

/// The labels a series is stored under. One that is honoured although it is empty keeps the target's away, as the
/// Pushgateway wants it for groups without an instance. Source: Prometheus, scrape/scrape.go, mutateSampleLabels.
Result<model::LabelSet> BodyIngester::labelsOf(const Scraped& scraped, bool& dropped) const
{
    model::LabelSetBuilder builder(scraped.labels);
    for (const auto own : m_target.labels) {
        const auto theirs = scraped.labels.get(own.name);
        if (theirs.empty()) {
            if (std::ranges::find(scraped.empty, own.name) == scraped.empty.end())
                builder.set(own.name, own.value);
        } else if (!m_job.honorLabels) {
            auto moved = "exported_" + std::string(own.name);
            while (!builder.get(moved).empty())
                moved.insert(0, "exported_");
            builder.set(moved, theirs);
            builder.set(own.name, own.value);
        }
    }
    auto relabelled = relabel(builder.build(), m_job.metricRelabelRules);
    dropped = !relabelled || relabelled->metricName().empty();
    if (dropped)
        return model::LabelSet();
    if (auto within = checkLimits(*relabelled); !within)
        return tl::unexpected(within.error());
    return std::move(*relabelled);
}

/// Source: Prometheus, scrape/scrape.go, verifyLabelLimits.
Result<void> BodyIngester::checkLimits(const model::LabelSet& labels) const
{
    const auto& wanted = m_job.sampleLimits;
    const auto most = wanted.labels == 0 ? m_job.limits.labelsPerSeries : wanted.labels;
    const auto name = printable(labels.metricName(), 100);
    if (labels.size() > most) {
        return fail(Error::Kind::LimitExceeded, "series " + name + " has " + std::to_string(labels.size()) +
                                                    " labels, over label_limit " + std::to_string(most));
    }
    const auto over = [&](std::string_view key, const model::Label& label, std::size_t size, std::size_t limit) {
        return fail(Error::Kind::LimitExceeded, "label " + printable(label.name, 100) + " of series " + name + " has " +
                                                    std::to_string(size) + " bytes, over " + std::string(key) + " " +
                                                    std::to_string(limit));
    };
    for (const auto label : labels) {
        if (wanted.labelNameBytes != 0 && label.name.size() > wanted.labelNameBytes)
            return over("label_name_length_limit", label, label.name.size(), wanted.labelNameBytes);
        if (wanted.labelValueBytes != 0 && label.value.size() > wanted.labelValueBytes)
            return over("label_value_length_limit", label, label.value.size(), wanted.labelValueBytes);
    }
    return {};
}

Result<storage::SeriesRef> BodyIngester::resolve(Pass& pass, const Sample& sample, const Scraped& scraped)
{
    bool dropped = false;
    const auto labels = labelsOf(scraped, dropped);
    if (!labels)
        return tl::unexpected(labels.error());
    if (dropped)
        return m_cache.insert(sample.series, kDropped);
    if (m_cache.liveCount() + pass.report.seriesAdded >= m_job.limits.seriesPerTarget &&
        pass.report.kept >= m_job.limits.seriesPerTarget) {
        pass.isTooMany = true;
        return fail(Error::Kind::LimitExceeded, "more than " + std::to_string(m_job.limits.seriesPerTarget) +
                                                    " series: raise limits.series_per_target if that is meant");
    }
    const auto ref = append(pass, 0, *labels, sample);
    if (!ref)
        return tl::unexpected(ref.error());
    if (sample.series.timestamp && m_job.honorTimestamps && !m_job.trackTimestampsStaleness)
        m_timestamped.insert(*ref);
    ++pass.report.seriesAdded;
    return m_cache.insert(sample.series, *ref);
}

template <typename Parser>
void BodyIngester::takeMetadata(Parser& parser, Pass& pass, Entry entry)
{
    if (entry == Entry::Comment || m_metadata.size() >= m_job.limits.seriesPerTarget)
        return;
    const auto family = parser.family();
    auto known = m_metadata.find(family);
    if (known == m_metadata.end())
        known = m_metadata.emplace(family, model::Metadata()).first;
    auto& metadata = known->second;
    if (entry == Entry::Type && metadata.type != parser.type())
        metadata.type = parser.type();
    else if (entry == Entry::Help && metadata.help != parser.text())
        metadata.help = parser.text();
    else if (entry == Entry::Unit && metadata.unit != parser.text())
        metadata.unit = parser.text();
    else
        return;
    pass.appender->describe(family, metadata);
}

void BodyIngester::forEachMetadata(const std::string& metric,
                                   const std::function<void(const std::string&, const model::Metadata&)>& visit) const
{
    for (const auto& [name, metadata] : m_metadata) {
        if (metric.empty() || metric == name)
            visit(name, metadata);
    }
}

void BodyIngester::markEnded(storage::Appender& appender, storage::SeriesRef ref, Timestamp time)
{
    if (ref != kDropped && !m_timestamped.contains(ref))
        (void)appender.append(ref, {}, {time, model::kStaleMarker});
}

void BodyIngester::markStale(Timestamp time)
{
    const auto appender = m_store.appender();
    m_cache.beginScrape();
    m_cache.abortScrape([&](auto ref) { markEnded(*appender, ref, time); });
    (void)appender->commit();
}

void BodyIngester::reportSample(storage::Appender& appender, std::string_view metric, storage::SeriesRef& ref,
                                Timestamp time, double value)
{
    if (ref != 0 && appender.append(ref, {}, {time, value}))
        return;
    model::LabelSetBuilder labels(m_target.labels);
    labels.set(model::kMetricName, metric);
    ref = appender.append(0, labels.build(), {time, value}).value_or(0);
}

void BodyIngester::writeReport(Timestamp time, bool up, double seconds, const IngestReport& report, double bodyBytes)
{
    const auto appender = m_store.appender();
    const std::array<double, 8> values = {up ? 1.0 : 0.0,
                                          seconds,
                                          static_cast<double>(report.scraped),
                                          static_cast<double>(report.kept),
                                          static_cast<double>(report.seriesAdded),
                                          std::chrono::duration<double>(m_target.timeout).count(),
                                          static_cast<double>(m_job.sampleLimits.samples),
                                          bodyBytes};
    for (std::size_t i = 0; i < (m_job.extraMetrics ? values.size() : kUsualReportMetrics); ++i)
        reportSample(*appender, kReportMetrics.at(i), m_reportRefs.at(i), time, values.at(i));
    (void)appender->commit();
}

void BodyIngester::markReportStale(Timestamp time)
{
    const auto appender = m_store.appender();
    for (std::size_t i = 0; i < (m_job.extraMetrics ? kReportMetrics.size() : kUsualReportMetrics); ++i)
        reportSample(*appender, kReportMetrics.at(i), m_reportRefs.at(i), time, model::kStaleMarker);
    (void)appender->commit();
    writeCertificate(time, 0);
}

void BodyIngester::writeCertificate(Timestamp time, Timestamp earliestNotAfter)
{
    const bool ends = earliestNotAfter == 0;
    if (ends && m_certificateRef == 0)
        return;
    const auto appender = m_store.appender();
    const double seconds = static_cast<double>(earliestNotAfter) / 1000;
    reportSample(*appender, kCertificateMetric, m_certificateRef, time, ends ? model::kStaleMarker : seconds);
    (void)appender->commit();
    m_certificateRef = ends ? 0 : m_certificateRef;
}

} // namespace nocturne::scrape
