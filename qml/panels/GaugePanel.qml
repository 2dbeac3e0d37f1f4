// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// A share of a whole as an arc, the number in its middle.
Item {
    id: root

    required property PanelData panelData
    required property var panel
    readonly property bool alarmed: (root.panelData?.severity ?? "") !== "" && !(root.panelData?.stale ?? false)

    Accessible.role: Accessible.Indicator
    Accessible.name: root.panel.title + " " + (root.panelData?.valueText ?? "") + " " + (root.panelData?.unitText ?? "")

    GaugeArc {
        id: arc
        anchors.fill: parent
        colors: PanelColors
        value: root.panelData?.value ?? 0
        minimum: isNaN(root.panel.minimum) ? 0 : root.panel.minimum
        maximum: isNaN(root.panel.maximum) ? 100 : root.panel.maximum
        thickness: Math.max(6, Math.min(10 * Theme.distance, Math.min(width, height) / 10))
        color: (root.panelData?.stale ?? false) ? Theme.unknown : root.alarmed ? PanelColors.ofSeverity(root.panelData?.severity ?? "") : Theme.ok
        thresholds: root.panel.thresholds
    }
    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.round(Math.min(root.height * 0.55, root.height / 2 + height * 0.1) - height / 2)
        spacing: Theme.unit
        StatusShape {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.alarmed
            status: PanelColors.statusOf(root.panelData?.severity ?? "")
        }
        PlainLabel {
            text: root.panelData?.valueText ?? ""
            size: root.height > 140 * Theme.distance ? Theme.bigSize : Theme.numberSize
            font.weight: Font.DemiBold
            color: (root.panelData?.stale ?? false) ? Theme.unknown : Theme.text
            Accessible.ignored: true
        }
        PlainLabel {
            anchors.verticalCenter: parent.verticalCenter
            text: root.panelData?.unitText ?? ""
            size: Theme.largeSize
            color: Theme.dim
            Accessible.ignored: true
        }
    }
}
