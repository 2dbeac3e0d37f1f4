// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// Series with their last, smallest, largest and mean value, and the one under the crosshair.
Item {
    id: root

    required property LegendModel legend
    property int isolated: -1
    property bool stale: false
    property string cursorText
    readonly property int lineHeight: Theme.smallSize + Theme.gap + 2
    readonly property int wantedHeight: ((root.legend?.count ?? 0) + 1) * root.lineHeight + Theme.gap
    readonly property int columnWidth: 88 * Theme.textScale * Theme.distance
    readonly property bool roomy: root.width > 6.5 * root.columnWidth
    readonly property int columns: root.roomy ? 4 : root.width > 4 * root.columnWidth ? 2 : 1
    readonly property list<string> titles: [qsTr("Last"), qsTr("Max"), qsTr("Min"), qsTr("Mean")]

    Row {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top; topMargin: Theme.unit }
        height: root.lineHeight
        PlainLabel {
            width: root.width - root.columnWidth * (root.columns + 1) - Theme.gap
            height: parent.height
            text: qsTr("Series")
            size: Theme.smallSize
            color: Theme.dim
        }
        PlainLabel {
            width: root.columnWidth
            height: parent.height
            horizontalAlignment: Text.AlignRight
            text: root.cursorText === "" ? "" : root.cursorText
            size: Theme.smallSize
            color: Theme.dim
        }
        Repeater {
            model: root.columns
            PlainLabel {
                required property int index
                width: root.columnWidth
                height: header.height
                horizontalAlignment: Text.AlignRight
                text: root.titles[index]
                size: Theme.smallSize
                color: Theme.dim
            }
        }
    }
    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom }
        anchors.rightMargin: -Theme.gap // the bar has the panel's margin, not the last column
        clip: true
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        model: root.legend
        T.ScrollBar.vertical: Scrollbar {}

        delegate: T.AbstractButton {
            id: line

            required property int index
            required property string name
            required property string last
            required property string min
            required property string max
            required property string mean
            required property string at
            readonly property list<string> values: [line.last, line.max, line.min, line.mean]

            width: root.width
            height: root.lineHeight
            opacity: root.isolated >= 0 && root.isolated !== line.index ? 0.45 : 1
            Accessible.name: Words.fill(qsTr("%1, last %2"), [line.name, line.last])
            onClicked: root.isolated = root.isolated === line.index ? -1 : line.index

            SeriesKey {
                id: key
                anchors.verticalCenter: parent.verticalCenter
                series: line.index
                faded: root.stale
            }
            PlainLabel {
                x: key.width + Theme.gap
                width: root.width - root.columnWidth * (root.columns + 1) - Theme.gap - x
                height: parent.height
                text: line.name
                size: Theme.smallSize
                elide: Text.ElideMiddle
                color: root.stale ? Theme.dim : Theme.text
            }
            PlainLabel {
                x: root.width - root.columnWidth * (root.columns + 1) - Theme.gap
                width: root.columnWidth
                height: parent.height
                horizontalAlignment: Text.AlignRight
                text: line.at
                size: Theme.smallSize
                font.weight: Font.DemiBold
            }
            Repeater {
                model: root.columns
                PlainLabel {
                    required property int index
                    x: root.width - root.columnWidth * (root.columns - index) - Theme.gap
                    width: root.columnWidth
                    height: line.height
                    horizontalAlignment: Text.AlignRight
                    text: line.values[index]
                    size: Theme.smallSize
                    color: root.stale ? Theme.faint : line.hovered ? Theme.text : Theme.dim
                }
            }
            FocusRing { shown: line.visualFocus }
        }
    }
}
