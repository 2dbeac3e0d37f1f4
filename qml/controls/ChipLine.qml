// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// Labels as chips on one line, the most telling first. The first `needed` are narrowed rather than left out, as long as
/// they can tell anything, the first of all always; others are there where they fit.
Item {
    id: root

    property list<string> keys
    property list<string> values
    property int needed: 1
    property color ground: Theme.raised
    property real widest: 220 * Theme.scale     // of one chip while there is more than one
    readonly property real least: 64 * Theme.scale

    function natural(index: int): real {
        const chip = chips.itemAt(index) as Chip;
        if (chip === null)
            return 0;
        return root.keys.length > 1 ? Math.min(chip.implicitWidth, root.widest) : chip.implicitWidth;
    }
    function place(index: int, width: real): void {
        const chip = chips.itemAt(index);
        if (chip === null)
            return;
        chip.visible = width > 0;
        if (width > 0)
            chip.width = width;
    }
    /// How many of the first `most` fit, each at its natural width or at the least.
    function fitting(most: int): int {
        let taken = -Theme.unit;
        for (let i = 0; i < most; ++i) {
            taken += Theme.unit + Math.min(root.natural(i), root.least);
            if (taken > root.width)
                return Math.max(1, i);
        }
        return most;
    }
    function arrange(): void {
        const needed = Math.min(chips.count, Math.max(1, root.needed));
        const shared = root.fitting(needed);
        const order = Array.from({ length: shared }, (_, i) => i).sort((a, b) => root.natural(a) - root.natural(b));
        let room = root.width - Theme.unit * (shared - 1);
        for (let i = 0; i < shared; ++i) { // the short ones get what they need, the others share the rest
            const width = Math.max(1, Math.floor(Math.min(root.natural(order[i]), room / (shared - i))));
            root.place(order[i], width);
            room -= width;
        }
        for (let i = shared; i < chips.count; ++i) {
            const width = root.natural(i);
            const fits = i >= needed && Theme.unit + width <= room;
            root.place(i, fits ? width : 0);
            room -= fits ? Theme.unit + width : 0;
        }
    }

    implicitWidth: line.implicitWidth
    implicitHeight: Theme.smallSize + 2 * Theme.unit
    onWidthChanged: root.arrange()
    onWidestChanged: root.arrange()
    onNeededChanged: root.arrange()

    Row {
        id: line
        spacing: Theme.unit
        width: root.width
        Repeater {
            id: chips
            model: root.keys.length
            onCountChanged: root.arrange()
            Chip {
                required property int index
                color: root.ground
                maximumWidth: 10000
                key: root.keys[index] ?? ""
                value: root.values[index] ?? ""
                onImplicitWidthChanged: root.arrange()
                Component.onCompleted: root.arrange()
            }
        }
    }
}
