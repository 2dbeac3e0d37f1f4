// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/hatch_pattern.h"

#include <QPainter>

namespace nocturne::charts {

HatchPattern::HatchPattern(QQuickItem* parent)
    : ImageItem(1, parent)
{}

void HatchPattern::setColor(const QColor& color)
{
    if (m_color == color)
        return;
    m_color = color;
    emit changed();
    invalidateAll();
}

void HatchPattern::setSpacing(double spacing)
{
    if (m_spacing == spacing || spacing < 2)
        return;
    m_spacing = spacing;
    emit changed();
    invalidateAll();
}

void HatchPattern::drawLayer(std::size_t, QImage& image)
{
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_color, 1));
    for (double x = -height(); x < width(); x += m_spacing)
        painter.drawLine(QPointF(x, 0), QPointF(x + height(), height()));
}

} // namespace nocturne::charts
