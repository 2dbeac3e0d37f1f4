// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// A list of actions that opens beside what was asked.
T.Menu {
    id: root

    implicitWidth: contentItem.implicitWidth + leftPadding + rightPadding
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    margins: Theme.gap
    padding: Theme.unit
    delegate: MenuItem {}

    contentItem: ListView {
        implicitWidth: {
            let widest = 160;
            for (let i = 0; i < root.count; ++i)
                widest = Math.max(widest, root.itemAt(i).implicitWidth);
            return widest;
        }
        implicitHeight: contentHeight
        model: root.contentModel
        interactive: contentHeight > height
        clip: true
        currentIndex: root.currentIndex
        T.ScrollBar.vertical: Scrollbar {}
    }
    background: Rectangle {
        color: Theme.raised
        radius: Theme.radius
        border.width: Theme.lineWidth
        border.color: Theme.line
    }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.fast } }
}
