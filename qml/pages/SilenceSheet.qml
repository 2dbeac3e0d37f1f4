// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// A silence in the making: which alerts, how many of those there are now, for how long, and why.
Sheet {
    id: root

    required property Session session
    readonly property string doubt: root.opened ? root.session.alerts.silenceDoubt(matchers.text) : ""

    signal silenced

    function ask(id: string): void {
        matchers.text = root.session.alerts.suggestedMatchers(id);
        root.open();
    }
    function accept(): void {
        if (root.session.alerts.silence(matchers.text, comment.text, time.minutes, sure.checked)) {
            root.close();
            root.silenced();
        }
    }

    title: qsTr("Silence")
    onAboutToShow: {
        time.currentIndex = 1;
        sure.checked = false;
        failure.text = "";
        comment.clear();
        comment.forceActiveFocus();
    }

    Connections {
        target: root.session.alerts
        function onFailed(message: string): void { failure.text = message; }
    }
    ColumnLayout {
        width: parent.width
        spacing: Theme.panelPadding

        PlainLabel { text: qsTr("Alerts that match"); size: Theme.smallSize; color: Theme.dim }
        TextField {
            id: matchers
            Layout.fillWidth: true
            Layout.topMargin: -Theme.gap
            placeholderText: "alertname=\"DiskFull\", instance=~\"db.*\""
            maximumLength: 4000
            onTextEdited: sure.checked = false
        }
        PlainLabel {
            Layout.fillWidth: true
            text: root.opened ? root.session.alerts.silencePreview(matchers.text) : ""
            color: Theme.dim
            wrapMode: Text.Wrap
        }
        PlainLabel { text: qsTr("Comment"); size: Theme.smallSize; color: Theme.dim }
        TextField {
            id: comment
            Layout.fillWidth: true
            Layout.topMargin: -Theme.gap
            placeholderText: qsTr("Why nobody need hear of it")
            maximumLength: 2000
            onAccepted: root.accept()
        }
        DurationBox {
            id: time
            label: qsTr("for")
        }
        PlainLabel {
            Layout.fillWidth: true
            visible: root.doubt !== ""
            text: root.doubt
            color: Theme.warning
            wrapMode: Text.Wrap
        }
        Switch {
            id: sure
            visible: root.doubt !== ""
            text: qsTr("This is wanted")
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
                enabled: matchers.text.trim() !== "" && (root.doubt === "" || sure.checked)
                text: qsTr("Silence")
                onClicked: root.accept()
            }
        }
    }
}
