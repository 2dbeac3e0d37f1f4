// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One alert in a list: shape, title, telling labels, evidence, age, and who has it or a quiet way to take it.
Clickable {
    id: root

    required property string alertId
    required property string title
    required property int status
    required property string statusWord
    required property bool pending
    required property bool acknowledged
    required property bool resolved
    required property bool unverified
    required property string owner
    required property list<string> labelKeys
    required property list<string> labelValues
    required property int distinct              // so many of the labels, the first, tell it from its siblings
    required property string evidence
    required property string summary
    required property string subject            // what an alert without a summary is about
    required property string age
    required property bool quiet                // silenced, inhibited, in downtime, or put off
    required property string quietText
    required property bool flapping
    required property bool chosen               // one of those that the next verb is about
    required property string takenText
    required property bool underWay             // what somebody did about it is being written
    property bool choosable: false
    property bool showsTaken: false             // since when the owner has it, and until when, instead of the evidence
    property bool compact: false
    property bool actionable: true
    readonly property bool roomy: room.settled > 820 * Theme.scale
    readonly property string fullTitle: root.subject === "" ? root.title : root.title + "  " + root.subject
    readonly property string word: root.statusWord !== "" ? root.statusWord : Theme.statusWords[root.status]

    signal acknowledgeRequested
    signal chooseRequested

    implicitHeight: Theme.rowHeight + Theme.unit
    opacity: root.underWay ? 0.6 : 1
    leftPadding: Theme.panelPadding
    rightPadding: Theme.gap
    edgeStatus: root.status === Status.Critical && !root.quiet && !root.acknowledged && !root.resolved && !root.pending ? root.status : -1
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [root.word, root.fullTitle, root.age])
    Accessible.checkable: root.choosable
    Accessible.checked: root.chosen
    Accessible.description: root.acknowledged ? qsTr("acknowledged by %1").arg(root.owner) : root.quiet ? root.quietText : root.evidence

    contentItem: RowLayout {
        spacing: Theme.panelPadding

        Settled { id: room; value: root.width }
        Rectangle {
            visible: root.choosable
            implicitWidth: Math.round(Theme.bodySize * 1.15)
            implicitHeight: implicitWidth
            radius: Theme.chipRadius
            color: root.chosen ? Theme.accent : "transparent"
            border.width: root.chosen ? 0 : Theme.lineWidth
            border.color: root.hovered || root.selected ? Theme.faint : Theme.line
            Icon {
                anchors.centerIn: parent
                width: parent.width - 3
                height: width
                visible: root.chosen
                name: "check"
                color: Theme.onAccent
            }
            MouseArea {
                anchors.fill: parent
                anchors.margins: -Theme.unit
                onClicked: root.chooseRequested()
            }
        }
        StatusShape {
            status: root.resolved ? Status.Ok : root.status
            hollow: root.acknowledged || root.pending || root.quiet
            stale: root.unverified
        }
        PlainLabel {
            visible: !root.compact
            Layout.preferredWidth: 76 * Theme.scale
            text: root.resolved ? qsTr("Resolved") : root.word
            color: root.resolved ? Theme.dim : Theme.statusColors[root.status]
        }
        PlainLabel {
            Layout.fillWidth: true
            Layout.minimumWidth: 60
            Layout.preferredWidth: 210
            Layout.maximumWidth: root.roomy ? 340 * Theme.scale : 10000
            text: root.title                    // the labels beside it tell which one
            color: root.acknowledged || root.resolved || root.pending || root.quiet ? Theme.dim : Theme.text
            font.weight: root.edgeStatus >= 0 ? Font.DemiBold : Font.Normal
        }
        ChipLine {
            visible: root.roomy || root.labelKeys.length > 0
            Layout.fillWidth: true
            Layout.preferredWidth: 210
            Layout.minimumWidth: 60
            ground: root.hovered || root.selected ? Theme.lifted : Theme.raised
            needed: root.distinct
            keys: root.labelKeys
            values: root.labelValues
        }
        PlainLabel {
            visible: room.settled > 680 * Theme.scale
            Layout.fillWidth: true
            Layout.preferredWidth: 300
            Layout.minimumWidth: 80
            text: root.showsTaken ? root.takenText : root.quietText !== "" ? root.quietText
                : root.evidence !== "" ? root.evidence : root.summary
            color: root.unverified ? Theme.unknown : Theme.dim
        }
        Chip {
            visible: root.flapping && !root.compact
            value: qsTr("flapping")
        }
        PlainLabel {
            Layout.minimumWidth: 56 * Theme.scale
            horizontalAlignment: Text.AlignRight
            text: root.age
            color: Theme.faint
        }
        Item {
            Layout.preferredWidth: Math.max(take.implicitWidth, 112 * Theme.scale)
            Layout.fillHeight: true
            PlainLabel {
                anchors.fill: parent
                visible: root.acknowledged
                horizontalAlignment: Text.AlignRight
                rightPadding: Theme.gap
                text: root.owner
                color: Theme.dim
                elide: Text.ElideMiddle
            }
            Button {
                id: take
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                visible: root.actionable && !root.acknowledged && !root.resolved
                ground: Theme.lifted
                quiet: !root.hovered && !root.selected && !root.visualFocus
                focusPolicy: Qt.TabFocus
                text: qsTr("Acknowledge")
                onClicked: root.acknowledgeRequested()
            }
        }
    }
}
