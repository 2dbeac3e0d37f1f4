// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// All alerts of all sources: take them, give them back, see why they fire.
ShellPage {
    id: root

    readonly property AlertListModel model: root.session.alerts
    readonly property AlertDetail detail: root.session.alertDetail
    property bool detailOpen: root.width > 1000 * Theme.scale

    function select(row: int): void {
        if (row < 0 || row >= list.count)
            return;
        list.currentIndex = row;
        root.detail.alertId = root.model.idAt(row);
        list.positionViewAtIndex(row, ListView.Contain);
    }
    function ask(): void {
        if (root.detail.found && !root.detail.resolved)
            sheet.ask(root.detail.alertId, root.detail.title);
    }
    function giveBack(): void {
        if (root.detail.acknowledged && root.model.unacknowledge(root.detail.alertId))
            notice.show(qsTr("%1 is open again").arg(root.detail.title), "", Status.Info);
    }

    function putOff(): void {
        if (root.detail.found && !root.detail.resolved)
            snoozeSheet.ask(root.detail.alertId, root.detail.title);
    }
    function silence(): void {
        if (root.detail.found)
            silenceSheet.ask(root.detail.alertId);
    }
    function listenAgain(): void {
        if (root.detail.mayListenAgain && root.model.listenAgain(root.detail.alertId))
            notice.show(qsTr("%1 is heard again").arg(root.detail.title), "", Status.Info);
    }

    title: qsTr("Alerts")
    onCurrentChanged: if (root.current) list.forceActiveFocus()
    Component.onCompleted: list.forceActiveFocus()

    tools: RowLayout {
        spacing: Theme.gap
        Segment {
            text: qsTr("Active")
            number: root.model.activeCount
            chosen: root.model.tab === AlertListModel.Active
            onClicked: root.model.tab = AlertListModel.Active
        }
        Segment {
            text: qsTr("Acknowledged")
            number: root.model.acknowledgedCount
            chosen: root.model.tab === AlertListModel.Acknowledged
            onClicked: root.model.tab = AlertListModel.Acknowledged
        }
        Segment {
            text: qsTr("Resolved")
            number: root.model.resolvedCount
            chosen: root.model.tab === AlertListModel.Resolved
            onClicked: root.model.tab = AlertListModel.Resolved
        }
        TextField {
            id: filter
            Layout.fillWidth: true
            Layout.maximumWidth: 340 * Theme.scale
            Layout.minimumWidth: 80
            ground: Theme.surface
            iconName: "filter"
            placeholderText: qsTr("Filter by name or label")
            text: root.model.text
            onTextEdited: root.model.text = text
            Keys.onEscapePressed: { root.model.text = ""; list.forceActiveFocus(); }
            Keys.onDownPressed: list.forceActiveFocus()

            Shortcut {
                enabled: root.current
                sequence: "/"
                onActivated: filter.forceActiveFocus()
            }
        }
        Item { Layout.fillWidth: true }
    }
    endTools: ComboBox {
        label: qsTr("group by")
        readonly property list<string> labels: ["service", "severity", "alertname", "source", ""]
        model: [qsTr("service"), qsTr("severity"), qsTr("rule"), qsTr("source"), qsTr("nothing")]
        currentIndex: labels.indexOf(root.model.groupBy)
        onActivated: index => root.model.groupBy = labels[index]
    }
    hints: Row {
        spacing: Theme.gap
        KeyHint { keys: ["j", "k"]; text: qsTr("move") }
        KeyHint { keys: ["a"]; text: qsTr("acknowledge") }
        KeyHint { keys: ["u"]; text: qsTr("give back") }
        KeyHint { keys: ["z"]; text: qsTr("put off") }
        KeyHint { keys: ["s"]; text: qsTr("silence") }
        KeyHint { keys: ["o"]; text: qsTr("open") }
    }

    Binding {
        target: root.model
        property: "held"
        value: root.current && (pointer.hovered || sheet.visible || snoozeSheet.visible || silenceSheet.visible)
    }
    RowLayout {
        anchors.fill: parent
        spacing: Theme.gap

        PanelFrame {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 3
            padded: false
            visible: root.detailOpen === false || root.width > 760 * Theme.scale || !root.detail.found

            GroupedList {
                id: list
                anchors.fill: parent
                anchors.margins: Theme.gap
                clip: true
                focus: true
                activeFocusOnTab: true
                model: root.model
                currentIndex: -1
                boundsBehavior: Flickable.StopAtBounds
                reuseItems: true
                highlightMoveDuration: 0
                T.ScrollBar.vertical: Scrollbar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Alerts")
                Keys.onPressed: event => {
                    switch (event.key) {
                    case Qt.Key_J: case Qt.Key_Down: root.select(Math.min(list.currentIndex + 1, list.count - 1)); break;
                    case Qt.Key_K: case Qt.Key_Up: root.select(Math.max(list.currentIndex - 1, 0)); break;
                    case Qt.Key_A: root.ask(); break;
                    case Qt.Key_U: root.giveBack(); break;
                    case Qt.Key_Z: root.putOff(); break;
                    case Qt.Key_S: root.silence(); break;
                    case Qt.Key_O: case Qt.Key_Return: root.detailOpen = !root.detailOpen; break;
                    default: return;
                    }
                    event.accepted = true;
                }

                HoverHandler { id: pointer }
                section.property: root.model.groupBy === "" ? "" : "group"
                delegate: AlertRow {
                    required property int index
                    width: list.width
                    focusPolicy: Qt.ClickFocus
                    selected: root.detail.alertId === alertId
                    onClicked: {
                        root.select(index);
                        list.forceActiveFocus();
                    }
                    onDoubleClicked: root.detailOpen = true
                    onAcknowledgeRequested: {
                        root.select(index);
                        root.ask();
                    }
                }
            }
            Pill {
                anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 2 * Theme.gap }
                visible: root.model.waiting > 0
                text: qsTr("%n new, held while you look", "", root.model.waiting)
                onClicked: {
                    root.model.held = false;
                    root.model.held = true;
                }
            }
            StateView {
                anchors.fill: parent
                visible: list.count === 0
                iconName: "alerts"
                title: root.model.text !== "" ? qsTr("No alert matches the filter")
                    : root.model.tab === AlertListModel.Acknowledged ? qsTr("Nobody has taken an alert")
                    : root.model.tab === AlertListModel.Resolved ? qsTr("Nothing resolved in the last quarter of an hour")
                    : root.session.sources.total === 0 ? qsTr("Nothing is known yet") : qsTr("Nothing is firing")
                detail: root.session.sources.total === 0 ? qsTr("No source is watched yet: the Targets page tells how to add one.")
                    : root.model.text !== "" ? ""
                    : root.session.sources.downCount > 0 ? qsTr("But %n source(s) cannot be asked: what they would say is not known.", "", root.session.sources.downCount)
                    : ""
                actionText: root.model.text !== "" ? qsTr("Clear the filter") : ""
                onActionRequested: root.model.text = ""
            }
        }
        AlertPane {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 2
            visible: root.detailOpen
            detail: root.detail
            onAcknowledgeRequested: root.ask()
            onGiveBackRequested: root.giveBack()
            onSnoozeRequested: root.putOff()
            onSilenceRequested: root.silence()
            onListenRequested: root.listenAgain()
            onCloseRequested: root.detailOpen = false
        }
    }
    AcknowledgeSheet {
        id: sheet
        session: root.session
        onAcknowledged: (id, title) => notice.show(qsTr("%1 is yours").arg(title), qsTr("Undo"), Status.Ok)
        onClosed: list.forceActiveFocus()
    }
    SnoozeSheet {
        id: snoozeSheet
        session: root.session
        onSnoozed: title => notice.show(qsTr("%1 is put off").arg(title), qsTr("Undo"), Status.Ok)
        onClosed: list.forceActiveFocus()
    }
    SilenceSheet {
        id: silenceSheet
        session: root.session
        onSilenced: notice.show(qsTr("The silence is made"), qsTr("Undo"), Status.Ok)
        onClosed: list.forceActiveFocus()
    }
    Notice {
        id: notice
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 2 * Theme.gap }
        onActionRequested: root.model.undo()
    }
}
