// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A web address that opens in the browser. Only http and https come here: C++ hands out nothing else.
T.AbstractButton {
    id: root

    required property string url

    implicitWidth: contentItem.implicitWidth
    implicitHeight: contentItem.implicitHeight
    focusPolicy: Qt.StrongFocus
    enabled: root.url.startsWith("https://") || root.url.startsWith("http://")
    Accessible.role: Accessible.Link
    Accessible.name: root.text
    Keys.onReturnPressed: root.clicked()
    onClicked: Qt.openUrlExternally(root.url)

    contentItem: PlainLabel {
        text: root.text
        color: Theme.accent
        font.underline: root.hovered
        elide: Text.ElideMiddle
    }
    background: Item {
        FocusRing { shown: root.visualFocus }
    }

    Tooltip { visible: root.hovered; text: root.url }
}
