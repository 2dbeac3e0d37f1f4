// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Theme

/// A form that may be higher than its sheet: it scrolls, and what has the keyboard is brought into view.
Flickable {
    id: root

    required property Item form
    required property real roomHeight           // that the sheet can give at most

    function bringIntoView(item: Item): void {
        let parent = item;
        while (parent && parent !== root.form)
            parent = parent.parent;
        if (!item || !parent)
            return;
        const top = item.mapToItem(root.form, 0, 0).y;
        root.contentY = Math.max(0, Math.min(Math.max(root.contentY, top + item.height + 2 * Theme.gap - root.height),
            top - 2 * Theme.gap, root.contentHeight - root.height));
    }

    height: Math.max(0, Math.min(root.contentHeight, root.roomHeight))
    contentWidth: root.width
    contentHeight: root.form.implicitHeight
    clip: root.interactive
    interactive: root.contentHeight > root.height
    boundsBehavior: Flickable.StopAtBounds
    T.ScrollBar.vertical: Scrollbar {}

    Connections {
        target: root.Window.window
        function onActiveFocusItemChanged(): void { root.bringIntoView(root.Window.window.activeFocusItem); }
    }
}
