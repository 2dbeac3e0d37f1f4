// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One row of the audit log: when, who, by which way, what, and what it became.
Clickable {
    id: root

    required property string number
    required property string time
    required property string who
    required property string origin
    required property string deed
    required property string subject
    required property string before
    required property string after

    implicitHeight: Theme.rowHeight + (root.selected ? more.implicitHeight + Theme.gap : 0)
    leftPadding: Theme.panelPadding
    rightPadding: Theme.panelPadding
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [root.time, root.who, root.deed])
    Accessible.description: root.after

    contentItem: Item {
        RowLayout {
            anchors { left: parent.left; right: parent.right; top: parent.top }
            height: Theme.rowHeight
            spacing: Theme.gap
            PlainLabel {
                Layout.preferredWidth: 56 * Theme.scale
                horizontalAlignment: Text.AlignRight
                text: root.number
                color: Theme.faint
            }
            PlainLabel { Layout.preferredWidth: 140 * Theme.scale; text: root.time; color: Theme.dim }
            PlainLabel { Layout.preferredWidth: 110 * Theme.scale; text: root.who }
            PlainLabel { Layout.preferredWidth: 110 * Theme.scale; text: root.origin; color: Theme.faint }
            PlainLabel { Layout.preferredWidth: 150 * Theme.scale; text: root.deed; font.weight: Font.DemiBold }
            PlainLabel { Layout.fillWidth: true; text: root.after === "" ? root.before : root.after; color: Theme.dim }
        }
        Column {
            id: more
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            anchors.leftMargin: 64 * Theme.scale
            visible: root.selected
            spacing: 2
            Repeater {
                model: [root.subject, root.before === "" ? "" : qsTr("before: %1").arg(root.before),
                    root.after === "" ? "" : qsTr("after: %1").arg(root.after)]
                MonoLabel {
                    required property string modelData
                    width: more.width
                    visible: text !== ""
                    text: modelData
                    color: Theme.dim
                    wrapMode: Text.WrapAnywhere
                    maximumLineCount: 4
                }
            }
        }
    }
}
