// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Theme

/// Active alerts, worst first, each with its owner or a way to take it.
Item {
    id: root

    property AlertListModel alerts: null
    property string filter                      // words that an alert must have
    property string blindSince                  // what the alerts are about gives no data since then

    signal acknowledgeRequested(string alertId, string alertTitle)

    /// The keys of the page of alerts, as far as they are about one row.
    function press(event: var): void {
        const line = list.currentItem as AlertLine;
        switch (event.key) {
        case Qt.Key_J: case Qt.Key_Down: list.currentIndex = Math.min(list.currentIndex + 1, list.count - 1); break;
        case Qt.Key_K: case Qt.Key_Up: list.currentIndex = Math.max(list.currentIndex - 1, 0); break;
        case Qt.Key_A: case Qt.Key_Return: case Qt.Key_Enter:
            if (line === null)
                return;
            if (!line.acknowledged && !line.resolved)
                root.acknowledgeRequested(line.alertId, line.title);
            break;
        default: return;
        }
        event.accepted = true;
    }

    component AlertLine: Item {
        required property string alertId
        required property string title
        required property bool acknowledged
        required property bool resolved
    }

    ListView {
        id: list
        anchors.fill: parent
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: count > 0
        currentIndex: -1
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Active alerts")
        Keys.onPressed: event => root.press(event)
        model: root.alerts === null || root.filter === "" ? root.alerts : root.alerts.matching(root.filter)
        T.ScrollBar.vertical: Scrollbar {}

        delegate: AlertLine {
            id: line

            required property int index
            required property int status
            required property bool pending
            required property bool quiet
            required property bool unverified
            required property string owner
            required property list<string> labelKeys
            required property list<string> labelValues
            required property string evidence
            required property string subject
            readonly property string fullTitle: line.subject === "" ? line.title : line.title + "  " + line.subject
            required property string age

            width: list.width
            height: Theme.rowHeight
            Accessible.role: Accessible.ListItem
            Accessible.name: Words.fill(qsTr("%1, %2, %3"), [Theme.statusWords[line.status], line.fullTitle, line.age])

            HoverHandler { id: hover }
            Rectangle {
                anchors.fill: parent
                visible: list.activeFocus && list.currentIndex === line.index
                radius: Theme.radius - 2
                color: Theme.raised
                border.width: 2
                border.color: Theme.accent
            }
            Rectangle {
                x: -Theme.panelPadding
                width: 3
                height: parent.height
                visible: line.status === Status.Critical && !line.quiet && !line.acknowledged && !line.resolved && !line.pending
                color: Theme.critical
            }
            RowLayout {
                anchors.fill: parent
                anchors.rightMargin: Theme.gap
                spacing: Theme.gap
                StatusShape {
                    status: line.resolved ? Status.Ok : line.status
                    hollow: line.acknowledged || line.pending || line.quiet
                    stale: line.unverified
                }
                PlainLabel {
                    Layout.fillWidth: true
                    Layout.preferredWidth: 180
                    text: named.visible ? line.title : line.fullTitle
                    color: line.acknowledged || line.quiet || line.pending || line.resolved ? Theme.dim : Theme.text
                }
                Chip {
                    id: named
                    visible: line.labelKeys.length > 0 && root.width > 480 * Theme.textScale
                    maximumWidth: root.width / 4
                    key: line.labelKeys[0] ?? ""
                    value: line.labelValues[0] ?? ""
                }
                PlainLabel {
                    Layout.fillWidth: true
                    Layout.preferredWidth: 120
                    visible: root.width > 380 * Theme.textScale
                    text: line.evidence
                    color: line.unverified ? Theme.unknown : Theme.dim
                }
                PlainLabel { text: line.age; color: Theme.faint }
                PlainLabel {
                    visible: line.acknowledged
                    Layout.preferredWidth: 96 * Theme.textScale
                    horizontalAlignment: Text.AlignRight
                    text: line.owner
                    color: Theme.dim
                }
                Button {
                    visible: !line.acknowledged && !line.resolved
                    implicitHeight: Math.round(Theme.controlHeight * 0.85)
                    quiet: !hover.hovered
                    text: qsTr("Acknowledge")
                    hint: line.title
                    onClicked: root.acknowledgeRequested(line.alertId, line.title)
                }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        kind: StateView.Empty
        title: root.blindSince === "" ? qsTr("No active alerts") : qsTr("Not known: no data since %1").arg(root.blindSince)
    }
}
