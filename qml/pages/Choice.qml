// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One setting: its name, a hint, and beside them, or below where it is narrow, what changes it.
GridLayout {
    id: root

    required property string label
    property string help
    property bool wide: true
    default property alias field: slot.data

    Layout.fillWidth: true
    Layout.minimumHeight: Theme.rowHeight + 2 * Theme.gap
    columns: root.wide ? 2 : 1
    columnSpacing: 2 * Theme.gap
    rowSpacing: Theme.unit
    ColumnLayout {
        Layout.fillHeight: false
        Layout.alignment: Qt.AlignVCenter
        Layout.fillWidth: !root.wide
        Layout.preferredWidth: 280 * Theme.scale
        Layout.maximumWidth: root.wide ? 280 * Theme.scale : 10000
        spacing: 2
        PlainLabel { Layout.fillWidth: true; text: root.label }
        PlainLabel {
            Layout.fillWidth: true
            visible: root.help !== ""
            text: root.help
            color: Theme.faint
            size: Theme.smallSize
            wrapMode: Text.Wrap
        }
    }
    RowLayout {
        id: slot
        Layout.fillWidth: true
        spacing: Theme.gap
    }
}
