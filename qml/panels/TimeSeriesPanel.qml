// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Panels.Core
import Nocturne.Theme

/// Lines over time with a legend: pointing shows the values of all panels at that time, dragging zooms, a double click
/// goes back, a click on a legend entry shows that series alone.
Item {
    id: root

    required property PanelData panelData
    required property var panel
    property AlertListModel alerts: null        // what people did about these is marked
    property bool expanded: false
    readonly property bool hasTable: root.panel.legend === "table" && root.height > 200 * Theme.textScale
    readonly property bool hasList: root.panel.legend !== "none" && !root.hasTable && (root.panelData?.seriesCount ?? 0) > 1
        && root.height > 120 * Theme.textScale
    readonly property int legendHeight: root.hasTable ? Math.min(legendTable.wantedHeight, root.height * 0.45)
        : root.hasList ? legendList.height + Theme.unit : 0

    function point(x: real): void {
        root.panelData.context.cursorTime = chart.timeAt(x);
    }

    Accessible.role: Accessible.Chart
    Accessible.name: root.panel.title

    TimeSeriesChart {
        id: chart
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: root.height - root.legendHeight
        colors: PanelColors
        startTime: root.panelData?.startTime ?? 0
        endTime: root.panelData?.endTime ?? 0
        unit: root.panel.unit
        decimals: root.panel.decimals
        minimum: root.panel.minimum
        maximum: root.panel.maximum
        thresholds: root.panel.thresholds
        fill: root.panel.fill
        stale: root.panelData?.stale ?? false
        marks: deeds.marks
        cursorTime: root.panelData?.context?.cursorTime ?? 0
        onSnappedTimeChanged: if (root.panelData !== null) root.panelData.legend.setCursor(chart.snappedTime)
        onPlotAreaChanged: if (root.panelData !== null) root.panelData.columns = chart.plotArea.width
    }
    PanelMarks {
        id: deeds
        alerts: root.alerts
        startTime: root.panelData?.startTime ?? 0
        endTime: root.panelData?.endTime ?? 0
    }
    // A value without data is none: while the panel goes the last one stays.
    Binding {
        target: chart
        property: "chartData"
        value: root.panelData?.chart
        when: root.panelData !== null
        restoreMode: Binding.RestoreNone
    }
    Binding {
        target: deeds
        property: "chart"
        value: root.panelData?.chart
        when: root.panelData !== null
        restoreMode: Binding.RestoreNone
    }
    Binding {
        target: chart
        property: "isolated"
        value: legendTable.isolated >= 0 ? legendTable.isolated : legendList.isolated
    }

    // The part dragged over, which the range becomes.
    Rectangle {
        x: Math.min(pointer.from, pointer.mouseX)
        y: chart.plotArea.y
        width: Math.abs(pointer.mouseX - pointer.from)
        height: chart.plotArea.height
        visible: pointer.isDragging
        color: Qt.alpha(Theme.accent, 0.15)
        border.width: 1
        border.color: Theme.accent
    }
    Rectangle {
        readonly property bool isHere: pointer.containsMouse && !pointer.isDragging && chart.snappedTime > 0
        x: Math.max(0, Math.min(root.width - width, chart.snappedX - width / 2))
        y: chart.plotArea.y + chart.plotArea.height + 1
        width: stamp.implicitWidth + 2 * Theme.unit
        height: stamp.implicitHeight + 2
        visible: isHere
        radius: Theme.chipRadius
        color: Theme.line
        PlainLabel { id: stamp; anchors.centerIn: parent; text: chart.snappedText; size: Theme.axisSize }
    }
    MouseArea {
        id: pointer

        property real from: 0
        property bool isDown: false
        readonly property bool isDragging: pointer.isDown && Math.abs(pointer.mouseX - pointer.from) > 6

        anchors.fill: chart
        hoverEnabled: true
        acceptedButtons: Qt.LeftButton
        preventStealing: true
        cursorShape: Qt.CrossCursor
        onPressed: mouse => { pointer.from = mouse.x; pointer.isDown = true; }
        onReleased: mouse => {
            const dragged = pointer.isDragging;
            pointer.isDown = false;
            if (dragged)
                root.panelData.timeRange.zoomTo(chart.timeAt(pointer.from), chart.timeAt(mouse.x));
        }
        onCanceled: pointer.isDown = false
        onDoubleClicked: root.panelData.timeRange.back()
        onPositionChanged: mouse => root.point(mouse.x)
        onExited: root.panelData.context.cursorTime = 0
    }

    LegendTable {
        id: legendTable
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: root.legendHeight
        visible: root.hasTable
        legend: root.panelData?.legend ?? null
        cursorText: chart.snappedTime > 0 ? chart.snappedText : ""
        stale: root.panelData?.stale ?? false
    }
    LegendList {
        id: legendList
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        anchors.leftMargin: chart.plotArea.x
        visible: root.hasList
        legend: root.panelData?.legend ?? null
        stale: root.panelData?.stale ?? false
        showsValues: chart.snappedTime > 0
    }
}
