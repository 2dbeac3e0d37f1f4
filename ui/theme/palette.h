// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QColor>
#include <QString>
#include <QStringList>

#include "ui/theme/status.h"

namespace nocturne::ui {

/// The colours of one theme. The values come from the design page; the rules they keep (contrast, distances under
/// colour vision deficiencies) are tested for every palette.
struct Palette
{
    QString name;
    bool dark = true;
    bool highContrast = false;
    QColor background; ///< the window
    QColor surface;    ///< panels and fields
    QColor raised;     ///< buttons, chips, what the pointer is over
    QColor lifted;     ///< what the pointer is over on something raised
    QColor line;       ///< between different things, 1 px
    QColor text;
    QColor dim;    ///< labels and axes
    QColor faint;  ///< hints
    QColor accent; ///< focus, selection, links; never a state
    QColor onAccent;
    std::array<QColor, status::kCount> status; ///< by Status
    std::array<QColor, 8> series;
};

/// The palette called `name`; the night palette when there is none.
const Palette& palette(const QString& name);
/// "night", "day", "contrast-dark", "contrast-light".
QStringList paletteNames();

} // namespace nocturne::ui
