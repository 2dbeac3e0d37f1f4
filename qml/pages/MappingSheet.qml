// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// A mapping of a stream tried out: the mapping, messages to try it on, and what it makes of them while one types.
Sheet {
    id: root

    readonly property MappingPreview preview: MappingPreview {
        mapping: "samples:\n  - name: room_temperature_celsius\n    value: $.celsius\n    labels: {room: $.room}\n"
        messages: "{\"room\": \"attic\", \"celsius\": 21.5}\n"
    }
    readonly property real boxHeight: Math.max(4 * Theme.controlHeight, (root.parent ? root.parent.height : 600) * 0.32)

    title: qsTr("Try a mapping")
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 1060 * Theme.scale) : 1060
    onOpened: mapping.forceActiveFocus()

    Column {
        width: parent.width
        spacing: Theme.gap

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
            Item { Layout.fillWidth: true }
            Button { text: qsTr("Close"); onClicked: root.close() }
        }
    }
}
