// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <cstdint>
#include <memory>
#include <vector>

#include "ui/charts/chart_colors.h"
#include "ui/charts/image_item.h"

namespace nocturne::charts {

/// How much of equal parts of time something fired, and how bad it was; immutable and cheap to copy.
class StripData
{
    Q_GADGET
    QML_VALUE_TYPE(stripData)

public:
    struct Cell
    {
        std::uint8_t share = 0; ///< of the part, 0 to 255
        std::uint8_t level = 0; ///< 0 info, 1 warning, 2 unknown, 3 error, 4 critical

        bool operator==(const Cell&) const = default;
    };

    StripData() = default;
    explicit StripData(std::vector<Cell> cells)
        : m_cells(std::make_shared<const std::vector<Cell>>(std::move(cells)))
    {}

    const std::vector<Cell>& cells() const;
    bool operator==(const StripData& other) const { return m_cells == other.m_cells || cells() == other.cells(); }

private:
    std::shared_ptr<const std::vector<Cell>> m_cells;
};

/// When something fired, as a strip: what is worse stands higher, and has the colour of its severity.
class FiringStrip : public nocturne::charts::ImageItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::charts::StripData strip MEMBER m_data WRITE setStrip NOTIFY changed)
    Q_PROPERTY(nocturne::charts::ChartColors* colors READ colors WRITE setColors NOTIFY changed)
    Q_PROPERTY(QColor ground MEMBER m_ground WRITE setGround NOTIFY changed)

public:
    explicit FiringStrip(QQuickItem* parent = nullptr);

    void setStrip(const StripData& data);
    ChartColors* colors() const { return m_colors; }
    void setColors(ChartColors* colors);
    void setGround(const QColor& color);

signals:
    void changed();

protected:
    void drawLayer(std::size_t layer, QImage& image) override;

private:
    StripData m_data;
    QPointer<ChartColors> m_colors;
    QColor m_ground;
};

} // namespace nocturne::charts
