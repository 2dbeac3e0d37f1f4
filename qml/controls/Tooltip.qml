// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A sentence about the thing under the pointer, after half a second.
T.ToolTip {
    id: root

    x: parent ? Math.round((parent.width - implicitWidth) / 2) : 0
    y: parent ? parent.height + Theme.unit : 0
    implicitWidth: Math.min(implicitContentWidth + leftPadding + rightPadding, 420 * Theme.scale)
    implicitHeight: implicitContentHeight + topPadding + bottomPadding
    margins: Theme.gap
    padding: Theme.gap
    delay: 500
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent | T.Popup.CloseOnReleaseOutsideParent

    contentItem: PlainLabel {
        text: root.text
        size: Theme.smallSize
        wrapMode: Text.Wrap
        maximumLineCount: 12
    }
    background: Rectangle {
        color: Theme.raised
        radius: Theme.radius
        border.width: Theme.lineWidth
        border.color: Theme.line
    }
}
