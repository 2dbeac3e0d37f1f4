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
    property string filter                      // words that a record must have
    readonly property int lineHeight: Theme.smallSize + Theme.gap + 4
    readonly property list<string> letters: ["D", "I", "W", "E"]
    readonly property list<int> states: [Status.Off, Status.Info, Status.Warning, Status.Error]

    ListView {
        id: list
        anchors.fill: parent
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        verticalLayoutDirection: ListView.TopToBottom
        model: root.logs === null || root.filter === "" ? root.logs : root.logs.matching(root.filter)
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
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        kind: StateView.Empty
        title: root.filter === "" ? qsTr("No records") : qsTr("No records with %1").arg(root.filter)
        detail: root.filter === "" && root.height > 120 * Theme.textScale ? qsTr("Add a file or the journal under Logs") : ""
    }
}
