// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQml
import QtQuick
import QtQuick.Templates as T
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
    property var subjects: []                   // metrics that a panel without expressions is about
    property bool showing: true
    property bool expanded: false
    property bool viewable: true                // may be viewed alone
    readonly property PanelData panelData: feed
    readonly property Item overlay: T.Overlay.overlay
    readonly property bool asks: ["timeseries", "stat", "gauge", "barchart", "table"].includes(root.panel.kind)

    signal viewRequested
    signal verbRequested(string verb, string alertId, string alertTitle)

    /// Shows what the panel's queries cost and answered.
    function inspect(): void {
        if (!root.asks)
            return;
        inspector.active = true;
        (inspector.object as QueryInspectorSheet).inspect(feed, root.title);
    }

    /// A rule in the making about the first value it shows.
    function alertOnThis(): void {
        const expression = root.asks ? feed.firstExpression() : "";
        if (expression !== "" && root.dataContext.makesRules)
            root.dataContext.requestRule(expression, root.title);
    }

    /// What the palette says: "inspect", "notes", "alert".
    function run(what: string): void {
        if (what === "inspect")
            root.inspect();
        else if (what === "alert")
            root.alertOnThis();
        else if (what === "notes")
            mark.show();
    }

    title: root.panel.title
    description: root.panel.description
    note: feed.note
    noteColor: feed.stale ? Theme.unknown : Theme.dim
    padded: false
    activeFocusOnTab: true
    Accessible.description: feed.stale ? feed.note : root.panel.description
    Keys.onPressed: event => {
        if (event.modifiers !== Qt.NoModifier)
            return;
        switch (event.key) {
        case Qt.Key_V: if (root.viewable) root.viewRequested(); break;
        case Qt.Key_I: root.inspect(); break;
        case Qt.Key_W: mark.show(); break;
        case Qt.Key_A: root.alertOnThis(); break;
        default: return;
        }
        event.accepted = true;
    }

    marked: mark.needed
    marks: QueryNotesMark {
        id: mark
        notes: feed.notes
    }
    actions: [
        IconButton {
            visible: root.asks && root.dataContext.makesRules
            iconName: "alerts"
            text: qsTr("Alert on this (a)")
            implicitHeight: Math.round(Theme.controlHeight * 0.8)
            implicitWidth: implicitHeight
            focusPolicy: Qt.NoFocus
            onClicked: root.alertOnThis()
        },
        IconButton {
            visible: root.asks
            iconName: "inspect"
            text: qsTr("Inspect the queries (i)")
            implicitHeight: Math.round(Theme.controlHeight * 0.8)
            implicitWidth: implicitHeight
            focusPolicy: Qt.NoFocus
            onClicked: root.inspect()
        },
        IconButton {
            visible: root.viewable
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
        subjects: root.panel.kind === "alertlist" || root.panel.kind === "logs" ? root.subjects : []
        active: root.showing && root.visible
    }

    Instantiator { // made when first opened
        id: inspector
        active: false
        delegate: QueryInspectorSheet { parent: root.overlay }
    }
    HatchMark {
        anchors.fill: parent
        visible: feed.stale
        color: Qt.alpha(Theme.unknown, 0.16)
        pitch: 12
    }
    Item {
        id: body

        readonly property bool made: !root.asks || feed.state !== PanelData.Idle

        function count(kind: string): int {
            return body.made && root.panel.kind === kind ? 1 : 0;
        }

        anchors.fill: parent
        anchors.leftMargin: Theme.panelPadding
        anchors.rightMargin: Theme.panelPadding
        anchors.bottomMargin: Theme.gap
        visible: !root.asks || feed.state === PanelData.Ready

        // One of these makes one, of the panel's kind.
        Repeater { model: body.count("timeseries"); TimeSeriesPanel { anchors.fill: parent; panelData: feed; panel: root.panel; alerts: root.alerts; expanded: root.expanded } }
        Repeater { model: body.count("stat"); StatPanel { anchors.fill: parent; panelData: feed } }
        Repeater { model: body.count("gauge"); GaugePanel { anchors.fill: parent; panelData: feed; panel: root.panel } }
        Repeater { model: body.count("barchart"); BarPanel { anchors.fill: parent; panelData: feed; panel: root.panel } }
        Repeater { model: body.count("table"); TablePanel { anchors.fill: parent; panelData: feed } }
        Repeater { model: body.count("logs"); LogPanel { anchors.fill: parent; logs: root.logs; shown: root.showing; filter: root.panel.text; source: root.panel.datasource } }
        Repeater { model: body.count("alertlist"); AlertListPanel { anchors.fill: parent; alerts: root.alerts; filter: root.panel.text; blindSince: feed.staleSinceText; onVerbRequested: (verb, id, alertTitle) => root.verbRequested(verb, id, alertTitle) } }
        Repeater { model: body.count("text"); TextPanel { anchors.fill: parent; text: root.panel.text } }
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
            : feed.stale ? qsTr("No data since %1").arg(feed.staleSinceText)
            : feed.missingText !== "" ? qsTr("Metric not exposed (yet)")
            : feed.hadValues ? qsTr("No value now") : qsTr("No data in this range")
        detail: feed.state === PanelData.Error ? feed.errorText + "\n" + feed.errorCure
            : feed.missingText !== "" && !feed.stale ? feed.missingText
            : feed.stale || feed.hadValues || root.height < 160 * Theme.textScale ? "" : qsTr("The metric is known, but nothing matches the variables, or nothing was counted yet")
        actionText: feed.state === PanelData.Error && root.height > 200 * Theme.textScale ? qsTr("Ask again") : ""
        onActionRequested: feed.reload()
    }
}
