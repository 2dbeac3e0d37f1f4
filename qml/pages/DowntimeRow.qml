// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One downtime: what it is about, why, whose it is, its time and kind, and what can be done about it.
Clickable {
    id: root

    required property string downtimeId
    required property int phase              // 0 to come, 1 active, 2 over
    required property bool waiting           // flexible, and no problem came yet
    required property list<string> matchers
    required property string comment
    required property string createdBy
    required property string time
    required property string kind
    required property string when
    required property string muted

    readonly property bool over: root.phase === 2
    readonly property color lift: root.hovered || root.selected ? Theme.lifted : Theme.raised

    signal extendRequested
    signal cancelRequested
    signal againRequested

    function joined(texts: var): string { return texts.join(" "); }

    implicitHeight: 2 * Theme.rowHeight
    leftPadding: Theme.panelPadding
    rightPadding: Theme.gap
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [root.joined(root.matchers), root.time, root.comment])
    Accessible.description: root.when + ", " + root.kind

    contentItem: RowLayout {
        spacing: Theme.panelPadding
        Icon {
            name: "clock"
            color: root.phase === 1 && !root.waiting ? Theme.text : Theme.faint
            width: Theme.iconSize
            height: width
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 5
            spacing: Theme.unit
            Item {
                Layout.fillWidth: true
                implicitHeight: chips.implicitHeight
                clip: true
                Row {
                    id: chips
                    spacing: Theme.unit
                    Repeater {
                        model: root.matchers.length
                        Chip {
                            required property int index
                            color: root.lift
                            value: root.matchers[index] ?? ""
                            opacity: root.over ? 0.7 : 1
                        }
                    }
                }
            }
            PlainLabel {
                Layout.fillWidth: true
                text: root.comment === "" ? root.createdBy : root.createdBy + ": " + root.comment
                color: Theme.dim
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 4
            spacing: Theme.unit
            PlainLabel { Layout.fillWidth: true; text: root.when; color: root.over ? Theme.faint : Theme.text }
            PlainLabel { Layout.fillWidth: true; text: root.kind; color: Theme.dim }
        }
        ColumnLayout {
            Layout.preferredWidth: 170 * Theme.scale
            spacing: Theme.unit
            PlainLabel {
                Layout.alignment: Qt.AlignRight
                text: root.time
                color: root.over ? Theme.faint : Theme.text
            }
            PlainLabel {
                Layout.alignment: Qt.AlignRight
                visible: text !== ""
                text: root.muted
                color: Theme.dim
            }
        }
        RowLayout {
            Layout.minimumWidth: 190 * Theme.scale
            spacing: Theme.unit
            Item { Layout.fillWidth: true }
            Button {
                visible: root.phase === 1
                focusPolicy: Qt.TabFocus
                ground: root.lift
                text: qsTr("+1 h")
                hint: qsTr("End it an hour later")
                onClicked: root.extendRequested()
            }
            Button {
                visible: !root.over
                focusPolicy: Qt.TabFocus
                ground: root.lift
                text: qsTr("Cancel")
                hint: qsTr("End it now, with all times to come")
                onClicked: root.cancelRequested()
            }
            Button {
                visible: root.over
                focusPolicy: Qt.TabFocus
                ground: root.lift
                text: qsTr("Again")
                hint: qsTr("Plan the same again")
                onClicked: root.againRequested()
            }
        }
    }
}
