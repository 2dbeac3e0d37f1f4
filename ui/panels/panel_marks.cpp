// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/panel_marks.h"

#include <algorithm>

#include "ui/panels/chart_marks.h"

namespace nocturne::panels {

namespace {

constexpr std::size_t kMostSeries = 100;

std::vector<model::LabelSet> labelsOf(const charts::ChartContent& content)
{
    std::vector<model::LabelSet> all;
    for (const auto& drawn : content.series) {
        if (drawn.result == nullptr || all.size() == kMostSeries)
            continue;
        const auto found = std::ranges::find_if(
            drawn.result->series, [&](const auto& series) { return series.values.data() == drawn.raw.data(); });
        if (found != drawn.result->series.end())
            all.push_back(found->labels);
    }
    return all;
}

} // namespace

void PanelMarks::setAlerts(ui::AlertListModel* alerts)
{
    if (alerts == m_alerts)
        return;
    if (m_alerts)
        m_alerts->disconnect(this);
    m_alerts = alerts;
    if (alerts != nullptr)
        connect(alerts, &ui::AlertListModel::refreshed, this, &PanelMarks::look);
    emit sourceChanged();
    look();
}

void PanelMarks::setChart(const charts::ChartData& chart)
{
    if (chart == m_chart)
        return;
    m_chart = chart;
    emit sourceChanged();
    look();
}

void PanelMarks::setStartTime(double time)
{
    if (time == m_startTime)
        return;
    m_startTime = time;
    emit sourceChanged();
    look();
}

void PanelMarks::setEndTime(double time)
{
    if (time == m_endTime)
        return;
    m_endTime = time;
    emit sourceChanged();
    look();
}

void PanelMarks::look()
{
    QVariantList marks;
    if (m_alerts && m_endTime > m_startTime) {
        std::vector<alerts::AlertInstance> taken; // of thousands that fire, few are
        const auto snapshot = m_alerts->snapshot();
        for (const auto& alert : *snapshot) {
            if (alert.acknowledgement)
                taken.push_back(alert);
        }
        const auto& board = m_alerts->board();
        const auto silences = board.silences();
        const auto downtimes = board.downtimes();
        if (!taken.empty() || !silences->empty() || !downtimes->empty())
            marks = toVariants(marksOf(taken, *silences, *downtimes, labelsOf(m_chart.content()),
                                       {static_cast<Timestamp>(m_startTime), static_cast<Timestamp>(m_endTime)}));
    }
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    emit changed();
}

} // namespace nocturne::panels
