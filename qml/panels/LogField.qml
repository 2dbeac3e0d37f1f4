// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme
import Nocturne.Controls

/// One field of a log record: name, value, and under the pointer or the keys what can be done with it.
Item {
    id: root

    required property string name
    required property string value
    property bool marked: false        // of a trace: what can be done stays in view
    property bool canNarrow: true
    property int nameWidth: 160 * Theme.scale

    signal copyRequested
    signal narrowRequested

    implicitHeight: Math.max(text.implicitHeight, copy.height) + 2
    Accessible.role: Accessible.ListItem
    Accessible.name: root.name + ", " + root.value

    HoverHandler { id: pointer }
    MonoLabel {
        id: label
        width: root.nameWidth
        height: copy.height
        text: root.name
        color: Theme.dim
        elide: Text.ElideMiddle
    }
    MonoLabel {
        id: text
        anchors { left: label.right; leftMargin: Theme.gap }
        y: Math.max(0, Math.round((copy.height - font.pixelSize * 1.35) / 2))
        width: Math.min(implicitWidth, root.width - x - 2 * copy.width - 2 * Theme.gap)
        text: root.value
        wrapMode: Text.WrapAnywhere
        maximumLineCount: 40
        verticalAlignment: Text.AlignTop
        color: root.marked ? Theme.accent : Theme.text
    }
    Row {
        id: acts
        anchors { left: text.right; leftMargin: Theme.gap }
        opacity: root.marked || pointer.hovered || copy.visualFocus || narrow.visualFocus ? 1 : 0
        IconButton {
            id: copy
            implicitWidth: Theme.smallSize + Theme.gap
            implicitHeight: implicitWidth
            iconName: "copy"
            text: qsTr("Copy %1").arg(root.name)
            onClicked: root.copyRequested()
        }
        IconButton {
            id: narrow
            implicitWidth: copy.implicitWidth
            implicitHeight: copy.implicitWidth
            visible: root.canNarrow
            iconName: "filter"
            text: qsTr("Only records with this %1").arg(root.name)
            onClicked: root.narrowRequested()
        }
    }
}
