// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/legend_model.h"

#include <algorithm>
#include <cmath>

namespace nocturne::panels {

int LegendModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_data.content().series.size());
}

QString LegendModel::worded(double value, const dashboards::UnitScale& scale) const
{
    return query::isAbsent(value) ? QStringLiteral("–")
                                  : QString::fromStdString(m_format.format(value, scale, 0).text());
}

QVariant LegendModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& series = m_data.content().series[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NameRole:
        return series.name;
    case LastRole:
        return worded(series.stats.last, m_scale);
    case MinRole:
        return worded(series.stats.min, m_scale);
    case MaxRole:
        return worded(series.stats.max, m_scale);
    case MeanRole:
        return worded(series.stats.mean, m_scale);
    case AtRole: {
        const auto found = std::lower_bound(series.times.begin(), series.times.end(), m_cursor);
        if (m_cursor == 0 || found == series.times.end() || *found != m_cursor)
            return QString();
        return worded(series.raw[static_cast<std::size_t>(found - series.times.begin())], m_scale);
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> LegendModel::roleNames() const
{
    return {{NameRole, "name"}, {LastRole, "last"}, {MinRole, "min"},
            {MaxRole, "max"},   {MeanRole, "mean"}, {AtRole, "at"}};
}

void LegendModel::setData(const charts::ChartData& data, const dashboards::UnitFormat& format)
{
    const auto before = rowCount();
    const auto after = static_cast<int>(data.content().series.size());
    const auto take = [&] {
        m_data = data;
        m_format = format;
        double largest = 0;
        for (const auto& series : data.content().series) {
            if (series.stats.count > 0)
                largest = std::max({largest, std::abs(series.stats.max), std::abs(series.stats.min)});
        }
        m_scale = m_format.scale(largest, 0);
    };
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        take();
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        take();
        endRemoveRows();
    } else {
        take();
    }
    if (const auto same = std::min(before, after); same > 0)
        emit dataChanged(index(0), index(same - 1));
    if (before != after)
        emit countChanged();
}

void LegendModel::setCursor(double time)
{
    const auto cursor = static_cast<Timestamp>(time);
    if (m_cursor == cursor)
        return;
    m_cursor = cursor;
    if (rowCount() > 0)
        emit dataChanged(index(0), index(rowCount() - 1), {AtRole});
}

} // namespace nocturne::panels
