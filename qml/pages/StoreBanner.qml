// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// What the store of samples has to say, above every page: a present state for as long as it lasts, losses until they
/// are dismissed. On a wall nothing can be pressed.
ColumnLayout {
    id: root

    required property StoreNotices notices
    property bool actionable: true

    spacing: Theme.unit
    visible: root.notices.count > 0

    Repeater {
        model: root.notices

        Rectangle {
            id: row

            required property int index
            required property int status
            required property string title
            required property string detail
            required property list<string> parts
            required property bool dismissible
            property bool unfolded: false

            Layout.fillWidth: true
            implicitHeight: column.implicitHeight + 2 * Theme.gap
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.highContrast ? Theme.lineWidth : 0
            border.color: Theme.line
            Accessible.role: Accessible.AlertMessage
            Accessible.name: Words.fill(qsTr("%1: %2"), [Theme.statusWords[row.status], row.title])
            Accessible.description: row.detail

            Rectangle {
                anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
                width: 3
                color: Theme.statusColors[row.status]
            }
            ColumnLayout {
                id: column
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                anchors.leftMargin: Theme.panelPadding + 3
                anchors.rightMargin: Theme.gap
                spacing: Theme.unit

                RowLayout {
                    Layout.fillWidth: true
                    Layout.minimumHeight: Theme.controlHeight
                    spacing: Theme.panelPadding
                    StatusShape { status: row.status; Accessible.ignored: true }
                    ColumnLayout {
                        Layout.fillWidth: true
                        spacing: 2
                        PlainLabel {
                            Layout.fillWidth: true
                            text: row.title
                            font.weight: Font.DemiBold
                            wrapMode: Text.Wrap
                            Accessible.ignored: true
                        }
                        PlainLabel {
                            Layout.fillWidth: true
                            text: row.detail
                            color: Theme.dim
                            size: Theme.smallSize
                            wrapMode: Text.Wrap
                            maximumLineCount: 4
                            Accessible.ignored: true
                        }
                    }
                    Button {
                        visible: root.actionable && row.parts.length > 0
                        iconName: row.unfolded ? "chevron-up" : "chevron-down"
                        text: row.unfolded ? qsTr("Fold") : qsTr("What was lost")
                        onClicked: row.unfolded = !row.unfolded
                    }
                    IconButton {
                        visible: root.actionable && row.dismissible
                        iconName: "close"
                        text: qsTr("Dismiss")
                        onClicked: root.notices.dismiss(row.index)
                    }
                }
                Repeater {
                    model: row.unfolded ? row.parts.slice(0, 8) : []
                    MonoLabel {
                        required property string modelData
                        Layout.fillWidth: true
                        Layout.leftMargin: Theme.iconSize + Theme.gap
                        LayoutMirroring.enabled: false
                        text: modelData
                        color: Theme.dim
                        elide: Text.ElideRight
                    }
                }
                PlainLabel {
                    Layout.leftMargin: Theme.iconSize + Theme.gap
                    visible: row.unfolded && row.parts.length > 8
                    text: qsTr("and %n more; nocturnectl storage verify names all", "", row.parts.length - 8)
                    color: Theme.faint
                    size: Theme.smallSize
                }
            }
        }
    }
}
