// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// Two pixels of accent around what has the keyboard, two pixels away from it.
Rectangle {
    id: root

    required property bool shown

    anchors.fill: parent
    anchors.margins: -4
    visible: root.shown
    radius: Theme.radius + 4
    color: "transparent"
    border.width: 2
    border.color: Theme.accent
}
