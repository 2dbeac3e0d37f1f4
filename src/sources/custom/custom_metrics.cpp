// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/custom/custom_metrics.h"

#include <algorithm>

#include "base/core/number.h"
#include "sources/system/system_source.h"

namespace nocturne::custom {

namespace {

template <typename... Fs>
struct Overloaded : Fs...
{
    using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

constexpr Timestamp kLongestAgo = Timestamp{1000} * 3600 * 24 * 365 * 10; // ms

model::MetricType typeOf(Kind kind)
{
    switch (kind) {
    case Kind::Counter:
        return model::MetricType::Counter;
    case Kind::Histogram:
        return model::MetricType::Histogram;
    case Kind::Summary:
        return model::MetricType::Summary;
    case Kind::Gauge:
    case Kind::Set:
        break;
    }
    return model::MetricType::Gauge;
}

/// Equal for equal labels in any order; no name or value has the byte 0xff, which UTF-8 does not.
std::string keyOf(std::vector<std::pair<std::string, std::string>> labels)
{
    std::sort(labels.begin(), labels.end());
    std::string key;
    for (const auto& [name, value] : labels)
        key.append(name).append("\xff").append(value).append("\xff");
    return key;
}

} // namespace

CustomMetrics::CustomMetrics(storage::Appendable& store, const Clock& clock, Options options)
    : m_clock(clock)
    , m_options(std::move(options))
    , m_writer(store, model::LabelSet{{"job", "custom"},
                                      {"instance", m_options.instance.empty() ? std::string_view(system::hostName())
                                                                              : m_options.instance}})
{}

Result<void> CustomMetrics::take(const Measurement& measurement)
{
    auto taken = check(measurement).and_then([&] { return takeChecked(measurement); });
    if (!taken) {
        refuse(taken.error());
        return taken;
    }
    ++m_stats.taken;
    m_stats.lastTaken = m_clock.now();
    return taken;
}

void CustomMetrics::refuse(const Error& error)
{
    ++m_stats.refused;
    m_stats.lastError = error.message;
}

CustomMetrics::Family& CustomMetrics::familyOf(const Measurement& measurement)
{
    auto& family = m_families.try_emplace(measurement.name, Family{measurement.kind, {}, {}, {}}).first->second;
    if (family.series.empty() && measurement.kind == Kind::Histogram)
        family.buckets = measurement.buckets.empty() ? m_options.buckets : measurement.buckets;
    if (family.help.empty())
        family.help = measurement.help;
    return family;
}

Result<void> CustomMetrics::takeChecked(const Measurement& measurement)
{
    const auto known = m_families.find(measurement.name);
    if (known != m_families.end() && known->second.kind != measurement.kind)
        return fail(Error::Kind::InvalidInput, measurement.name + " is a " + std::string(toString(known->second.kind)) +
                                                   " already, no " + std::string(toString(measurement.kind)) +
                                                   ": give it another name");
    if (known != m_families.end() && !measurement.buckets.empty() && known->second.buckets != measurement.buckets)
        return fail(Error::Kind::InvalidInput,
                    measurement.name + " has other buckets already: leave them out, or give it another name");
    const auto key = keyOf(measurement.labels);
    const bool isKnown = known != m_families.end() && known->second.series.contains(key);
    if (!isKnown && m_stats.series >= m_options.maxSeries)
        return fail(Error::Kind::LimitExceeded,
                    "more than " + std::to_string(m_options.maxSeries) +
                        " series of custom metrics: use fewer labels, or raise custom_metrics.max_series");
    auto& family = familyOf(measurement);
    if (!isKnown) {
        family.series.emplace(key, Series{measurement.labels, make(family)});
        ++m_stats.series;
    }
    Series& series = family.series.find(key)->second;
    series.told = m_clock.monotonic();
    if (m_file)
        m_changed.emplace(measurement.name, key);
    std::visit(Overloaded{[&](Summary& summary) { summary.take(measurement, series.told); },
                          [&](auto& instrument) { instrument.take(measurement); }},
               series.instrument);
    return {};
}

Instrument CustomMetrics::make(const Family& family)
{
    switch (family.kind) {
    case Kind::Gauge:
        return Gauge();
    case Kind::Histogram:
        return Histogram(family.buckets);
    case Kind::Summary:
        return Summary();
    case Kind::Set:
        return Set();
    case Kind::Counter:
        break;
    }
    return Counter();
}

void CustomMetrics::expire(Clock::Monotonic now)
{
    if (m_options.expireAfter.count() == 0)
        return;
    for (auto family = m_families.begin(); family != m_families.end();) {
        m_stats.series -= std::erase_if(family->second.series, [&](const auto& entry) {
            const bool isOver = now - entry.second.told > m_options.expireAfter;
            if (isOver && m_file)
                m_ended.push_back(*keptOf(family->first, entry.first));
            return isOver;
        });
        family = family->second.series.empty() ? m_families.erase(family) : std::next(family);
    }
}

Result<std::size_t> CustomMetrics::keepIn(std::unique_ptr<MetricFile> file)
{
    const auto all = file->read(m_options.maxSeries);
    if (!all)
        return tl::unexpected(all.error());
    std::size_t taken = 0;
    for (const auto& kept : *all)
        taken += takeUp(kept) ? 1 : 0;
    m_file = std::move(file);
    return taken;
}

/// What a measurement of it would not be allowed to be is left alone, so is a histogram with other buckets than its
/// family.
bool CustomMetrics::takeUp(const KeptSeries& kept)
{
    Measurement measurement{.kind = kept.kind, .name = kept.name, .labels = kept.labels};
    measurement.help = kept.help;
    measurement.buckets = kept.buckets;
    const auto known = m_families.find(kept.name);
    const bool isOther =
        known != m_families.end() &&
        (known->second.kind != kept.kind || (kept.kind == Kind::Histogram && known->second.buckets != kept.buckets));
    if (!check(measurement) || isOther || (kept.kind == Kind::Histogram && kept.buckets.empty()))
        return false;
    auto& family = familyOf(measurement);
    Series series{kept.labels, make(family), {}};
    if (!restoreState(series.instrument, kept.state)) {
        if (family.series.empty())
            m_families.erase(kept.name);
        return false;
    }
    const auto ago = std::clamp<Timestamp>(m_clock.now() - kept.told, 0, kLongestAgo);
    series.told = m_clock.monotonic() - std::chrono::milliseconds(ago);
    const bool isNew = family.series.emplace(keyOf(kept.labels), std::move(series)).second;
    m_stats.series += isNew ? 1 : 0;
    return isNew;
}

std::optional<KeptSeries> CustomMetrics::keptOf(const std::string& name, const std::string& key) const
{
    const auto family = m_families.find(name);
    if (family == m_families.end())
        return std::nullopt;
    const auto found = family->second.series.find(key);
    if (found == family->second.series.end())
        return std::nullopt;
    const auto ago = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.monotonic() - found->second.told);
    auto labels = found->second.labels;
    std::ranges::sort(labels);
    return KeptSeries{name,
                      std::move(labels),
                      family->second.kind,
                      family->second.help,
                      family->second.buckets,
                      stateOf(found->second.instrument),
                      m_clock.now() - ago.count()};
}

Result<void> CustomMetrics::keep()
{
    if (!m_file || (m_changed.empty() && m_ended.empty()))
        return {};
    std::vector<KeptSeries> changed;
    changed.reserve(m_changed.size());
    for (const auto& [name, key] : m_changed) {
        if (auto series = keptOf(name, key))
            changed.push_back(std::move(*series));
    }
    auto written = m_file->write(changed, m_ended);
    if (written) {
        m_changed.clear();
        m_ended.clear();
    }
    return written;
}

Result<void> CustomMetrics::keepSafe()
{
    return keep().and_then([this] { return m_file ? m_file->sync() : Result<void>(); });
}

void CustomMetrics::write(const std::string& name, Series& series, Clock::Monotonic now)
{
    std::vector<model::Label> labels;
    for (const auto& [label, value] : series.labels)
        labels.push_back({label, value});
    const auto writeOne = [&](std::string_view suffix, double value) {
        m_writer.write(name + std::string(suffix), labels, value);
    };
    const auto writeWith = [&](std::string_view label, const std::string& bound, std::string_view suffix,
                               double value) {
        labels.push_back({label, bound});
        writeOne(suffix, value);
        labels.pop_back();
    };
    std::visit(Overloaded{[&](const Counter& counter) { writeOne("", counter.total); },
                          [&](const Gauge& gauge) { writeOne("", gauge.value); },
                          [&](const Histogram& histogram) {
                              const auto counts = histogram.cumulative();
                              for (std::size_t i = 0; i < histogram.bounds().size(); ++i)
                                  writeWith("le", formatNumber(histogram.bounds()[i]), "_bucket", counts[i]);
                              writeWith("le", "+Inf", "_bucket", counts.back());
                              writeOne("_sum", histogram.sum());
                              writeOne("_count", counts.back());
                          },
                          [&](Summary& summary) {
                              for (const double phi : m_options.quantiles)
                                  writeWith("quantile", formatNumber(phi), "", summary.quantile(phi, now));
                              writeOne("_sum", summary.sum());
                              writeOne("_count", summary.count());
                          },
                          [&](Set& set) { writeOne("", set.collect()); }},
               series.instrument);
}

Result<std::size_t> CustomMetrics::collect()
{
    const auto now = m_clock.monotonic();
    expire(now);
    m_writer.begin(m_clock.now());
    for (auto& [name, family] : m_families) {
        m_writer.describe(name, typeOf(family.kind), family.help);
        for (auto& [key, series] : family.series)
            write(name, series, now);
    }
    return m_writer.end();
}

} // namespace nocturne::custom
