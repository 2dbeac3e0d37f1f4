// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A value between two ends, by hand or arrow keys.
T.Slider {
    id: root

    implicitWidth: 200 * Theme.scale
    implicitHeight: Theme.controlHeight
    focusPolicy: Qt.StrongFocus

    background: Rectangle {
        x: root.leftPadding
        y: root.topPadding + (root.availableHeight - height) / 2
        width: root.availableWidth
        height: 4
        radius: 2
        color: Theme.raised
        border.width: Theme.highContrast ? 1 : 0
        border.color: Theme.line
        Rectangle {
            anchors.right: root.mirrored ? parent.right : undefined
            width: root.position * parent.width
            height: parent.height
            radius: 2
            color: root.enabled ? Theme.accent : Theme.faint
        }
    }
    handle: Rectangle {
        x: root.leftPadding + root.visualPosition * (root.availableWidth - width)
        y: root.topPadding + (root.availableHeight - height) / 2
        implicitWidth: Math.round(Theme.bodySize * 1.2)
        implicitHeight: implicitWidth
        radius: width / 2
        color: root.enabled ? Theme.accent : Theme.faint
        FocusRing { shown: root.visualFocus }
    }
}
