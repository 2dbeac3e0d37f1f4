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
/// thread, only for layers that were invalidated, and only while the item is visible.
class ImageItem : public QQuickItem
{
    Q_OBJECT
    QML_ANONYMOUS

public:
    static constexpr std::size_t kMaxLayers = 3;

    explicit ImageItem(std::size_t layers = 1, QQuickItem* parent = nullptr);

    /// Redraws all layers now and puts them over each other; for tests and for export.
    QImage grabImage(qreal devicePixelRatio);

protected:
    /// Draws layer `layer` with a painter in item coordinates; antialiasing is on. The image is transparent before.
    virtual void drawLayer(std::size_t layer, QImage& image) = 0;

    void invalidate(std::size_t layer);
    void invalidateAll();

    void updatePolish() override;
    QSGNode* updatePaintNode(QSGNode* node, UpdatePaintNodeData*) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;

private:
    struct Layer
    {
        QImage image;
        bool dirty = true;  // image is older than the data
        bool fresh = false; // texture is older than the image
    };
    QImage makeImage(qreal devicePixelRatio) const;

    std::size_t m_layerCount;
    std::array<Layer, kMaxLayers> m_layers;
};

} // namespace nocturne::charts
