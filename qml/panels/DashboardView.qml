// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Models
import Nocturne.Panels.Core
import Nocturne.Theme

/// The panels of a dashboard on their grid of 24 columns. Panels are made when they come near the screen and ask for
/// data only while they are on it; one may be viewed alone.
FocusScope {
    id: root

    required property DashboardModel dashboard
    required property DataContext dataContext
    required property TimeRange timeRange
    property AlertListModel alerts: null
    property LogListModel logs: null
    property bool live: true                    // the page is on show
    property int expandedPanel: -1
    readonly property int rowUnit: Math.round(Theme.rowHeight * 0.94)
    readonly property real columnUnit: (area.width - 23 * Theme.gap) / 24
    readonly property bool narrow: root.width < 760 * Theme.textScale

    property int lastPanel: 0                   // that had the keyboard

    signal verbRequested(string verb, string alertId, string alertTitle)

    /// Does with the panel alone on show, or last in use, what the palette says: "inspect", "notes".
    function run(what: string): void {
        const place = places.itemAt(root.expandedPanel >= 0 ? root.expandedPanel : root.lastPanel) as PanelPlace;
        if (place !== null)
            place.run(what);
    }
    function toggle(index: int): void {
        root.expandedPanel = root.expandedPanel === index ? -1 : index;
    }

    Connections {
        target: root.dashboard
        function onDashboardChanged(): void {
            root.expandedPanel = -1;
            root.lastPanel = 0;
            area.contentY = 0;
        }
    }
    Keys.onEscapePressed: event => {
        event.accepted = root.expandedPanel >= 0;
        root.expandedPanel = -1;
    }

    Flickable {
        id: area
        anchors.fill: parent
        contentHeight: root.expandedPanel >= 0 ? height
            : root.narrow ? stack.y + root.dashboard.count * (8 * root.rowUnit)
            : root.dashboard.rows * (root.rowUnit + Theme.gap) - Theme.gap
        boundsBehavior: Flickable.StopAtBounds
        interactive: root.expandedPanel < 0
        clip: true
        T.ScrollBar.vertical: Scrollbar { // in the page's margin, beside the panels
            parent: root
            anchors { left: area.right; top: area.top; bottom: area.bottom; leftMargin: Math.round(Theme.unit / 2) }
        }

        Item {
            id: stack
            width: area.width
            height: area.contentHeight

            Repeater {
                id: places
                model: root.dashboard

                PanelPlace {
                    id: place

                    required property int index
                    required property int column
                    required property int row
                    required property int columnSpan
                    required property int rowSpan

                    x: place.expanded || root.narrow ? 0 : Math.round(place.column * (root.columnUnit + Theme.gap))
                    y: place.expanded ? 0 : root.narrow ? place.index * 8 * root.rowUnit : place.row * (root.rowUnit + Theme.gap)
                    width: place.expanded || root.narrow ? stack.width
                        : Math.round((place.column + place.columnSpan) * (root.columnUnit + Theme.gap)) - Theme.gap - place.x
                    height: place.expanded ? area.height : root.narrow ? 8 * root.rowUnit - Theme.gap
                        : place.rowSpan * (root.rowUnit + Theme.gap) - Theme.gap
                    visible: root.expandedPanel < 0 || place.expanded
                    near: place.y < area.contentY + 1.5 * area.height && place.y + place.height > area.contentY - 0.5 * area.height
                    showing: root.live && place.y < area.contentY + area.height && place.y + place.height > area.contentY
                    expanded: root.expandedPanel === place.index
                    dataContext: root.dataContext
                    timeRange: root.timeRange
                    variables: root.dashboard.variables
                    alerts: root.alerts
                    logs: root.logs
                    subjects: root.dashboard.required
                    onUsed: root.lastPanel = place.index
                    onViewRequested: root.toggle(place.index)
                    onVerbRequested: (verb, id, alertTitle) => root.verbRequested(verb, id, alertTitle)
                }
            }
        }
    }
}
