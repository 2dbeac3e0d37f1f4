// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QImage>

#include "ui/desktop/told_groups.h"

namespace nocturne::ui {

/// The worst open state as a shape, and its count as a number on it, `side` pixels wide; nothing is told by colour
/// alone. Hollow where somebody has all there is, a check where there is nothing. Drawn for panels of any colour.
QImage trayBadge(const Tally& tally, int side);
/// The same in all sizes that panels ask for, each drawn by itself.
QIcon trayIcon(const Tally& tally);

} // namespace nocturne::ui
