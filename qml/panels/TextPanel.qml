// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controls
import Nocturne.Theme

/// Words of the dashboard's author, as they are.
Flickable {
    id: root

    required property string text

    contentHeight: words.implicitHeight
    clip: true
    boundsBehavior: Flickable.StopAtBounds

    PlainLabel {
        id: words
        width: root.width
        text: root.text
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        verticalAlignment: Text.AlignTop
        lineHeight: 1.3
    }
}
