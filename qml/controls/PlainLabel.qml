// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// Text as it is: markup in it is shown, not obeyed. All words of the interface are set with this or its kin.
Text {
    id: root

    property int size: Theme.bodySize

    textFormat: Text.PlainText
    color: Theme.text
    elide: Text.ElideRight
    font.family: Theme.sans
    font.pixelSize: root.size
    verticalAlignment: Text.AlignVCenter
    horizontalAlignment: Text.AlignLeft
    renderType: Text.NativeRendering
    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
}
