// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// "2 new, held while you look": shows what waits.
T.Button {
    id: root

    implicitWidth: contentItem.implicitWidth + 2 * Theme.panelPadding
    implicitHeight: Theme.controlHeight
    focusPolicy: Qt.StrongFocus
    Accessible.name: root.text
    Keys.onReturnPressed: root.clicked()

    contentItem: PlainLabel {
        text: root.text
        horizontalAlignment: Text.AlignHCenter
    }
    background: Rectangle {
        radius: height / 2
        color: Theme.raised
        border.width: 1
        border.color: Theme.accent
        FocusRing { shown: root.visualFocus; radius: height / 2 }
    }
}
