// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/body_ingester.h"

namespace nocturne::scrape {

namespace {

using exposition::Entry;

/// What the cache keeps for a series that metric relabelling drops; no store gives it out.
constexpr storage::SeriesRef kDropped = ~storage::SeriesRef{0};

constexpr std::array<std::string_view, 5> kReportMetrics = {"up", "scrape_duration_seconds", "scrape_samples_scraped",
                                                            "scrape_samples_post_metric_relabeling",
                                                            "scrape_series_added"};

} // namespace

/// One body on its way into the store.
struct BodyIngester::Pass
{
    exposition::Parser parser;
    std::unique_ptr<storage::Appender> appender;
    Timestamp time;
    IngestReport report;
};

BodyIngester::BodyIngester(storage::Appendable& store, const JobOptions& job, const Target& target)
    : m_store(store)
    , m_job(job)
    , m_target(target)
{}

Result<IngestReport> BodyIngester::ingest(std::string_view body, exposition::Format format, Timestamp time)
{
    exposition::ParserOptions options;
    options.format = format;
    options.limits = m_job.limits;
    Pass pass{exposition::Parser(body, options), m_store.appender(), time, {}};
    m_cache.beginScrape();
    auto report = read(pass);
    if (!report) {
        pass.appender->rollback();
        const auto markers = m_store.appender();
        m_cache.abortScrape([&](auto ref) { markEnded(*markers, ref, time); });
        (void)markers->commit();
    }
    return report;
}

Result<IngestReport> BodyIngester::read(Pass& pass)
{
    for (;;) {
        const auto entry = pass.parser.next(m_cache.expected());
        if (!entry)
            return tl::unexpected(entry.error());
        if (*entry == Entry::End)
            break;
        if (*entry != Entry::Series)
            takeMetadata(pass, *entry);
        else if (auto taken = takeSeries(pass); !taken)
            return tl::unexpected(taken.error());
    }
    m_cache.endScrape([&](auto ref) { markEnded(*pass.appender, ref, pass.time); });
    auto stored = pass.appender->commit();
    if (!stored)
        return tl::unexpected(stored.error());
    pass.report.stored = *stored;
    return pass.report;
}

Result<void> BodyIngester::takeSeries(Pass& pass)
{
    const auto& series = pass.parser.series();
    if (++pass.report.scraped > m_job.limits.samplesPerScrape) {
        return fail(Error::Kind::LimitExceeded, "more than " + std::to_string(m_job.limits.samplesPerScrape) +
                                                    " samples: raise sample_limit of this job if that is meant");
    }
    const auto found = m_cache.find(series);
    auto ref = found.ref;
    if (!found.known) {
        auto resolved = resolve(pass);
        if (!resolved)
            return tl::unexpected(resolved.error());
        ref = *resolved;
    } else if (ref == kDropped || found.repeated) {
        pass.report.duplicates += found.repeated ? 1 : 0;
    } else {
        const bool hasTime = series.timestamp && m_job.honorTimestamps;
        const auto time = hasTime ? *series.timestamp : pass.time;
        if (!pass.appender->append(ref, {}, {time, series.value})) {
            // The store has forgotten the series: introduce it again.
            auto resolved = resolve(pass);
            if (!resolved)
                return tl::unexpected(resolved.error());
            ref = *resolved;
        }
    }
    pass.report.kept += ref == kDropped ? 0 : 1;
    return {};
}

Result<model::LabelSet> BodyIngester::labelsOf(Pass& pass, bool& dropped)
{
    const auto labels = pass.parser.labels(m_buffer);
    if (!labels)
        return tl::unexpected(labels.error());
    const auto scraped = model::LabelSet::fromSorted(*labels);
    model::LabelSetBuilder builder(scraped);
    for (const auto own : m_target.labels) {
        const auto theirs = scraped.get(own.name);
        if (theirs.empty()) {
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
    if (relabelled->size() > m_job.limits.labelsPerSeries) {
        return fail(Error::Kind::LimitExceeded, "series " + std::string(scraped.metricName()) + " has " +
                                                    std::to_string(relabelled->size()) + " labels, over label_limit " +
                                                    std::to_string(m_job.limits.labelsPerSeries));
    }
    return std::move(*relabelled);
}

Result<storage::SeriesRef> BodyIngester::resolve(Pass& pass)
{
    const auto& series = pass.parser.series();
    bool dropped = false;
    auto labels = labelsOf(pass, dropped);
    if (!labels)
        return tl::unexpected(labels.error());
    if (dropped)
        return m_cache.insert(series, kDropped);
    if (m_cache.liveCount() + pass.report.seriesAdded >= m_job.limits.seriesPerTarget &&
        pass.report.kept >= m_job.limits.seriesPerTarget) {
        return fail(Error::Kind::LimitExceeded, "more than " + std::to_string(m_job.limits.seriesPerTarget) +
                                                    " series: raise limits.series_per_target if that is meant");
    }
    const bool hasTime = series.timestamp && m_job.honorTimestamps;
    const auto time = hasTime ? *series.timestamp : pass.time;
    const auto ref = pass.appender->append(0, *labels, {time, series.value});
    if (!ref)
        return tl::unexpected(ref.error());
    if (hasTime)
        m_timestamped.insert(*ref);
    ++pass.report.seriesAdded;
    return m_cache.insert(series, *ref);
}

void BodyIngester::takeMetadata(Pass& pass, Entry entry)
{
    if (entry == Entry::Comment || m_metadata.size() >= m_job.limits.seriesPerTarget)
        return;
    const auto family = pass.parser.family();
    auto known = m_metadata.find(family);
    if (known == m_metadata.end())
        known = m_metadata.emplace(family, model::Metadata()).first;
    auto& metadata = known->second;
    if (entry == Entry::Type && metadata.type != pass.parser.type())
        metadata.type = pass.parser.type();
    else if (entry == Entry::Help && metadata.help != pass.parser.text())
        metadata.help = pass.parser.text();
    else if (entry == Entry::Unit && metadata.unit != pass.parser.text())
        metadata.unit = pass.parser.text();
    else
        return;
    pass.appender->describe(family, metadata);
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

void BodyIngester::reportSample(storage::Appender& appender, std::size_t index, Timestamp time, double value)
{
    auto& ref = m_reportRefs.at(index);
    if (ref != 0 && appender.append(ref, {}, {time, value}))
        return;
    model::LabelSetBuilder labels(m_target.labels);
    labels.set(model::kMetricName, kReportMetrics.at(index));
    ref = appender.append(0, labels.build(), {time, value}).value_or(0);
}

void BodyIngester::writeReport(Timestamp time, bool up, double seconds, const IngestReport& report)
{
    const auto appender = m_store.appender();
    const std::array<double, 5> values = {up ? 1.0 : 0.0, seconds, static_cast<double>(report.scraped),
                                          static_cast<double>(report.kept), static_cast<double>(report.seriesAdded)};
    for (std::size_t i = 0; i < values.size(); ++i)
        reportSample(*appender, i, time, values.at(i));
    (void)appender->commit();
}

void BodyIngester::markReportStale(Timestamp time)
{
    const auto appender = m_store.appender();
    for (std::size_t i = 0; i < kReportMetrics.size(); ++i)
        reportSample(*appender, i, time, model::kStaleMarker);
    (void)appender->commit();
}

} // namespace nocturne::scrape
