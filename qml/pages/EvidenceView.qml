// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Panels
import Nocturne.Panels.Core

/// Why an alert fires: its expression over time with the threshold and the times it fired, what each part of the
/// expression says, what keeps it quiet, and how it went before.
ColumnLayout {
    id: root

    required property AlertEvidence evidence

    /// Another occurrence, or the alert that inhibits this one.
    signal alertRequested(string alertId)
    /// The logs of a service, or those that contain a text.
    signal logsRequested(string service, string text)

    component Heading: PlainLabel {
        Layout.fillWidth: true
        Layout.topMargin: Theme.gap
        size: Theme.smallSize
        color: Theme.dim
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }

    spacing: Theme.unit

    Item {
        Layout.fillWidth: true
        Layout.preferredHeight: (root.evidence.state === AlertEvidence.Ready || root.evidence.state === AlertEvidence.Loading ? 200 : 88) * Theme.scale
        visible: root.evidence.state !== AlertEvidence.NoExpression && root.evidence.state !== AlertEvidence.Idle

        TimeSeriesChart {
            anchors.fill: parent
            visible: root.evidence.state === AlertEvidence.Ready
            colors: PanelColors
            chartData: root.evidence.chart
            startTime: root.evidence.startTime
            endTime: root.evidence.endTime
            thresholds: root.evidence.thresholds
            alertBands: root.evidence.bands
            marks: root.evidence.marks
            fill: true
            Accessible.role: Accessible.Chart
            Accessible.name: qsTr("The expression over time")
        }
        StateView {
            anchors.fill: parent
            visible: root.evidence.state !== AlertEvidence.Ready
            kind: root.evidence.state === AlertEvidence.Error ? StateView.Failed
                : root.evidence.state === AlertEvidence.Loading ? StateView.Loading : StateView.Empty
            title: root.evidence.state === AlertEvidence.Error ? qsTr("The expression cannot be asked for")
                : root.evidence.state === AlertEvidence.Loading ? qsTr("Asking for the evidence")
                : qsTr("No samples of the time it fired")
            detail: root.evidence.state === AlertEvidence.Empty
                ? qsTr("Its source has not been asked since, or had no such series. The next samples appear here.")
                : root.evidence.errorText
        }
    }
    PlainLabel {
        Layout.fillWidth: true
        visible: root.evidence.state === AlertEvidence.NoExpression
        text: qsTr("Its source gives no expression, so there is nothing to draw")
        color: Theme.faint
        wrapMode: Text.Wrap
    }
    Heading {
        visible: root.evidence.parts.count > 0
        text: root.evidence.over ? qsTr("What held when it ended") : qsTr("Why it fires")
    }
    Repeater {
        model: root.evidence.parts
        RowLayout {
            id: part
            required property string words
            required property string detail
            required property int depth
            required property int holds
            Layout.fillWidth: true
            Layout.leftMargin: part.depth * 2 * Theme.gap
            spacing: Theme.gap
            Accessible.role: Accessible.ListItem
            Accessible.name: part.words + ": " + part.detail
            Icon {
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: 2
                opacity: part.holds < 0 ? 0 : 1
                name: part.holds === 1 ? "check" : "close"
                color: part.holds === 1 ? Theme.text : Theme.faint
                width: Math.round(Theme.iconSize * 0.7)
                height: width
            }
            MonoLabel {
                Layout.fillWidth: true
                text: part.words
                wrapMode: Text.WrapAnywhere
                maximumLineCount: 4
                horizontalAlignment: Text.AlignLeft
                LayoutMirroring.enabled: false
                Accessible.ignored: true
            }
            PlainLabel {
                Layout.alignment: Qt.AlignTop
                Layout.maximumWidth: 200 * Theme.scale
                text: part.detail
                color: part.holds === 1 ? Theme.text : Theme.dim
                font.weight: part.holds < 0 ? Font.DemiBold : Font.Normal
                Accessible.ignored: true
            }
        }
    }
    Heading {
        visible: root.evidence.mutes.count > 0
        text: qsTr("What keeps it quiet")
    }
    Repeater {
        model: root.evidence.mutes
        Clickable {
            id: mute
            required property string words
            required property string detail
            required property int depth
            required property string alertId
            required property int status
            Layout.fillWidth: true
            Layout.leftMargin: mute.depth * 2 * Theme.gap
            implicitHeight: Theme.rowHeight
            enabled: mute.alertId !== ""
            Accessible.name: mute.words + ", " + mute.detail
            onClicked: root.alertRequested(mute.alertId)
            contentItem: RowLayout {
                spacing: Theme.gap
                StatusShape { visible: mute.status >= 0; status: Math.max(0, mute.status) }
                PlainLabel { Layout.fillWidth: true; text: mute.words }
                PlainLabel { text: mute.detail; color: Theme.dim }
            }
        }
    }
    Heading {
        visible: root.evidence.occurrences.count > 0
        text: qsTr("The last times")
    }
    Repeater {
        model: root.evidence.occurrences
        RowLayout {
            id: time
            required property string words
            required property string detail
            required property int status
            Layout.fillWidth: true
            spacing: Theme.gap
            Accessible.role: Accessible.ListItem
            Accessible.name: time.words + ", " + time.detail
            StatusShape { status: Math.max(0, time.status) }
            PlainLabel {
                Layout.preferredWidth: 132 * Theme.scale
                text: time.words
                Accessible.ignored: true
            }
            PlainLabel {
                Layout.fillWidth: true
                text: time.detail
                color: Theme.dim
                Accessible.ignored: true
            }
        }
    }
    PlainLabel {
        Layout.fillWidth: true
        visible: root.evidence.state !== AlertEvidence.Idle && root.evidence.occurrences.count === 1
        text: qsTr("It has not fired before, as far as the history goes")
        color: Theme.faint
        wrapMode: Text.Wrap
    }
    RowLayout {
        Layout.fillWidth: true
        Layout.topMargin: Theme.gap
        visible: root.evidence.logService !== "" || root.evidence.logText !== ""
        spacing: Theme.gap
        Heading {
            Layout.topMargin: 0
            text: root.evidence.logService !== "" ? qsTr("Logs of %1 around its begin").arg(root.evidence.logService)
                : qsTr("Logs that name %1, around its start").arg(root.evidence.logText)
        }
        Button {
            quiet: true
            implicitHeight: Math.round(Theme.controlHeight * 0.85)
            ground: Theme.lifted
            iconName: "logs"
            text: qsTr("All")
            hint: qsTr("Open them on the page of logs")
            onClicked: root.logsRequested(root.evidence.logService, root.evidence.logText)
        }
    }
    PlainLabel {
        Layout.fillWidth: true
        visible: (root.evidence.logService !== "" || root.evidence.logText !== "") && root.evidence.logs.count === 0
        text: qsTr("Nothing was logged within five minutes of it")
        color: Theme.faint
        wrapMode: Text.Wrap
    }
    Repeater {
        model: root.evidence.logs
        RowLayout {
            id: record
            required property string words
            required property string detail
            required property int status
            Layout.fillWidth: true
            spacing: Theme.gap
            Accessible.role: Accessible.ListItem
            Accessible.name: record.detail + ", " + record.words
            LayoutMirroring.enabled: false
            MonoLabel {
                Layout.alignment: Qt.AlignTop
                text: record.detail
                color: Theme.faint
                Accessible.ignored: true
            }
            StatusShape {
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: 2
                implicitWidth: Math.round(Theme.iconSize * 0.6)
                status: Math.max(0, record.status)
            }
            MonoLabel {
                Layout.fillWidth: true
                text: record.words
                wrapMode: Text.WrapAnywhere
                maximumLineCount: 3
                horizontalAlignment: Text.AlignLeft
                Accessible.ignored: true
            }
        }
    }
}
