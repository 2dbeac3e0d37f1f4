// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// Keys and what they do: "[j] [k] move".
Row {
    id: root

    required property list<string> keys
    required property string text

    spacing: Theme.unit

    Repeater {
        model: root.keys
        KeyCap {
            required property string modelData
            anchors.verticalCenter: parent.verticalCenter
            text: modelData
        }
    }
    PlainLabel {
        anchors.verticalCenter: parent.verticalCenter
        text: root.text
        size: Theme.smallSize
        color: Theme.dim
    }
}
