// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// All keys, by where they work.
Sheet {
    id: root

    component Line: RowLayout {
        id: line
        required property list<string> keys
        required property string text
        spacing: Theme.gap
        PlainLabel {
            Layout.fillWidth: true
            text: line.text
            color: Theme.dim
        }
        Repeater {
            model: line.keys
            KeyCap {
                required property string modelData
                text: modelData
            }
        }
    }
    component Heading: PlainLabel {
        Layout.topMargin: Theme.gap
        font.weight: Font.DemiBold
    }

    title: qsTr("Keyboard shortcuts")
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 920 * Theme.scale) : 920

    RowLayout {
        width: parent.width
        spacing: 4 * Theme.gap
        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            spacing: Theme.unit
            Heading { text: qsTr("Everywhere") }
            Line { text: qsTr("Search or run a command"); keys: ["Ctrl", "K"] }
            Line { text: qsTr("These shortcuts"); keys: ["?"] }
            Line { text: qsTr("Ask all sources now"); keys: ["d", "r"] }
            Line { text: qsTr("Wall display"); keys: ["d", "k"] }
            Line { text: qsTr("Leave the wall display"); keys: [qsTr("Esc, held")] }
            Line { text: qsTr("Full screen"); keys: ["F11"] }
            Line { text: qsTr("Fold the navigation"); keys: ["Ctrl", "B"] }
            Line { text: qsTr("Quit"); keys: ["Ctrl", "Q"] }
        }
        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            spacing: Theme.unit
            Heading { text: qsTr("Go to") }
            Line { text: qsTr("Overview"); keys: ["g", "h"] }
            Line { text: qsTr("Dashboards"); keys: ["g", "d"] }
            Line { text: qsTr("Explore"); keys: ["g", "e"] }
            Line { text: qsTr("Alerts"); keys: ["g", "a"] }
            Line { text: qsTr("Targets"); keys: ["g", "t"] }
            Line { text: qsTr("Logs"); keys: ["g", "l"] }
            Line { text: qsTr("Settings"); keys: ["g", "s"] }
        }
        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            spacing: Theme.unit
            Heading { text: qsTr("In lists") }
            Line { text: qsTr("Next, previous"); keys: ["j", "k"] }
            Line { text: qsTr("Choose"); keys: [qsTr("Space")] }
            Line { text: qsTr("Acknowledge"); keys: ["a"] }
            Line { text: qsTr("Acknowledge the group"); keys: [qsTr("Shift"), "a"] }
            Line { text: qsTr("Undo, or give back"); keys: ["u"] }
            Line { text: qsTr("Put off"); keys: ["z"] }
            Line { text: qsTr("Silence"); keys: ["s"] }
            Line { text: qsTr("Runbook of the alert"); keys: ["r"] }
            Line { text: qsTr("Pause the list of alerts"); keys: ["Alt", qsTr("Space")] }
            Line { text: qsTr("Silences, downtimes: new, change, later, end, again"); keys: ["n", "o", "e", "x", "r"] }
            Line { text: qsTr("Open"); keys: ["o"] }
            Line { text: qsTr("Filter"); keys: ["/"] }
            Line { text: qsTr("Follow or stop the log"); keys: [qsTr("Space")] }
            Line { text: qsTr("Ask this source now"); keys: ["r"] }
            Heading { text: qsTr("On a panel") }
            Line { text: qsTr("View alone, or back"); keys: ["v"] }
            Line { text: qsTr("Inspect the queries"); keys: ["i"] }
            Line { text: qsTr("Inspect while typing"); keys: ["Ctrl", "I"] }
            Line { text: qsTr("Warnings about the query"); keys: ["w"] }
        }
    }
}
