// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QStringList>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "ui/theme/palette.h"

namespace nocturne::ui {

/// The tokens of the look, for QML: colours, type, space and time. One per QML engine.
///
/// `name`, `textScale`, `distance`, `density` and `reducedMotion` are set by the window from the settings;
/// everything else follows from them. Lists are indexed: `Theme.series[i % 8]`, `Theme.statusColors[status]`.
class Theme : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY changed)
    Q_PROPERTY(double distance READ distance WRITE setDistance NOTIFY changed)
    Q_PROPERTY(double scale READ scale NOTIFY changed)
    Q_PROPERTY(Density density READ density WRITE setDensity NOTIFY changed)
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed)

    Q_PROPERTY(bool dark READ isDark NOTIFY changed)
    Q_PROPERTY(bool highContrast READ isHighContrast NOTIFY changed)
    Q_PROPERTY(QColor background READ background NOTIFY changed)
    Q_PROPERTY(QColor surface READ surface NOTIFY changed)
    Q_PROPERTY(QColor raised READ raised NOTIFY changed)
    Q_PROPERTY(QColor lifted READ lifted NOTIFY changed)
    Q_PROPERTY(QColor line READ line NOTIFY changed)
    Q_PROPERTY(QColor text READ text NOTIFY changed)
    Q_PROPERTY(QColor dim READ dim NOTIFY changed)
    Q_PROPERTY(QColor faint READ faint NOTIFY changed)
    Q_PROPERTY(QColor accent READ accent NOTIFY changed)
    Q_PROPERTY(QColor onAccent READ onAccent NOTIFY changed)
    Q_PROPERTY(QColor ok READ ok NOTIFY changed)
    Q_PROPERTY(QColor info READ info NOTIFY changed)
    Q_PROPERTY(QColor warning READ warning NOTIFY changed)
    Q_PROPERTY(QColor unknown READ unknown NOTIFY changed)
    Q_PROPERTY(QColor error READ error NOTIFY changed)
    Q_PROPERTY(QColor critical READ critical NOTIFY changed)
    Q_PROPERTY(QVariantList series READ series NOTIFY changed)
    Q_PROPERTY(QVariantList statusColors READ statusColors NOTIFY changed)
    Q_PROPERTY(QStringList statusWords READ statusWords NOTIFY changed)

    Q_PROPERTY(QString sans READ sans CONSTANT)
    Q_PROPERTY(QString mono READ mono CONSTANT)
    Q_PROPERTY(int axisSize READ axisSize NOTIFY changed)
    Q_PROPERTY(int smallSize READ smallSize NOTIFY changed)
    Q_PROPERTY(int bodySize READ bodySize NOTIFY changed)
    Q_PROPERTY(int largeSize READ largeSize NOTIFY changed)
    Q_PROPERTY(int headingSize READ headingSize NOTIFY changed)
    Q_PROPERTY(int numberSize READ numberSize NOTIFY changed)
    Q_PROPERTY(int bigSize READ bigSize NOTIFY changed)
    Q_PROPERTY(int hugeSize READ hugeSize NOTIFY changed)

    Q_PROPERTY(int unit READ unit NOTIFY changed)
    Q_PROPERTY(int gap READ gap NOTIFY changed)
    Q_PROPERTY(int panelPadding READ panelPadding NOTIFY changed)
    Q_PROPERTY(int rowHeight READ rowHeight NOTIFY changed)
    Q_PROPERTY(int controlHeight READ controlHeight NOTIFY changed)
    Q_PROPERTY(int iconSize READ iconSize NOTIFY changed)
    Q_PROPERTY(int radius READ radius NOTIFY changed)
    Q_PROPERTY(int chipRadius READ chipRadius NOTIFY changed)
    Q_PROPERTY(int lineWidth READ lineWidth NOTIFY changed)
    Q_PROPERTY(int fast READ fast NOTIFY changed)
    Q_PROPERTY(int slow READ slow NOTIFY changed)

public:
    enum Density { Compact, Comfortable, Touch };
    Q_ENUM(Density)

    explicit Theme(QObject* parent = nullptr);

    QString name() const { return m_palette->name; }
    /// An unknown name is the night theme.
    void setName(const QString& name);
    double textScale() const { return m_textScale; }
    /// 0.8 to 3; the person's choice.
    void setTextScale(double scale);
    double distance() const { return m_distance; }
    /// 1 at the desk, 1.6 on a second screen, more on walls: scales type and space alike.
    void setDistance(double factor);
    /// Text scale and distance together: for widths that hold words.
    double scale() const { return m_textScale * m_distance; }
    Density density() const { return m_density; }
    void setDensity(Density density);
    bool reducedMotion() const { return m_reducedMotion; }
    void setReducedMotion(bool reduced);

    bool isDark() const { return m_palette->dark; }
    bool isHighContrast() const { return m_palette->highContrast; }
    QColor background() const { return m_palette->background; }
    QColor surface() const { return m_palette->surface; }
    QColor raised() const { return m_palette->raised; }
    QColor lifted() const { return m_palette->lifted; }
    QColor line() const { return m_palette->line; }
    QColor text() const { return m_palette->text; }
    QColor dim() const { return m_palette->dim; }
    QColor faint() const { return m_palette->faint; }
    QColor accent() const { return m_palette->accent; }
    QColor onAccent() const { return m_palette->onAccent; }
    QColor ok() const { return m_palette->status[status::Ok]; }
    QColor info() const { return m_palette->status[status::Info]; }
    QColor warning() const { return m_palette->status[status::Warning]; }
    QColor unknown() const { return m_palette->status[status::Unknown]; }
    QColor error() const { return m_palette->status[status::Error]; }
    QColor critical() const { return m_palette->status[status::Critical]; }
    QVariantList series() const;
    QVariantList statusColors() const;
    QStringList statusWords() const;

    QString sans() const;
    QString mono() const;
    int axisSize() const { return type(11); }
    int smallSize() const { return type(12); }
    int bodySize() const { return type(13); }
    int largeSize() const { return type(15); }
    int headingSize() const { return type(18); }
    int numberSize() const { return type(24); }
    int bigSize() const { return type(36); }
    int hugeSize() const { return type(56); }

    int unit() const { return space(4); }
    int gap() const { return space(8); }
    int panelPadding() const { return space(12); }
    int rowHeight() const;
    int controlHeight() const;
    int iconSize() const;
    int radius() const { return space(6); }
    int chipRadius() const { return space(3); }
    int lineWidth() const { return m_palette->highContrast ? 2 : 1; }
    int fast() const { return m_reducedMotion ? 0 : 120; }
    int slow() const { return m_reducedMotion ? 0 : 200; }

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    int type(int pixels) const;
    int space(int pixels) const;
    int grid(double pixels) const;

    const Palette* m_palette;
    double m_textScale = 1;
    double m_distance = 1;
    Density m_density = Comfortable;
    bool m_reducedMotion = false;
};

} // namespace nocturne::ui
