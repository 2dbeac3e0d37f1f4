// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controls
import Nocturne.Panels
import Nocturne.Panels.Core
import Nocturne.Theme

/// Asks anything of the data.
ShellPage {
    id: root

    readonly property Workspace workspace: root.session.workspace

    title: qsTr("Explore")
    tools: Row {
        ComboBox {
            visible: root.workspace.explore.sourceChoices.length > 1
            ground: Theme.surface
            label: qsTr("data source")
            model: root.workspace.explore.sourceChoices
            currentIndex: root.workspace.explore.sourceIndex
            onActivated: index => root.workspace.explore.sourceIndex = index
        }
    }
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
