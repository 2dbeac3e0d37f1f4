// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace nocturne::charts {

/// The colours and type that charts draw with; bound to the theme once and shared by all of them.
class ChartColors : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantList series READ seriesList WRITE setSeriesList NOTIFY changed)
    Q_PROPERTY(QColor surface MEMBER surface NOTIFY changed)
    Q_PROPERTY(QColor raised MEMBER raised NOTIFY changed)
    Q_PROPERTY(QColor line MEMBER line NOTIFY changed)
    Q_PROPERTY(QColor text MEMBER text NOTIFY changed)
    Q_PROPERTY(QColor dim MEMBER dim NOTIFY changed)
    Q_PROPERTY(QColor ok MEMBER ok NOTIFY changed)
    Q_PROPERTY(QColor info MEMBER info NOTIFY changed)
    Q_PROPERTY(QColor warning MEMBER warning NOTIFY changed)
    Q_PROPERTY(QColor error MEMBER error NOTIFY changed)
    Q_PROPERTY(QColor critical MEMBER critical NOTIFY changed)
    Q_PROPERTY(QColor unknown MEMBER unknown NOTIFY changed)
    Q_PROPERTY(QString fontFamily MEMBER fontFamily NOTIFY changed)
    Q_PROPERTY(int axisFontPixels MEMBER axisFontPixels NOTIFY changed)
    Q_PROPERTY(qreal lineWidth MEMBER lineWidth NOTIFY changed)

public:
    using QObject::QObject;

    QList<QColor> series;
    QColor surface;
    QColor raised;
    QColor line;
    QColor text;
    QColor dim;
    QColor ok;
    QColor info;
    QColor warning;
    QColor error;
    QColor critical;
    QColor unknown;
    QString fontFamily;
    int axisFontPixels = 11;
    qreal lineWidth = 1.5;

    QVariantList seriesList() const;
    void setSeriesList(const QVariantList& colors);
    /// The colour of series `index`; they repeat after the last, told apart by dashes.
    QColor seriesColor(std::size_t index) const;
    /// The pen pattern of series `index`, in line widths: empty (solid) for the first round of colours.
    QList<qreal> seriesDashes(std::size_t index) const;
    /// "warning" -> warning; what is no severity is unknown.
    QColor severityColor(const QString& severity) const;

signals:
    void changed();
};

/// `color` as it looks when its data are old: most of its saturation gone.
QColor desaturated(const QColor& color);

} // namespace nocturne::charts
