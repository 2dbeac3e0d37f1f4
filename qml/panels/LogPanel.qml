// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Theme

/// The newest log records, newest first in view; each unfolds as on page Logs.
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
    property double unfolded: -1                // the sequence of the record whose fields show

    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: note.top }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        verticalLayoutDirection: ListView.TopToBottom
        model: root.lines
        activeFocusOnTab: true
        highlightMoveDuration: 0
        onCountChanged: if (!list.moving && root.unfolded < 0) list.positionViewAtEnd()
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Log")
        Keys.onPressed: event => {
            switch (event.key) {
            case Qt.Key_J: list.incrementCurrentIndex(); break;
            case Qt.Key_K: list.decrementCurrentIndex(); break;
            case Qt.Key_O: case Qt.Key_Return:
                if (list.currentItem)
                    (list.currentItem as LogRow).clicked();
                break;
            default: return;
            }
            event.accepted = true;
        }
        T.ScrollBar.vertical: Scrollbar {}

        delegate: LogRow {
            required property int index

            width: list.width
            lineHeight: root.lineHeight
            unfolded: root.unfolded === sequence
            selected: list.activeFocus && list.currentIndex === index
            canNarrow: false
            onCopyRequested: text => root.logs.copy(text)
            onClicked: {
                list.currentIndex = index;
                root.unfolded = root.unfolded === sequence ? -1 : sequence;
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
