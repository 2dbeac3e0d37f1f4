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

    signal snoozed(string alertTitle)

    function ask(ids: list<string>, alertTitle: string): void {
        root.alertIds = ids;
        root.alertTitle = alertTitle;
        root.open();
    }
    function accept(): void {
        if (root.session.alerts.snoozeAll(root.alertIds, "", time.minutes, shared.checked)) {
            root.close();
            root.snoozed(root.alertTitle);
        }
    }

    title: qsTr("Put off")
    onAboutToShow: {
        time.currentIndex = 1;
        shared.checked = false;
        failure.text = "";
        time.forceActiveFocus();
    }

    Connections {
        target: root.session.alerts
        function onFailed(message: string): void { failure.text = message; }
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
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.gap
            Button { text: qsTr("Cancel"); onClicked: root.close() }
            Button {
                primary: true
                text: qsTr("Put off")
                onClicked: root.accept()
            }
        }
    }
}
