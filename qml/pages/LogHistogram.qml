// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// How many log records there were over time, by level: a click on a bar shows its records alone.
Item {
    id: root

    required property LogHistogramModel histogram
    readonly property int plotHeight: Math.round(52 * Theme.scale)

    implicitHeight: root.plotHeight + foot.height
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    Accessible.role: Accessible.Chart
    Accessible.name: qsTr("Records over time: %1").arg(root.histogram.totalText)

    Item {
        id: plot

        readonly property real barWidth: root.width / Math.max(1, bars.count)

        width: root.width
        height: root.plotHeight

        Repeater {
            id: bars
            model: root.histogram
            delegate: Item {
                id: bar

                required property int index
                required property double error
                required property double warning
                required property double info
                required property double debug
                required property string words
                readonly property list<double> parts: [bar.error, bar.warning, bar.info, bar.debug]
                readonly property list<color> colors: [Theme.statusColors[Status.Error], Theme.statusColors[Status.Warning], Theme.faint, Theme.line]
                readonly property bool chosen: root.histogram.chosen === bar.index
                readonly property bool dimmed: root.histogram.chosen >= 0 && !bar.chosen

                x: Math.round(bar.index * plot.barWidth)
                width: Math.round((bar.index + 1) * plot.barWidth) - x
                height: plot.height

                Rectangle {
                    anchors.fill: parent
                    color: Theme.raised
                    visible: pointer.containsMouse || bar.chosen
                }
                Column {
                    anchors { left: parent.left; right: parent.right; bottom: parent.bottom; rightMargin: plot.barWidth > 4 ? 1 : 0 }
                    opacity: bar.dimmed ? 0.35 : 1
                    Repeater {
                        model: 4
                        delegate: Rectangle {
                            required property int index
                            readonly property int level: 3 - index
                            readonly property double share: bar.parts[level]
                            width: parent === null ? 0 : (parent as Item).width
                            height: share > 0 ? Math.max(2, Math.round(share * (plot.height - 6))) : 0
                            color: bar.colors[level]
                        }
                    }
                }
                MouseArea {
                    id: pointer
                    anchors.fill: parent
                    hoverEnabled: true
                    cursorShape: Qt.PointingHandCursor
                    onClicked: root.histogram.choose(bar.index)
                    Tooltip { visible: pointer.containsMouse; text: bar.words; delay: 150 }
                }
            }
        }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: plot.bottom }
        height: 1
        color: Theme.line
    }
    Item {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.axisSize + Theme.gap

        PlainLabel {
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            text: root.histogram.startText
            size: Theme.axisSize
            color: Theme.dim
        }
        PlainLabel {
            anchors.centerIn: parent
            text: root.histogram.totalText + ", " + root.histogram.peakText
            size: Theme.axisSize
            color: Theme.dim
            visible: root.histogram.peakText !== "" && root.width > 420 * Theme.scale
        }
        PlainLabel {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: qsTr("now")
            size: Theme.axisSize
            color: Theme.dim
        }
    }
}
