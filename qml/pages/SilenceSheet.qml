// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
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
    readonly property list<string> operators: ["=", "!=", "=~", "!~"]
    readonly property list<string> operatorNames: [qsTr("is"), qsTr("is not"), qsTr("matches"), qsTr("does not match")]

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

            PlainLabel { text: qsTr("Alerts whose labels"); size: Theme.smallSize; color: Theme.dim }
            ListView {
                id: rows
                Layout.fillWidth: true
                Layout.topMargin: -Theme.gap
                Layout.preferredHeight: Math.min(contentHeight, 320 * Theme.scale)
                model: root.form
                spacing: Theme.unit
                clip: true
                interactive: contentHeight > height
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: Scrollbar {}
                delegate: ColumnLayout {
                    id: line
                    required property int index
                    required property string name
                    required property int op
                    required property string value
                    required property bool taken
                    required property string reason
                    required property string fault
                    width: rows.width
                    spacing: 0
                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.unit
                        Switch {
                            id: takes
                            checked: line.taken
                            Accessible.name: qsTr("Use %1").arg(line.name)
                            onToggled: root.form.setTaken(line.index, takes.checked)
                        }
                        TextField {
                            Layout.fillWidth: true
                            Layout.preferredWidth: 3
                            enabled: line.taken
                            text: line.name
                            placeholderText: qsTr("label")
                            maximumLength: 200
                            onTextEdited: root.form.setName(line.index, text)
                            onAccepted: root.accept()
                        }
                        ComboBox {
                            Layout.preferredWidth: 76 * Theme.scale
                            enabled: line.taken
                            model: root.operators
                            currentIndex: line.op
                            Accessible.name: root.operatorNames[line.op] ?? ""
                            onActivated: index => root.form.setOperator(line.index, index)
                        }
                        TextField {
                            Layout.fillWidth: true
                            Layout.preferredWidth: 5
                            enabled: line.taken
                            failed: line.fault !== ""
                            mono: line.op > 1
                            text: line.value
                            placeholderText: line.op > 1 ? qsTr("regular expression") : qsTr("value")
                            maximumLength: 2000
                            onTextEdited: root.form.setValue(line.index, text)
                            onAccepted: root.accept()
                        }
                        IconButton {
                            iconName: "minus"
                            text: qsTr("Remove %1").arg(line.name)
                            onClicked: root.form.removeMatcher(line.index)
                        }
                    }
                    PlainLabel {
                        Layout.fillWidth: true
                        Layout.leftMargin: 48 * Theme.scale
                        Layout.bottomMargin: Theme.unit
                        visible: text !== ""
                        text: line.fault !== "" ? line.fault : line.reason
                        color: line.fault !== "" ? Theme.error : Theme.faint
                        size: Theme.smallSize
                        wrapMode: Text.Wrap
                    }
                }
            }
            Button {
                iconName: "plus"
                text: qsTr("Another label")
                onClicked: root.form.addMatcher()
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
            ListView {
                id: hit
                Layout.fillWidth: true
                Layout.topMargin: Theme.gap
                Layout.preferredHeight: 260 * Theme.scale
                visible: root.form.error === ""
                model: root.form.matches
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                activeFocusOnTab: count > 0
                Accessible.role: Accessible.List
                Accessible.name: root.form.summary
                T.ScrollBar.vertical: Scrollbar {}
                Keys.onUpPressed: contentY = Math.max(0, contentY - Theme.rowHeight)
                Keys.onDownPressed: contentY = Math.max(0, Math.min(contentHeight - height, contentY + Theme.rowHeight))
                delegate: RowLayout {
                    id: alert
                    required property string title
                    required property int status
                    required property bool acknowledged
                    required property list<string> labelKeys
                    required property list<string> labelValues
                    width: hit.width
                    height: Theme.rowHeight
                    spacing: Theme.gap
                    StatusShape { status: alert.status; hollow: alert.acknowledged }
                    PlainLabel {
                        Layout.fillWidth: true
                        Layout.preferredWidth: 200
                        text: alert.title
                    }
                    Chip {
                        visible: alert.labelKeys.length > 0
                        maximumWidth: hit.width * 0.45
                        key: alert.labelKeys[0] ?? ""
                        value: alert.labelValues[0] ?? ""
                    }
                }
                PlainLabel {
                    visible: hit.count === 0
                    width: hit.width
                    text: qsTr("No alert at the moment. Those to come are muted too")
                    color: Theme.faint
                    wrapMode: Text.Wrap
                }
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
