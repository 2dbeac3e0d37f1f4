// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Panels
import Nocturne.Panels.Core

/// The state of everything on one page, the worst first.
ShellPage {
    id: root

    readonly property AlertListModel alerts: root.session.worstAlerts
    readonly property SourceListModel sources: root.session.worstSources
    readonly property LogListModel logs: root.session.worstLogs
    readonly property bool wide: root.width > 900 * Theme.scale
    // On a large screen the lists leave room: charts of the dashboard that was last open fill it.
    readonly property bool large: root.width > 1700 * Theme.scale && root.height > 1000 * Theme.scale

    title: qsTr("Overview")

    AlertCounts { id: counts; session: root.session }
    DashboardModel {
        id: home
        library: root.large ? root.session.workspace.library : null
        dashboardId: root.session.workspace.dashboardId
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        LocalCard {
            Layout.fillWidth: true
            session: root.session
        }
        PackOffer {
            Layout.fillWidth: true
            session: root.session
        }
        GridLayout {
            Layout.fillWidth: true
            columns: root.wide ? (root.sources.groupCount > 0 ? 5 : 4) : 2
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            Stat {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                visible: root.sources.groupCount > 0
                title: qsTr("Services")
                status: root.sources.groupWorst
                value: root.sources.groupUpCount
                unitText: qsTr("of %1").arg(root.sources.groupCount)
                detail: root.sources.groupProblems === "" ? qsTr("all groups of checks are up") : root.sources.groupProblems
            }
            Stat {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                title: qsTr("Alerts")
                status: counts.status
                value: root.session.alerts.worstCount > 0 ? root.session.alerts.worstCount : "0"
                unitText: root.session.alerts.worstCount > 0 ? Theme.statusWords[root.session.alerts.worst] : qsTr("firing")
                valueColor: root.session.alerts.worst > Status.Info ? Theme.statusColors[root.session.alerts.worst] : Theme.text
                detail: qsTr("%1 active, %2 acknowledged, %3 pending").arg(root.session.alerts.activeCount)
                    .arg(root.session.alerts.acknowledgedCount).arg(root.session.alerts.pendingCount)
            }
            Stat {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                title: qsTr("Sources")
                status: root.sources.worst
                value: root.sources.upCount + root.sources.degradedCount
                unitText: qsTr("of %1").arg(root.sources.total - root.sources.disabledCount - root.sources.maintenanceCount)
                detail: root.sources.total === 0 ? qsTr("none is watched yet")
                    : root.sources.unreachableCount + root.sources.maintenanceCount > 0
                        ? qsTr("%1 down, %2 unreachable, %3 in maintenance").arg(root.sources.downCount).arg(root.sources.unreachableCount).arg(root.sources.maintenanceCount)
                    : qsTr("%1 down, %2 degraded, %3 waiting").arg(root.sources.downCount).arg(root.sources.degradedCount).arg(root.sources.waitingCount)
            }
            Stat {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                title: qsTr("Series")
                value: root.sources.seriesText
                detail: qsTr("%1 samples per second").arg(root.sources.rateText)
            }
            Stat {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                title: qsTr("Oldest reading")
                value: root.sources.oldestText === "" ? "–" : root.sources.oldestText
                detail: root.sources.oldestText === "" ? qsTr("no source has spoken yet") : qsTr("since the quietest source last spoke")
            }
        }
        GridLayout {
            id: charts

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: 560
            visible: root.large && home.charts.length > 0
            columns: Math.floor(root.width / (520 * Theme.scale))
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            Repeater {
                model: root.large ? home.charts : []
                PanelView {
                    id: chart
                    required property int index
                    required property var modelData
                    readonly property bool last: chart.index === home.charts.length - 1 // takes what is left of its row
                    Layout.columnSpan: chart.last ? charts.columns - chart.index % charts.columns : 1
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: chart.Layout.columnSpan
                    visible: chart.index < 2 * charts.columns
                    panel: chart.modelData
                    dataContext: root.session.workspace.data
                    timeRange: root.session.workspace.timeRange
                    variables: home.variables
                    showing: root.current
                    viewable: false
                }
            }
        }
        GridLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: 480
            columns: root.large ? 3 : root.wide ? 2 : 1
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            PanelFrame {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 3
                Layout.preferredHeight: 3
                title: qsTr("Alerts, worst first")
                note: root.alerts.waiting > 0 ? qsTr("%n new", "", root.alerts.waiting) : ""
                padded: false
                actions: IconButton {
                    iconName: "expand"
                    text: qsTr("Open the alerts page")
                    onClicked: root.session.run("page:alerts")
                }

                ListView {
                    id: alertList
                    anchors.fill: parent
                    anchors.margins: Theme.gap
                    anchors.topMargin: 0
                    clip: true
                    activeFocusOnTab: true
                    model: root.alerts
                    reuseItems: true
                    boundsBehavior: Flickable.StopAtBounds
                    T.ScrollBar.vertical: Scrollbar {}
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Alerts")
                    HoverHandler { id: pointer }
                    Binding {
                        target: root.alerts
                        property: "held"
                        value: root.current && (pointer.hovered || sheet.visible)
                    }
                    delegate: AlertRow {
                        width: alertList.width
                        compact: true
                        actionable: !root.session.kiosk
                        onClicked: {
                            root.session.alertDetail.alertId = alertId;
                            root.session.run("page:alerts");
                        }
                        onAcknowledgeRequested: sheet.ask([alertId], title)
                    }
                }
                StateView {
                    anchors.fill: parent
                    anchors.margins: Theme.panelPadding
                    visible: alertList.count === 0
                    iconName: "alerts"
                    title: root.sources.total === 0 ? qsTr("Nothing is known yet") : qsTr("Nothing is firing")
                    detail: root.sources.total === 0 ? qsTr("No source is watched yet.")
                        : root.sources.downCount > 0 ? qsTr("But %n source(s) cannot be asked: what they would say is not known.", "", root.sources.downCount)
                        : qsTr("%n source(s) watched", "", root.sources.total)
                }
            }
            PanelFrame {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 2
                Layout.preferredHeight: 3
                title: qsTr("Sources, worst first")
                padded: false
                actions: IconButton {
                    iconName: "expand"
                    text: qsTr("Open the targets page")
                    onClicked: root.session.run("page:targets")
                }

                ListView {
                    id: sourceList
                    anchors.fill: parent
                    anchors.margins: Theme.gap
                    anchors.topMargin: 0
                    clip: true
                    activeFocusOnTab: true
                    model: root.sources
                    boundsBehavior: Flickable.StopAtBounds
                    T.ScrollBar.vertical: Scrollbar {}
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Sources")
                    delegate: SourceTile {
                        width: sourceList.width
                        onClicked: root.session.run("page:targets")
                    }
                }
                StateView {
                    anchors.fill: parent
                    anchors.margins: Theme.panelPadding
                    visible: sourceList.count === 0
                    iconName: "source"
                    title: qsTr("No source is watched yet")
                    detail: qsTr("Paste an address, or add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.")
                    actionText: root.session.kiosk ? "" : qsTr("Add a source")
                    onActionRequested: root.session.run("source:add")
                }
            }
            PanelFrame {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.columnSpan: root.wide && !root.large ? 2 : 1
                Layout.preferredWidth: 3
                Layout.preferredHeight: 2
                title: qsTr("Log, warning and above")
                padded: false
                actions: IconButton {
                    iconName: "expand"
                    text: qsTr("Open the logs page")
                    onClicked: root.session.run("page:logs")
                }

                ListView {
                    id: logList
                    anchors.fill: parent
                    anchors.margins: Theme.gap
                    anchors.topMargin: 0
                    clip: true
                    activeFocusOnTab: true
                    model: root.logs
                    reuseItems: true
                    boundsBehavior: Flickable.StopAtBounds
                    T.ScrollBar.vertical: Scrollbar {}
                    Accessible.role: Accessible.List
                    Accessible.name: qsTr("Log")
                    delegate: LogRow {
                        width: logList.width
                        onClicked: root.session.run("page:logs")
                    }
                    Component.onCompleted: logList.positionViewAtEnd()
                    Connections {
                        target: root.logs
                        function onGrown(): void { if (!logList.moving) logList.positionViewAtEnd(); }
                    }
                }
                StateView {
                    anchors.fill: parent
                    anchors.margins: Theme.panelPadding
                    visible: logList.count === 0
                    kind: root.logs.loading ? StateView.Loading : StateView.Empty
                    iconName: "logs"
                    title: root.logs.loading ? qsTr("Searching") : qsTr("No warning and no error")
                }
            }
        }
    }
    AcknowledgeSheet { id: sheet; session: root.session }
}
