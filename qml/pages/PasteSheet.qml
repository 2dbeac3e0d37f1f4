// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controllers
import Nocturne.Controls

/// Anything that was pasted: what it is, what was found at the address it names, and the one thing to do with it.
Sheet {
    id: root

    required property PasteDesk desk
    readonly property real room: root.parent ? root.parent.height : 600
    readonly property bool addable: root.desk.snippet !== ""
    readonly property Item next: mapping.visible ? mapping : action.visible ? action : close

    title: root.desk.hasText ? qsTr("What was pasted") : qsTr("Add a source, or paste anything")
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 860 * Theme.scale) : 860
    onOpened: (root.desk.hasText ? root.next : input).forceActiveFocus()
    onClosed: {
        input.text = "";
        root.desk.leave();
    }

    Connections {
        target: root.desk
        function onDone(): void { root.close(); }
        function onChanged(): void { if (close.activeFocus) root.next.forceActiveFocus(); }
    }
    Column {
        width: parent.width
        spacing: Theme.panelPadding

        Column {
            visible: !root.desk.hasText
            width: parent.width
            spacing: Theme.gap

            PlainLabel {
                width: parent.width
                text: qsTr("An address, a curl command, the text of /metrics, rules, a dashboard, PromQL, log lines or the id of a trace")
                color: Theme.dim
                wrapMode: Text.Wrap
            }
            TextBox {
                id: input
                width: parent.width
                height: 5 * Theme.controlHeight
                name: qsTr("An address, or any text")
                Keys.onPressed: event => {
                    const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                    if (enter && (event.modifiers & Qt.ControlModifier)) {
                        root.desk.look(input.text);
                        event.accepted = true;
                    }
                }
            }
        }
        Row {
            visible: root.desk.hasText
            width: parent.width
            spacing: Theme.gap

            StatusShape {
                id: shape
                y: Math.round((headline.implicitHeight - height) / 2)
                status: root.desk.status
            }
            Column {
                width: parent.width - shape.width - Theme.gap
                spacing: Theme.unit

                PlainLabel {
                    id: headline
                    width: parent.width
                    text: root.desk.headline
                    font.weight: Font.DemiBold
                    wrapMode: Text.Wrap
                    maximumLineCount: 2
                    elide: Text.ElideRight
                }
                MonoLabel {
                    width: parent.width
                    visible: text !== ""
                    text: root.desk.subject
                    wrapMode: Text.WrapAnywhere
                    maximumLineCount: 3
                    elide: Text.ElideRight
                }
                PlainLabel {
                    width: parent.width
                    visible: text !== ""
                    text: root.desk.detail
                    color: Theme.dim
                    wrapMode: Text.Wrap
                    maximumLineCount: 6
                    elide: Text.ElideRight
                }
            }
        }
        Flow {
            visible: root.desk.readings.length > 1 || root.desk.findings.length > 1
            width: parent.width
            spacing: Theme.gap

            ComboBox {
                visible: root.desk.readings.length > 1
                label: qsTr("understood as")
                model: root.desk.readings
                currentIndex: root.desk.readingIndex
                onActivated: index => root.desk.readingIndex = index
            }
            ComboBox {
                visible: root.desk.findings.length > 1
                label: qsTr("add")
                model: root.desk.findings
                currentIndex: root.desk.findingIndex
                onActivated: index => root.desk.findingIndex = index
            }
        }
        Column {
            visible: lines.count > 0
            width: parent.width
            spacing: Theme.unit

            RowLayout {
                width: parent.width
                PlainLabel {
                    Layout.fillWidth: true
                    text: root.desk.status === Status.Unknown ? qsTr("What was considered")
                        : root.desk.asking || root.desk.findings.length > 0 || root.desk.status === Status.Error ? qsTr("What was asked, and what came")
                        : root.desk.jobCount > 0 ? qsTr("What can be taken over")
                        : qsTr("What it holds")
                    size: Theme.smallSize
                    color: Theme.dim
                }
                Button {
                    id: everything
                    readonly property bool all: root.desk.chosenCount === root.desk.jobCount
                    visible: root.desk.jobCount > 1
                    quiet: true
                    text: everything.all ? qsTr("None") : qsTr("All")
                    onClicked: root.desk.chooseAll(!everything.all)
                }
            }
            ListView {
                id: lines
                width: parent.width
                height: Math.min(contentHeight, Math.max(3 * Theme.rowHeight, root.room * 0.34))
                clip: true
                activeFocusOnTab: true
                model: root.desk
                reuseItems: true
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: Scrollbar {}
                Accessible.role: Accessible.List
                Accessible.name: qsTr("What was found")
                delegate: PasteRow {
                    width: lines.width - Theme.gap
                    onToggled: (index, chosen) => root.desk.choose(index, chosen)
                }
            }
        }
        Column {
            visible: root.addable
            width: parent.width
            spacing: Theme.unit

            RowLayout {
                width: parent.width
                spacing: Theme.gap
                PlainLabel {
                    Layout.fillWidth: true
                    text: root.desk.snippetNote !== "" ? root.desk.snippetNote : qsTr("These lines are added to nocturne.yml; nothing else in it changes")
                    size: Theme.smallSize
                    color: root.desk.snippetNote !== "" ? Theme.warning : Theme.dim
                    wrapMode: Text.Wrap
                }
                IconButton {
                    iconName: "copy"
                    text: qsTr("Copy the lines")
                    onClicked: root.desk.copySnippet()
                }
            }
            Rectangle {
                width: parent.width
                height: Math.min(snippet.implicitHeight + 2 * Theme.gap, root.room * 0.26)
                radius: Theme.radius
                color: Theme.raised

                Flickable {
                    anchors { fill: parent; margins: Theme.gap }
                    contentHeight: snippet.implicitHeight
                    clip: true
                    boundsBehavior: Flickable.StopAtBounds
                    T.ScrollBar.vertical: Scrollbar {}
                    MonoLabel {
                        id: snippet
                        width: parent.width
                        LayoutMirroring.enabled: false // lines of a file, in any language
                        horizontalAlignment: Text.AlignLeft
                        text: root.desk.snippet.trim()
                        wrapMode: Text.WrapAnywhere
                    }
                }
            }
        }
        PlainLabel {
            width: parent.width
            visible: root.desk.snippet === "" && root.desk.snippetNote !== ""
            text: root.desk.snippetNote
            color: Theme.warning
            wrapMode: Text.Wrap
        }
        PlainLabel {
            width: parent.width
            visible: root.desk.error !== ""
            text: root.desk.error
            color: Theme.error
            wrapMode: Text.Wrap
            maximumLineCount: 5
            elide: Text.ElideRight
        }
        RowLayout {
            width: parent.width
            spacing: Theme.gap

            Button {
                visible: root.desk.hasText
                quiet: true
                text: qsTr("Something else")
                onClicked: {
                    root.desk.look("");
                    input.forceActiveFocus();
                }
            }
            Item { Layout.fillWidth: true }
            Button {
                id: close
                text: qsTr("Close")
                onClicked: root.close()
            }
            Button {
                visible: !root.desk.hasText
                primary: true
                enabled: input.text.trim() !== ""
                text: qsTr("Look at it")
                onClicked: root.desk.look(input.text)
            }
            Button {
                id: action
                visible: root.desk.actionText !== ""
                primary: !mapping.visible
                enabled: !root.desk.busy
                text: root.desk.actionText
                onClicked: root.desk.accept()
            }
            Button {
                id: mapping
                visible: root.desk.mappable
                primary: true
                text: qsTr("Map its messages")
                onClicked: root.desk.mapMessages()
            }
        }
    }
}
