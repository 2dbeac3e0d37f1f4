// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/series_writer.h"

#include <algorithm>

namespace nocturne::health {

namespace {

model::LabelSet seriesLabels(const std::string& name, const std::vector<std::pair<std::string, std::string>>& own)
{
    model::LabelSetBuilder labels;
    for (const auto& [label, value] : own)
        labels.set(label, value);
    return labels.set("job", "health").set("instance", name).build();
}

std::string keyOf(std::string_view metric, std::string_view labelValue = {})
{
    return std::string(metric) + '\xff' + std::string(labelValue);
}

} // namespace

SeriesWriter::SeriesWriter(const std::string& name, const std::vector<std::pair<std::string, std::string>>& labels)
    : m_labels(seriesLabels(name, labels))
{}

void SeriesWriter::put(storage::Appender& appender, std::string_view metric, Timestamp time, double value,
                       std::string_view labelName, std::string_view labelValue)
{
    auto key = keyOf(metric, labelValue);
    auto known = m_series.find(key);
    if (known == m_series.end()) {
        model::LabelSetBuilder labels(m_labels);
        labels.set(model::kMetricName, metric);
        if (!labelName.empty())
            labels.set(labelName, labelValue);
        known = m_series.emplace(std::move(key), Series{labels.build()}).first;
    }
    auto& series = known->second;
    series.round = m_round;
    time = std::max(time, series.last + 1);
    const auto ref = appender.append(series.ref, series.labels, {time, value});
    if (!ref)
        return; // the store is full; it counts that itself
    series.ref = *ref;
    series.last = time;
    series.live = true;
}

void SeriesWriter::keep(std::string_view metric)
{
    if (const auto known = m_series.find(keyOf(metric)); known != m_series.end())
        known->second.round = m_round;
}

void SeriesWriter::end(storage::Appender& appender, Series& series, Timestamp time)
{
    if (series.live)
        std::ignore =
            appender.append(series.ref, series.labels, {std::max(time, series.last + 1), model::kStaleMarker});
}

void SeriesWriter::endOne(storage::Appender& appender, std::string_view metric, Timestamp time)
{
    const auto known = m_series.find(keyOf(metric));
    if (known == m_series.end())
        return;
    end(appender, known->second, time);
    m_series.erase(known);
}

void SeriesWriter::endOthers(storage::Appender& appender, Timestamp time)
{
    for (auto entry = m_series.begin(); entry != m_series.end();) {
        if (entry->second.round == m_round) {
            ++entry;
            continue;
        }
        end(appender, entry->second, time);
        entry = m_series.erase(entry);
    }
}

} // namespace nocturne::health
