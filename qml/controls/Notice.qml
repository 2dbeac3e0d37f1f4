// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// A sentence over the page that leaves by itself, with one thing to do about it; a `lasting` one is closed by hand.
Rectangle {
    id: root

    property string text
    property string actionText
    property int status: -1
    property bool lasting: false
    property bool told: false

    signal actionRequested

    function show(text: string, actionText: string, status: int): void {
        root.text = text;
        root.actionText = actionText;
        root.status = status;
        root.told = true;
        life.restart();
    }
    function hide(): void {
        root.told = false;
        life.stop();
    }

    visible: opacity > 0
    opacity: root.told ? 1 : 0
    implicitWidth: row.implicitWidth + 2 * Theme.panelPadding
    implicitHeight: Theme.controlHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.raised
    border.width: Theme.lineWidth
    border.color: Theme.line
    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.text

    Behavior on opacity { NumberAnimation { duration: Theme.slow } }
    Timer { id: life; interval: 10000; running: false; onTriggered: root.told = root.lasting }

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
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.lasting
            iconName: "close"
            text: qsTr("Close")
            onClicked: root.hide()
        }
    }
}
