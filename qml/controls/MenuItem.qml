// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A line of a Menu or of the list of a ComboBox.
T.MenuItem {
    id: root

    property string shortcutText

    implicitWidth: Math.max(160 * Theme.scale, label.implicitWidth + key.implicitWidth + Theme.iconSize + 3 * Theme.panelPadding)
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.gap
    rightPadding: Theme.panelPadding
    opacity: root.enabled ? 1 : 0.5
    Accessible.name: root.text

    contentItem: Item {
        Icon {
            id: mark
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: parent.left
            opacity: root.checked ? 1 : 0
            name: "check"
            color: Theme.accent
            width: Math.round(Theme.iconSize * 0.8)
            height: width
        }
        PlainLabel {
            id: label
            anchors { left: mark.right; leftMargin: Theme.unit; right: key.left; top: parent.top; bottom: parent.bottom }
            text: root.text
        }
        PlainLabel {
            id: key
            anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
            text: root.shortcutText
            color: Theme.faint
            size: Theme.smallSize
        }
    }
    background: Rectangle {
        radius: Theme.chipRadius
        color: root.highlighted || root.hovered ? Theme.lifted : "transparent"
    }
}
