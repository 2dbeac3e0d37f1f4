// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nocturne::ui {

/// The families the interface is set in.
struct Fonts
{
    QString sans; ///< with tabular figures where that could be had
    QString mono;
    bool tabular = false; ///< whether every digit of `sans` has one width
};

/// Inter with tabular figures and JetBrains Mono where installed, else the system's sans and mono. Found at the
/// first call, which needs a QGuiApplication; GUI thread.
const Fonts& fonts();

} // namespace nocturne::ui
