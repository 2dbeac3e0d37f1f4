// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Panels
import Nocturne.Panels.Core

/// Asks anything of the data.
ShellPage {
    id: root

    readonly property Workspace workspace: root.session.workspace

    title: qsTr("Explore")
    endTools: TimeControls { timeRange: root.workspace.timeRange }

    Connections {
        target: root.session
        function onRefreshRequested(): void { root.workspace.timeRange.refresh(); }
        function onPanelRequested(what: string): void { if (root.current) view.run(what); }
    }
    ExploreView {
        id: view
        anchors.fill: parent
        focus: true
        dataContext: root.workspace.data
        timeRange: root.workspace.timeRange
        query: root.workspace.explore
        live: root.current
    }
}
