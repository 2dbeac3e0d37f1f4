// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>

#include "ui/theme/status.h"

class QPainter;

namespace nocturne::ui {

/// How a status shape is drawn beside its colour.
struct StatusStyle
{
    QColor color;
    bool hollow = false; ///< acknowledged: somebody has it
    bool stale = false;  ///< the last seen state of something that can no longer be asked
};

/// Draws the shape of `status` as large as fits into `box`: octagon, diamond, triangle, dot, check, question,
/// ring of dots while waiting, bar when off.
void paintStatus(QPainter& painter, const QRectF& box, Status status, const StatusStyle& style);

/// Fills `box` with 45 degree lines, 1 px every `pitch`.
void paintHatch(QPainter& painter, const QRectF& box, const QColor& color, qreal pitch);

/// `color` with most of its saturation taken away: what is shown of the past.
QColor faded(const QColor& color);

} // namespace nocturne::ui
