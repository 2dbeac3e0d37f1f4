// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// An icon that does something. `text` is its name: spoken by screen readers and shown as a tooltip.
T.Button {
    id: root

    required property string iconName
    property color ink: root.checked ? Theme.accent : Theme.dim

    implicitWidth: Theme.controlHeight
    implicitHeight: Theme.controlHeight
    focusPolicy: Qt.StrongFocus
    opacity: root.enabled ? 1 : 0.5
    Accessible.name: root.text
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: root.iconName
            color: root.ink
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.hovered || root.checked ? Theme.raised : "transparent"
        FocusRing { shown: root.visualFocus }
    }

    Tooltip { visible: root.hovered && root.text !== ""; text: root.text }
}
