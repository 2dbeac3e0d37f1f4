// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/memory_store.h"

#include <algorithm>
#include <limits>
#include <set>

namespace nocturne::support {

using model::LabelSet;
using model::Matcher;
using model::Sample;

class MemoryStore::MemoryAppender final : public storage::Appender
{
public:
    explicit MemoryAppender(MemoryStore& store)
        : m_store(store)
    {}

    Result<storage::SeriesRef> append(storage::SeriesRef hint, const LabelSet& labels, Sample sample) override
    {
        return add(hint, labels, {{}, sample, nullptr});
    }
    Result<storage::SeriesRef> appendHistogram(storage::SeriesRef hint, const LabelSet& labels,
                                               model::HistogramSample sample) override
    {
        if (const auto checked = sample.histogram->validate(); !checked) {
            return tl::unexpected(checked.error());
        }
        if (sample.histogram->isStale()) {
            return append(hint, labels, {sample.t, model::kStaleMarker});
        }
        return add(hint, labels, {{}, {sample.t, 0}, std::move(sample.histogram)});
    }
    void setStartTime(Timestamp start) override
    {
        if (!m_pending.empty()) {
            m_pending.back().startTime = start;
        }
    }
    Result<void> appendExemplar(storage::SeriesRef series, const model::Exemplar& exemplar) override
    {
        const std::lock_guard lock(m_store.m_mutex);
        if (series == 0 || series > m_store.m_refs.size()) {
            return fail(Error::Kind::InvalidInput, "an exemplar needs a known series reference");
        }
        m_exemplars.emplace_back(m_store.m_refs[series - 1], exemplar);
        return {};
    }
    void describe(std::string_view metric, const model::Metadata& metadata) override
    {
        const std::lock_guard lock(m_store.m_mutex);
        m_store.m_metadata.insert_or_assign(std::string(metric), metadata);
    }
    Result<storage::CommitStats> commit() override
    {
        const auto stats = m_store.store(m_pending);
        m_pending.clear();
        const std::lock_guard lock(m_store.m_mutex);
        for (const auto& [series, exemplar] : m_exemplars) {
            m_store.m_exemplars[series].push_back(exemplar);
        }
        m_exemplars.clear();
        return stats;
    }
    void rollback() override
    {
        m_pending.clear();
        m_exemplars.clear();
    }

private:
    Result<storage::SeriesRef> add(storage::SeriesRef hint, const LabelSet& labels, Pending pending)
    {
        const std::lock_guard lock(m_store.m_mutex);
        auto& refs = m_store.m_refs;
        if (hint == 0 || hint > refs.size()) {
            if (labels.empty()) {
                return fail(Error::Kind::InvalidInput, "a sample needs labels or a known series reference");
            }
            const auto known = std::find(refs.begin(), refs.end(), labels);
            hint = static_cast<storage::SeriesRef>(known - refs.begin()) + 1;
            if (known == refs.end()) {
                refs.push_back(labels);
            }
        }
        pending.labels = refs[hint - 1];
        m_pending.push_back(std::move(pending));
        return hint;
    }

    MemoryStore& m_store;
    std::vector<Pending> m_pending;
    std::vector<std::pair<LabelSet, model::Exemplar>> m_exemplars;
};

namespace {

/// The entries with minTime < t <= maxTime of a list sorted by time.
template <typename T>
std::span<const T> window(const std::vector<T>& list, Timestamp minTime, Timestamp maxTime)
{
    const auto begin = std::ranges::upper_bound(list, minTime, {}, &T::t);
    const auto end = std::ranges::upper_bound(list, maxTime, {}, &T::t);
    return begin < end ? std::span<const T>(begin, end) : std::span<const T>();
}

} // namespace

class MemoryStore::MemoryCursor final : public storage::SeriesCursor
{
public:
    MemoryCursor(LabelSet labels, const Series& series, Timestamp minTime, Timestamp maxTime)
        : m_labels(std::move(labels))
        , m_samples(series.floats)
        , m_rest(window(*m_samples, minTime, maxTime))
    {
        const auto histograms = window(series.histograms, minTime, maxTime);
        m_histograms.assign(histograms.begin(), histograms.end());
        const auto startTimes = window(series.startTimes, minTime, maxTime);
        m_startTimes.assign(startTimes.begin(), startTimes.end());
    }

    bool empty() const { return m_rest.empty() && m_histograms.empty(); }
    const LabelSet& labels() const override { return m_labels; }
    Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) override
    {
        const auto count = std::min({times.size(), values.size(), m_rest.size()});
        for (std::size_t i = 0; i < count; ++i) {
            times[i] = m_rest[i].t;
            values[i] = m_rest[i].v;
        }
        m_rest = m_rest.subspan(count);
        return count;
    }
    std::size_t sampleBound() const override { return m_rest.size(); }
    bool mayHaveHistograms() const override { return !m_histograms.empty(); }
    Result<void> readHistograms(std::vector<model::HistogramSample>& into) override
    {
        into.insert(into.end(), m_histograms.begin(), m_histograms.end());
        return {};
    }
    bool mayHaveStartTimes() const override { return !m_startTimes.empty(); }
    Result<void> readStartTimes(std::vector<model::StartTime>& into) override
    {
        into.insert(into.end(), m_startTimes.begin(), m_startTimes.end());
        return {};
    }

private:
    LabelSet m_labels;
    Samples m_samples;
    std::span<const Sample> m_rest;
    std::vector<model::HistogramSample> m_histograms;
    std::vector<model::StartTime> m_startTimes;
};

class MemoryStore::MemoryQuerier final : public storage::Querier
{
public:
    MemoryQuerier(std::map<LabelSet, Series> series, std::map<std::string, model::Metadata, std::less<>> metadata,
                  Timestamp minTime, Timestamp maxTime)
        : m_series(std::move(series))
        , m_metadata(std::move(metadata))
        , m_minTime(minTime)
        , m_maxTime(maxTime)
    {}

    Result<std::vector<std::unique_ptr<storage::SeriesCursor>>> select(const std::vector<Matcher>& matchers,
                                                                       const std::stop_token& stop) override
    {
        std::vector<std::unique_ptr<storage::SeriesCursor>> found;
        for (const auto& [labels, series] : m_series) {
            if (stop.stop_requested()) {
                return fail(Error::Kind::Cancelled, "the query was cancelled");
            }
            if (!matchesAll(matchers, labels)) {
                continue;
            }
            auto cursor = std::make_unique<MemoryCursor>(labels, series, m_minTime, m_maxTime);
            if (!cursor->empty()) {
                found.push_back(std::move(cursor));
            }
        }
        return found;
    }
    Result<std::vector<std::string>> labelNames(const std::vector<Matcher>& matchers) override
    {
        std::set<std::string> names;
        forEach(matchers, [&](const LabelSet& labels) {
            for (const auto label : labels) {
                names.emplace(label.name);
            }
        });
        return std::vector<std::string>(names.begin(), names.end());
    }
    Result<std::vector<std::string>> labelValues(const std::string& name, const std::vector<Matcher>& matchers) override
    {
        std::set<std::string> values;
        forEach(matchers, [&](const LabelSet& labels) {
            if (labels.contains(name)) {
                values.emplace(labels.get(name));
            }
        });
        return std::vector<std::string>(values.begin(), values.end());
    }
    Result<std::vector<LabelSet>> series(const std::vector<Matcher>& matchers) override
    {
        std::vector<LabelSet> found;
        forEach(matchers, [&](const LabelSet& labels) { found.push_back(labels); });
        return found;
    }
    Result<std::map<std::string, model::Metadata>> metadata(const std::string& metric) override
    {
        std::map<std::string, model::Metadata> found;
        for (const auto& [name, metadata] : m_metadata) {
            if (metric.empty() || metric == name) {
                found.emplace(name, metadata);
            }
        }
        return found;
    }

private:
    template <typename Visit>
    void forEach(const std::vector<Matcher>& matchers, Visit visit) const
    {
        for (const auto& [labels, series] : m_series) {
            const bool isThere = !window(*series.floats, m_minTime, m_maxTime).empty() ||
                                 !window(series.histograms, m_minTime, m_maxTime).empty();
            if (isThere && matchesAll(matchers, labels)) {
                visit(labels);
            }
        }
    }

    std::map<LabelSet, Series> m_series;
    std::map<std::string, model::Metadata, std::less<>> m_metadata;
    Timestamp m_minTime;
    Timestamp m_maxTime;
};

MemoryStore::MemoryStore() = default;
MemoryStore::~MemoryStore() = default;

std::unique_ptr<storage::Appender> MemoryStore::appender() { return std::make_unique<MemoryAppender>(*this); }

Result<std::unique_ptr<storage::Querier>> MemoryStore::querier(Timestamp minTime, Timestamp maxTime) const
{
    const std::lock_guard lock(m_mutex);
    return std::make_unique<MemoryQuerier>(m_series, m_metadata, minTime, maxTime);
}

Result<std::vector<storage::SeriesExemplars>> MemoryStore::exemplars(Timestamp start, Timestamp end,
                                                                     std::span<const std::vector<Matcher>> selectors,
                                                                     const std::stop_token& /*stop*/) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<storage::SeriesExemplars> found;
    for (const auto& [series, all] : m_exemplars) {
        const auto selects = [&labels = series](const auto& matchers) { return matchesAll(matchers, labels); };
        storage::SeriesExemplars some{series, {}};
        std::ranges::copy_if(all, std::back_inserter(some.exemplars),
                             [&](const auto& exemplar) { return exemplar.t >= start && exemplar.t <= end; });
        if (std::ranges::any_of(selectors, selects) && !some.exemplars.empty()) {
            found.push_back(std::move(some));
        }
    }
    return found;
}

void MemoryStore::add(const LabelSet& labels, const std::vector<Sample>& samples)
{
    const std::lock_guard lock(m_mutex);
    auto& series = m_series[labels];
    std::map<Timestamp, double> merged;
    for (const auto& sample : *series.floats) {
        merged[sample.t] = sample.v;
    }
    for (const auto& sample : samples) {
        merged[sample.t] = sample.v;
    }
    auto next = std::make_shared<std::vector<Sample>>();
    next->reserve(merged.size());
    for (const auto& [t, v] : merged) {
        next->push_back({t, v});
    }
    series.floats = std::move(next);
    rehint(series);
}

void MemoryStore::addHistograms(const LabelSet& labels, const std::vector<model::HistogramSample>& samples)
{
    const std::lock_guard lock(m_mutex);
    auto& series = m_series[labels];
    series.histograms.insert(series.histograms.end(), samples.begin(), samples.end());
    std::ranges::stable_sort(series.histograms, {}, &model::HistogramSample::t);
    rehint(series);
}

void MemoryStore::addStartTimes(const LabelSet& labels, const std::vector<model::StartTime>& startTimes)
{
    const std::lock_guard lock(m_mutex);
    auto& known = m_series[labels].startTimes;
    known.insert(known.end(), startTimes.begin(), startTimes.end());
    std::ranges::stable_sort(known, {}, &model::StartTime::t);
}

/// Gives each histogram the hint that a store keeps for it.
void MemoryStore::rehint(Series& series)
{
    for (std::size_t i = 0; i < series.histograms.size(); ++i) {
        auto& [t, histogram] = series.histograms[i];
        const auto before = i > 0 ? series.histograms[i - 1].t : std::numeric_limits<Timestamp>::min();
        const bool follows = i > 0 && window(*series.floats, before, t).empty();
        const auto hint = model::storedHint(follows ? series.histograms[i - 1].histogram.get() : nullptr, *histogram);
        if (hint != histogram->hint) {
            auto copy = std::make_shared<model::FloatHistogram>(*histogram);
            copy->hint = hint;
            histogram = std::move(copy);
        }
    }
}

void MemoryStore::clear()
{
    const std::lock_guard lock(m_mutex);
    m_series.clear();
    m_refs.clear();
    m_metadata.clear();
    m_exemplars.clear();
}

std::size_t MemoryStore::seriesCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_series.size();
}

std::size_t MemoryStore::sampleCount() const
{
    const std::lock_guard lock(m_mutex);
    std::size_t count = 0;
    for (const auto& [labels, series] : m_series) {
        count += series.floats->size() + series.histograms.size();
    }
    return count;
}

storage::CommitStats MemoryStore::store(const std::vector<Pending>& pending)
{
    const std::lock_guard lock(m_mutex);
    storage::CommitStats stats;
    std::map<LabelSet, std::shared_ptr<std::vector<Sample>>> changed; // copies: queriers keep the old vectors
    for (const auto& [labels, sample, histogram, startTime] : pending) {
        stats.seriesAdded += m_series.contains(labels) ? 0 : 1;
        auto& series = m_series[labels];
        auto& floats = changed[labels];
        if (!floats) {
            floats = std::make_shared<std::vector<Sample>>(*series.floats);
        }
        const auto newest = [&](const auto& list) { return list.empty() || list.back().t < sample.t; };
        if (newest(*floats) && newest(series.histograms)) {
            if (histogram) {
                series.histograms.push_back({sample.t, histogram});
            } else {
                floats->push_back(sample);
            }
            if (startTime != 0) {
                series.startTimes.push_back({sample.t, startTime});
            }
            ++stats.stored;
        } else if (floats->empty() || sample.t != floats->back().t) {
            ++stats.outOfOrder;
        } else if (histogram || !(sample == floats->back())) {
            ++stats.duplicates;
        }
    }
    for (auto& [labels, floats] : changed) {
        m_series[labels].floats = std::move(floats);
        rehint(m_series[labels]);
    }
    return stats;
}

} // namespace nocturne::support
