// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// What can be done about the alerts that are chosen.
Rectangle {
    id: root

    required property int count

    signal acknowledgeRequested
    signal snoozeRequested
    signal silenceRequested
    signal allRequested
    signal clearRequested

    implicitHeight: Theme.controlHeight + 2 * Theme.unit
    radius: Theme.radius
    color: Theme.raised
    Accessible.role: Accessible.ToolBar
    Accessible.name: count.text

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.panelPadding
        anchors.rightMargin: Theme.unit
        spacing: Theme.gap
        PlainLabel {
            id: count
            text: qsTr("%n chosen", "", root.count)
            font.weight: Font.DemiBold
        }
        Button { text: qsTr("All in the list"); ground: Theme.lifted; onClicked: root.allRequested() }
        Item { Layout.fillWidth: true }
        Button { text: qsTr("Acknowledge"); primary: true; onClicked: root.acknowledgeRequested() }
        Button { text: qsTr("Put off"); ground: Theme.lifted; onClicked: root.snoozeRequested() }
        Button { text: qsTr("Silence"); ground: Theme.lifted; onClicked: root.silenceRequested() }
        IconButton { iconName: "close"; text: qsTr("Choose none"); onClicked: root.clearRequested() }
    }
}
