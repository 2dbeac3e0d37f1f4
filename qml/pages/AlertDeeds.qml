// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controls
import Nocturne.Controllers
import Nocturne.Models
import Nocturne.Theme

/// What can be done about one alert wherever a page shows it: the sheets that ask, what was done, and the way back.
Item {
    id: root

    required property Session session
    readonly property bool asking: sheet.visible || snoozeSheet.visible || silenceSheet.visible
    property var awaited: ({})                  // by ticket of a verb: what to say when it is done

    /// `verb` is "acknowledge", "snooze", "silence", "unacknowledge", "undo" or "open".
    function run(verb: string, alertId: string, alertTitle: string): void {
        switch (verb) {
        case "acknowledge": sheet.ask([alertId], alertTitle); break;
        case "snooze": snoozeSheet.ask([alertId], alertTitle); break;
        case "silence": silenceSheet.ask([alertId]); break;
        case "unacknowledge":
            root.follow(root.session.alerts.unacknowledgeAll([alertId]), Words.fill(qsTr("%1: open again"), [alertTitle]), true);
            break;
        case "undo": root.undo(); break;
        case "open":
            root.session.page = "alerts";
            root.session.alertDetail.alertId = alertId;
            break;
        }
    }
    function undo(): void {
        if (!notice.undoable)
            return;
        notice.hide();
        root.follow(root.session.alerts.undo(), qsTr("Taken back"), false);
    }
    function follow(ticket: int, text: string, undoable: bool): void {
        if (ticket !== 0)
            root.awaited[ticket] = { text: text, undoable: undoable };
    }
    function tell(text: string, undoable: bool): void {
        notice.undoable = undoable;
        notice.show(text, undoable ? qsTr("Undo") : "", Status.Ok);
    }

    anchors.fill: parent

    AcknowledgeSheet {
        id: sheet
        session: root.session
        onAcknowledged: alertTitle => root.tell(Words.fill(qsTr("%1: yours"), [alertTitle]), true)
    }
    SnoozeSheet {
        id: snoozeSheet
        session: root.session
        onSnoozed: alertTitle => root.tell(Words.fill(qsTr("%1: put off"), [alertTitle]), true)
    }
    SilenceSheet {
        id: silenceSheet
        session: root.session
        onSilenced: root.tell(qsTr("The silence is made"), true)
    }
    Notice {
        id: notice
        property bool undoable: false
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 2 * Theme.gap }
        onVisibleChanged: if (!visible) notice.undoable = false
        onActionRequested: root.undo()
    }
    Connections {
        target: root.session.alerts
        function onDone(ticket: int): void {
            const words = root.awaited[ticket];
            delete root.awaited[ticket];
            if (words)
                root.tell(words.text, words.undoable);
        }
        function onFailed(ticket: int, message: string): void {
            const awaited = ticket in root.awaited;
            delete root.awaited[ticket];
            if (awaited)
                notice.show(message, "", Status.Error);
        }
    }
}
