// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One way out of a receiver: how it goes, what was sent, and trying it.
Item {
    id: root

    required property string receiver
    required property bool first
    required property string kind
    required property int status
    required property string stateText
    required property string counts
    required property string time
    required property string words
    property bool busy: false

    signal testRequested
    signal previewRequested

    implicitHeight: Math.max(Theme.rowHeight + Theme.gap, texts.implicitHeight + Theme.gap)
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2: %3"), [root.receiver, root.kind, root.stateText])

    RowLayout {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        spacing: Theme.panelPadding
        PlainLabel {
            Layout.preferredWidth: 170 * Theme.scale
            text: root.first ? root.receiver : ""
            font.weight: Font.DemiBold
        }
        StatusShape { status: root.status; Accessible.ignored: true }
        PlainLabel { Layout.preferredWidth: 110 * Theme.scale; text: root.kind }
        ColumnLayout {
            id: texts
            Layout.fillWidth: true
            spacing: 2
            PlainLabel { Layout.fillWidth: true; text: root.stateText }
            PlainLabel {
                Layout.fillWidth: true
                visible: root.words !== ""
                text: root.words
                color: Theme.dim
                size: Theme.smallSize
            }
        }
        ColumnLayout {
            spacing: 2
            PlainLabel { Layout.alignment: Qt.AlignRight; text: root.counts; color: Theme.dim }
            PlainLabel {
                Layout.alignment: Qt.AlignRight
                visible: root.time !== ""
                text: root.time
                color: Theme.faint
                size: Theme.smallSize
            }
        }
        RowLayout {
            Layout.preferredWidth: 210 * Theme.scale
            Layout.maximumWidth: Layout.preferredWidth
            spacing: Theme.unit
            Item { Layout.fillWidth: true }
            Button {
                visible: root.first
                text: qsTr("Dry run")
                hint: qsTr("Show what it would get; nothing is sent")
                onClicked: root.previewRequested()
            }
            Button {
                visible: root.first
                enabled: !root.busy
                text: qsTr("Send a test")
                onClicked: root.testRequested()
            }
        }
    }
}
