// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/memory_store.h"

#include <algorithm>
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
        m_pending.emplace_back(refs[hint - 1], sample);
        return hint;
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
        return stats;
    }
    void rollback() override { m_pending.clear(); }

private:
    MemoryStore& m_store;
    std::vector<std::pair<LabelSet, Sample>> m_pending;
};

class MemoryStore::MemoryCursor final : public storage::SeriesCursor
{
public:
    MemoryCursor(LabelSet labels, Samples samples, std::size_t begin, std::size_t end)
        : m_labels(std::move(labels))
        , m_samples(std::move(samples))
        , m_next(begin)
        , m_end(end)
    {}

    const LabelSet& labels() const override { return m_labels; }
    Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) override
    {
        const auto count = std::min({times.size(), values.size(), m_end - m_next});
        for (std::size_t i = 0; i < count; ++i) {
            times[i] = (*m_samples)[m_next + i].t;
            values[i] = (*m_samples)[m_next + i].v;
        }
        m_next += count;
        return count;
    }
    std::size_t sampleBound() const override { return m_end - m_next; }

private:
    LabelSet m_labels;
    Samples m_samples;
    std::size_t m_next;
    std::size_t m_end;
};

class MemoryStore::MemoryQuerier final : public storage::Querier
{
public:
    MemoryQuerier(std::map<LabelSet, Samples> series, std::map<std::string, model::Metadata, std::less<>> metadata,
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
        for (const auto& [labels, samples] : m_series) {
            if (stop.stop_requested()) {
                return fail(Error::Kind::Cancelled, "the query was cancelled");
            }
            if (!matchesAll(matchers, labels)) {
                continue;
            }
            const auto [begin, end] = window(*samples);
            if (begin < end) {
                found.push_back(std::make_unique<MemoryCursor>(labels, samples, begin, end));
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
    std::pair<std::size_t, std::size_t> window(const std::vector<Sample>& samples) const
    {
        const auto later = [](Timestamp t, const Sample& sample) { return t < sample.t; };
        const auto begin = std::upper_bound(samples.begin(), samples.end(), m_minTime, later);
        const auto end = std::upper_bound(samples.begin(), samples.end(), m_maxTime, later);
        return {static_cast<std::size_t>(begin - samples.begin()), static_cast<std::size_t>(end - samples.begin())};
    }
    template <typename Visit>
    void forEach(const std::vector<Matcher>& matchers, Visit visit) const
    {
        for (const auto& [labels, samples] : m_series) {
            const auto [begin, end] = window(*samples);
            if (begin < end && matchesAll(matchers, labels)) {
                visit(labels);
            }
        }
    }

    std::map<LabelSet, Samples> m_series;
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

void MemoryStore::add(const LabelSet& labels, const std::vector<Sample>& samples)
{
    const std::lock_guard lock(m_mutex);
    auto& stored = m_series[labels];
    std::map<Timestamp, double> merged;
    if (stored) {
        for (const auto& sample : *stored) {
            merged[sample.t] = sample.v;
        }
    }
    for (const auto& sample : samples) {
        merged[sample.t] = sample.v;
    }
    auto next = std::make_shared<std::vector<Sample>>();
    next->reserve(merged.size());
    for (const auto& [t, v] : merged) {
        next->push_back({t, v});
    }
    stored = std::move(next);
}

void MemoryStore::clear()
{
    const std::lock_guard lock(m_mutex);
    m_series.clear();
    m_refs.clear();
    m_metadata.clear();
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
    for (const auto& [labels, samples] : m_series) {
        count += samples->size();
    }
    return count;
}

storage::CommitStats MemoryStore::store(const std::vector<std::pair<LabelSet, Sample>>& pending)
{
    const std::lock_guard lock(m_mutex);
    storage::CommitStats stats;
    std::map<LabelSet, std::shared_ptr<std::vector<Sample>>> changed; // copies: queriers keep the old vectors
    for (const auto& [labels, sample] : pending) {
        auto& samples = changed[labels];
        if (!samples) {
            const auto known = m_series.find(labels);
            stats.seriesAdded += known == m_series.end() ? 1 : 0;
            samples = known == m_series.end() ? std::make_shared<std::vector<Sample>>()
                                              : std::make_shared<std::vector<Sample>>(*known->second);
        }
        if (samples->empty() || sample.t > samples->back().t) {
            samples->push_back(sample);
            ++stats.stored;
        } else if (sample.t < samples->back().t) {
            ++stats.outOfOrder;
        } else if (!(sample == samples->back())) {
            ++stats.duplicates;
        }
    }
    for (auto& [labels, samples] : changed) {
        m_series[labels] = std::move(samples);
    }
    return stats;
}

} // namespace nocturne::support
