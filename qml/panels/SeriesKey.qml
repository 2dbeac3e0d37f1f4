// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// The short line that stands for a series in a legend: its colour and, beyond the eighth, its dashes.
Item {
    id: root

    required property int series
    property bool faded: false
    readonly property color color: Theme.series[Math.max(0, root.series) % Theme.series.length]
    readonly property int round: Math.floor(root.series / Theme.series.length) % 4

    implicitWidth: 14
    implicitHeight: 2
    opacity: root.faded ? 0.35 : 1

    Row {
        spacing: root.round === 0 ? 0 : 2
        Repeater {
            model: root.round === 0 ? 1 : root.round + 1
            Rectangle {
                width: root.round === 0 ? root.width : (root.width - 2 * root.round) / (root.round + 1)
                height: root.height
                radius: 1
                color: root.color
            }
        }
    }
}
