// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Panels.Core
import Nocturne.Theme

/// One panel of a dashboard in its frame, whatever its kind and whatever state its data are in.
PanelFrame {
    id: root

    required property var panel                 // a panelSpec
    required property DataContext dataContext
    required property TimeRange timeRange
    property VariableModel variables: null
    property AlertListModel alerts: null
    property LogListModel logs: null
    property string owner                       // who acknowledges
    property bool showing: true
    property bool expanded: false
    readonly property PanelData panelData: feed
    readonly property bool asks: kinds[root.panel.kind] !== undefined && root.panel.kind !== "text"
        && root.panel.kind !== "logs" && root.panel.kind !== "alertlist"
    readonly property var kinds: ({
        timeseries: timeSeries, stat: stat, gauge: gauge, barchart: bar, table: table, logs: log, alertlist: alertList, text: text
    })

    signal viewRequested
    signal exploreRequested(string expression)

    title: root.panel.title
    description: root.panel.description
    note: root.asks ? feed.note : ""
    noteColor: feed.stale ? Theme.unknown : Theme.dim
    padded: false
    activeFocusOnTab: true
    Accessible.description: feed.stale ? feed.note : root.panel.description
    Keys.onPressed: event => {
        if (event.key === Qt.Key_V && event.modifiers === Qt.NoModifier) {
            root.viewRequested();
            event.accepted = true;
        }
    }

    actions: [
        IconButton {
            iconName: root.expanded ? "collapse" : "expand"
            text: root.expanded ? qsTr("Back to the dashboard (v)") : qsTr("View alone (v)")
            implicitHeight: Math.round(Theme.controlHeight * 0.8)
            implicitWidth: implicitHeight
            focusPolicy: Qt.NoFocus
            onClicked: root.viewRequested()
        }
    ]

    PanelData {
        id: feed
        context: root.dataContext
        timeRange: root.timeRange
        variables: root.variables
        panel: root.panel
        active: root.showing && root.visible
    }

    HatchMark {
        anchors.fill: parent
        visible: feed.stale
        color: Qt.alpha(Theme.unknown, 0.16)
        pitch: 12
    }
    Loader {
        id: body
        anchors.fill: parent
        anchors.leftMargin: Theme.panelPadding
        anchors.rightMargin: Theme.panelPadding
        anchors.bottomMargin: Theme.gap
        visible: !root.asks || feed.state === PanelData.Ready
        active: !root.asks || feed.state !== PanelData.Idle
        sourceComponent: root.kinds[root.panel.kind]
    }
    PanelSkeleton {
        anchors.fill: body
        kind: root.panel.kind
        visible: root.asks && feed.state === PanelData.Loading && feed.slow
    }
    StateView {
        anchors.fill: body
        visible: root.asks && (feed.state === PanelData.Empty || feed.state === PanelData.Error)
        kind: feed.state === PanelData.Error ? StateView.Failed : StateView.Empty
        title: feed.state === PanelData.Error ? qsTr("This could not be read")
            : feed.stale ? qsTr("No data any more") : qsTr("No data in this range")
        detail: feed.state === PanelData.Error ? feed.errorText + "\n" + feed.errorCure
            : feed.stale ? feed.note : root.height > 160 * Theme.textScale ? qsTr("The metric is not exposed yet, or nothing matches the variables") : ""
        actionText: feed.state === PanelData.Error && root.height > 200 * Theme.textScale ? qsTr("Ask again") : ""
        onActionRequested: feed.reload()
    }

    Component { id: timeSeries; TimeSeriesPanel { panelData: feed; panel: root.panel; expanded: root.expanded } }
    Component { id: stat; StatPanel { panelData: feed } }
    Component { id: gauge; GaugePanel { panelData: feed; panel: root.panel } }
    Component { id: bar; BarPanel { panelData: feed; panel: root.panel } }
    Component { id: table; TablePanel { panelData: feed } }
    Component { id: log; LogPanel { logs: root.logs; shown: root.showing } }
    Component { id: alertList; AlertListPanel { alerts: root.alerts; owner: root.owner } }
    Component { id: text; TextPanel { text: root.panel.text } }
}
