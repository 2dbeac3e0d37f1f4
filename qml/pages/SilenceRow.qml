// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One silence: what it matches, why, whose it is, until when, and what can be done about it.
Clickable {
    id: root

    required property string silenceId
    required property int phase              // 0 to come, 1 active, 2 over
    required property list<string> matchers
    required property string comment
    required property string createdBy
    required property string time
    required property string muted
    required property string place           // where else it lives; empty: here alone

    readonly property bool over: root.phase === 2

    signal extendRequested
    signal expireRequested
    signal recreateRequested

    function joined(texts: var): string { return texts.join(" "); }

    implicitHeight: 2 * Theme.rowHeight
    leftPadding: Theme.panelPadding
    rightPadding: Theme.gap
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [root.joined(root.matchers), root.time, root.comment])

    contentItem: RowLayout {
        spacing: Theme.panelPadding
        ColumnLayout {
            Layout.fillWidth: true
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
                            color: root.hovered || root.selected ? Theme.lifted : Theme.raised
                            value: root.matchers[index] ?? ""
                            opacity: root.over ? 0.7 : 1
                        }
                    }
                }
            }
            PlainLabel {
                Layout.fillWidth: true
                readonly property string maker: root.comment === "" ? root.createdBy : root.createdBy + ": " + root.comment
                text: root.place === "" ? maker : maker + " · " + root.place
                color: Theme.dim
            }
        }
        ColumnLayout {
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
                ground: root.hovered || root.selected ? Theme.lifted : Theme.raised
                text: qsTr("+1 h")
                hint: qsTr("End it an hour later")
                onClicked: root.extendRequested()
            }
            Button {
                visible: !root.over
                focusPolicy: Qt.TabFocus
                ground: root.hovered || root.selected ? Theme.lifted : Theme.raised
                text: qsTr("End now")
                onClicked: root.expireRequested()
            }
            Button {
                visible: root.over
                focusPolicy: Qt.TabFocus
                ground: root.hovered || root.selected ? Theme.lifted : Theme.raised
                text: qsTr("Again")
                hint: qsTr("Make it again, for as long as it was")
                onClicked: root.recreateRequested()
            }
        }
    }
}
