// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// On or off, told by place, fill and a tick.
T.Switch {
    id: root

    implicitWidth: indicator.implicitWidth + (root.text === "" ? 0 : contentItem.implicitWidth + Theme.gap)
    implicitHeight: Theme.controlHeight
    focusPolicy: Qt.StrongFocus
    Accessible.name: root.text

    indicator: Rectangle {
        implicitWidth: Math.round(Theme.bodySize * 2.8)
        implicitHeight: Math.round(Theme.bodySize * 1.55)
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: parent.left
        radius: height / 2
        color: root.checked ? Theme.accent : Theme.raised
        border.width: root.checked ? 0 : Theme.lineWidth
        border.color: Theme.faint

        Rectangle {
            x: root.checked !== root.mirrored ? parent.width - width - 3 : 3
            anchors.verticalCenter: parent.verticalCenter
            width: parent.height - 6
            height: width
            radius: height / 2
            color: root.checked ? Theme.onAccent : Theme.dim
            Behavior on x { NumberAnimation { duration: Theme.fast } }
        }
        FocusRing { shown: root.visualFocus }
    }
    contentItem: PlainLabel {
        leftPadding: root.mirrored ? 0 : root.indicator.width + Theme.gap
        rightPadding: root.mirrored ? root.indicator.width + Theme.gap : 0
        text: root.text
    }
}
