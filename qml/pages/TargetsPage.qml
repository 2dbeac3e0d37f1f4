// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// All sources: are they up, when did they last speak, how much did they say, what is wrong.
ShellPage {
    id: root

    readonly property SourceListModel model: root.session.sources
    readonly property real scale: Theme.scale

    title: qsTr("Targets and checks")
    onCurrentChanged: if (root.current) list.forceActiveFocus()
    Component.onCompleted: list.forceActiveFocus()

    tools: RowLayout {
        spacing: Theme.gap
        Segment {
            text: qsTr("All")
            number: root.model.listedCount
            chosen: !root.model.problemsOnly
            onClicked: root.model.problemsOnly = false
        }
        Segment {
            text: qsTr("With problems")
            number: root.model.problemCount
            chosen: root.model.problemsOnly
            onClicked: root.model.problemsOnly = true
        }
        TextField {
            id: filter
            Layout.fillWidth: true
            Layout.maximumWidth: 340 * Theme.scale
            Layout.minimumWidth: 80
            ground: Theme.surface
            iconName: "filter"
            placeholderText: qsTr("Filter by name, job or address")
            text: root.model.text
            onTextEdited: root.model.text = text
            Keys.onEscapePressed: { root.model.text = ""; list.forceActiveFocus(); }
            Keys.onDownPressed: list.forceActiveFocus()

            Shortcut {
                enabled: root.current
                sequence: "/"
                onActivated: filter.forceActiveFocus()
            }
        }
        Item { Layout.fillWidth: true }
    }
    endTools: Row {
        spacing: Theme.gap
        Button {
            ground: Theme.surface
            iconName: "plus"
            text: qsTr("Add a source")
            onClicked: root.session.run("source:add")
        }
        Button {
            ground: Theme.surface
            text: qsTr("Try a mapping")
            onClicked: root.session.run("source:mapping")
        }
        Button {
            ground: Theme.surface
            iconName: "refresh"
            text: qsTr("Ask all now")
            onClicked: root.model.refreshAll()
        }
    }

    hints: Row {
        spacing: Theme.gap
        KeyHint { keys: ["j", "k"]; text: qsTr("move") }
        KeyHint { keys: ["o"]; text: qsTr("unfold") }
        KeyHint { keys: ["r"]; text: qsTr("ask now") }
    }

    PanelFrame {
        anchors.fill: parent
        padded: false

        ColumnLayout {
            anchors.fill: parent
            anchors.margins: Theme.gap
            spacing: 0

            SourceColumns {
                Layout.fillWidth: true
                Layout.leftMargin: Theme.panelPadding
                Layout.rightMargin: Theme.gap
                implicitHeight: Theme.rowHeight
                room: root.width
                header: true
                state: qsTr("State")
                name: qsTr("Source")
                kind: qsTr("Kind")
                address: qsTr("Address")
                last: qsTr("Last heard")
                duration: qsTr("Took")
                samples: qsTr("Samples")
                interval: qsTr("Every")
            }
            Rectangle {
                Layout.fillWidth: true
                implicitHeight: Theme.lineWidth
                color: Theme.line
            }
            ListView {
                id: list
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.topMargin: Theme.unit
                clip: true
                focus: true
                activeFocusOnTab: true
                model: root.model
                boundsBehavior: Flickable.StopAtBounds
                highlightMoveDuration: 0
                T.ScrollBar.vertical: Scrollbar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Sources")
                Keys.onPressed: event => {
                    switch (event.key) {
                    case Qt.Key_J: list.incrementCurrentIndex(); break;
                    case Qt.Key_K: list.decrementCurrentIndex(); break;
                    case Qt.Key_O: case Qt.Key_Return: root.model.toggle(list.currentIndex); break;
                    case Qt.Key_R: root.model.refresh(list.currentIndex); break;
                    default: return;
                    }
                    event.accepted = true;
                }
                delegate: SourceRow {
                    width: list.width
                    selected: list.activeFocus && list.currentIndex === index
                    onClicked: {
                        list.currentIndex = index;
                        list.forceActiveFocus();
                        if (foldable)
                            root.model.toggle(index);
                    }
                    onRefreshRequested: root.model.refresh(index)
                }
            }
        }
        StateView {
            anchors.fill: parent
            visible: list.count === 0
            iconName: "source"
            title: root.model.total === 0 ? qsTr("No source is watched yet")
                : root.model.text !== "" ? qsTr("No source matches the filter") : qsTr("No source has a problem")
            detail: root.model.total === 0 ? qsTr("Paste an address, or add scrape_configs, health_checks or streams to nocturne.yml; an existing prometheus.yml works as it is.") : ""
            actionText: root.model.total > 0 ? qsTr("Show all") : qsTr("Add a source")
            onActionRequested: {
                if (root.model.total === 0)
                    return root.session.run("source:add");
                root.model.text = "";
                root.model.problemsOnly = false;
            }
        }
    }
}
