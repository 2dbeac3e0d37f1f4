// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// Asks who takes one alert or several, and why.
Sheet {
    id: root

    required property Session session
    property list<string> alertIds
    property string alertTitle
    property int ticket: 0                      // of the verb that was asked for
    property bool asking: false                 // it is under way

    signal acknowledged(string alertTitle)

    /// `alertTitle` says what is taken: the name of the one, or how many.
    function ask(ids: list<string>, alertTitle: string): void {
        root.alertIds = ids;
        root.alertTitle = alertTitle;
        root.open();
    }
    function accept(): void {
        if (!confirm.enabled)
            return;
        root.session.settings.userName = owner.text;
        failure.text = "";
        root.ticket = root.session.alerts.acknowledgeAll(root.alertIds, owner.text, comment.text, until.minutes,
            sticky.checked);
        root.asking = root.ticket !== 0;
    }

    title: qsTr("Acknowledge")
    onAboutToShow: {
        owner.text = root.session.settings.userName;
        comment.clear();
        until.currentIndex = 0;
        sticky.checked = false;
        failure.text = "";
        root.ticket = 0;
        root.asking = false;
        if (owner.text === "")
            owner.forceActiveFocus();
        else
            comment.forceActiveFocus();
    }

    Connections {
        target: root.session.alerts
        function onDone(ticket: int): void {
            if (ticket !== root.ticket)
                return;
            root.asking = false;
            root.close();
            root.acknowledged(root.alertTitle);
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
        PlainLabel { text: qsTr("Your name"); size: Theme.smallSize; color: Theme.dim }
        TextField {
            id: owner
            Layout.fillWidth: true
            Layout.topMargin: -Theme.gap
            placeholderText: qsTr("Who takes it")
            maximumLength: 80
            onAccepted: root.accept()
        }
        PlainLabel { text: qsTr("Comment"); size: Theme.smallSize; color: Theme.dim }
        TextField {
            id: comment
            Layout.fillWidth: true
            Layout.topMargin: -Theme.gap
            placeholderText: qsTr("What you know or do about it")
            maximumLength: 2000
            onAccepted: root.accept()
        }
        DurationBox {
            id: until
            label: qsTr("until")
            open: true
        }
        Switch {
            id: sticky
            text: qsTr("Also when it gets worse")
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
        PlainLabel {
            Layout.fillWidth: true
            text: sticky.checked ? qsTr("It stays yours until it resolves. Should it fire again, it asks anew.")
                : qsTr("It stays yours until it resolves or gets worse. Should it fire again, it asks anew.")
            color: Theme.faint
            size: Theme.smallSize
            wrapMode: Text.Wrap
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            Layout.topMargin: Theme.unit
            spacing: Theme.gap
            Button { text: qsTr("Cancel"); onClicked: root.close() }
            Button {
                id: confirm
                primary: true
                enabled: owner.text.trim() !== "" && !root.asking
                text: qsTr("Acknowledge")
                onClicked: root.accept()
            }
        }
    }
}
