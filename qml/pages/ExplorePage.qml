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
            visible: root.workspace.data.sources.length > 0
            ground: Theme.surface
            label: qsTr("data source")
            model: [qsTr("this Nocturne")].concat(root.workspace.data.sources)
            currentIndex: root.workspace.data.sources.indexOf(root.workspace.explore.source) + 1
            onActivated: index => root.workspace.explore.source = root.workspace.data.sources[index - 1] ?? ""
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
