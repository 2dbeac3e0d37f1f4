// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers
import Nocturne.Models

/// A silence in the making: which alerts, which of those there are now, until when, and why.
Sheet {
    id: root

    required property Session session
    readonly property SilenceForm form: root.session.silenceForm
    property int ticket: 0                      // of the verb that was asked for
    property bool asking: false                 // it is under way
    readonly property list<int> spans: [15, 60, 240, 1440, 10080]

    signal silenced

    function ask(ids: list<string>): void {
        root.form.startFrom(ids);
        root.open();
    }
    function askEmpty(): void {
        root.form.startEmpty();
        root.open();
    }
    function askLike(id: string, change: bool): void {
        root.form.startLike(id, change);
        root.open();
    }
    function accept(): void {
        if (root.asking)
            return;
        failure.text = "";
        root.ticket = root.form.accept();
        root.asking = root.ticket !== 0;
    }

    title: root.form.changing ? qsTr("Change the silence") : qsTr("Silence")
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 980 * Theme.scale) : 980
    onAboutToShow: {
        failure.text = "";
        root.ticket = 0;
        root.asking = false;
        comment.text = root.form.comment;
        comment.forceActiveFocus();
    }

    Connections {
        target: root.session.alerts
        function onDone(ticket: int): void {
            if (ticket !== root.ticket)
                return;
            root.asking = false;
            root.close();
            root.silenced();
        }
        function onFailed(ticket: int, message: string): void {
            if (ticket !== root.ticket)
                return;
            root.asking = false;
            failure.text = message;
        }
    }
    GridLayout {
        width: parent.width
        columns: root.width > 760 * Theme.scale ? 2 : 1
        columnSpacing: 3 * Theme.gap
        rowSpacing: Theme.panelPadding

        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.preferredWidth: 5
            spacing: Theme.panelPadding

            MatcherRows {
                Layout.fillWidth: true
                form: root.form
                onAccepted: root.accept()
            }
            PlainLabel { text: qsTr("For"); size: Theme.smallSize; color: Theme.dim }
            Flow {
                Layout.fillWidth: true
                Layout.topMargin: -Theme.gap
                spacing: Theme.unit
                Repeater {
                    model: [qsTr("15 min"), qsTr("1 h"), qsTr("4 h"), qsTr("1 d"), qsTr("1 week")]
                    Segment {
                        required property int index
                        required property string modelData
                        text: modelData
                        ground: Theme.raised
                        chosen: root.form.minutes === root.spans[index]
                        onClicked: root.form.minutes = root.spans[index]
                    }
                }
                TextField {
                    width: 200 * Theme.scale
                    text: root.form.untilText
                    placeholderText: qsTr("until 17:30")
                    maximumLength: 40
                    onTextEdited: root.form.untilText = text
                    onAccepted: root.accept()
                }
            }
            PlainLabel { text: qsTr("Comment"); size: Theme.smallSize; color: Theme.dim }
            TextField {
                id: comment
                Layout.fillWidth: true
                Layout.topMargin: -Theme.gap
                placeholderText: qsTr("Why nobody need hear of it")
                maximumLength: 2000
                onTextEdited: root.form.comment = text
                onAccepted: root.accept()
            }
        }
        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 4
            spacing: Theme.unit

            PlainLabel {
                Layout.fillWidth: true
                text: root.form.error !== "" ? root.form.error : root.form.summary
                color: root.form.error !== "" ? Theme.error : Theme.text
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
            }
            PlainLabel {
                Layout.fillWidth: true
                visible: root.form.error === ""
                text: root.form.endText
                color: Theme.dim
            }
            MatchList {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.topMargin: Theme.gap
                form: root.form
            }
        }
        ColumnLayout {
            Layout.columnSpan: parent.columns
            Layout.fillWidth: true
            spacing: Theme.gap
            PlainLabel {
                Layout.fillWidth: true
                visible: root.form.doubt !== "" && root.form.error === ""
                text: root.form.doubt
                color: Theme.warning
                wrapMode: Text.Wrap
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
                Layout.fillWidth: true
                spacing: Theme.gap
                Switch {
                    id: sure
                    visible: root.form.doubt !== "" && root.form.error === ""
                    text: qsTr("This is wanted")
                    checked: root.form.confirmed
                    onToggled: root.form.confirmed = sure.checked
                }
                Item { Layout.fillWidth: true }
                Button { text: qsTr("Cancel"); onClicked: root.close() }
                Button {
                    primary: true
                    enabled: root.form.acceptable && !root.asking
                    text: root.form.changing ? qsTr("Change") : qsTr("Silence")
                    onClicked: root.accept()
                }
            }
        }
    }
}
