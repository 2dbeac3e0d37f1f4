// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One time an alert fired: when, for how long, and who took it.
Clickable {
    id: root

    required property string alertId
    required property string title
    required property int status
    required property bool over
    required property list<string> labelKeys
    required property list<string> labelValues
    required property string startedText
    required property string lastedText
    required property string takenText

    implicitHeight: Theme.rowHeight + Theme.unit
    leftPadding: Theme.panelPadding
    rightPadding: Theme.panelPadding
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [root.title, root.startedText, root.lastedText])
    Accessible.description: root.takenText

    contentItem: RowLayout {
        spacing: Theme.gap
        StatusShape { status: root.status; hollow: root.takenText !== "" }
        PlainLabel {
            Layout.fillWidth: true
            Layout.preferredWidth: 200
            text: root.title
            color: root.over ? Theme.dim : Theme.text
        }
        ChipLine {
            Layout.fillWidth: true
            Layout.preferredWidth: 240
            ground: root.hovered || root.selected ? Theme.lifted : Theme.raised
            keys: root.labelKeys
            values: root.labelValues
        }
        PlainLabel {
            Layout.preferredWidth: 140 * Theme.scale
            horizontalAlignment: Text.AlignRight
            text: root.startedText
            color: Theme.dim
        }
        PlainLabel {
            Layout.preferredWidth: 96 * Theme.scale
            horizontalAlignment: Text.AlignRight
            text: root.lastedText
        }
        PlainLabel {
            Layout.preferredWidth: 140 * Theme.scale
            horizontalAlignment: Text.AlignRight
            text: root.takenText === "" ? qsTr("nobody took it") : root.takenText
            color: root.takenText === "" ? Theme.faint : Theme.dim
        }
    }
}
