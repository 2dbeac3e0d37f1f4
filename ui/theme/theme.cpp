// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QEvent>

#include "ui/theme/fonts.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

template <typename Colors>
QVariantList toVariants(const Colors& colors)
{
    QVariantList out;
    for (const QColor& color : colors)
        out.append(color);
    return out;
}

} // namespace

Theme::Theme(QObject* parent)
    : QObject(parent)
    , m_palette(&palette(u"night"_s))
{
    if (auto* app = QCoreApplication::instance())
        app->installEventFilter(this);
}

void Theme::setName(const QString& name)
{
    const Palette* next = &palette(name);
    if (next == m_palette)
        return;
    m_palette = next;
    emit changed();
}

void Theme::setTextScale(double scale)
{
    scale = std::clamp(scale, 0.8, 3.0);
    if (qFuzzyCompare(scale, m_textScale))
        return;
    m_textScale = scale;
    emit changed();
}

void Theme::setDistance(double factor)
{
    factor = std::clamp(factor, 0.8, 6.0);
    if (qFuzzyCompare(factor, m_distance))
        return;
    m_distance = factor;
    emit changed();
}

void Theme::setDensity(Density density)
{
    if (density == m_density)
        return;
    m_density = density;
    emit changed();
}

void Theme::setReducedMotion(bool reduced)
{
    if (reduced == m_reducedMotion)
        return;
    m_reducedMotion = reduced;
    emit changed();
}

QVariantList Theme::series() const { return toVariants(m_palette->series); }
QVariantList Theme::statusColors() const { return toVariants(m_palette->status); }

QStringList Theme::statusWords() const
{
    return {tr("OK"), tr("Info"), tr("Warning"), tr("Unknown"), tr("Error"), tr("Critical"), tr("Waiting"), tr("Off")};
}

QString Theme::sans() const { return fonts().sans; }
QString Theme::mono() const { return fonts().mono; }

int Theme::rowHeight() const
{
    const int base = m_density == Compact ? 26 : m_density == Touch ? 44 : 32;
    // Rows grow with the text but never shrink below their touchable height.
    return grid(base * m_distance * std::max(1.0, m_textScale));
}

int Theme::controlHeight() const
{
    const int base = m_density == Compact ? 24 : m_density == Touch ? 44 : 28;
    return grid(base * m_distance * std::max(1.0, m_textScale));
}

int Theme::iconSize() const { return static_cast<int>(std::lround(20 * m_distance * std::max(1.0, m_textScale))); }

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && watched == QCoreApplication::instance())
        emit changed();
    return QObject::eventFilter(watched, event);
}

int Theme::type(int pixels) const { return static_cast<int>(std::lround(pixels * m_distance * m_textScale)); }
int Theme::space(int pixels) const { return static_cast<int>(std::lround(pixels * m_distance)); }
int Theme::grid(double pixels) const { return static_cast<int>(std::lround(pixels / 2)) * 2; }

} // namespace nocturne::ui
