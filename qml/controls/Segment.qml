// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// One of a few choices that stand side by side: a tab with a word and a count.
T.TabButton {
    id: root

    property int number: -1
    property bool chosen: root.checked
    property color ground: Theme.surface

    implicitWidth: row.implicitWidth + 2 * Theme.panelPadding - 4
    implicitHeight: Theme.controlHeight
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: root.number < 0 ? root.text : root.text + " " + root.number
    Keys.onReturnPressed: root.clicked()

    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.unit + 2
            PlainLabel {
                text: root.text
                color: root.chosen ? Theme.text : Theme.dim
                font.weight: root.chosen ? Font.DemiBold : Font.Normal
            }
            PlainLabel {
                visible: root.number >= 0
                text: root.number.toLocaleString(Qt.locale(), "f", 0)
                color: Theme.dim
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.chosen ? Theme.raised : root.ground
        border.width: Theme.highContrast ? Theme.lineWidth : root.chosen ? 1 : 0
        border.color: root.chosen ? Theme.accent : Theme.line
        FocusRing { shown: root.visualFocus }
    }
}
