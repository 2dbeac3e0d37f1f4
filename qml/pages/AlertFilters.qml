// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// Which alerts the list shows, in which groups, and whether it stands still; on as many lines as that takes.
RowLayout {
    id: root

    required property AlertListModel alerts
    readonly property list<int> severities: [-1, Status.Critical, Status.Error, Status.Unknown, Status.Warning, Status.Info]
    readonly property list<string> labels: ["service", "severity", "alertname", "source", ""]
    readonly property list<int> tabs: [AlertListModel.Active, AlertListModel.Acknowledged, AlertListModel.Mine, AlertListModel.Muted,
        AlertListModel.Resolved]
    readonly property string words: root.alerts.paused ? qsTr("Paused") : qsTr("Pause")
    readonly property real least: 132 * Theme.scale // of the field
    readonly property real choicesWidth: Math.ceil(severity.implicitWidth + owner.implicitWidth + grouping.implicitWidth
        + Math.min(source.implicitWidth, 320 * Theme.scale) + 3 * Theme.gap
        + (root.alerts.filtered ? clear.implicitWidth + Theme.gap : 0))
    /// What the choices take of the first line: nothing when they have a second.
    readonly property real besides: states.width + root.least + root.choicesWidth + 2 * Theme.gap <= line.width
        ? root.choicesWidth + Theme.gap : 0

    signal tabRequested(int tab)
    signal done                                 // with typing

    function type(): void { filter.forceActiveFocus(); }
    function placeIn(list: var, value: var): int { return list.indexOf(value); }
    function withFirst(first: string, rest: var): var {
        const all = Array.from(rest);
        all.unshift(first);
        return all;
    }

    spacing: Theme.gap

    Flow {
        id: line
        Layout.fillWidth: true
        spacing: Theme.gap

        SegmentBar {
            id: states
            room: line.width
            texts: [qsTr("Active"), qsTr("Acknowledged"), qsTr("Mine"), qsTr("Quiet"), qsTr("Resolved")]
            numbers: [root.alerts.activeCount, root.alerts.acknowledgedCount, root.alerts.mineCount, root.alerts.mutedCount,
                root.alerts.resolvedCount]
            current: root.placeIn(root.tabs, root.alerts.tab)
            onPicked: index => root.tabRequested(root.tabs[index])
        }
        TextField {
            id: filter
            width: Math.min(line.width, Math.max(root.least,
                Math.floor(Math.min(340 * Theme.scale, line.width - states.width - Theme.gap - root.besides))))
            ground: Theme.surface
            iconName: "filter"
            placeholderText: qsTr("Filter by name or label")
            text: root.alerts.text
            onTextEdited: root.alerts.text = text
            Keys.onEscapePressed: {
                root.alerts.text = "";
                root.done();
            }
            Keys.onDownPressed: root.done()
        }
        Flow {
            id: choices
            width: Math.min(root.choicesWidth, line.width)
            spacing: Theme.gap

            ComboBox {
                id: severity
                label: qsTr("severity")
                ground: Theme.surface
                model: [qsTr("any"), Theme.statusWords[Status.Critical], Theme.statusWords[Status.Error], Theme.statusWords[Status.Unknown],
                    Theme.statusWords[Status.Warning], Theme.statusWords[Status.Info]]
                currentIndex: root.placeIn(root.severities, root.alerts.severity)
                onActivated: index => root.alerts.severity = root.severities[index]
            }
            ComboBox {
                id: owner
                label: qsTr("owner")
                ground: Theme.surface
                model: root.withFirst(qsTr("anybody"), root.alerts.owners)
                currentIndex: Math.max(0, root.placeIn(root.alerts.owners, root.alerts.owner) + 1)
                onActivated: index => root.alerts.owner = index === 0 ? "" : root.alerts.owners[index - 1]
            }
            ComboBox {
                id: source
                label: qsTr("source")
                ground: Theme.surface
                width: Math.min(implicitWidth, 320 * Theme.scale, choices.width)
                model: root.withFirst(qsTr("any"), root.alerts.sources)
                currentIndex: Math.max(0, root.placeIn(root.alerts.sources, root.alerts.source) + 1)
                onActivated: index => root.alerts.source = index === 0 ? "" : root.alerts.sources[index - 1]
            }
            ComboBox {
                id: grouping
                label: qsTr("group by")
                ground: Theme.surface
                model: [qsTr("service"), qsTr("severity"), qsTr("rule"), qsTr("source"), qsTr("nothing")]
                currentIndex: root.placeIn(root.labels, root.alerts.groupBy)
                onActivated: index => root.alerts.groupBy = root.labels[index]
            }
            Button {
                id: clear
                visible: root.alerts.filtered
                ground: Theme.surface
                iconName: "close"
                text: qsTr("Clear the filter")
                onClicked: root.alerts.clearFilters()
            }
        }
    }
    Button {
        Layout.alignment: Qt.AlignTop
        ground: root.alerts.paused ? Theme.lifted : Theme.surface
        iconName: root.alerts.paused ? "play" : "pause"
        text: root.width < 1360 * Theme.scale ? "" : root.words
        Accessible.name: root.words
        hint: qsTr("The list stands still until you go on, Alt+Space")
        onClicked: root.alerts.paused = !root.alerts.paused
    }
}
