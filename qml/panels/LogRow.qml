// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme
import Nocturne.Controls

/// One log record: time, level as a letter in a shape, service, message; its fields unfold below. A record of a trace has a mark.
Clickable {
    id: root

    required property string time
    required property int level
    required property string service
    required property string source
    required property string message
    required property list<string> fieldNames
    required property list<string> fieldValues
    required property string trace
    required property double sequence
    property bool wrap: false
    property bool unfolded: false
    property bool canNarrow: true
    property int lineHeight: Math.max(Math.round(Theme.rowHeight * 0.8), Theme.smallSize + Theme.gap)
    signal copyRequested(string text)
    signal narrowRequested(string field, string value)

    readonly property list<string> letters: ["D", "I", "W", "E"]
    readonly property list<string> words: [qsTr("Debug"), qsTr("Info"), qsTr("Warning"), qsTr("Error")]
    readonly property list<int> states: [Status.Off, Status.Info, Status.Warning, Status.Error]
    readonly property color levelColor: Theme.statusColors[root.states[root.level]]

    implicitHeight: Math.max(root.lineHeight, text.implicitHeight + Theme.gap) + (root.unfolded ? more.implicitHeight + Theme.gap : 0)
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: root.words[root.level] + ", " + root.service + ", " + root.message

    contentItem: Item {
        LayoutMirroring.enabled: false
        LayoutMirroring.childrenInherit: true

        MonoLabel {
            id: stamp
            x: Theme.gap
            height: root.lineHeight
            text: root.time
            color: Theme.faint
        }
        Rectangle {
            id: badge
            anchors { left: stamp.right; leftMargin: Theme.gap }
            y: Math.round((root.lineHeight - height) / 2)
            width: Theme.smallSize + Theme.unit + 2
            height: width
            radius: root.level === 3 ? 0 : root.level === 2 ? Theme.chipRadius : width / 2
            color: root.level >= 2 ? root.levelColor : "transparent"
            border.width: root.level >= 2 ? 0 : 1
            border.color: root.levelColor
            MonoLabel {
                anchors.centerIn: parent
                text: root.letters[root.level]
                size: Theme.axisSize
                font.weight: Font.Bold
                color: root.level >= 2 ? Theme.background : root.levelColor
            }
        }
        Chip {
            id: chip
            anchors { left: badge.right; leftMargin: Theme.gap }
            y: Math.round((root.lineHeight - height) / 2)
            maximumWidth: 180 * Theme.scale
            value: root.service
            visible: root.service !== ""
        }
        MonoLabel {
            id: text
            anchors { left: chip.visible ? chip.right : badge.right; leftMargin: Theme.gap; right: mark.visible ? mark.left : parent.right; rightMargin: Theme.gap }
            y: Math.round((root.lineHeight - font.pixelSize * 1.35) / 2)
            text: root.message
            wrapMode: root.wrap || root.unfolded ? Text.WrapAnywhere : Text.NoWrap
            maximumLineCount: root.unfolded ? 200 : root.wrap ? 12 : 1
            verticalAlignment: Text.AlignTop
            color: root.level === 0 ? Theme.dim : Theme.text
        }
        MonoLabel {
            id: mark
            anchors { right: parent.right; rightMargin: Theme.gap }
            height: root.lineHeight
            visible: root.trace !== "" && !root.unfolded
            text: qsTr("trace %1").arg(root.trace.substring(0, 8))
            size: Theme.axisSize
            color: Theme.faint
        }
        Column {
            id: more
            anchors { left: text.left; right: parent.right; rightMargin: Theme.gap; top: text.bottom; topMargin: Theme.unit }
            visible: root.unfolded

            Repeater {
                model: root.unfolded ? root.fieldNames.length : 0
                delegate: LogField {
                    id: field

                    required property int index

                    width: more.width
                    name: root.fieldNames[field.index]
                    value: root.fieldValues[field.index]
                    marked: field.name === "trace_id"
                    canNarrow: root.canNarrow
                    onCopyRequested: root.copyRequested(field.value)
                    onNarrowRequested: root.narrowRequested(field.name, field.value)
                }
            }
            LogField {
                width: more.width
                name: qsTr("source")
                value: root.source
                canNarrow: false
                onCopyRequested: root.copyRequested(root.source)
            }
        }
    }
}
