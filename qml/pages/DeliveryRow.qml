// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One message on its way out, and what became of it.
Item {
    id: root

    required property string title
    required property string way
    required property int status
    required property string stateText
    required property string time
    required property string words

    implicitHeight: Math.max(Theme.rowHeight, texts.implicitHeight + Theme.gap)
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2: %3"), [root.title, root.way, root.stateText])

    RowLayout {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        spacing: Theme.panelPadding
        StatusShape { status: root.status; Accessible.ignored: true }
        ColumnLayout {
            id: texts
            Layout.fillWidth: true
            spacing: 2
            PlainLabel { Layout.fillWidth: true; text: root.title }
            PlainLabel {
                Layout.fillWidth: true
                visible: root.words !== ""
                text: root.words
                color: Theme.dim
                size: Theme.smallSize
            }
        }
        PlainLabel { Layout.preferredWidth: 200 * Theme.scale; text: root.way; color: Theme.dim }
        PlainLabel { Layout.preferredWidth: 180 * Theme.scale; text: root.stateText }
        PlainLabel {
            Layout.preferredWidth: 90 * Theme.scale
            horizontalAlignment: Text.AlignRight
            text: root.time
            color: Theme.faint
        }
    }
}
