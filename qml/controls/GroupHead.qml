// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// The name above the rows of a group.
Item {
    id: root

    required property string section

    implicitHeight: Theme.rowHeight + Theme.unit

    PlainLabel {
        anchors { left: parent.left; leftMargin: Theme.panelPadding; right: parent.right }
        anchors { bottom: parent.bottom; bottomMargin: Theme.gap }
        text: root.section
        color: Theme.dim
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
}
