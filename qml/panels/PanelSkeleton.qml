// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// The quiet outline of what will be there, while it is asked for.
Item {
    id: root

    required property string kind
    readonly property bool isNumber: root.kind === "stat" || root.kind === "gauge"

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Loading")

    Rectangle {
        visible: root.isNumber
        width: Math.min(parent.width * 0.5, 140)
        height: Theme.bigSize
        radius: Theme.chipRadius
        color: Theme.raised
    }
    Column {
        visible: !root.isNumber
        anchors.fill: parent
        spacing: Math.max(0, (height - 5) / 4 - 1)
        Repeater {
            model: 5
            Rectangle { width: root.width; height: 1; color: Theme.raised }
        }
    }
}
