// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Theme

/// The newest log records, newest first in view.
Item {
    id: root

    property LogListModel logs: null
    property bool shown: true
    property string filter                      // words that a record must have; of a source its query
    property string source                      // whose log; empty: what this Nocturne gathers
    readonly property LogListModel lines: root.logs === null ? null
        : root.source !== "" ? root.logs.remote(root.source, root.filter)
        : root.filter !== "" ? root.logs.matching(root.filter) : root.logs
    readonly property string trouble: root.source !== "" && root.lines !== null ? root.lines.sourceNote : ""
    readonly property int lineHeight: Theme.smallSize + Theme.gap + 4
    readonly property list<string> letters: ["D", "I", "W", "E"]
    readonly property list<int> states: [Status.Off, Status.Info, Status.Warning, Status.Error]

    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: note.top }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        verticalLayoutDirection: ListView.TopToBottom
        model: root.lines
        onCountChanged: if (!list.moving) list.positionViewAtEnd()
        T.ScrollBar.vertical: Scrollbar {}

        delegate: Item {
            id: line

            required property string time
            required property int level
            required property string service
            required property string message

            width: list.width
            height: root.lineHeight
            Accessible.role: Accessible.ListItem
            Accessible.name: line.service + ", " + line.message

            MonoLabel { id: stamp; height: parent.height; text: line.time; color: Theme.faint }
            MonoLabel {
                id: level
                anchors { left: stamp.right; leftMargin: Theme.gap }
                height: parent.height
                text: root.letters[line.level] ?? "?"
                font.weight: Font.Bold
                color: Theme.statusColors[root.states[line.level] ?? Status.Unknown]
            }
            Chip {
                id: chip
                anchors { left: level.right; leftMargin: Theme.gap; verticalCenter: parent.verticalCenter }
                visible: line.service !== ""
                maximumWidth: 160 * Theme.textScale
                value: line.service
            }
            MonoLabel {
                anchors { left: chip.visible ? chip.right : level.right; leftMargin: Theme.gap; right: parent.right }
                height: parent.height
                text: line.message
            }
        }
    }
    PlainLabel {
        id: note
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: root.trouble === "" || list.count === 0 ? 0 : implicitHeight + Theme.unit
        verticalAlignment: Text.AlignBottom
        text: root.trouble
        size: Theme.smallSize
        color: Theme.unknown
        elide: Text.ElideRight
        Accessible.role: Accessible.AlertMessage
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        kind: root.trouble !== "" ? StateView.Failed : root.lines !== null && root.lines.loading ? StateView.Loading : StateView.Empty
        title: root.trouble !== "" ? qsTr("No records come from %1").arg(root.source) : root.filter === "" ? qsTr("No records") : qsTr("No records with %1").arg(root.filter)
        detail: root.trouble !== "" ? root.trouble : root.source !== "" ? "" : root.filter === "" && root.height > 120 * Theme.textScale ? qsTr("Add a file or the journal under Logs") : ""
    }
}
