// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Controllers
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// A product that is watched and has a pack: its dashboard, its rules, or neither. Gone once it is answered.
Rectangle {
    id: root

    required property Session session
    readonly property PackList packs: root.session.workspace.packs

    visible: root.packs.offeredId !== "" && !root.session.kiosk
    implicitHeight: row.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.highContrast ? Theme.lineWidth : 0
    border.color: Theme.line
    Accessible.role: Accessible.Pane
    Accessible.name: title.text
    Accessible.description: root.packs.offeredDetail

    RowLayout {
        id: row
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors.leftMargin: Theme.panelPadding
        anchors.rightMargin: Theme.gap
        spacing: Theme.panelPadding

        Icon { name: "dashboards"; color: Theme.dim }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 2
            PlainLabel {
                id: title
                Layout.fillWidth: true
                text: Words.fill(qsTr("There is a pack for what you watch: %1"), [root.packs.offeredTitle])
                font.weight: Font.DemiBold
                elide: Text.ElideRight
            }
            PlainLabel {
                Layout.fillWidth: true
                text: root.packs.offeredDetail
                color: Theme.dim
                size: Theme.smallSize
                elide: Text.ElideRight
            }
        }
        Button {
            visible: root.packs.rulesOffered
            ground: Theme.lifted
            text: qsTr("Add its rules")
            onClicked: root.session.run("rules:" + root.packs.offeredId)
        }
        Button {
            ground: Theme.lifted
            text: qsTr("Open its dashboard")
            onClicked: root.session.run("pack:" + root.packs.offeredId)
        }
        IconButton {
            iconName: "close"
            text: qsTr("Not now")
            onClicked: root.packs.settle(root.packs.offeredId)
        }
    }
}
