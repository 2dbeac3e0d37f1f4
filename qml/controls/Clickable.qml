// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A row or tile that can be chosen: raised under the pointer, ringed when it has the keyboard.
T.AbstractButton {
    id: root

    property bool selected: false
    property int edgeStatus: -1

    focusPolicy: Qt.StrongFocus
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    background: Rectangle {
        radius: Theme.radius - 2
        color: root.selected || root.hovered ? Theme.raised : "transparent"
        border.width: root.visualFocus ? 2 : root.selected ? Theme.lineWidth : 0
        border.color: root.visualFocus ? Theme.accent : Theme.line

        Rectangle {
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
            width: 3
            visible: root.edgeStatus >= 0
            color: root.edgeStatus >= 0 ? Theme.statusColors[root.edgeStatus] : "transparent"
        }
    }
}
