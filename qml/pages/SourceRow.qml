// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One source, or a part of one; unfolded it tells its last error and its labels.
Clickable {
    id: root

    required property int index
    required property string name
    required property string group
    required property string kind
    required property string address
    required property int status
    required property string stateWord
    required property string reason
    required property string error
    required property string last
    required property string next
    required property string since
    required property string duration
    required property string samples
    required property string interval
    required property int failures
    required property bool stale
    required property bool part
    required property bool foldable
    required property bool expanded
    required property list<string> labelKeys
    required property list<string> labelValues
    required property list<string> uptime
    required property list<string> phaseNames
    required property list<real> phaseSeconds
    required property list<string> phaseTexts
    required property list<real> beatSeconds
    required property list<int> beatStatuses
    required property string body
    required property string bodyTime

    signal refreshRequested

    implicitHeight: topPadding + implicitContentHeight + bottomPadding
    leftPadding: Theme.panelPadding
    rightPadding: Theme.gap
    focusPolicy: Qt.NoFocus
    edgeStatus: root.status === Status.Error && !root.part ? root.status : -1
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [root.name, root.stateWord, root.last])
    Accessible.description: root.error

    contentItem: ColumnLayout {
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: Theme.rowHeight
            spacing: 0
            SourceColumns {
                Layout.fillWidth: true
                room: root.width
                part: root.part
                status: root.status
                stale: root.stale
                state: root.stateWord
                stateColor: root.status === Status.Ok ? Theme.dim : Theme.statusColors[root.status]
                name: root.name
                group: root.group
                kind: root.reason !== "" && (root.status === Status.Error || root.status === Status.Unknown) ? root.reason : root.kind
                address: root.error !== "" && !root.expanded ? root.address + "  " + root.error : root.address
                last: root.last
                duration: root.duration
                samples: root.samples
                interval: root.interval
            }
            IconButton {
                visible: !root.part
                opacity: root.hovered || root.selected || activeFocus ? 1 : 0
                iconName: "refresh"
                text: qsTr("Ask %1 now").arg(root.name)
                onClicked: root.refreshRequested()
            }
            IconButton {
                visible: !root.part
                opacity: root.foldable ? 1 : 0
                enabled: root.foldable
                iconName: root.expanded ? "chevron-up" : "chevron-down"
                text: root.expanded ? qsTr("Fold") : qsTr("Unfold")
                onClicked: root.clicked()
            }
        }
        ColumnLayout {
            visible: root.expanded
            Layout.fillWidth: true
            Layout.leftMargin: 2 * Theme.iconSize
            Layout.bottomMargin: Theme.gap
            spacing: Theme.gap
            PlainLabel {
                Layout.fillWidth: true
                visible: root.error !== ""
                text: root.error
                color: Theme.statusColors[root.status]
                wrapMode: Text.Wrap
                maximumLineCount: 6
            }
            PlainLabel {
                visible: root.failures > 0 || root.since !== ""
                text: root.failures > 0 ? qsTr("in this state since %1, %n failure(s) since the start", "", root.failures).arg(root.since)
                    : qsTr("in this state since %1").arg(root.since)
                color: Theme.dim
                size: Theme.smallSize
            }
            SourceHistory {
                Layout.fillWidth: true
                visible: root.uptime.length > 0 || root.beatSeconds.length > 0 || root.phaseSeconds.length > 0
                uptime: root.uptime
                phaseNames: root.phaseNames
                phaseSeconds: root.phaseSeconds
                phaseTexts: root.phaseTexts
                beatSeconds: root.beatSeconds
                beatStatuses: root.beatStatuses
            }
            PlainLabel {
                visible: root.body !== ""
                text: qsTr("last failing body, %1").arg(root.bodyTime)
                color: Theme.dim
                size: Theme.smallSize
            }
            PlainLabel {
                Layout.fillWidth: true
                visible: root.body !== ""
                text: root.body
                font.family: Theme.mono
                size: Theme.smallSize
                wrapMode: Text.WrapAnywhere
                maximumLineCount: 8
            }
            Flow {
                Layout.fillWidth: true
                visible: root.labelKeys.length > 0
                spacing: Theme.unit
                Repeater {
                    model: root.labelKeys.length
                    Chip {
                        required property int index
                        key: root.labelKeys[index] ?? ""
                        value: root.labelValues[index] ?? ""
                    }
                }
            }
        }
    }
}
