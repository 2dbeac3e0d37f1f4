// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Panels
import Nocturne.Panels.Core

/// The last days of alerting: which rules were noisy, what fired and what became of it, and who did what.
ColumnLayout {
    id: root

    required property AlertPast past
    property bool shown: false
    property string part: "rules"               // or "occurrences", "audit"
    readonly property list<int> spans: [1, 7, 30, 90]
    readonly property list<int> severities: [-1, Status.Critical, Status.Error, Status.Unknown, Status.Warning]
    readonly property bool roomy: room.settled > 980 * Theme.scale

    function placeIn(list: var, value: var): int { return list.indexOf(value); }
    function take(): void { root.listOf(root.part).forceActiveFocus(); }
    function listOf(part: string): Item { return part === "rules" ? rules : part === "audit" ? audit : occurrences; }
    function showPart(part: string): void {
        root.part = part;
        root.take();
    }
    function openRule(row: int): void {
        if (row < 0)
            return;
        root.past.rule = root.past.rules.nameAt(row);
        root.showPart("occurrences");
    }
    function choose(row: int): void {
        if (row < 0 || row >= occurrences.count)
            return;
        occurrences.currentIndex = row;
        root.past.chosenId = root.past.occurrences.idAt(row);
        occurrences.positionViewAtIndex(row, ListView.Contain);
    }
    function move(list: ListView, by: int): void {
        const row = Math.max(0, Math.min(list.currentIndex + by, list.count - 1));
        if (list === occurrences)
            root.choose(row);
        else if (list.count > 0) {
            list.currentIndex = row;
            list.positionViewAtIndex(row, ListView.Contain);
        }
    }
    function press(event: var, list: ListView): void {
        if (event.modifiers & (Qt.AltModifier | Qt.ControlModifier | Qt.MetaModifier))
            return;
        switch (event.key) {
        case Qt.Key_J: case Qt.Key_Down: root.move(list, 1); break;
        case Qt.Key_K: case Qt.Key_Up: root.move(list, -1); break;
        case Qt.Key_1: root.showPart("rules"); break;
        case Qt.Key_2: root.showPart("occurrences"); break;
        case Qt.Key_3: root.showPart("audit"); break;
        case Qt.Key_R: root.past.reload(); break;
        case Qt.Key_O: case Qt.Key_Return: case Qt.Key_Enter:
            if (list === rules)
                root.openRule(list.currentIndex);
            break;
        case Qt.Key_Escape:
            if (root.past.rule === "")
                return;
            root.past.rule = "";
            root.showPart("rules");
            break;
        default: return;
        }
        event.accepted = true;
    }

    component Figure: Column {
        id: figure
        required property string caption
        required property string value
        spacing: 0
        Accessible.role: Accessible.StaticText
        Accessible.name: figure.caption + ": " + figure.value
        PlainLabel { text: figure.caption; size: Theme.smallSize; color: Theme.dim; Accessible.ignored: true }
        PlainLabel {
            text: figure.value === "" ? "–" : figure.value
            size: Theme.largeSize
            font.weight: Font.DemiBold
            Accessible.ignored: true
        }
    }
    component Column4: PlainLabel {
        Layout.preferredWidth: 84 * Theme.scale
        horizontalAlignment: Text.AlignRight
    }

    spacing: Theme.gap

    Settled { id: room; value: root.width }
    Binding { target: root.past; property: "active"; value: root.shown }

    Flow {
        Layout.fillWidth: true
        spacing: Theme.gap
        Repeater {
            model: [qsTr("24 h"), qsTr("7 days"), qsTr("30 days"), qsTr("90 days")]
            Segment {
                required property int index
                required property string modelData
                text: modelData
                chosen: root.past.days === root.spans[index]
                onClicked: root.past.days = root.spans[index]
            }
        }
        ComboBox {
            label: qsTr("severity")
            ground: Theme.surface
            model: [qsTr("any"), Theme.statusWords[Status.Critical], qsTr("error and worse"), qsTr("unknown and worse"), qsTr("warning and worse")]
            currentIndex: Math.max(0, root.placeIn(root.severities, root.past.severity))
            onActivated: index => root.past.severity = root.severities[index]
        }
        TextField {
            id: filter
            width: 260 * Theme.scale
            ground: Theme.surface
            iconName: "filter"
            placeholderText: qsTr("Filter by name or label")
            text: root.past.text
            onTextEdited: root.past.text = text
            Keys.onEscapePressed: { root.past.text = ""; root.take(); }
            Keys.onDownPressed: root.take()
            Shortcut {
                enabled: root.shown
                sequence: "/"
                onActivated: filter.forceActiveFocus()
            }
        }
        Button {
            visible: root.past.filtered
            ground: Theme.surface
            iconName: "close"
            text: root.past.rule === "" ? qsTr("Clear the filter") : root.past.rule
            hint: qsTr("Clear the filter")
            onClicked: root.past.clearFilters()
        }
        Button {
            ground: Theme.surface
            iconName: "refresh"
            text: root.past.askedText
            hint: qsTr("Ask again")
            onClicked: root.past.reload()
        }
    }
    PanelFrame {
        Layout.fillWidth: true
        Layout.preferredHeight: figures.implicitHeight + 3 * Theme.panelPadding + strip.height + Theme.gap + Theme.smallSize
        ColumnLayout {
            anchors.fill: parent
            spacing: Theme.gap
            Flow {
                id: figures
                Layout.fillWidth: true
                spacing: 4 * Theme.panelPadding
                Figure { caption: qsTr("Fired"); value: root.past.firedText }
                Figure { caption: qsTr("Firing in all"); value: root.past.lastedText }
                Figure { caption: qsTr("Taken by somebody"); value: root.past.takenText === "" ? "" : qsTr("%1 %").arg(root.past.takenText) }
                Figure { caption: qsTr("Until taken (MTTA)"); value: root.past.takeTimeText }
                Figure { caption: qsTr("Until over (MTTR)"); value: root.past.endTimeText }
                Figure { caption: qsTr("Flapped"); value: root.past.flapped.toLocaleString(Qt.locale(), "f", 0) }
            }
            FiringStrip {
                id: strip
                Layout.fillWidth: true
                implicitHeight: 20
                height: implicitHeight
                colors: PanelColors
                ground: Theme.raised
                strip: root.past.strip
                Accessible.role: Accessible.Chart
                Accessible.name: qsTr("When anything fired")
            }
            RowLayout {
                Layout.fillWidth: true
                PlainLabel { Layout.fillWidth: true; text: root.past.startText; size: Theme.axisSize; color: Theme.faint }
                PlainLabel { text: qsTr("now"); size: Theme.axisSize; color: Theme.faint }
            }
        }
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.unit
        Segment {
            text: qsTr("Rules")
            number: root.past.rules.count
            chosen: root.part === "rules"
            onClicked: root.showPart("rules")
        }
        Segment {
            text: qsTr("Occurrences")
            chosen: root.part === "occurrences"
            onClicked: root.showPart("occurrences")
        }
        Segment {
            text: qsTr("Audit log")
            chosen: root.part === "audit"
            onClicked: root.showPart("audit")
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

            ColumnLayout {
                anchors.fill: parent
                anchors.margins: Theme.gap
                visible: root.part === "rules"
                spacing: 0
                RowLayout {
                    visible: rules.count > 0
                    Layout.fillWidth: true
                    Layout.leftMargin: Theme.panelPadding + Theme.iconSize + Theme.gap
                    Layout.rightMargin: Theme.panelPadding
                    spacing: Theme.gap
                    PlainLabel { Layout.fillWidth: true; Layout.preferredWidth: 220; text: qsTr("Rule"); size: Theme.smallSize; color: Theme.dim }
                    PlainLabel { visible: root.roomy; Layout.fillWidth: true; Layout.preferredWidth: 360; text: qsTr("When"); size: Theme.smallSize; color: Theme.dim }
                    Column4 { text: qsTr("Fired"); size: Theme.smallSize; color: Theme.dim }
                    Column4 { text: qsTr("Firing in all"); size: Theme.smallSize; color: Theme.dim }
                    Column4 { text: qsTr("Taken"); size: Theme.smallSize; color: Theme.dim }
                    Column4 { visible: root.roomy; text: qsTr("MTTA"); size: Theme.smallSize; color: Theme.dim }
                    Column4 { visible: root.roomy; text: qsTr("MTTR"); size: Theme.smallSize; color: Theme.dim }
                    Column4 { visible: root.roomy; text: qsTr("Flapped"); size: Theme.smallSize; color: Theme.dim }
                }
                ListView {
                    id: rules
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.topMargin: Theme.unit
                    clip: true
                    activeFocusOnTab: true
                    model: root.past.rules
                    currentIndex: -1
                    boundsBehavior: Flickable.StopAtBounds
                    highlightMoveDuration: 0
                    reuseItems: true
                    T.ScrollBar.vertical: Scrollbar {}
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Rules by how noisy they were")
                    Keys.onPressed: event => root.press(event, rules)
                    delegate: Clickable {
                        id: rule
                        required property int index
                        required property string name
                        required property string source
                        required property int status
                        required property string fired
                        required property string lasted
                        required property string taken
                        required property string takeTime
                        required property string endTime
                        required property string flapped
                        required property var strip
                        width: rules.width
                        implicitHeight: Theme.rowHeight + Theme.unit
                        leftPadding: Theme.panelPadding
                        rightPadding: Theme.panelPadding
                        focusPolicy: Qt.ClickFocus
                        selected: rules.currentIndex === rule.index
                        Accessible.role: Accessible.ListItem
                        Accessible.name: Words.fill(qsTr("%1, %2, %3"), [rule.name, rule.fired, rule.lasted])
                        Keys.onPressed: event => root.press(event, rules)
                        Keys.onReturnPressed: event => root.press(event, rules)
                        onClicked: {
                            rules.currentIndex = rule.index;
                            rules.forceActiveFocus();
                        }
                        onDoubleClicked: root.openRule(rule.index)
                        contentItem: RowLayout {
                            spacing: Theme.gap
                            StatusShape { status: rule.status }
                            PlainLabel {
                                Layout.fillWidth: true
                                Layout.preferredWidth: 220
                                text: rule.name
                            }
                            FiringStrip {
                                visible: root.roomy
                                Layout.fillWidth: true
                                Layout.preferredWidth: 360
                                implicitHeight: Math.round(Theme.rowHeight * 0.5)
                                colors: PanelColors
                                ground: rule.hovered || rule.selected ? Theme.lifted : Theme.raised
                                strip: rule.strip
                            }
                            Column4 { text: rule.fired; font.weight: Font.DemiBold }
                            Column4 { text: rule.lasted }
                            Column4 { text: rule.taken; color: Theme.dim }
                            Column4 { visible: root.roomy; text: rule.takeTime; color: Theme.dim }
                            Column4 { visible: root.roomy; text: rule.endTime; color: Theme.dim }
                            Column4 { visible: root.roomy; text: rule.flapped; color: Theme.dim }
                        }
                    }
                }
            }
            ListView {
                id: occurrences
                anchors.fill: parent
                anchors.margins: Theme.gap
                visible: root.part === "occurrences"
                clip: true
                activeFocusOnTab: true
                model: root.past.occurrences
                currentIndex: -1
                boundsBehavior: Flickable.StopAtBounds
                highlightMoveDuration: 0
                reuseItems: true
                T.ScrollBar.vertical: Scrollbar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("What fired, newest first")
                Keys.onPressed: event => root.press(event, occurrences)
                delegate: OccurrenceRow {
                    required property int index
                    width: occurrences.width
                    focusPolicy: Qt.ClickFocus
                    selected: occurrences.currentIndex === index
                    Keys.onPressed: event => root.press(event, occurrences)
                    onClicked: {
                        root.choose(index);
                        occurrences.forceActiveFocus();
                    }
                }
            }
            ListView {
                id: audit
                anchors.fill: parent
                anchors.margins: Theme.gap
                visible: root.part === "audit"
                clip: true
                activeFocusOnTab: true
                model: root.past.audit
                currentIndex: -1
                boundsBehavior: Flickable.StopAtBounds
                highlightMoveDuration: 0
                reuseItems: true
                T.ScrollBar.vertical: Scrollbar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Audit log")
                Keys.onPressed: event => root.press(event, audit)
                delegate: AuditRow {
                    required property int index
                    width: audit.width
                    focusPolicy: Qt.ClickFocus
                    selected: audit.currentIndex === index
                    Keys.onPressed: event => root.press(event, audit)
                    onClicked: {
                        audit.currentIndex = index;
                        audit.forceActiveFocus();
                    }
                }
            }
            StateView {
                anchors.fill: parent
                visible: root.past.state === AlertPast.Loading || root.past.state === AlertPast.Error
                    || (root.part === "audit" ? root.past.audit.count === 0 : root.past.rules.count === 0)
                iconName: "alerts"
                kind: root.past.state === AlertPast.Error ? StateView.Failed
                    : root.past.state === AlertPast.Loading ? StateView.Loading : StateView.Empty
                title: root.past.state === AlertPast.Error ? qsTr("The history cannot be read")
                    : root.past.state === AlertPast.Loading ? qsTr("Reading the history")
                    : root.part === "audit" ? qsTr("Nobody has done anything yet")
                    : root.past.filtered ? qsTr("Nothing that fired matches the filter") : qsTr("Nothing fired in this time")
                detail: root.past.errorText
                actionText: root.past.state === AlertPast.Empty && root.past.filtered ? qsTr("Clear the filter") : ""
                onActionRequested: root.past.clearFilters()
            }
        }
        CoursePane {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 2
            visible: root.part === "occurrences" && root.width > 760 * Theme.scale && root.past.occurrences.count > 0
            past: root.past
        }
    }
}
