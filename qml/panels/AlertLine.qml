// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Controls
import Nocturne.Theme

/// One alert of AlertListPanel.
Item {
    id: root

    required property int index
    required property string alertId
    required property string title
    required property bool acknowledged
    required property bool resolved
    required property int status
    required property bool pending
    required property bool quiet
    required property bool unverified
    required property string owner
    required property list<string> labelKeys
    required property list<string> labelValues
    required property int distinct
    required property string evidence
    required property string subject
    required property string age
    property bool current: false                // what keys are about
    readonly property string fullTitle: root.subject === "" ? root.title : root.title + "  " + root.subject

    signal verbRequested(string verb)
    signal menuRequested

    height: Theme.rowHeight
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [Theme.statusWords[root.status], root.fullTitle, root.age])

    HoverHandler { id: hover }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: root.menuRequested()
    }
    TapHandler { onDoubleTapped: root.verbRequested("open") }
    Rectangle {
        anchors.fill: parent
        visible: root.current
        radius: Theme.radius - 2
        color: Theme.raised
        border.width: 2
        border.color: Theme.accent
    }
    Rectangle {
        x: -Theme.panelPadding
        width: 3
        height: parent.height
        visible: root.status === Status.Critical && !root.quiet && !root.acknowledged && !root.resolved && !root.pending
        color: Theme.critical
    }
    RowLayout {
        anchors.fill: parent
        anchors.rightMargin: Theme.gap
        spacing: Theme.gap
        StatusShape {
            status: root.resolved ? Status.Ok : root.status
            hollow: root.acknowledged || root.pending || root.quiet
            stale: root.unverified
        }
        PlainLabel {
            Layout.fillWidth: true
            Layout.preferredWidth: 180
            text: root.title
            color: root.acknowledged || root.quiet || root.pending || root.resolved ? Theme.dim : Theme.text
        }
        ChipLine {
            visible: root.labelKeys.length > 0
            Layout.fillWidth: true
            Layout.preferredWidth: 140
            Layout.minimumWidth: 48
            needed: root.distinct
            keys: root.labelKeys
            values: root.labelValues
        }
        PlainLabel {
            Layout.fillWidth: true
            Layout.preferredWidth: 120
            visible: root.width > 520 * Theme.textScale
            text: root.evidence
            color: root.unverified ? Theme.unknown : Theme.dim
        }
        PlainLabel { text: root.age; color: Theme.faint }
        PlainLabel {
            visible: root.acknowledged
            Layout.preferredWidth: 96 * Theme.textScale
            horizontalAlignment: Text.AlignRight
            text: root.owner
            color: Theme.dim
        }
        Button {
            visible: !root.acknowledged && !root.resolved
            implicitHeight: Math.round(Theme.controlHeight * 0.85)
            quiet: !hover.hovered
            text: qsTr("Acknowledge")
            hint: root.title
            onClicked: root.verbRequested("acknowledge")
        }
    }
}
