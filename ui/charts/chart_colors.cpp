// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_colors.h"

namespace nocturne::charts {

QVariantList ChartColors::seriesList() const
{
    QVariantList list;
    for (const auto& color : series)
        list.append(color);
    return list;
}

void ChartColors::setSeriesList(const QVariantList& colors)
{
    series.clear();
    for (const auto& color : colors)
        series.append(color.value<QColor>());
    emit changed();
}

QColor ChartColors::seriesColor(std::size_t index) const
{
    return series.isEmpty() ? dim : series[static_cast<qsizetype>(index) % series.size()];
}

QList<qreal> ChartColors::seriesDashes(std::size_t index) const
{
    const auto round = series.isEmpty() ? 0 : static_cast<qsizetype>(index) / series.size();
    switch (round % 4) {
    case 1:
        return {4, 2.5};
    case 2:
        return {1.5, 2};
    case 3:
        return {7, 2, 1.5, 2};
    default:
        return {};
    }
}

QColor ChartColors::severityColor(const QString& severity) const
{
    if (severity == QLatin1String("info"))
        return info;
    if (severity == QLatin1String("warning"))
        return warning;
    if (severity == QLatin1String("error"))
        return error;
    if (severity == QLatin1String("critical"))
        return critical;
    if (severity == QLatin1String("ok"))
        return ok;
    return unknown;
}

QColor desaturated(const QColor& color)
{
    const auto lab = color.toHsl();
    return QColor::fromHslF(lab.hslHueF(), lab.hslSaturationF() * 0.18F, lab.lightnessF() * 0.85F + 0.05F,
                            color.alphaF());
}

} // namespace nocturne::charts
