// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A word that does something, with or without an icon. `primary` is the one thing to do on a page.
T.Button {
    id: root

    property string iconName
    property bool primary: false
    property bool quiet: false                  // no ground until it is pointed at or has the keyboard
    property color ground: Theme.raised
    property string hint
    readonly property int iconRoom: root.iconName === "" ? 0 : Math.round(Theme.iconSize * 0.8) + row.spacing
    readonly property color ink: root.primary ? Theme.onAccent : root.quiet && !root.hovered && !root.visualFocus ? Theme.dim : Theme.text

    implicitWidth: implicitContentWidth + leftPadding + rightPadding
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.panelPadding
    rightPadding: Theme.panelPadding
    spacing: Theme.unit
    focusPolicy: Qt.StrongFocus
    opacity: root.enabled ? 1 : 0.5
    Accessible.name: root.text
    Accessible.description: root.hint
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Item {
        implicitWidth: label.implicitWidth + root.iconRoom
        implicitHeight: label.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.unit + 2
            Icon {
                visible: root.iconName !== ""
                anchors.verticalCenter: parent.verticalCenter
                name: root.iconName
                color: root.ink
                width: Math.round(Theme.iconSize * 0.8)
                height: width
            }
            PlainLabel {
                id: label
                anchors.verticalCenter: parent.verticalCenter
                visible: root.text !== ""
                width: Math.min(implicitWidth, Math.max(0, root.availableWidth - root.iconRoom))
                text: root.text
                color: root.ink
                font.weight: root.primary ? Font.DemiBold : Font.Normal
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.primary ? Theme.accent : root.quiet && !root.hovered && !root.visualFocus && !root.down ? "transparent" : root.ground
        border.width: Theme.highContrast && !root.quiet ? Theme.lineWidth : 0
        border.color: Theme.line

        Rectangle {
            anchors.fill: parent
            radius: parent.radius
            color: Theme.text
            opacity: root.down ? 0.16 : root.hovered || root.checked ? 0.08 : 0
            Behavior on opacity { NumberAnimation { duration: Theme.fast } }
        }
        FocusRing { shown: root.visualFocus }
    }

    Tooltip { visible: root.hovered && root.hint !== ""; text: root.hint }
}
