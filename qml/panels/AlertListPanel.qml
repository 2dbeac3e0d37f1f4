// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Theme

/// Active alerts, worst first, each with its owner or a way to take it.
Item {
    id: root

    property AlertListModel alerts: null
    property string filter                      // words that an alert must have
    property string blindSince                  // what the alerts are about gives no data since then

    /// As AlertDeeds.run() has them.
    signal verbRequested(string verb, string alertId, string alertTitle)

    /// The keys of the page of alerts, as far as they are about one row.
    function press(event: var): void {
        const line = list.currentItem as AlertLine;
        switch (event.key) {
        case Qt.Key_J: case Qt.Key_Down: list.currentIndex = Math.min(list.currentIndex + 1, list.count - 1); break;
        case Qt.Key_K: case Qt.Key_Up: list.currentIndex = Math.max(list.currentIndex - 1, 0); break;
        case Qt.Key_A: root.ask("acknowledge", line); break;
        case Qt.Key_Z: root.ask("snooze", line); break;
        case Qt.Key_S: root.ask("silence", line); break;
        case Qt.Key_U: root.ask(line !== null && line.acknowledged ? "unacknowledge" : "undo", line); break;
        case Qt.Key_O: case Qt.Key_Return: case Qt.Key_Enter: root.ask("open", line); break;
        case Qt.Key_Menu:
            if (line !== null)
                menu.openFor(line);
            break;
        default: return;
        }
        event.accepted = true;
    }
    function ask(verb: string, line: AlertLine): void {
        if (verb === "undo")
            root.verbRequested(verb, "", "");
        else if (line !== null && (verb === "open" || !line.resolved) && (verb !== "acknowledge" || !line.acknowledged))
            root.verbRequested(verb, line.alertId, line.title);
    }

    ListView {
        id: list
        anchors.fill: parent
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: count > 0
        currentIndex: -1
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Active alerts")
        Keys.onPressed: event => root.press(event)
        model: root.alerts === null || root.filter === "" ? root.alerts : root.alerts.matching(root.filter)
        T.ScrollBar.vertical: Scrollbar {}

        delegate: AlertLine {
            id: line
            width: list.width
            current: list.activeFocus && list.currentIndex === line.index
            onVerbRequested: verb => root.ask(verb, line)
            onMenuRequested: {
                list.currentIndex = line.index;
                menu.openFor(line);
            }
        }
    }
    Menu {
        id: menu

        property AlertLine line: null

        function openFor(line: AlertLine): void {
            menu.line = line;
            menu.popup(line, line.width / 2, line.height);
        }

        MenuItem {
            text: qsTr("Acknowledge…")
            shortcutText: "A"
            enabled: menu.line !== null && !menu.line.acknowledged && !menu.line.resolved
            onTriggered: root.ask("acknowledge", menu.line)
        }
        MenuItem {
            text: qsTr("Put off…")
            shortcutText: "Z"
            enabled: menu.line !== null && !menu.line.resolved
            onTriggered: root.ask("snooze", menu.line)
        }
        MenuItem {
            text: qsTr("Silence…")
            shortcutText: "S"
            enabled: menu.line !== null && !menu.line.resolved
            onTriggered: root.ask("silence", menu.line)
        }
        MenuItem {
            text: qsTr("Give back")
            shortcutText: "U"
            enabled: menu.line !== null && menu.line.acknowledged && !menu.line.resolved
            onTriggered: root.ask("unacknowledge", menu.line)
        }
        MenuItem {
            text: qsTr("Open its evidence")
            shortcutText: "O"
            onTriggered: root.ask("open", menu.line)
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        kind: StateView.Empty
        title: root.blindSince === "" ? qsTr("No active alerts") : qsTr("Not known: no data since %1").arg(root.blindSince)
    }
}
