// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// The way between pages: icons with words, or icons alone.
Rectangle {
    id: root

    required property Session session
    required property bool narrow
    readonly property bool collapsed: root.session.settings.railCollapsed || root.narrow

    implicitWidth: root.collapsed ? Theme.iconSize + 4 * Theme.gap : Math.round(176 * Math.max(Theme.distance, Theme.scale * 0.9))
    color: Theme.surface
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages")

    Rectangle {
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: Theme.lineWidth
        color: Theme.line
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.gap
        anchors.rightMargin: Theme.gap + Theme.lineWidth
        spacing: 4

        Item {
            Layout.fillWidth: true
            implicitHeight: Math.max(36, Theme.iconSize + 2 * Theme.gap)
            Layout.bottomMargin: Theme.unit
            Icon {
                id: mark
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: parent.left
                anchors.leftMargin: Theme.gap
                name: "nocturne"
                color: Theme.accent
            }
            PlainLabel {
                anchors { left: mark.right; leftMargin: Theme.panelPadding; verticalCenter: parent.verticalCenter }
                visible: !root.collapsed
                text: "Nocturne"
                size: Theme.largeSize
                font.weight: Font.DemiBold
            }
        }
        RailItem { session: root.session; page: "overview"; icon.name: "overview"; text: qsTr("Overview"); keys: "g h"; collapsed: root.collapsed }
        RailItem { session: root.session; page: "dashboards"; icon.name: "dashboards"; text: qsTr("Dashboards"); keys: "g d"; collapsed: root.collapsed }
        RailItem { session: root.session; page: "explore"; icon.name: "explore"; text: qsTr("Explore"); keys: "g e"; collapsed: root.collapsed }
        RailItem {
            session: root.session
            page: "alerts"
            icon.name: "alerts"
            text: qsTr("Alerts")
            keys: "g a"
            collapsed: root.collapsed
            status: root.session.alerts.worst
            number: root.session.alerts.worst > Status.Info ? root.session.alerts.worstCount : 0
        }
        RailItem {
            session: root.session
            page: "targets"
            icon.name: "targets"
            text: qsTr("Targets")
            keys: "g t"
            collapsed: root.collapsed
            status: Status.Error
            number: root.session.sources.downCount
        }
        RailItem { session: root.session; page: "logs"; icon.name: "logs"; text: qsTr("Logs"); keys: "g l"; collapsed: root.collapsed }
        RailItem { session: root.session; page: "settings"; icon.name: "settings"; text: qsTr("Settings"); keys: "g s"; collapsed: root.collapsed }
        Item { Layout.fillHeight: true }
        IconButton {
            iconName: "rail"
            text: root.collapsed ? qsTr("Unfold the navigation") : qsTr("Fold the navigation")
            onClicked: root.session.run("action:rail")
        }
    }
}
