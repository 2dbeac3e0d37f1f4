// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// One page in the rail, with the worst state it knows of.
T.AbstractButton {
    id: root

    required property Session session
    required property string page
    property string keys
    property bool collapsed: false
    property int status: Status.Ok
    property int number: 0
    readonly property bool current: root.session.page === root.page

    Layout.fillWidth: true
    implicitHeight: Math.max(36, Theme.rowHeight)
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: root.number > 0 ? qsTr("%1, %2 %3").arg(root.text).arg(root.number).arg(Theme.statusWords[root.status]) : root.text
    Keys.onReturnPressed: root.clicked()
    onClicked: root.session.page = root.page

    contentItem: Item {
        Icon {
            id: mark
            anchors { left: parent.left; leftMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            name: root.icon.name
            color: root.current ? Theme.text : Theme.dim
        }
        PlainLabel {
            anchors { left: mark.right; leftMargin: Theme.panelPadding; right: badge.visible ? badge.left : parent.right; verticalCenter: parent.verticalCenter }
            visible: !root.collapsed
            text: root.text
            color: root.current ? Theme.text : Theme.dim
            font.weight: root.current ? Font.DemiBold : Font.Normal
        }
        Row {
            id: badge
            anchors { right: parent.right; rightMargin: root.collapsed ? 0 : Theme.gap }
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: root.collapsed ? -Theme.gap : 0
            visible: root.number > 0
            spacing: Theme.unit
            StatusShape {
                anchors.verticalCenter: parent.verticalCenter
                status: root.status
                implicitWidth: root.collapsed ? Math.round(Theme.iconSize * 0.6) : Math.round(Theme.iconSize * 0.9)
            }
            PlainLabel {
                anchors.verticalCenter: parent.verticalCenter
                visible: !root.collapsed
                text: root.number
                color: Theme.statusColors[root.status]
                size: Theme.smallSize
                font.weight: Font.DemiBold
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.current || root.hovered ? Theme.raised : "transparent"
        FocusRing { shown: root.visualFocus; anchors.margins: 0 }
    }

    Tooltip {
        visible: root.hovered && (root.collapsed || root.keys !== "")
        text: qsTr("%1 (%2)").arg(root.text).arg(root.keys)
    }
}
