// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// A sentence at the lower edge that leaves by itself, with one thing to do about it.
Rectangle {
    id: root

    property string text
    property string actionText
    property int status: -1

    signal actionRequested

    function show(text: string, actionText: string, status: int): void {
        root.text = text;
        root.actionText = actionText;
        root.status = status;
        life.restart();
    }
    function hide(): void { life.stop(); }

    visible: opacity > 0
    opacity: life.running ? 1 : 0
    implicitWidth: row.implicitWidth + 2 * Theme.panelPadding
    implicitHeight: Theme.controlHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.raised
    border.width: Theme.lineWidth
    border.color: Theme.line
    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.text

    Behavior on opacity { NumberAnimation { duration: Theme.slow } }
    Timer { id: life; interval: 10000 }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.panelPadding
        StatusShape {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.status >= 0
            status: Math.max(0, root.status)
        }
        PlainLabel {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 560 * Theme.scale)
            text: root.text
        }
        Button {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.actionText !== ""
            ground: Theme.lifted
            text: root.actionText
            onClicked: {
                root.hide();
                root.actionRequested();
            }
        }
    }
}
