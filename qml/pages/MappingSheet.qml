// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controllers
import Nocturne.Controls
import Nocturne.Models

/// A mapping of a stream tried out: the mapping, messages to try it on, and what it makes of them while one types. With
/// the address of the stream it is added to the configuration.
Sheet {
    id: root

    required property StreamDraft draft
    readonly property MappingPreview preview: MappingPreview {
        mapping: "samples:\n  - name: room_temperature_celsius\n    value: $.celsius\n    labels: {room: $.room}\n"
        messages: "{\"room\": \"attic\", \"celsius\": 21.5}\n"
    }
    readonly property real boxHeight: Math.max(4 * Theme.controlHeight, (root.parent ? root.parent.height : 600) * 0.24)

    title: qsTr("Try a mapping")
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 1060 * Theme.scale) : 1060
    onOpened: {
        if (root.draft.sample !== "")
            root.preview.messages = root.draft.sample;
        root.offerMapping();
        mapping.forceActiveFocus();
    }
    onClosed: root.draft.leave()

    Connections {
        target: root.preview
        function onShown(): void { if (root.opened) root.offerMapping(); }
    }
    Connections {
        target: root.draft
        function onAdded(): void { root.close(); }
    }

    Column {
        width: parent.width
        spacing: Theme.gap

        RowLayout {
            width: parent.width
            spacing: Theme.gap

            TextField {
                Layout.fillWidth: true
                mono: true
                placeholderText: qsTr("Address of the stream, ws:// or wss://")
                text: root.draft.address
                onTextEdited: root.draft.address = text
            }
            SegmentBar {
                texts: ["WebSocket", "Socket.IO"]
                current: root.draft.socketIo ? 1 : 0
                onPicked: index => root.draft.socketIo = index === 1
            }
        }
        RowLayout {
            width: parent.width
            spacing: Theme.panelPadding

            ColumnLayout {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: Theme.unit
                PlainLabel { text: qsTr("Mapping, as in nocturne.yml"); size: Theme.smallSize; color: Theme.dim }
                TextBox {
                    id: mapping
                    Layout.fillWidth: true
                    Layout.preferredHeight: root.boxHeight
                    name: qsTr("Mapping, as in nocturne.yml")
                    failed: root.preview.failed
                    text: root.preview.mapping
                    onTextEdited: text => root.preview.mapping = text
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                spacing: Theme.unit
                PlainLabel { text: qsTr("Messages: one, or one a line"); size: Theme.smallSize; color: Theme.dim }
                TextBox {
                    Layout.fillWidth: true
                    Layout.preferredHeight: root.boxHeight
                    name: qsTr("Messages: one, or one a line")
                    text: root.preview.messages
                    onTextEdited: text => root.preview.messages = text
                }
            }
        }
        PlainLabel {
            text: root.preview.failed ? qsTr("What is wrong with the mapping") : qsTr("What it makes of them")
            size: Theme.smallSize
            color: root.preview.failed ? Theme.error : Theme.dim
        }
        ListView {
            id: lines
            width: parent.width
            height: root.boxHeight
            clip: true
            activeFocusOnTab: true
            model: root.preview
            boundsBehavior: Flickable.StopAtBounds
            opacity: root.preview.busy ? 0.7 : 1
            T.ScrollBar.vertical: Scrollbar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What it makes of them")
            delegate: Item {
                id: line
                required property string kind
                required property string words
                required property bool faulty
                width: lines.width
                height: Math.max(kindLabel.implicitHeight, wordsLabel.implicitHeight) + Theme.unit
                Accessible.role: Accessible.ListItem
                Accessible.name: line.kind + ": " + line.words

                PlainLabel {
                    id: kindLabel
                    width: 150 * Theme.scale
                    text: line.kind
                    size: Theme.smallSize
                    color: line.faulty ? Theme.error : Theme.dim
                    elide: Text.ElideRight
                }
                MonoLabel {
                    id: wordsLabel
                    anchors { left: kindLabel.right; right: parent.right; rightMargin: Theme.panelPadding }
                    text: line.words
                    wrapMode: Text.WrapAnywhere
                    maximumLineCount: 4
                }
            }
        }
        RowLayout {
            width: parent.width
            spacing: Theme.gap

            PlainLabel {
                Layout.fillWidth: true
                text: root.draft.error !== "" ? root.draft.error : root.draft.note
                color: root.draft.error !== "" ? Theme.error : Theme.dim
                size: Theme.smallSize
                wrapMode: Text.Wrap
                maximumLineCount: 3
                elide: Text.ElideRight
            }
            IconButton {
                visible: root.draft.snippet !== ""
                iconName: "copy"
                text: qsTr("Copy the lines")
                onClicked: root.draft.copySnippet()
            }
            Button { text: qsTr("Close"); onClicked: root.close() }
            Button {
                visible: root.draft.snippet !== ""
                primary: true
                enabled: root.draft.addable && !root.preview.busy
                text: qsTr("Add this stream")
                onClicked: root.draft.add()
            }
        }
    }

    function offerMapping(): void { root.draft.mapping = root.preview.failed ? "" : root.preview.mapping; }
}
