// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQml
import QtQuick
import Nocturne.Models
import Nocturne.Panels.Core
import Nocturne.Theme

/// Where a panel is on the grid; the panel itself is made, in slices of time, when its place comes near the screen.
Item {
    id: root

    required property var panel
    required property DataContext dataContext
    required property TimeRange timeRange
    property VariableModel variables: null
    property AlertListModel alerts: null
    property LogListModel logs: null
    property var subjects: []
    property bool near: false
    property bool showing: false
    property bool expanded: false
    property bool wasNear: false

    signal viewRequested
    signal used                                 // it got the keyboard
    signal verbRequested(string verb, string alertId, string alertTitle)

    /// Passes on what the palette says, once the panel is there.
    function run(what: string): void {
        if (maker.object !== null)
            (maker.object as PanelView).run(what);
    }

    onNearChanged: root.wasNear = root.wasNear || root.near
    Component.onCompleted: root.wasNear = root.near

    Instantiator {
        id: maker
        asynchronous: true
        active: root.wasNear
        delegate: PanelView {
            parent: root
            anchors.fill: parent
            panel: root.panel
            dataContext: root.dataContext
            timeRange: root.timeRange
            variables: root.variables
            alerts: root.alerts
            logs: root.logs
            subjects: root.subjects
            showing: root.showing && root.visible
            expanded: root.expanded
            onActiveFocusChanged: if (activeFocus) root.used()
            onViewRequested: root.viewRequested()
            onVerbRequested: (verb, id, alertTitle) => root.verbRequested(verb, id, alertTitle)
        }
    }
    Rectangle {
        anchors.fill: parent
        visible: maker.object === null
        radius: Theme.radius
        color: Theme.surface
    }
}
