// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// A key of the keyboard.
Rectangle {
    id: root

    required property string text

    implicitWidth: Math.max(implicitHeight, label.implicitWidth + Theme.gap)
    implicitHeight: Theme.smallSize + Theme.unit + 2
    radius: Theme.chipRadius
    color: "transparent"
    border.width: 1
    border.color: Theme.highContrast ? Theme.dim : Theme.line

    MonoLabel {
        id: label
        anchors.centerIn: parent
        text: root.text
        size: Theme.axisSize
        color: Theme.dim
    }
}
