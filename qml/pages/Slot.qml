// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick

/// A place in the frame for an item that a page lends.
Item {
    id: root

    property Item content: null
    property bool stretched: false

    implicitWidth: root.content ? root.content.implicitWidth : 0
    implicitHeight: root.content ? root.content.implicitHeight : 0

    Binding {
        target: root.content
        property: "parent"
        value: root
        when: root.content !== null
        restoreMode: Binding.RestoreNone
    }
    Binding {
        target: root.content
        property: "width"
        value: root.stretched ? root.width : root.implicitWidth
        when: root.content !== null
        restoreMode: Binding.RestoreNone
    }
}
