// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A panel over the page that wants an answer; Esc closes it.
T.Popup {
    id: root

    property string title
    default property alias content: body.data

    parent: T.Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(Math.max(Theme.gap, (parent.height - height) / 3)) : 0
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 480 * Theme.scale) : 480
    height: parent ? Math.min(parent.height - 2 * Theme.gap, implicitContentHeight + topPadding + bottomPadding) : implicitContentHeight
    padding: 2 * Theme.gap
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside

    T.Overlay.modal: Rectangle {
        color: Theme.dark ? "#a0000000" : "#60152030"
    }
    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.lineWidth
        border.color: Theme.line
    }
    contentItem: FocusScope {
        implicitHeight: heading.height + body.childrenRect.height + (heading.visible ? Theme.gap : 0)
        Accessible.role: Accessible.Dialog
        Accessible.name: root.title

        PlainLabel {
            id: heading
            anchors { left: parent.left; right: parent.right; top: parent.top }
            visible: root.title !== ""
            height: visible ? Math.round(Theme.largeSize * 1.6) : 0
            text: root.title
            size: Theme.largeSize
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        Item {
            id: body
            anchors { left: parent.left; right: parent.right; top: heading.bottom; bottom: parent.bottom }
            anchors.topMargin: heading.visible ? Theme.gap : 0
        }
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fast } }
}
