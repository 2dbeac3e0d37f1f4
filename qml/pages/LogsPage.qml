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

/// Log records and how many there were: filter, follow, unfold.
ShellPage {
    id: root

    readonly property LogListModel model: root.session.logs
    property double unfolded: -1

    title: qsTr("Logs")
    onCurrentChanged: if (root.current) list.forceActiveFocus()
    Binding { target: root.model.histogram; property: "active"; value: root.current }

    Component.onCompleted: list.forceActiveFocus()

    tools: RowLayout {
        spacing: Theme.gap
        ComboBox {
            visible: root.model.sourceChoices.length > 1
            ground: Theme.surface
            label: qsTr("from")
            model: root.model.sourceChoices
            currentIndex: root.model.sourceIndex
            onActivated: index => root.model.sourceIndex = index
        }
        TextField {
            visible: root.model.source !== ""
            Layout.fillWidth: true
            Layout.maximumWidth: 420 * Theme.scale
            Layout.minimumWidth: 120
            ground: Theme.surface
            iconName: "explore"
            placeholderText: qsTr("A query in LogQL")
            text: root.model.query
            mono: true
            failed: root.model.sourceNote !== "" && !root.model.blind
            onAccepted: root.model.query = text
        }
        ComboBox {
            ground: Theme.surface
            label: qsTr("range")
            model: root.model.histogram.rangeChoices
            currentIndex: root.model.histogram.range
            onActivated: index => root.model.histogram.range = index
        }
        ComboBox {
            ground: Theme.surface
            label: qsTr("level")
            model: [qsTr("all"), qsTr("info and above"), qsTr("warning and above"), qsTr("error")]
            currentIndex: root.model.minimumLevel
            onActivated: index => root.model.minimumLevel = index
        }
        ComboBox {
            ground: Theme.surface
            label: qsTr("service")
            model: root.model.serviceChoices
            currentIndex: root.model.serviceIndex
            onActivated: index => root.model.serviceIndex = index
        }
        TextField {
            id: filter
            Layout.fillWidth: true
            Layout.maximumWidth: 340 * Theme.scale
            Layout.minimumWidth: 80
            ground: Theme.surface
            iconName: "search"
            placeholderText: qsTr("words, field=value, /pattern/")
            failed: root.model.fault !== ""
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
    endTools: RowLayout {
        spacing: Theme.gap
        Button {
            ground: Theme.surface
            iconName: "wrap"
            checkable: true
            checked: root.session.settings.wrapLogs
            text: qsTr("Wrap")
            onClicked: root.session.settings.wrapLogs = checked
        }
        Button {
            ground: Theme.surface
            iconName: root.model.live ? "pause" : "play"
            text: root.model.live ? qsTr("Stop") : qsTr("Follow")
            onClicked: root.model.live = !root.model.live
        }
    }
    hints: Row {
        spacing: Theme.gap
        KeyHint { keys: [qsTr("Space")]; text: root.model.live ? qsTr("stop") : qsTr("follow") }
        KeyHint { keys: ["o"]; text: qsTr("unfold") }
    }

    PanelFrame {
        id: counts
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: chart.implicitHeight + Theme.panelPadding + Theme.gap
        visible: root.height > 360 * Theme.scale && root.model.source === ""
        padded: false

        LogHistogram {
            id: chart
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.panelPadding }
            histogram: root.model.histogram
        }
    }
    PanelFrame {
        anchors { left: parent.left; right: parent.right; top: counts.visible ? counts.bottom : parent.top; topMargin: counts.visible ? Theme.gap : 0; bottom: parent.bottom }
        padded: false

        ListView {
            id: list
            anchors { left: parent.left; right: parent.right; top: parent.top; bottom: trouble.top; margins: Theme.gap; bottomMargin: 0 }
            anchors.topMargin: chosen.visible ? chosen.height + 2 * Theme.gap : Theme.gap
            clip: true
            focus: true
            activeFocusOnTab: true
            model: root.model
            boundsBehavior: Flickable.StopAtBounds
            reuseItems: true
            highlightMoveDuration: 0
            onMovementStarted: root.model.live = false
            onMovementEnded: if (list.atYEnd) root.model.live = true
            T.ScrollBar.vertical: Scrollbar { onPressedChanged: if (pressed) root.model.live = false }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Log")
            Component.onCompleted: list.positionViewAtEnd()
            Keys.onPressed: event => {
                switch (event.key) {
                case Qt.Key_Space: root.model.live = !root.model.live; break;
                case Qt.Key_J: list.incrementCurrentIndex(); break;
                case Qt.Key_K: list.decrementCurrentIndex(); break;
                case Qt.Key_O: case Qt.Key_Return:
                    if (list.currentItem)
                        (list.currentItem as LogRow).clicked();
                    break;
                default: return;
                }
                event.accepted = true;
            }
            delegate: LogRow {
                required property int index
                width: list.width
                wrap: root.session.settings.wrapLogs
                unfolded: root.unfolded === sequence
                selected: list.activeFocus && list.currentIndex === index && !root.model.live
                onCopyRequested: text => root.model.copy(text)
                onNarrowRequested: (field, value) => root.model.narrow(field, value)
                onClicked: {
                    list.currentIndex = index;
                    root.model.live = false;
                    root.unfolded = root.unfolded === sequence ? -1 : sequence;
                }
            }
            Connections {
                target: root.model
                function onGrown(): void { if (root.model.live) list.positionViewAtEnd(); }
                function onLiveChanged(): void { if (root.model.live) list.positionViewAtEnd(); }
            }
        }
        PlainLabel {
            id: trouble
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.gap }
            height: root.model.sourceNote === "" || list.count === 0 ? 0 : implicitHeight + Theme.unit
            verticalAlignment: Text.AlignBottom
            text: root.model.sourceNote
            size: Theme.smallSize
            color: root.model.blind ? Theme.unknown : Theme.dim
            elide: Text.ElideRight
            Accessible.role: Accessible.AlertMessage
        }
        Pill {
            id: chosen
            anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.gap }
            visible: root.model.histogram.chosenText !== ""
            text: qsTr("%1, show all").arg(root.model.histogram.chosenText)
            onClicked: root.model.histogram.clearChoice()
        }
        Pill {
            anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 2 * Theme.gap }
            visible: root.model.waiting > 0
            text: qsTr("%n new, show", "", root.model.waiting)
            onClicked: root.model.live = true
        }
        StateView {
            anchors.fill: parent
            visible: list.count === 0
            kind: root.model.sourceNote !== "" ? StateView.Failed : root.model.loading ? StateView.Loading : StateView.Empty
            iconName: "logs"
            title: root.model.sourceNote !== "" ? qsTr("No records come from %1").arg(root.model.source) : root.model.loading ? qsTr("Searching") : root.model.fault !== "" ? qsTr("This cannot be searched for") : root.model.source !== "" && !root.model.filtered ? qsTr("Nothing matches the query") : root.model.filtered ? qsTr("No record matches") : qsTr("No log is read yet")
            detail: root.model.sourceNote !== "" ? root.model.sourceNote : root.model.fault !== "" ? root.model.fault : root.model.loading || root.model.filtered || root.model.source !== "" ? "" : qsTr("Name files, the journal or syslog under logs in nocturne.yml.")
            actionText: root.model.filtered && !root.model.loading ? qsTr("Clear the filters") : ""
            onActionRequested: root.model.clearFilters()
        }
    }
}
