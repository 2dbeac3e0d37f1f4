// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// The head of a wall: a line that moves each second while the program lives, the title, the sources, the clock.
Item {
    id: root

    required property Session session
    required property string title
    property int beat: 0

    implicitHeight: 64 * Theme.distance

    Connections {
        target: root.session
        enabled: root.visible
        function onTicked(): void { root.beat = (root.beat + 1) % 60; }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: 4
        color: Theme.raised
        Rectangle {
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
            width: Math.round(parent.width * (root.beat + 1) / 60)
            color: Theme.accent
        }
    }
    RowLayout {
        anchors.fill: parent
        anchors.topMargin: Theme.unit
        anchors.leftMargin: 2 * Theme.gap
        anchors.rightMargin: 2 * Theme.gap
        spacing: 2 * Theme.gap
        PlainLabel {
            text: root.title
            size: Theme.numberSize
            font.weight: Font.DemiBold
        }
        PlainLabel {
            text: qsTr("%n source(s)", "", root.session.sources.total)
            color: Theme.dim
            size: Theme.largeSize
        }
        PlainLabel {
            visible: root.session.sources.downCount > 0
            text: qsTr("%n down", "", root.session.sources.downCount)
            color: Theme.error
            size: Theme.largeSize
        }
        Item { Layout.fillWidth: true }
        PlainLabel {
            text: root.session.clockText
            size: Theme.bigSize
            font.weight: Font.DemiBold
        }
    }
}
