// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Panels.Core

/// One alert with everything known about it: who has it, why it fires, and how it went before.
PanelFrame {
    id: root

    required property AlertDetail detail
    required property AlertEvidence evidence

    signal acknowledgeRequested
    signal giveBackRequested
    signal snoozeRequested
    signal silenceRequested
    signal downtimeRequested
    signal logsRequested(string service, string text)
    signal listenRequested
    signal runbookRequested
    signal alertRequested(string alertId)
    signal closeRequested

    component Fact: RowLayout {
        id: fact
        required property string label
        property string value
        visible: fact.value !== ""
        spacing: Theme.panelPadding
        PlainLabel {
            Layout.preferredWidth: 120 * Theme.scale
            Layout.alignment: Qt.AlignTop
            text: fact.label
            color: Theme.dim
        }
        PlainLabel {
            Layout.fillWidth: true
            text: fact.value
            wrapMode: Text.Wrap
            maximumLineCount: 8
        }
    }

    padded: false

    StateView {
        anchors.fill: parent
        anchors.margins: 2 * Theme.gap
        visible: !root.detail.found
        iconName: "alerts"
        title: root.detail.alertId === "" ? qsTr("Choose an alert") : qsTr("This alert is over and forgotten")
        detail: root.detail.alertId === "" ? qsTr("Its rule, its labels and who has it are shown here.") : ""
    }
    Binding { target: root.evidence; property: "active"; value: root.visible && root.detail.found }

    function scroll(step: int): void {
        pane.contentY = Math.max(0, Math.min(pane.contentHeight - pane.height, pane.contentY + step));
    }
    Flickable {
        id: pane
        anchors.fill: parent
        anchors.margins: Theme.panelPadding
        visible: root.detail.found
        contentHeight: column.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: contentHeight > height
        Accessible.role: Accessible.Pane
        Accessible.name: root.detail.title
        Keys.onDownPressed: root.scroll(Theme.rowHeight)
        Keys.onUpPressed: root.scroll(-Theme.rowHeight)
        T.ScrollBar.vertical: Scrollbar {}

        ColumnLayout {
            id: column
            width: parent.width
            spacing: Theme.panelPadding

            RowLayout {
                spacing: Theme.gap
                StatusShape {
                    status: root.detail.resolved ? Status.Ok : root.detail.status
                    hollow: root.detail.acknowledged || root.detail.quiet
                    stale: root.detail.unverified
                    implicitWidth: Theme.numberSize
                }
                PlainLabel {
                    Layout.fillWidth: true
                    text: root.detail.title
                    size: Theme.headingSize
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                }
                Button {
                    visible: root.detail.acknowledged && !root.detail.resolved
                    iconName: "undo"
                    text: qsTr("Give back")
                    onClicked: root.giveBackRequested()
                }
                Button {
                    visible: !root.detail.acknowledged && !root.detail.resolved
                    primary: true
                    text: qsTr("Acknowledge")
                    onClicked: root.acknowledgeRequested()
                }
                Chip { visible: root.detail.flapping; value: qsTr("flapping") }
                IconButton {
                    iconName: "close"
                    text: qsTr("Close")
                    onClicked: root.closeRequested()
                }
            }
            Flow {
                Layout.fillWidth: true
                visible: !root.detail.resolved
                spacing: Theme.gap
                Button {
                    text: qsTr("Put off")
                    onClicked: root.snoozeRequested()
                }
                Button {
                    text: qsTr("Silence")
                    onClicked: root.silenceRequested()
                }
                Button {
                    text: qsTr("Downtime")
                    hint: qsTr("Plan work on what it watches")
                    onClicked: root.downtimeRequested()
                }
                Button {
                    visible: root.detail.mayListenAgain
                    text: qsTr("Listen again")
                    onClicked: root.listenRequested()
                }
            }
            PlainLabel {
                Layout.fillWidth: true
                visible: text !== ""
                text: root.detail.summary
                wrapMode: Text.Wrap
                maximumLineCount: 6
            }
            ColumnLayout {
                Layout.fillWidth: true
                visible: root.detail.holdShare >= 0
                spacing: Theme.unit
                PlainLabel { text: root.detail.evidence }
                Rectangle {
                    Layout.fillWidth: true
                    implicitHeight: 4
                    radius: 2
                    color: Theme.raised
                    Accessible.role: Accessible.ProgressBar
                    Accessible.name: root.detail.evidence
                    Rectangle {
                        width: parent.width * Math.max(0, root.detail.holdShare)
                        height: parent.height
                        radius: 2
                        color: Theme.statusColors[root.detail.status]
                    }
                }
            }
            Flow {
                Layout.fillWidth: true
                spacing: Theme.unit
                Repeater {
                    model: root.detail.labelKeys.length
                    Chip {
                        required property int index
                        maximumWidth: column.width
                        key: root.detail.labelKeys[index] ?? ""
                        value: root.detail.labelValues[index] ?? ""
                    }
                }
            }
            Rectangle {
                Layout.fillWidth: true
                visible: root.detail.expression !== ""
                implicitHeight: code.implicitHeight + 2 * Theme.panelPadding
                radius: Theme.radius
                color: Theme.background
                border.width: Theme.highContrast ? Theme.lineWidth : 0
                border.color: Theme.line
                ColumnLayout {
                    id: code
                    anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.panelPadding }
                    spacing: Theme.unit
                    MonoLabel {
                        Layout.fillWidth: true
                        text: root.detail.expression
                        wrapMode: Text.WrapAnywhere
                        maximumLineCount: 12
                        horizontalAlignment: Text.AlignLeft
                        LayoutMirroring.enabled: false
                    }
                    PlainLabel {
                        Layout.fillWidth: true
                        visible: root.detail.evidence !== "" && root.detail.holdShare < 0
                        text: root.detail.evidence
                        color: Theme.dim
                    }
                }
            }
            EvidenceView {
                Layout.fillWidth: true
                evidence: root.evidence
                onAlertRequested: alertId => root.alertRequested(alertId)
                onLogsRequested: (service, text) => root.logsRequested(service, text)
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                Fact { label: qsTr("State"); value: root.detail.stateText }
                Fact { label: qsTr("Started"); value: root.detail.startedText }
                Fact { label: qsTr("Taken by"); value: root.detail.acknowledgedText }
                Fact { label: qsTr("Elsewhere"); value: root.detail.deliveryText }
                Fact { label: qsTr("Comment"); value: root.detail.comment }
                Fact { label: qsTr("Quiet"); value: root.detail.quietText }
                Fact { label: qsTr("Reported by"); value: root.detail.source }
                Fact { label: qsTr("Description"); value: root.detail.description }
                RowLayout {
                    visible: root.detail.runbook !== ""
                    spacing: Theme.panelPadding
                    PlainLabel {
                        Layout.preferredWidth: 120 * Theme.scale
                        text: qsTr("Runbook")
                        color: Theme.dim
                    }
                    Button {
                        iconName: "external"
                        text: qsTr("open on %1").arg(root.detail.runbookHost)
                        onClicked: root.runbookRequested()
                    }
                }
                Repeater {
                    model: root.detail.annotationKeys.length
                    Fact {
                        required property int index
                        label: root.detail.annotationKeys[index] ?? ""
                        value: root.detail.annotationValues[index] ?? ""
                    }
                }
            }
        }
    }
}
