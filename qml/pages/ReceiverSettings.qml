// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Desktop

/// Receivers of notifications and how they go, the newest messages, trying a receiver, and who gets what.
Item {
    id: root

    required property ReceiverDesk desk

    Flickable {
        anchors.fill: parent
        visible: root.desk.on
        contentHeight: column.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: Scrollbar {}

        ColumnLayout {
            id: column
            width: Math.min(parent.width, 1180 * Math.max(1, Theme.scale))
            spacing: Theme.gap

            PanelFrame {
                Layout.fillWidth: true
                implicitHeight: ways.height + 2 * Theme.panelPadding + Theme.rowHeight
                title: qsTr("Receivers")
                Column {
                    id: ways
                    width: parent.width
                    Repeater {
                        model: root.desk.ways
                        WayRow {
                            width: ways.width
                            busy: root.desk.busy
                            onTestRequested: root.desk.test(receiver)
                            onPreviewRequested: root.desk.preview(receiver, labels.text)
                        }
                    }
                }
            }
            PanelFrame {
                Layout.fillWidth: true
                implicitHeight: asking.height + 2 * Theme.panelPadding + Theme.rowHeight
                title: qsTr("Which receiver gets this, and why")
                Column {
                    id: asking
                    width: parent.width
                    spacing: Theme.gap
                    RowLayout {
                        width: parent.width
                        spacing: Theme.gap
                        TextField {
                            id: labels
                            Layout.fillWidth: true
                            Accessible.name: qsTr("Labels of an alert")
                            placeholderText: "alertname=\"DiskFull\", severity=\"critical\""
                            LayoutMirroring.enabled: false
                            onAccepted: root.desk.explain(text)
                        }
                        Button {
                            enabled: labels.text !== ""
                            text: qsTr("Explain")
                            onClicked: root.desk.explain(labels.text)
                        }
                    }
                    PlainLabel {
                        width: parent.width
                        text: qsTr("A dry run of a receiver above takes these labels, too")
                        color: Theme.faint
                        size: Theme.smallSize
                    }
                    RowLayout {
                        width: parent.width
                        visible: root.desk.resultTitle !== "" || root.desk.busy
                        spacing: Theme.gap
                        StatusShape {
                            status: root.desk.busy ? Status.Waiting : root.desk.resultStatus
                            Accessible.ignored: true
                        }
                        PlainLabel {
                            Layout.fillWidth: true
                            text: root.desk.busy ? qsTr("Waiting for an answer") : root.desk.resultTitle
                            font.weight: Font.DemiBold
                        }
                        IconButton { iconName: "close"; text: qsTr("Close"); onClicked: root.desk.clearResult() }
                    }
                    Rectangle {
                        width: parent.width
                        visible: !root.desk.busy && root.desk.resultText !== ""
                        height: visible ? result.implicitHeight + 2 * Theme.gap : 0
                        radius: Theme.radius
                        color: Theme.background
                        MonoLabel {
                            id: result
                            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.gap }
                            LayoutMirroring.enabled: false
                            text: root.desk.resultText
                            wrapMode: Text.Wrap
                            maximumLineCount: 400
                            Accessible.name: text
                        }
                    }
                }
            }
            PanelFrame {
                Layout.fillWidth: true
                implicitHeight: messages.height + 2 * Theme.panelPadding + Theme.rowHeight
                title: qsTr("Messages")
                Column {
                    id: messages
                    width: parent.width
                    RowLayout {
                        width: parent.width
                        spacing: Theme.gap
                        Segment {
                            ground: Theme.background
                            text: qsTr("All")
                            chosen: !root.desk.deliveries.onlyTrouble
                            onClicked: root.desk.deliveries.onlyTrouble = false
                        }
                        Segment {
                            ground: Theme.background
                            text: qsTr("Waiting or failed")
                            number: root.desk.deliveries.troubleCount
                            chosen: root.desk.deliveries.onlyTrouble
                            onClicked: root.desk.deliveries.onlyTrouble = true
                        }
                        Item { Layout.fillWidth: true }
                        Button {
                            visible: root.desk.deliveries.troubleCount > 0
                            text: qsTr("Try again now")
                            onClicked: root.desk.retryNow()
                        }
                    }
                    ListView {
                        id: list
                        width: parent.width
                        height: Math.min(contentHeight, 12 * Theme.rowHeight)
                        clip: true
                        boundsBehavior: Flickable.StopAtBounds
                        model: root.desk.deliveries
                        T.ScrollBar.vertical: Scrollbar {}
                        Accessible.role: Accessible.List
                        Accessible.name: qsTr("Messages")
                        delegate: DeliveryRow { width: list.width - Theme.gap }
                    }
                    PlainLabel {
                        width: parent.width
                        visible: list.count === 0
                        height: visible ? 2 * Theme.rowHeight : 0
                        verticalAlignment: Text.AlignVCenter
                        text: root.desk.deliveries.onlyTrouble ? qsTr("Nothing waits, and nothing failed") : qsTr("Nothing was sent yet")
                        color: Theme.dim
                    }
                }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: !root.desk.on
        iconName: "alerts"
        title: qsTr("Nobody else is told of alerts")
        detail: qsTr("Section notifications of nocturne.yml, or an alertmanager.yml, names receivers: mail, Slack, webhooks. This page then shows how they go.")
    }
}
