// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// Newest values in rows and columns; a click on a heading sorts.
Item {
    id: root

    required property PanelData panelData
    readonly property TableModel table: root.panelData?.table ?? null
    readonly property int columnCount: root.table?.headers.length ?? 0
    readonly property int labelColumns: root.table?.labelColumns ?? 0
    readonly property int rowHeight: Math.round(Theme.rowHeight * 0.82)
    readonly property int numberWidth: Math.min(96 * Theme.textScale * Theme.distance, root.width / Math.max(1, root.columnCount))
    readonly property real textWidth: Math.max(40, (root.width - 2 * Theme.gap - root.numberWidth * (root.columnCount - root.labelColumns)) / Math.max(1, root.labelColumns))

    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table of newest values")

    Row {
        id: header
        height: root.rowHeight
        Repeater {
            model: root.table?.headers ?? []
            T.AbstractButton {
                id: heading

                required property int index
                required property string modelData
                readonly property bool isNumber: heading.index >= root.labelColumns

                width: heading.isNumber ? root.numberWidth : root.textWidth
                height: root.rowHeight
                Accessible.name: qsTr("Sort by %1").arg(heading.modelData)
                onClicked: root.table.sortBy(heading.index)

                PlainLabel {
                    anchors.fill: parent
                    horizontalAlignment: heading.isNumber ? Text.AlignRight : Text.AlignLeft
                    text: (root.table !== null && root.table.sortColumn === heading.index ? (root.table.descending ? "▾ " : "▴ ") : "") + heading.modelData
                    size: Theme.smallSize
                    color: heading.hovered ? Theme.text : Theme.dim
                }
                FocusRing { shown: heading.visualFocus }
            }
        }
    }
    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: parent.bottom }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: root.table
        T.ScrollBar.vertical: Scrollbar {}

        delegate: Item {
            id: line

            required property int index
            required property list<string> cells
            required property string severity
            required property string spoken

            width: list.width
            height: root.rowHeight
            Accessible.role: Accessible.Row
            Accessible.name: line.spoken

            HoverHandler { id: hover }
            Rectangle {
                anchors.fill: parent
                anchors.leftMargin: -Theme.unit
                radius: Theme.chipRadius
                color: Theme.raised
                visible: hover.hovered
            }
            Row {
                Repeater {
                    model: root.columnCount
                    Item {
                        id: cell

                        required property int index
                        readonly property bool isNumber: cell.index >= root.labelColumns
                        readonly property bool isJudged: cell.index === root.labelColumns && line.severity !== ""

                        width: cell.isNumber ? root.numberWidth : root.textWidth
                        height: root.rowHeight

                        StatusShape {
                            anchors { right: words.left; rightMargin: Theme.unit; verticalCenter: parent.verticalCenter }
                            visible: cell.isJudged || ((root.table?.judgesStates ?? false) && cell.index === root.labelColumns && words.text !== "–")
                            status: (root.panelData?.stale ?? false) ? Status.Unknown : PanelColors.statusOf(line.severity)
                            implicitWidth: Theme.smallSize
                        }
                        PlainLabel {
                            id: words
                            anchors { right: parent.right; rightMargin: cell.isNumber ? 0 : Theme.gap; top: parent.top; bottom: parent.bottom }
                            width: cell.isNumber ? Math.min(implicitWidth, parent.width) : parent.width - Theme.gap
                            horizontalAlignment: cell.isNumber ? Text.AlignRight : Text.AlignLeft
                            text: line.cells[cell.index] ?? ""
                            elide: Text.ElideMiddle
                            font.family: cell.isNumber ? Theme.sans : Theme.mono
                            size: cell.isNumber ? Theme.bodySize : Theme.smallSize
                            color: (root.panelData?.stale ?? false) ? Theme.faint
                                : cell.isJudged ? PanelColors.ofSeverity(line.severity) : Theme.text
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
    }
}
