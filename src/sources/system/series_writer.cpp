// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/system/series_writer.h"

#include "base/core/text.h"

namespace nocturne::system {

SeriesWriter::SeriesWriter(storage::Appendable& store, model::LabelSet common)
    : m_store(store)
    , m_common(std::move(common))
{}

void SeriesWriter::begin(Timestamp time)
{
    m_appender = m_store.appender();
    m_time = time;
    m_written = 0;
    m_error.reset();
    ++m_round;
}

void SeriesWriter::write(std::string_view metric, std::span<const model::Label> labels, double value)
{
    m_key = metric;
    for (const auto& label : labels)
        m_key.append("\xff").append(label.name).append("\xff").append(label.value);
    Known& known = m_known[m_key];
    model::LabelSet set;
    if (known.ref == 0) {
        model::LabelSetBuilder builder(m_common);
        builder.set(model::kMetricName, metric);
        for (const auto& label : labels)
            builder.set(label.name, isValidUtf8(label.value) ? std::string(label.value) : printable(label.value));
        set = builder.build();
    }
    known.round = m_round;
    const auto ref = m_appender->append(known.ref, set, {m_time, value});
    if (ref) {
        known.ref = *ref;
        ++m_written;
    } else if (!m_error) {
        m_error = ref.error();
    }
}

void SeriesWriter::describe(std::string_view metric, model::MetricType type, std::string_view help)
{
    if (m_described.emplace(metric, true).second)
        m_appender->describe(metric, {type, std::string(help), {}});
}

Result<std::size_t> SeriesWriter::end()
{
    for (auto series = m_known.begin(); series != m_known.end();) {
        if (series->second.round == m_round) {
            ++series;
            continue;
        }
        if (series->second.ref != 0)
            (void)m_appender->append(series->second.ref, {}, {m_time, model::kStaleMarker});
        series = m_known.erase(series);
    }
    const auto committed = m_appender->commit();
    m_appender.reset();
    if (!committed)
        return tl::unexpected(committed.error());
    if (m_error)
        return tl::unexpected(*m_error);
    return m_written;
}

} // namespace nocturne::system
