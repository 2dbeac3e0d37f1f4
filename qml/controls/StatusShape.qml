// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// The shape of a status in its colour; hollow when somebody has it, hatched when it is the last seen one.
StatusMark {
    id: root

    implicitWidth: Math.round(Theme.iconSize * 0.8)
    implicitHeight: root.implicitWidth
    color: Theme.statusColors[root.status]
    Accessible.role: Accessible.Graphic
    Accessible.name: Theme.statusWords[root.status] ?? ""
}
