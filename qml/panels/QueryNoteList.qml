// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// What the engine remarks about queries: kind by shape and word, the text, and the place where it is known.
Column { // no layout: in Qt 6.4 those that lose rows while they are resized look at rows that are gone
    id: root

    required property QueryNoteModel notes

    spacing: Theme.panelPadding

    Repeater {
        model: root.notes

        RowLayout {
            id: note

            required property bool warning
            required property string words
            required property string place
            required property string excerpt
            readonly property string word: note.warning ? qsTr("Warning") : qsTr("Info")

            width: root.width
            spacing: Theme.gap
            Accessible.role: Accessible.ListItem
            Accessible.name: Words.fill(qsTr("%1: %2"), [note.word, note.words])
            Accessible.description: note.place

            StatusShape {
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: 2
                status: note.warning ? Status.Warning : Status.Info
                Accessible.ignored: true
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 2
                RowLayout {
                    spacing: Theme.gap
                    PlainLabel { text: note.word; font.weight: Font.DemiBold; Accessible.ignored: true }
                    PlainLabel { text: note.place; color: Theme.faint; size: Theme.smallSize; Accessible.ignored: true }
                }
                PlainLabel {
                    Layout.fillWidth: true
                    text: note.words
                    color: Theme.dim
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }
                MonoLabel {
                    Layout.fillWidth: true
                    visible: note.excerpt !== ""
                    LayoutMirroring.enabled: false
                    text: note.excerpt
                    Accessible.ignored: true
                }
            }
        }
    }
}
