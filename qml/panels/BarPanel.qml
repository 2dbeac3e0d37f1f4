// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// Newest values side by side, largest first.
Item {
    id: root

    required property PanelData panelData
    required property var panel

    Accessible.role: Accessible.Chart
    Accessible.name: root.panel.title

    // A value without data is none: while the panel goes the last one stays.
    Binding {
        target: chart
        property: "chartData"
        value: root.panelData?.chart
        when: root.panelData !== null
        restoreMode: Binding.RestoreNone
    }
    BarChart {
        id: chart
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: more.visible ? more.top : parent.bottom }
        colors: PanelColors
        unit: root.panel.unit
        decimals: root.panel.decimals
        limit: root.panel.limit
        stale: root.panelData?.stale ?? false
        fontPixels: Theme.smallSize
    }
    PlainLabel {
        id: more
        anchors { left: parent.left; bottom: parent.bottom }
        visible: chart.hidden > 0
        text: qsTr("%n more", "", chart.hidden)
        size: Theme.smallSize
        color: Theme.faint
    }
}
