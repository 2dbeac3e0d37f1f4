// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/firing_strip.h"

#include <QPainter>
#include <algorithm>
#include <array>

namespace nocturne::charts {

namespace {

struct Level
{
    const char* severity;
    double height; // of the strip
};
constexpr std::array<Level, 5> kLevels = {
    {{"info", 0.3}, {"warning", 0.5}, {"unknown", 0.6}, {"error", 0.8}, {"critical", 1.0}}};
constexpr double kLeastWidth = 2; // pixels of what fired for a moment

} // namespace

const std::vector<StripData::Cell>& StripData::cells() const
{
    static const std::vector<Cell> kNone;
    return m_cells ? *m_cells : kNone;
}

FiringStrip::FiringStrip(QQuickItem* parent)
    : ImageItem(1, parent)
{}

void FiringStrip::setStrip(const StripData& data)
{
    if (data == m_data)
        return;
    m_data = data;
    emit changed();
    invalidateAll();
}

void FiringStrip::setColors(ChartColors* colors)
{
    if (colors == m_colors)
        return;
    if (m_colors)
        m_colors->disconnect(this);
    m_colors = colors;
    if (colors != nullptr)
        connect(colors, &ChartColors::changed, this, [this] { invalidateAll(); });
    emit changed();
    invalidateAll();
}

void FiringStrip::setGround(const QColor& color)
{
    if (color == m_ground)
        return;
    m_ground = color;
    emit changed();
    invalidateAll();
}

void FiringStrip::drawLayer(std::size_t, QImage& image)
{
    const auto& cells = m_data.cells();
    QPainter painter(&image);
    const QRectF area(QPointF(0, 0), image.deviceIndependentSize());
    painter.fillRect(area, m_ground);
    if (cells.empty() || !m_colors)
        return;
    const double width = area.width() / static_cast<double>(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].share == 0)
            continue;
        const auto& level = kLevels[std::min<std::size_t>(cells[i].level, kLevels.size() - 1)];
        const double wide = std::max(kLeastWidth, width); // no gaps within what went on
        const double high = area.height() * level.height;
        painter.fillRect(QRectF(static_cast<double>(i) * width, area.height() - high, wide, high),
                         m_colors->severityColor(QLatin1String(level.severity)));
    }
}

} // namespace nocturne::charts
