// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers
import Nocturne.Models

/// Planned work in the making: on what, when, whether it waits for a problem, and whether it comes again.
Sheet {
    id: root

    required property Session session
    readonly property DowntimeForm form: root.session.downtimeForm
    property int ticket: 0                      // of the verb that was asked for
    property bool asking: false                 // it is under way
    readonly property list<int> spans: [30, 60, 120, 480, 1440]
    readonly property list<int> flexibleSpans: [0, 30, 60, 120, 480]

    signal planned

    component Caption: PlainLabel {
        Layout.bottomMargin: -Theme.gap
        size: Theme.smallSize
        color: Theme.dim
    }

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

    title: root.form.changing ? qsTr("Change the downtime") : qsTr("Downtime")
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 1040 * Theme.scale) : 1040
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
            root.planned();
        }
        function onFailed(ticket: int, message: string): void {
            if (ticket !== root.ticket)
                return;
            root.asking = false;
            failure.text = message;
        }
    }
    FormScroll {
        width: parent.width
        form: grid
        roomHeight: root.parent ? root.parent.height - 2 * Theme.gap - root.topPadding - root.bottomPadding - 3 * Theme.largeSize : 600

        GridLayout {
            id: grid
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
                Caption { text: qsTr("Begins") }
                TextField {
                    Layout.preferredWidth: 240 * Theme.scale
                    text: root.form.startText
                    placeholderText: qsTr("now, or 22:00, or 2026-03-14 22:00")
                    maximumLength: 40
                    Layout.fillWidth: true
                    Layout.maximumWidth: 360 * Theme.scale
                    onTextEdited: root.form.startText = text
                    onAccepted: root.accept()
                }
                Caption { text: qsTr("Lasts") }
                Flow {
                    Layout.fillWidth: true
                    spacing: Theme.unit
                    Repeater {
                        model: [qsTr("30 min"), qsTr("1 h"), qsTr("2 h"), qsTr("8 h"), qsTr("1 d")]
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
                        width: 180 * Theme.scale
                        text: root.form.endText
                        placeholderText: qsTr("until 23:30")
                        maximumLength: 40
                        onTextEdited: root.form.endText = text
                        onAccepted: root.accept()
                    }
                }
                Caption { text: qsTr("Mutes") }
                Flow {
                    Layout.fillWidth: true
                    spacing: Theme.unit
                    Repeater {
                        model: [qsTr("all of that time"), qsTr("30 min"), qsTr("1 h"), qsTr("2 h"), qsTr("8 h")]
                        Segment {
                            required property int index
                            required property string modelData
                            text: modelData
                            ground: Theme.raised
                            chosen: root.form.flexibleMinutes === root.flexibleSpans[index]
                            onClicked: root.form.flexibleMinutes = root.flexibleSpans[index]
                        }
                    }
                }
                PlainLabel {
                    Layout.fillWidth: true
                    Layout.topMargin: -Theme.unit
                    visible: root.form.flexibleMinutes > 0
                    text: qsTr("Flexible: from the first problem within that time on")
                    color: Theme.faint
                    size: Theme.smallSize
                    wrapMode: Text.Wrap
                }
                Caption { text: qsTr("Comes again") }
                Flow {
                    Layout.fillWidth: true
                    spacing: Theme.unit
                    Repeater {
                        model: [qsTr("never"), qsTr("every day"), qsTr("every week"), qsTr("every month")]
                        Segment {
                            required property int index
                            required property string modelData
                            text: modelData
                            ground: Theme.raised
                            chosen: root.form.every === index
                            onClicked: root.form.every = index
                        }
                    }
                }
                Flow {
                    Layout.fillWidth: true
                    Layout.topMargin: -Theme.unit
                    visible: root.form.every === 2
                    spacing: Theme.unit
                    Repeater {
                        model: 7
                        Segment {
                            id: day
                            required property int index
                            readonly property var fact: root.form.weekdays[day.index]
                            text: day.fact.word
                            ground: Theme.raised
                            chosen: day.fact.chosen
                            Accessible.checkable: true
                            Accessible.checked: day.fact.chosen
                            onClicked: root.form.toggleWeekday(day.fact.day)
                        }
                    }
                }
                RowLayout {
                    Layout.fillWidth: true
                    Layout.topMargin: -Theme.unit
                    visible: root.form.every > 0
                    spacing: Theme.gap
                    TextField {
                        Layout.preferredWidth: 220 * Theme.scale
                        text: root.form.lastDayText
                        placeholderText: qsTr("last day, as 2026-12-31")
                        maximumLength: 20
                        onTextEdited: root.form.lastDayText = text
                        onAccepted: root.accept()
                    }
                    PlainLabel {
                        Layout.fillWidth: true
                        text: qsTr("by the clock of %1").arg(root.form.zone)
                        color: Theme.faint
                        size: Theme.smallSize
                    }
                }
                Caption { text: qsTr("Comment") }
                TextField {
                    id: comment
                    Layout.fillWidth: true
                    placeholderText: qsTr("What work is planned")
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
                MatchList {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.topMargin: Theme.gap
                    form: root.form
                }
                PlainLabel {
                    Layout.topMargin: Theme.gap
                    visible: root.form.windows.length > 0
                    text: root.form.every === 0 ? qsTr("When") : qsTr("The next times")
                    size: Theme.smallSize
                    color: Theme.dim
                }
                Repeater {
                    model: 3
                    PlainLabel {
                        required property int index
                        Layout.fillWidth: true
                        visible: text !== ""
                        text: root.form.windows[index] ?? ""
                    }
                }
            }
            ColumnLayout {
                Layout.columnSpan: grid.columns
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
                        text: root.form.changing ? qsTr("Change") : qsTr("Plan")
                        onClicked: root.accept()
                    }
                }
            }
        }
    }
}
