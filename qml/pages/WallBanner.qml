// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// A critical alert that nobody has taken, across the wall.
Rectangle {
    id: root

    required property Session session

    implicitHeight: Math.round((Window.height || 1080) / 8)
    radius: Theme.radius
    color: Qt.tint(Theme.background, Qt.alpha(Theme.critical, 0.22))
    clip: true
    Accessible.role: Accessible.AlertMessage
    Accessible.name: qsTr("Critical alert")

    Rectangle {
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: 8
        radius: 2
        color: Theme.critical
    }
    ListView {
        anchors.fill: parent
        anchors.leftMargin: 4 * Theme.gap
        anchors.rightMargin: 2 * Theme.gap
        interactive: false
        model: root.visible ? root.session.worstAlerts : null
        delegate: Item {
            id: row

            required property string title
            required property string summary
            required property string subject
            required property string evidence
            required property string age
            required property int status

            width: ListView.view.width
            height: ListView.view.height

            RowLayout {
                anchors.fill: parent
                spacing: 2 * Theme.gap
                StatusShape {
                    status: row.status
                    implicitWidth: Math.round(row.height * 0.45)
                }
                ColumnLayout {
                    spacing: 0
                    PlainLabel {
                        Layout.fillWidth: true
                        text: row.subject === "" ? row.title : row.title + "  " + row.subject
                        size: Theme.numberSize
                        font.weight: Font.DemiBold
                    }
                    PlainLabel {
                        Layout.fillWidth: true
                        text: row.evidence !== "" ? row.evidence : row.summary
                        size: Theme.largeSize
                        color: Theme.dim
                    }
                }
                PlainLabel {
                    text: row.age
                    size: Theme.numberSize
                    color: Theme.dim
                }
            }
        }
    }
}
