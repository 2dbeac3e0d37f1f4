// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import Nocturne.Controls
import Nocturne.Panels
import Nocturne.Panels.Core
import Nocturne.Theme

/// The dashboard on show, with its variables, range and refresh, and the way to the others.
ShellPage {
    id: root

    readonly property Workspace workspace: root.session.workspace

    title: model.found ? model.title : qsTr("Dashboards")

    tools: Row {
        spacing: Theme.gap
        Button {
            id: others
            ground: Theme.surface
            iconName: "chevron-down"
            text: qsTr("Dashboards")
            hint: qsTr("Choose another dashboard")
            onClicked: list.popup(others, 0, others.height + Theme.unit)

            Menu {
                id: list
                Instantiator {
                    model: root.workspace.library
                    delegate: MenuItem {
                        required property string dashboardId
                        required property string title
                        required property string error
                        text: error === "" ? title : Words.fill(qsTr("%1: %2"), [title, error])
                        enabled: error === ""
                        checked: dashboardId === root.workspace.dashboardId
                        onTriggered: root.workspace.dashboardId = dashboardId
                    }
                    onObjectAdded: (index, object) => list.insertItem(index, object)
                    onObjectRemoved: (index, object) => list.removeItem(object)
                }
            }
        }
        VariableBar { variables: model.variables }
    }
    endTools: TimeControls { timeRange: root.workspace.timeRange }

    DashboardModel {
        id: model
        library: root.workspace.library
        dashboardId: root.workspace.dashboardId
        onDashboardChanged: {
            if (!model.found)
                return;
            if (!root.workspace.rangeGiven)
                root.workspace.timeRange.set(model.from, model.to);
            root.workspace.timeRange.refreshSeconds = model.refreshSeconds;
        }
    }
    Connections {
        target: root.session
        function onRefreshRequested(): void { root.workspace.timeRange.refresh(); }
        function onPanelRequested(what: string): void { if (root.current) view.run(what); }
    }
    DashboardView {
        id: view
        anchors.fill: parent
        focus: true
        visible: model.found
        dashboard: model
        dataContext: root.workspace.data
        timeRange: root.workspace.timeRange
        alerts: root.session.worstAlerts
        logs: root.session.worstLogs
        live: root.current
        onVerbRequested: (verb, id, alertTitle) => deeds.run(verb, id, alertTitle)
    }
    StateView {
        anchors.fill: parent
        visible: !model.found
        kind: StateView.Empty
        iconName: "dashboards"
        title: qsTr("No dashboard yet")
        detail: qsTr("Dashboards appear here as soon as a source gives the metrics they need.")
    }
    Binding { // what is being taken stays in its place
        target: root.session.worstAlerts
        property: "held"
        value: true
        when: deeds.asking
    }
    AlertDeeds { id: deeds; session: root.session }
}
