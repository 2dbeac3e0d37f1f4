// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>
#include <array>

namespace nocturne::charts {

/// A Quick item that is drawn into images and shown as textures, which both the hardware and the software scene graph
/// can do, sharp at any device pixel ratio.
///
/// Layers are drawn apart, so that the crosshair does not redraw the samples. Drawing happens in polish on the GUI
/// thread, only for layers that were invalidated, and only while the item is visible. Pictures are the largest things a
/// dashboard holds: a layer is no larger than what stands on it, and an item that is hidden gives its pictures back.
class ImageItem : public QQuickItem
{
    Q_OBJECT
    QML_ANONYMOUS

public:
    static constexpr std::size_t kMaxLayers = 2;

    explicit ImageItem(std::size_t layers = 1, QQuickItem* parent = nullptr);

    /// Redraws all layers now and puts them over each other; for tests and for export.
    QImage grabImage(qreal devicePixelRatio);
    /// The memory that the pictures on show take.
    qsizetype pictureBytes() const;

protected:
    /// Draws layer `layer`. The image is transparent before, and covers layerArea().
    virtual void drawLayer(std::size_t layer, QImage& image) = 0;
    /// The part of the item that layer `layer` draws on, in item coordinates and on the borders of device pixels. Where
    /// it is empty the layer is neither drawn nor kept. The whole item unless a subclass knows better; the first layer
    /// always is.
    virtual QRectF layerArea(std::size_t layer, qreal devicePixelRatio) const;

    void invalidate(std::size_t layer);
    void invalidateAll();

    void updatePolish() override;
    QSGNode* updatePaintNode(QSGNode* node, UpdatePaintNodeData*) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;

private:
    struct Layer
    {
        QImage image; // null when there is nothing to show
        QPointF position;
        bool dirty = true;  // image is older than the data
        bool fresh = false; // texture is older than the image
    };
    void redraw(std::size_t layer);
    void dropPictures();

    std::size_t m_layerCount;
    std::array<Layer, kMaxLayers> m_layers;
};

} // namespace nocturne::charts
