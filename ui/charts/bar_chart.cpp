// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_chart.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/charts/time_series_chart.h"

namespace nocturne::charts {
namespace {

struct Bar
{
    QString name;
    double value = 0;
    std::size_t series = 0;
};

std::vector<Bar> barsOf(const ChartContent& content)
{
    std::vector<Bar> bars;
    for (std::size_t i = 0; i < content.series.size(); ++i) {
        if (content.series[i].stats.count > 0)
            bars.push_back({content.series[i].name, content.series[i].stats.last, i});
    }
    std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.value > b.value; });
    return bars;
}

constexpr double kBarGap = 10; // between name, bar and number

} // namespace

BarChart::BarChart(QQuickItem* parent)
    : ImageItem(1, parent)
{}

void BarChart::setColors(ChartColors* colors)
{
    if (m_colors == colors)
        return;
    if (m_colors)
        m_colors->disconnect(this);
    m_colors = colors;
    if (m_colors)
        connect(m_colors, &ChartColors::changed, this, [this] { invalidateAll(); });
    emit changed();
    invalidateAll();
}

void BarChart::drawLayer(std::size_t, QImage& image)
{
    auto bars = barsOf(m_data.content());
    if (!m_colors || bars.empty())
        return;
    QFont font(m_colors->fontFamily);
    font.setPixelSize(m_fontPixels);
    const QFontMetricsF metrics(font);
    const double row = std::ceil(metrics.height() * 1.6);
    auto room = static_cast<std::size_t>(std::max(1.0, height() / row));
    if (m_limit > 0)
        room = std::min(room, static_cast<std::size_t>(m_limit));
    const int hidden = static_cast<int>(bars.size() - std::min(room, bars.size()));
    bars.resize(std::min(room, bars.size()));
    if (hidden != m_hidden) {
        m_hidden = hidden;
        QMetaObject::invokeMethod(this, &BarChart::hiddenChanged, Qt::QueuedConnection);
    }

    const dashboards::UnitFormat format(m_unit.toStdString(),
                                        m_decimals >= 0 ? std::optional(m_decimals) : std::nullopt, localNumberStyle());
    double largest = 0;
    for (const auto& bar : bars)
        largest = std::max(largest, std::abs(bar.value));
    const auto scale = format.scale(largest, 0);
    double nameWidth = 0;
    double numberWidth = 0;
    std::vector<QString> numbers;
    for (const auto& bar : bars) {
        numbers.push_back(QString::fromStdString(format.format(bar.value, scale, 0).text()));
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(bar.name));
        numberWidth = std::max(numberWidth, metrics.horizontalAdvance(numbers.back()));
    }
    nameWidth = std::min(nameWidth, width() * 0.4);
    const double left = nameWidth + kBarGap;
    const double length = std::max(4.0, width() - left - numberWidth - kBarGap);

    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setFont(font);
    const double thickness = std::round(row * 0.42);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const double top = static_cast<double>(i) * row;
        const double baseline = std::round(top + (row + metrics.ascent() - metrics.descent()) / 2);
        painter.setPen(m_colors->text);
        painter.drawText(QPointF(0, baseline), metrics.elidedText(bars[i].name, Qt::ElideMiddle, nameWidth));
        const double share = largest > 0 ? std::abs(bars[i].value) / largest : 0;
        const auto color = m_colors->seriesColor(bars[i].series);
        const QRectF track(left, std::round(top + (row - thickness) / 2), length, thickness);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_colors->raised);
        painter.drawRoundedRect(track, 2, 2);
        painter.setBrush(m_stale ? desaturated(color) : color);
        painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(std::max(2.0, length * share), thickness)), 2, 2);
        painter.setPen(m_colors->text);
        painter.drawText(QPointF(width() - metrics.horizontalAdvance(numbers[i]), baseline), numbers[i]);
    }
}

} // namespace nocturne::charts
