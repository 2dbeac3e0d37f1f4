// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// One number with its unit and what it means: for facts that need no chart.
PanelFrame {
    id: root

    property string value
    property string unitText
    property string detail
    property color valueColor: Theme.text
    property int status: -1

    Accessible.description: root.value + " " + root.unitText + " " + root.detail
    implicitHeight: Math.round(Theme.bigSize * 1.25) + 2 * Theme.smallSize + Theme.bodySize + 3 * Theme.panelPadding

    Row {
        id: row
        spacing: Theme.gap
        StatusShape {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.status >= 0
            status: Math.max(0, root.status)
            implicitWidth: Theme.numberSize
        }
        PlainLabel {
            id: number
            text: root.value
            color: root.valueColor
            size: Theme.bigSize
            font.weight: Font.DemiBold
        }
        PlainLabel {
            anchors.baseline: number.baseline
            text: root.unitText
            color: Theme.dim
            size: Theme.largeSize
        }
    }
    PlainLabel {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        text: root.detail
        color: Theme.dim
        size: Theme.smallSize
    }
}
