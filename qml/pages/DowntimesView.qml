// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// The downtimes: active ones, those to come and those that are over.
PanelFrame {
    id: root

    required property DowntimeListModel downtimes

    signal newRequested
    signal changeRequested(string id, bool change)
    signal asked(int ticket, string text)      // for a verb; `text` says that it is done

    function take(): void { list.forceActiveFocus(); }
    function select(row: int): void {
        if (row < 0 || row >= list.count)
            return;
        list.currentIndex = row;
        list.positionViewAtIndex(row, ListView.Contain);
    }
    function extend(row: int): void {
        root.asked(root.downtimes.extend(root.downtimes.idAt(row), 60), qsTr("The downtime ends an hour later"));
    }
    function cancel(row: int): void {
        root.asked(root.downtimes.cancel(root.downtimes.idAt(row)), qsTr("The downtime is cancelled"));
    }
    /// Changes one, or plans again what is over.
    function openAt(row: int): void {
        const id = root.downtimes.idAt(row);
        if (id !== "")
            root.changeRequested(id, !root.downtimes.isPast(row));
    }
    function press(event: var): void {
        switch (event.key) {
        case Qt.Key_J: case Qt.Key_Down: root.select(Math.min(list.currentIndex + 1, list.count - 1)); break;
        case Qt.Key_K: case Qt.Key_Up: root.select(Math.max(list.currentIndex - 1, 0)); break;
        case Qt.Key_N: root.newRequested(); break;
        case Qt.Key_E: root.extend(list.currentIndex); break;
        case Qt.Key_X: root.cancel(list.currentIndex); break;
        case Qt.Key_R:
            if (list.currentIndex >= 0)
                root.changeRequested(root.downtimes.idAt(list.currentIndex), false);
            break;
        case Qt.Key_O: case Qt.Key_Return: case Qt.Key_Enter: root.openAt(list.currentIndex); break;
        default: return;
        }
        event.accepted = true;
    }

    padded: false

    GroupedList {
        id: list
        anchors.fill: parent
        anchors.margins: Theme.gap
        clip: true
        activeFocusOnTab: true
        model: root.downtimes
        currentIndex: -1
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        section.property: "group"
        T.ScrollBar.vertical: Scrollbar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Downtimes")
        Keys.onPressed: event => root.press(event)
        delegate: DowntimeRow {
            required property int index
            width: list.width
            focusPolicy: Qt.ClickFocus
            selected: list.currentIndex === index
            Keys.onPressed: event => root.press(event)
            Keys.onReturnPressed: event => root.press(event)
            Keys.onEnterPressed: event => root.press(event)
            onClicked: {
                root.select(index);
                list.forceActiveFocus();
            }
            onDoubleClicked: root.openAt(index)
            onExtendRequested: root.extend(index)
            onCancelRequested: root.cancel(index)
            onAgainRequested: root.changeRequested(downtimeId, false)
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        iconName: "alerts"
        title: qsTr("No work is planned")
        detail: qsTr("A downtime keeps alerts quiet while somebody works on what they watch, once or again and again. Their checks go on.")
        actionText: qsTr("Plan a downtime")
        onActionRequested: root.newRequested()
    }
}
