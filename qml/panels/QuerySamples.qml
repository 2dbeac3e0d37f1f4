// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// The samples of an answer as they came: series, time, value. Only the first row of a series has its full ink.
Item {
    id: root

    required property QueryAnswerModel answer
    readonly property int rowHeight: Math.round(Theme.rowHeight * 0.82)

    component Cells: RowLayout {
        id: cells
        property bool header: false
        property string series
        property string time
        property string value
        property color seriesInk: cells.header ? Theme.dim : Theme.text
        spacing: Theme.panelPadding
        Repeater {
            model: [cells.series, cells.time, cells.value]
            MonoLabel {
                required property int index
                required property string modelData
                Layout.fillWidth: index !== 1
                Layout.preferredWidth: index === 0 ? 400 : index === 1 ? 180 * Theme.scale : 160
                horizontalAlignment: index === 2 ? Text.AlignRight : Text.AlignLeft
                text: modelData
                font.family: cells.header ? Theme.sans : Theme.mono
                color: index === 0 ? cells.seriesInk : cells.header || index === 1 ? Theme.dim : Theme.text
                elide: index === 0 ? Text.ElideMiddle : Text.ElideRight
                Accessible.ignored: true
            }
        }
    }

    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Samples of the answer")

    Cells {
        id: header
        anchors { left: parent.left; right: parent.right; leftMargin: Theme.gap; rightMargin: Theme.panelPadding }
        height: root.rowHeight
        header: true
        series: qsTr("Series")
        time: qsTr("Time")
        value: qsTr("Value")
    }
    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: rest.top }
        clip: true
        model: root.answer
        reuseItems: true
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: Scrollbar {}
        delegate: Item {
            id: line

            required property string series
            required property string time
            required property string sampleValue
            required property bool first

            width: list.width
            height: root.rowHeight
            Accessible.role: Accessible.Row
            Accessible.name: line.series + ", " + line.time + ", " + line.sampleValue

            Cells {
                anchors { fill: parent; leftMargin: Theme.gap; rightMargin: Theme.panelPadding }
                series: line.series
                time: line.time
                value: line.sampleValue
                seriesInk: line.first ? Theme.text : Theme.faint
            }
        }
    }
    PlainLabel {
        id: rest
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.gap }
        height: visible ? root.rowHeight : 0
        visible: root.answer.total > root.answer.count
        text: qsTr("The first %1 samples of %2; the CSV has all").arg(root.answer.count.toLocaleString(Qt.locale(), "f", 0))
            .arg(root.answer.total.toLocaleString(Qt.locale(), "f", 0))
        size: Theme.smallSize
        color: Theme.faint
    }
}
