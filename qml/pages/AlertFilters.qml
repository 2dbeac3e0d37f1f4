// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// Which alerts the list shows, in which groups, and whether it stands still.
RowLayout {
    id: root

    required property AlertListModel alerts
    readonly property list<int> severities: [-1, Status.Critical, Status.Error, Status.Unknown, Status.Warning, Status.Info]
    readonly property list<string> labels: ["service", "severity", "alertname", "source", ""]

    function placeIn(list: var, value: var): int { return list.indexOf(value); }
    function withFirst(first: string, rest: var): var {
        const all = Array.from(rest);
        all.unshift(first);
        return all;
    }

    spacing: Theme.gap

    ComboBox {
        label: qsTr("severity")
        ground: Theme.surface
        model: [qsTr("any"), Theme.statusWords[Status.Critical], Theme.statusWords[Status.Error], Theme.statusWords[Status.Unknown],
            Theme.statusWords[Status.Warning], Theme.statusWords[Status.Info]]
        currentIndex: root.placeIn(root.severities, root.alerts.severity)
        onActivated: index => root.alerts.severity = root.severities[index]
    }
    ComboBox {
        label: qsTr("owner")
        ground: Theme.surface
        model: root.withFirst(qsTr("anybody"), root.alerts.owners)
        currentIndex: Math.max(0, root.placeIn(root.alerts.owners, root.alerts.owner) + 1)
        onActivated: index => root.alerts.owner = index === 0 ? "" : root.alerts.owners[index - 1]
    }
    ComboBox {
        label: qsTr("source")
        ground: Theme.surface
        Layout.maximumWidth: 320 * Theme.scale
        model: root.withFirst(qsTr("any"), root.alerts.sources)
        currentIndex: Math.max(0, root.placeIn(root.alerts.sources, root.alerts.source) + 1)
        onActivated: index => root.alerts.source = index === 0 ? "" : root.alerts.sources[index - 1]
    }
    ComboBox {
        label: qsTr("group by")
        ground: Theme.surface
        model: [qsTr("service"), qsTr("severity"), qsTr("rule"), qsTr("source"), qsTr("nothing")]
        currentIndex: root.placeIn(root.labels, root.alerts.groupBy)
        onActivated: index => root.alerts.groupBy = root.labels[index]
    }
    Button {
        visible: root.alerts.filtered
        ground: Theme.surface
        iconName: "close"
        text: qsTr("Clear the filter")
        onClicked: root.alerts.clearFilters()
    }
    Item { Layout.fillWidth: true }
    Button {
        ground: root.alerts.paused ? Theme.lifted : Theme.surface
        iconName: root.alerts.paused ? "play" : "pause"
        text: root.alerts.paused ? qsTr("Paused") : qsTr("Pause")
        hint: qsTr("The list stands still until you go on, Alt+Space")
        onClicked: root.alerts.paused = !root.alerts.paused
    }
}
