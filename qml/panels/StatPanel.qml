// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// One number as large as its room, with what it came from beneath. A threshold reached gives it shape and colour.
Item {
    id: root

    required property PanelData panelData
    readonly property bool alarmed: (root.panelData?.severity ?? "") !== "" && !(root.panelData?.stale ?? false)
    readonly property color ink: (root.panelData?.stale ?? false) ? Theme.unknown
        : root.alarmed ? PanelColors.ofSeverity(root.panelData?.severity ?? "") : Theme.text
    readonly property int numberSize: {
        const room = Math.min(root.height * 0.42, root.width / 5);
        return room >= Theme.hugeSize ? Theme.hugeSize : room >= Theme.bigSize * 0.9 ? Theme.bigSize : Theme.numberSize;
    }

    Accessible.role: Accessible.StaticText
    Accessible.name: (root.panelData?.valueText ?? "") + " " + (root.panelData?.unitText ?? "")

    StatusShape {
        id: mark
        visible: root.alarmed
        anchors.verticalCenter: number.verticalCenter
        status: PanelColors.statusOf(root.panelData?.severity ?? "")
        implicitWidth: Math.round(root.numberSize * 0.55)
    }
    PlainLabel {
        id: number
        x: root.alarmed ? mark.width + Theme.gap : 0
        y: -Math.round(root.numberSize * 0.14)
        text: root.panelData?.valueText ?? ""
        size: root.numberSize
        font.weight: Font.DemiBold
        color: root.ink
        Accessible.ignored: true
    }
    PlainLabel {
        anchors { left: number.right; leftMargin: Theme.unit; baseline: number.baseline; right: parent.right }
        text: (root.panelData?.totalText ?? "") === "" ? (root.panelData?.unitText ?? "")
            : (root.panelData?.unitText ?? "") === "" ? qsTr("of %1").arg(root.panelData?.totalText ?? "")
            : Words.fill(qsTr("%1 of %2"), [(root.panelData?.unitText ?? ""), (root.panelData?.totalText ?? "")])
        size: Math.max(Theme.bodySize, Math.round(root.numberSize * 0.5))
        color: Theme.dim
        Accessible.ignored: true
    }
    Row {
        id: delta
        anchors { left: parent.left; top: number.bottom; topMargin: -Math.round(root.numberSize * 0.1) }
        visible: (root.panelData?.deltaText ?? "") !== "" && !(root.panelData?.stale ?? false) && root.height > root.numberSize * 1.6
        spacing: Theme.unit
        Icon {
            anchors.verticalCenter: parent.verticalCenter
            visible: (root.panelData?.deltaSign ?? 0) !== 0
            width: Theme.smallSize
            height: width
            name: (root.panelData?.deltaSign ?? 0) > 0 ? "arrow-up" : "arrow-down"
        }
        PlainLabel {
            text: root.panelData?.deltaText ?? ""
            size: Theme.smallSize
            color: Theme.dim
        }
    }
    // A value without data is none: while the panel goes the last one stays.
    Binding {
        target: chart
        property: "chartData"
        value: root.panelData?.chart
        when: root.panelData !== null
        restoreMode: Binding.RestoreNone
    }
    Sparkline {
        id: chart
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: root.height - delta.y - (delta.visible ? delta.height : 0) - Theme.unit
        visible: (root.panelData?.seriesCount ?? 0) > 0 && height > 16
        startTime: root.panelData?.startTime ?? 0
        endTime: root.panelData?.endTime ?? 0
        color: (root.panelData?.stale ?? false) ? Theme.unknown : root.alarmed ? root.ink : Theme.series[0]
    }
}
