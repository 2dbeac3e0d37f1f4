// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// The title of the page, its tools, and the way to everything else.
Item {
    id: root

    required property string title
    required property ShellPage page

    signal paletteRequested

    implicitHeight: Math.max(52, Theme.controlHeight + 3 * Theme.gap)

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 2 * Theme.gap
        anchors.rightMargin: 2 * Theme.gap
        spacing: 2 * Theme.gap

        PlainLabel {
            Layout.maximumWidth: 360 * Theme.scale
            text: root.title
            size: Theme.headingSize
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        Slot {
            Layout.fillWidth: true
            stretched: true
            content: root.page ? root.page.tools : null
        }
        Slot {
            visible: content !== null
            content: root.page ? root.page.endTools : null
        }
        Button {
            id: search
            ground: Theme.surface
            text: ""
            Accessible.name: qsTr("Search or run a command")
            implicitWidth: wide ? words.implicitWidth + key.implicitWidth + 4 * Theme.panelPadding : Theme.controlHeight + Theme.gap
            leftPadding: 0
            rightPadding: 0
            readonly property bool wide: root.width > 900 * Theme.scale
            onClicked: root.paletteRequested()

            PlainLabel {
                id: words
                anchors { left: parent.left; leftMargin: Theme.panelPadding; verticalCenter: parent.verticalCenter }
                visible: search.wide
                text: qsTr("Search or run a command")
                color: Theme.faint
            }
            KeyCap {
                id: key
                anchors { right: parent.right; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
                visible: search.wide
                text: "Ctrl K"
            }
            Icon {
                anchors.centerIn: parent
                visible: !search.wide
                name: "search"
            }
        }
    }
}
