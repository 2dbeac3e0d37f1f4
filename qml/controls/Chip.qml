// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// A label as `key=value`, key dim; or one word when there is no key.
Rectangle {
    id: root

    property string key
    property string value
    property int maximumWidth: 280

    // key=value reads from left to right in every language
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    implicitWidth: Math.min(root.maximumWidth, Math.ceil(keyLabel.implicitWidth) + Math.ceil(valueLabel.implicitWidth) + 2 * Theme.unit + 4)
    implicitHeight: Theme.smallSize + 2 * Theme.unit
    radius: Theme.chipRadius
    color: Theme.raised
    border.width: Theme.highContrast ? 1 : 0
    border.color: Theme.line
    Accessible.role: Accessible.StaticText
    Accessible.name: root.key === "" ? root.value : root.key + "=" + root.value

    PlainLabel {
        id: keyLabel
        anchors { left: parent.left; leftMargin: Theme.unit + 2; top: parent.top; bottom: parent.bottom }
        // a short value leaves its room to the key
        width: Math.min(implicitWidth, Math.max(root.width * 0.45, root.width - valueLabel.implicitWidth - 2 * Theme.unit - 4))
        text: root.key === "" ? "" : root.key + "="
        size: Theme.smallSize
        color: Theme.faint
        Accessible.ignored: true
    }
    PlainLabel {
        id: valueLabel
        anchors { left: keyLabel.right; right: parent.right; rightMargin: Theme.unit; top: parent.top; bottom: parent.bottom }
        text: root.value
        size: Theme.smallSize
        elide: Text.ElideMiddle
        Accessible.ignored: true
    }
}
