// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// The parts of an expression as a tree: series and samples each touched, and the share of the time it took, its own
/// part strong, that of all below it pale.
Item {
    id: root

    required property QueryNodeModel nodes
    readonly property int rowHeight: Math.round(Theme.rowHeight * 0.82)
    readonly property real numberWidth: 88 * Theme.scale
    readonly property real barWidth: Math.min(220 * Theme.scale, root.width * 0.24)
    readonly property color barColor: Theme.series[0]

    component Cells: RowLayout {
        id: cells
        property bool header: false
        property int depth: 0
        property string words
        property string series
        property string samples
        property string time
        default property alias bar: barPlace.data
        readonly property color ink: cells.header ? Theme.dim : Theme.text
        spacing: Theme.panelPadding

        MonoLabel {
            Layout.fillWidth: true
            Layout.leftMargin: cells.depth * 2 * Theme.gap
            text: cells.words
            font.family: cells.header ? Theme.sans : Theme.mono
            color: cells.ink
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        Repeater {
            model: [cells.series, cells.samples, cells.time]
            PlainLabel {
                required property string modelData
                Layout.preferredWidth: root.numberWidth
                horizontalAlignment: Text.AlignRight
                text: modelData
                size: cells.header ? Theme.smallSize : Theme.bodySize
                color: cells.ink
                Accessible.ignored: true
            }
        }
        Item {
            id: barPlace
            Layout.preferredWidth: root.barWidth
            Layout.fillHeight: true
        }
    }

    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Cost of the parts of the expression")

    Cells {
        id: header
        anchors { left: parent.left; right: parent.right; leftMargin: Theme.gap; rightMargin: Theme.panelPadding }
        height: root.rowHeight
        header: true
        words: qsTr("Part")
        series: qsTr("Series")
        samples: qsTr("Samples")
        time: qsTr("Time")
        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit
            Rectangle { anchors.verticalCenter: parent.verticalCenter; width: Theme.unit * 2; height: width; radius: 1; color: root.barColor }
            PlainLabel { text: qsTr("own"); size: Theme.smallSize; color: Theme.dim; rightPadding: Theme.gap }
            Rectangle { anchors.verticalCenter: parent.verticalCenter; width: Theme.unit * 2; height: width; radius: 1; color: Qt.alpha(root.barColor, 0.3) }
            PlainLabel { text: qsTr("with its parts"); size: Theme.smallSize; color: Theme.dim }
        }
    }
    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom }
        clip: true
        model: root.nodes
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        currentIndex: -1
        highlightMoveDuration: 0
        T.ScrollBar.vertical: Scrollbar {}

        delegate: Item {
            id: line

            required property int index
            required property int depth
            required property string words
            required property string series
            required property string samples
            required property string time
            required property double timeShare
            required property double ownShare
            required property string spoken

            width: list.width
            height: root.rowHeight
            Accessible.role: Accessible.Row
            Accessible.name: line.spoken

            HoverHandler { id: hover }
            Rectangle {
                anchors.fill: parent
                radius: Theme.chipRadius
                color: Theme.raised
                visible: hover.hovered || list.activeFocus && list.currentIndex === line.index
            }
            Cells {
                anchors { fill: parent; leftMargin: Theme.gap; rightMargin: Theme.panelPadding }
                depth: line.depth
                words: line.words
                series: line.series
                samples: line.samples
                time: line.time
                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.round(parent.width * line.timeShare)
                    height: Theme.unit * 2
                    radius: 1
                    color: Qt.alpha(root.barColor, 0.3)
                }
                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.round(parent.width * line.ownShare)
                    height: Theme.unit * 2
                    radius: 1
                    color: root.barColor
                }
            }
            Tooltip { visible: hover.hovered && line.words.length > 60; text: line.words }
        }
    }
}
