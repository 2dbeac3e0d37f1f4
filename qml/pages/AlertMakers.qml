// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// What can be made on the page of alerts: side by side, or, when `brief`, behind one button.
RowLayout {
    id: root

    required property bool planning             // a downtime rather than a silence
    required property bool rules                // may be made here
    property bool brief: false
    readonly property real fullWidth: first.implicitWidth + (root.rules ? second.implicitWidth + root.spacing : 0)

    signal silenceRequested
    signal downtimeRequested
    signal ruleRequested

    spacing: Theme.gap

    Button {
        id: first
        visible: !root.brief
        iconName: "plus"
        ground: Theme.surface
        text: root.planning ? qsTr("Downtime") : qsTr("Silence")
        hint: root.planning ? qsTr("Plan work during which nobody need hear of alerts") : qsTr("Keep alerts quiet that have certain labels")
        onClicked: root.planning ? root.downtimeRequested() : root.silenceRequested()
    }
    Button {
        id: second
        visible: root.rules && !root.brief
        iconName: "plus"
        ground: Theme.surface
        text: qsTr("New rule")
        hint: qsTr("Alert when a value crosses a threshold")
        onClicked: root.ruleRequested()
    }
    Button {
        id: opener
        visible: root.brief
        iconName: "plus"
        ground: Theme.surface
        text: qsTr("New")
        onClicked: menu.open()
        Menu {
            id: menu
            y: opener.height + Theme.unit
            MenuItem { text: qsTr("Silence"); onTriggered: root.silenceRequested() }
            MenuItem { text: qsTr("Downtime"); onTriggered: root.downtimeRequested() }
            MenuItem { text: qsTr("New rule"); enabled: root.rules; onTriggered: root.ruleRequested() }
        }
    }
}
