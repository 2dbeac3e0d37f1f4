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
    property bool detailOpen: room.settled > 1000 * Theme.scale

    property string view: "alerts"              // or "silences", "downtimes", "history", "rules"
    property var awaited: ({})                  // by ticket of a verb: what to say when it is done

    function select(row: int): void {
        if (row < 0 || row >= list.count)
            return;
        list.currentIndex = row;
        root.detail.alertId = root.model.idAt(row);
        list.positionViewAtIndex(row, ListView.Contain);
    }
    function show(tab: int): void {
        root.view = "alerts";
        root.model.tab = tab;
        list.forceActiveFocus();
    }
    function showView(view: string): void {
        root.view = view;
        root.takeFocus();
    }
    function takeFocus(): void {
        switch (root.view) {
        case "silences": silences.take(); break;
        case "downtimes": downtimes.take(); break;
        case "history": history.take(); break;
        case "rules": rules.take(); break;
        default: list.forceActiveFocus();
        }
    }
    /// Those that are chosen, else the one on show.
    function subjects(): list<string> {
        if (root.model.chosenCount > 0)
            return root.model.chosenIds();
        return root.detail.found && !root.detail.resolved ? [root.detail.alertId] : [];
    }
    function nameOf(ids: list<string>): string {
        return ids.length === 1 && ids[0] === root.detail.alertId ? root.detail.title : qsTr("%n alert(s)", "", ids.length);
    }
    function ask(ids: list<string>): void {
        if (ids.length > 0)
            sheet.ask(ids, root.nameOf(ids));
    }
    function undoOrGiveBack(): void {
        if (notice.undoable) {
            notice.hide();
            root.undo();
        } else if (root.model.chosenCount > 0 || root.detail.acknowledged) {
            root.giveBack();
        }
    }
    function undo(): void {
        root.follow(root.model.undo(), qsTr("Taken back"), false);
    }
    function giveBack(): void {
        const ids = root.subjects();
        if (ids.length > 0)
            root.follow(root.model.unacknowledgeAll(ids), Words.fill(qsTr("%1: open again"), [root.nameOf(ids)]), true);
    }
    function putOff(): void {
        const ids = root.subjects();
        if (ids.length > 0)
            snoozeSheet.ask(ids, root.nameOf(ids));
    }
    function silence(): void {
        const ids = root.subjects();
        if (ids.length > 0)
            silenceSheet.ask(ids);
    }
    function planDowntime(): void {
        const ids = root.subjects();
        if (ids.length > 0)
            downtimeSheet.ask(ids);
    }
    function showLogs(service: string, text: string): void {
        root.session.logs.service = service;
        root.session.logs.text = text;
        root.session.page = "logs";
    }
    function listenAgain(): void {
        if (root.detail.mayListenAgain)
            root.follow(root.model.listenAgain(root.detail.alertId), qsTr("%1 is heard again").arg(root.detail.title), true);
    }
    function openRunbook(): void {
        if (root.detail.runbook !== "")
            runbookSheet.ask(root.detail.runbook, root.detail.runbookHost);
        else if (root.detail.found)
            root.tell(qsTr("This alert names no runbook"), false);
    }
    function tell(text: string, undoable: bool): void {
        notice.undoable = undoable;
        notice.show(text, undoable ? qsTr("Undo") : "", undoable ? Status.Ok : Status.Info);
    }
    /// Says `text` when the verb of `ticket` is done.
    function follow(ticket: int, text: string, undoable: bool): void {
        if (ticket !== 0)
            root.awaited[ticket] = { text: text, undoable: undoable };
    }
    function done(text: string): void {
        root.model.clearChosen();
        root.tell(text, true);
    }

    /// Keys of the list; a row asks first, as it would be clicked by Space and Return.
    function press(event: var): void {
        if (event.modifiers & (Qt.AltModifier | Qt.ControlModifier | Qt.MetaModifier))
            return;
        switch (event.key) {
        case Qt.Key_J: case Qt.Key_Down: root.select(Math.min(list.currentIndex + 1, list.count - 1)); break;
        case Qt.Key_K: case Qt.Key_Up: root.select(Math.max(list.currentIndex - 1, 0)); break;
        case Qt.Key_Space: root.model.toggleChosen(root.detail.alertId); break;
        case Qt.Key_A:
            root.ask(event.modifiers & Qt.ShiftModifier ? root.model.groupIds(root.detail.alertId) : root.subjects());
            break;
        case Qt.Key_U: root.undoOrGiveBack(); break;
        case Qt.Key_Z: root.putOff(); break;
        case Qt.Key_S: root.silence(); break;
        case Qt.Key_R: root.openRunbook(); break;
        case Qt.Key_O: case Qt.Key_Return: case Qt.Key_Enter: root.detailOpen = !root.detailOpen; break;
        case Qt.Key_Escape:
            if (root.model.chosenCount === 0)
                return;
            root.model.clearChosen();
            break;
        default: return;
        }
        event.accepted = true;
    }

    readonly property list<string> views: ["alerts", "silences", "downtimes", "history", "rules"]

    title: qsTr("Alerts")
    onCurrentChanged: if (root.current) list.forceActiveFocus()
    Component.onCompleted: list.forceActiveFocus()

    Settled { id: room; value: root.width }
    Settled { id: toolRoom; value: views.width + makers.width } // of the top line

    tools: Item {
        id: views
        implicitWidth: bar.implicitWidth
        implicitHeight: bar.implicitHeight
        SegmentBar {
            id: bar
            readonly property list<string> all: [qsTr("Alerts"), qsTr("Silences"), qsTr("Downtimes"), qsTr("History"), qsTr("Rules")]
            width: Math.min(implicitWidth, views.width)
            room: views.width
            texts: root.session.ruleForm.available ? bar.all : bar.all.slice(0, -1)
            numbers: [root.model.activeCount + root.model.acknowledgedCount, root.session.silences.activeCount,
                root.session.downtimes.activeCount]
            current: root.views.indexOf(root.view)
            onPicked: index => root.showView(root.views[index])
        }
    }
    endTools: AlertMakers {
        id: makers
        planning: root.view === "downtimes"
        rules: root.session.ruleForm.available
        brief: toolRoom.settled < bar.fullWidth + makers.fullWidth
        onSilenceRequested: silenceSheet.askEmpty()
        onDowntimeRequested: downtimeSheet.askEmpty()
        onRuleRequested: root.session.ruleForm.startEmpty()
    }
    hints: Row {
        spacing: Theme.gap
        KeyHint { keys: ["j", "k"]; text: qsTr("move") }
        KeyHint { visible: root.view === "alerts"; keys: [qsTr("Space")]; text: qsTr("choose") }
        KeyHint { visible: root.view === "alerts"; keys: ["a"]; text: qsTr("acknowledge") }
        KeyHint { visible: root.view === "alerts"; keys: ["u"]; text: qsTr("undo") }
        KeyHint { visible: root.view === "alerts"; keys: ["z"]; text: qsTr("put off") }
        KeyHint { visible: root.view === "alerts"; keys: ["s"]; text: qsTr("silence") }
        KeyHint { keys: ["o"]; text: qsTr("open") }
    }

    Binding {
        target: root.model
        property: "held"
        value: root.current && (pointer.hovered || sheet.visible || snoozeSheet.visible || silenceSheet.visible
            || downtimeSheet.visible
            || root.model.chosenCount > 0)
    }
    Shortcut {
        enabled: root.current && root.view === "alerts"
        sequence: "/"
        onActivated: filters.type()
    }
    Shortcut {
        enabled: root.current
        sequence: "Alt+Space"
        onActivated: root.model.paused = !root.model.paused
    }
    SilencesView {
        id: silences
        anchors.fill: parent
        visible: root.view === "silences"
        silences: root.session.silences
        onNewRequested: silenceSheet.askEmpty()
        onChangeRequested: id => silenceSheet.askLike(id, true)
        onAsked: (ticket, text) => root.follow(ticket, text, true)
    }
    RulesView {
        id: rules
        anchors.fill: parent
        visible: root.view === "rules"
        form: root.session.ruleForm
    }
    DowntimesView {
        id: downtimes
        anchors.fill: parent
        visible: root.view === "downtimes"
        downtimes: root.session.downtimes
        onNewRequested: downtimeSheet.askEmpty()
        onChangeRequested: (id, change) => downtimeSheet.askLike(id, change)
        onAsked: (ticket, text) => root.follow(ticket, text, true)
    }
    HistoryView {
        id: history
        anchors.fill: parent
        visible: root.view === "history"
        shown: root.current && root.view === "history"
        past: root.session.past
    }
    ColumnLayout {
        anchors.fill: parent
        visible: root.view === "alerts"
        spacing: Theme.gap

        AlertFilters {
            id: filters
            Layout.fillWidth: true
            alerts: root.model
            onTabRequested: tab => root.show(tab)
            onDone: list.forceActiveFocus()
        }
        ChosenBar {
            Layout.fillWidth: true
            visible: root.model.chosenCount > 0
            count: root.model.chosenCount
            onAcknowledgeRequested: root.ask(root.subjects())
            onSnoozeRequested: root.putOff()
            onSilenceRequested: root.silence()
            onAllRequested: root.model.chooseAll()
            onClearRequested: {
                root.model.clearChosen();
                list.forceActiveFocus();
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.gap

            PanelFrame {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 3
                padded: false
                visible: root.detailOpen === false || room.settled > 760 * Theme.scale || !root.detail.found

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
                    Keys.onPressed: event => root.press(event)

                    HoverHandler { id: pointer }
                    section.property: root.model.groupBy === "" || root.model.tab === AlertListModel.Mine ? "" : "group"
                    delegate: AlertRow {
                        required property int index
                        width: list.width
                        focusPolicy: Qt.ClickFocus
                        selected: root.detail.alertId === alertId
                        choosable: root.model.tab !== AlertListModel.Resolved
                        showsTaken: root.model.tab === AlertListModel.Mine
                        Keys.onPressed: event => root.press(event)
                        Keys.onReturnPressed: event => root.press(event)
                        Keys.onEnterPressed: event => root.press(event)
                        onClicked: {
                            root.select(index);
                            list.forceActiveFocus();
                        }
                        onDoubleClicked: root.detailOpen = true
                        onChooseRequested: {
                            root.select(index);
                            root.model.toggleChosen(alertId);
                            list.forceActiveFocus();
                        }
                        onAcknowledgeRequested: {
                            root.select(index);
                            root.ask([alertId]);
                        }
                    }
                }
                Pill {
                    anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 2 * Theme.gap }
                    visible: root.model.waiting > 0
                    text: root.model.paused ? qsTr("%n new, paused", "", root.model.waiting)
                        : qsTr("%n new, held while you look", "", root.model.waiting)
                    onClicked: root.model.showWaiting()
                }
                StateView {
                    anchors.fill: parent
                    visible: list.count === 0
                    iconName: "alerts"
                    title: root.model.filtered ? qsTr("No alert matches the filter")
                        : root.model.tab === AlertListModel.Acknowledged ? qsTr("Nobody has taken an alert")
                        : root.model.tab === AlertListModel.Mine ? qsTr("You have taken no alert")
                        : root.model.tab === AlertListModel.Muted ? qsTr("No alert is kept quiet")
                        : root.model.tab === AlertListModel.Resolved ? qsTr("Nothing resolved in the last quarter of an hour")
                        : root.session.sources.total === 0 ? qsTr("Nothing is known yet") : qsTr("Nothing is firing")
                    detail: root.session.sources.total === 0 ? qsTr("No source is watched yet: the Targets page tells how to add one.")
                        : root.model.filtered ? ""
                        : root.session.sources.downCount > 0 ? qsTr("But %n source(s) cannot be asked: what they would say is not known.", "", root.session.sources.downCount)
                        : ""
                    actionText: root.model.filtered ? qsTr("Clear the filter") : ""
                    onActionRequested: root.model.clearFilters()
                }
            }
            AlertPane {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 2
                visible: root.detailOpen
                detail: root.detail
                evidence: root.session.evidence
                onAcknowledgeRequested: root.ask([root.detail.alertId])
                onGiveBackRequested: root.giveBack()
                onSnoozeRequested: root.putOff()
                onSilenceRequested: root.silence()
                onDowntimeRequested: root.planDowntime()
                onLogsRequested: (service, text) => root.showLogs(service, text)
                onListenRequested: root.listenAgain()
                onRunbookRequested: root.openRunbook()
                onAlertRequested: alertId => {
                    root.detail.alertId = alertId;
                    list.currentIndex = root.model.rowOf(alertId);
                }
                onCloseRequested: root.detailOpen = false
            }
        }
    }
    AcknowledgeSheet {
        id: sheet
        session: root.session
        onAcknowledged: alertTitle => root.done(qsTr("%1: yours").arg(alertTitle))
        onClosed: list.forceActiveFocus()
    }
    SnoozeSheet {
        id: snoozeSheet
        session: root.session
        onSnoozed: title => root.done(qsTr("%1: put off").arg(title))
        onClosed: list.forceActiveFocus()
    }
    SilenceSheet {
        id: silenceSheet
        session: root.session
        onSilenced: root.done(silenceSheet.form.changing ? qsTr("The silence is changed") : qsTr("The silence is made"))
        onClosed: root.takeFocus()
    }
    DowntimeSheet {
        id: downtimeSheet
        session: root.session
        onPlanned: root.done(downtimeSheet.form.changing ? qsTr("The downtime is changed") : qsTr("The downtime is planned"))
        onClosed: root.takeFocus()
    }
    RunbookSheet {
        id: runbookSheet
        onClosed: list.forceActiveFocus()
    }
    Notice {
        id: notice
        property bool undoable: false
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 2 * Theme.gap }
        onVisibleChanged: if (!visible) notice.undoable = false
        onActionRequested: root.undo()
    }
    Connections {
        target: root.model
        function onDone(ticket: int): void {
            const words = root.awaited[ticket];
            delete root.awaited[ticket];
            if (words)
                root.tell(words.text, words.undoable);
        }
        function onFailed(ticket: int, message: string): void {
            delete root.awaited[ticket];
            const asking = [sheet, snoozeSheet, silenceSheet, downtimeSheet].some(one => one.visible && one.ticket === ticket);
            if (!asking)
                notice.show(message, "", Status.Error);
        }
        function onVerbsSlowChanged(): void {
            if (root.model.verbsSlow)
                notice.show(qsTr("The disk is slow: it is being written"), "", Status.Warning);
        }
    }
    Connections {
        target: root.session.ruleForm
        enabled: root.current
        function onSaved(name: string): void {
            if (root.view === "rules")
                rules.take();
            root.tell(qsTr("The rule %1 is at work").arg(name), false);
        }
        function onRemoved(name: string): void { root.tell(qsTr("The rule %1 is removed").arg(name), false); }
        function onFailed(message: string): void {
            if (root.view === "rules")
                notice.show(message, "", Status.Error);
        }
    }
    Connections {
        target: root.session
        function onAlertsRequested(view: string): void {
            if (view === "silences" || view === "downtimes" || view === "history" || view === "rules")
                root.showView(view);
            else if (view === "silence" || view === "downtime") {
                if (!root.detail.found)
                    root.select(0);
                view === "silence" ? root.silence() : root.subjects().length > 0 ? root.planDowntime() : downtimeSheet.askEmpty();
            }
            else if (view === "mine")
                root.show(AlertListModel.Mine);
            else if (view === "evidence") {
                root.show(AlertListModel.Active);
                root.detailOpen = true;
                root.select(0);
            }
        }
    }
}
