// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// Asks for how long, and for whom, one alert or several are put off.
Sheet {
    id: root

    required property Session session
    property list<string> alertIds
    property string alertTitle
    property int ticket: 0                      // of the verb that was asked for
    property bool asking: false                 // it is under way

    signal snoozed(string alertTitle)

    function ask(ids: list<string>, alertTitle: string): void {
        root.alertIds = ids;
        root.alertTitle = alertTitle;
        root.open();
    }
    function accept(): void {
        failure.text = "";
        root.ticket = root.session.alerts.snoozeAll(root.alertIds, "", time.minutes, shared.checked);
        root.asking = root.ticket !== 0;
    }

    title: qsTr("Put off")
    onAboutToShow: {
        time.currentIndex = 1;
        shared.checked = false;
        failure.text = "";
        root.ticket = 0;
        root.asking = false;
        time.forceActiveFocus();
    }

    Connections {
        target: root.session.alerts
        function onDone(ticket: int): void {
            if (ticket !== root.ticket)
                return;
            root.asking = false;
            root.close();
            root.snoozed(root.alertTitle);
        }
        function onFailed(ticket: int, message: string): void {
            if (ticket !== root.ticket)
                return;
            root.asking = false;
            failure.text = message;
        }
    }
    ColumnLayout {
        width: parent.width
        spacing: Theme.panelPadding

        PlainLabel {
            Layout.fillWidth: true
            text: root.alertTitle
            color: Theme.dim
        }
        DurationBox {
            id: time
            label: qsTr("for")
        }
        Switch {
            id: shared
            text: qsTr("For everybody, not only for me")
        }
        PlainLabel {
            id: failure
            Layout.fillWidth: true
            visible: text !== ""
            color: Theme.error
            wrapMode: Text.Wrap
        }
        PlainLabel {
            Layout.fillWidth: true
            visible: root.asking && root.session.alerts.verbsSlow
            text: qsTr("The disk is slow: it is being written. It goes on when you cancel.")
            color: Theme.warning
            wrapMode: Text.Wrap
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.gap
            Button { text: qsTr("Cancel"); onClicked: root.close() }
            Button {
                primary: true
                enabled: !root.asking
                text: qsTr("Put off")
                onClicked: root.accept()
            }
        }
    }
}
