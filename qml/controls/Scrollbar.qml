// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A thin handle that shows where one is in a list: `T.ScrollBar.vertical: Scrollbar {}`.
T.ScrollBar {
    id: root

    implicitWidth: Theme.unit + 4
    implicitHeight: Theme.unit + 4
    padding: 2
    minimumSize: 0.06
    visible: root.size < 1

    contentItem: Rectangle {
        implicitWidth: Theme.unit
        implicitHeight: Theme.unit
        radius: width / 2
        color: root.pressed ? Theme.dim : root.hovered ? Theme.faint : Theme.line
    }
}
