// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme
import Nocturne.Controls

/// One thing that a pasted text holds, or one question and its answer: mark, name, a word, and the rest below.
Item {
    id: root

    required property int status
    required property string title
    required property string note
    required property string detail
    required property int index
    required property bool choosable
    required property bool chosen
    readonly property real indent: Math.round(Theme.iconSize * 0.8) + Theme.gap

    signal toggled(index: int, chosen: bool)

    implicitHeight: Math.max(body.implicitHeight, root.choosable ? choice.implicitHeight : 0) + Theme.gap
    Accessible.role: Accessible.ListItem
    Accessible.name: root.title + (root.note === "" ? "" : ", " + root.note) + (root.detail === "" ? "" : ", " + root.detail)

    Switch {
        id: choice
        visible: root.choosable
        anchors.right: parent.right
        checked: root.chosen
        Accessible.name: root.title
        onToggled: root.toggled(root.index, choice.checked)
    }
    StatusShape {
        visible: root.status !== Status.Off
        anchors.left: parent.left
        y: Math.round(Theme.unit + (title.implicitHeight - height) / 2)
        status: root.status
    }
    Column {
        id: body
        anchors { left: parent.left; right: parent.right; leftMargin: root.indent }
        anchors.rightMargin: root.choosable ? choice.width + Theme.panelPadding : 0
        y: Theme.unit
        spacing: 2

        Item {
            visible: root.title !== "" || root.note !== ""
            width: parent.width
            implicitHeight: Math.max(title.implicitHeight, note.implicitHeight)
            MonoLabel {
                id: title
                anchors { left: parent.left; right: note.left; rightMargin: Theme.gap }
                text: root.title
                elide: Text.ElideMiddle
            }
            PlainLabel {
                id: note
                anchors.right: parent.right
                text: root.note
                size: Theme.smallSize
                color: Theme.dim
            }
        }
        PlainLabel {
            visible: text !== ""
            width: parent.width
            text: root.detail
            size: Theme.smallSize
            color: root.status === Status.Error ? Theme.text : Theme.dim
            wrapMode: Text.Wrap
            maximumLineCount: 4
            elide: Text.ElideRight
        }
    }
}
