// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include "ui/theme/status.h"

namespace nocturne::ui {

/// Common to the small drawings: one colour, repainted only when something changed.
///
/// There are hundreds, some as large as a panel and most of them hidden: one that is hidden is not painted, and one
/// that shows has a single picture. QQuickPaintedItem paints hidden ones too and keeps every picture twice. (Subclasses
/// name it in full: only then does type registration of Qt 6.4 find the base.)
class Mark : public QQuickItem
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)

public:
    explicit Mark(QQuickItem* parent = nullptr);

    QColor color() const { return m_color; }
    void setColor(const QColor& color);

signals:
    void colorChanged();
    /// Any other property.
    void changed();

protected:
    /// Draws in item coordinates, on nothing.
    virtual void paint(QPainter* painter) = 0;

    template <typename T>
    void assign(T& member, const T& value)
    {
        if (member == value)
            return;
        member = value;
        update();
        emit changed();
    }
    QSGNode* updatePaintNode(QSGNode* node, UpdatePaintNodeData* data) override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void itemChange(ItemChange change, const ItemChangeData& data) override;

private:
    QImage picture();

    QColor m_color;
};

/// The shape of a status; see paintStatus().
class StatusMark : public nocturne::ui::Mark
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int status READ status WRITE setStatus NOTIFY changed)
    Q_PROPERTY(bool hollow READ isHollow WRITE setHollow NOTIFY changed)
    Q_PROPERTY(bool stale READ isStale WRITE setStale NOTIFY changed)

public:
    using Mark::Mark;

    int status() const { return m_status; }
    void setStatus(int status) { assign(m_status, status); }
    bool isHollow() const { return m_hollow; }
    void setHollow(bool hollow) { assign(m_hollow, hollow); }
    bool isStale() const { return m_stale; }
    void setStale(bool stale) { assign(m_stale, stale); }

protected:
    void paint(QPainter* painter) override;

private:
    int m_status = status::Unknown;
    bool m_hollow = false;
    bool m_stale = false;
};

/// One of our icons, `:/qt/qml/Nocturne/Theme/icons/<name>.svg`, drawn in one colour.
class IconMark : public nocturne::ui::Mark
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(bool mirrored READ isMirrored WRITE setMirrored NOTIFY changed)

public:
    using Mark::Mark;

    QString name() const { return m_name; }
    void setName(const QString& name) { assign(m_name, name); }
    bool isMirrored() const { return m_mirrored; }
    void setMirrored(bool mirrored) { assign(m_mirrored, mirrored); }

protected:
    void paint(QPainter* painter) override;

private:
    QString m_name;
    bool m_mirrored = false;
};

/// 45 degree lines over an area: data of the past, or an alert that nobody verifies.
class HatchMark : public nocturne::ui::Mark
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(qreal pitch READ pitch WRITE setPitch NOTIFY changed)

public:
    using Mark::Mark;

    qreal pitch() const { return m_pitch; }
    void setPitch(qreal pitch) { assign(m_pitch, pitch); }

protected:
    void paint(QPainter* painter) override;

private:
    qreal m_pitch = 8;
};

} // namespace nocturne::ui
