// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include "ui/charts/image_item.h"

namespace nocturne::charts {

/// Lines of 45 degrees over an area: what lies under them is old.
class HatchPattern : public ImageItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor color MEMBER m_color WRITE setColor NOTIFY changed)
    Q_PROPERTY(double spacing MEMBER m_spacing WRITE setSpacing NOTIFY changed)

public:
    explicit HatchPattern(QQuickItem* parent = nullptr);

    void setColor(const QColor& color);
    void setSpacing(double spacing);

signals:
    void changed();

protected:
    void drawLayer(std::size_t layer, QImage& image) override;

private:
    QColor m_color;
    double m_spacing = 12;
};

} // namespace nocturne::charts
