// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Controllers
import Nocturne.Controls
import Nocturne.Theme

/// What of this computer could be watched: each with a button, or none of it. Gone once it is answered.
Rectangle {
    id: root

    required property Session session
    readonly property LocalOffer offer: root.session.localOffer
    readonly property int most: 6

    visible: (root.offer.count > 0 || root.offer.looking) && !root.session.kiosk
    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.highContrast ? Theme.lineWidth : 0
    border.color: Theme.line
    Accessible.role: Accessible.Pane
    Accessible.name: heading.text

    Column {
        id: column
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
        anchors.leftMargin: Theme.panelPadding
        anchors.rightMargin: Theme.gap
        spacing: Theme.unit

        RowLayout {
            width: parent.width
            spacing: Theme.panelPadding

            Icon { name: "source"; color: Theme.dim }
            PlainLabel {
                id: heading
                Layout.fillWidth: true
                text: root.offer.looking ? qsTr("Looking around this computer") : qsTr("Found on this computer")
                font.weight: Font.DemiBold
                elide: Text.ElideRight
            }
            IconButton {
                visible: !root.offer.looking
                iconName: "close"
                text: qsTr("Not now")
                onClicked: root.offer.settle()
            }
        }
        Repeater {
            model: root.offer
            delegate: RowLayout {
                id: place
                required property int index
                required property string title
                required property string address
                required property string action

                visible: place.index < root.most
                width: column.width
                spacing: Theme.panelPadding

                Item { implicitWidth: Theme.iconSize }
                PlainLabel { text: place.title }
                MonoLabel {
                    Layout.fillWidth: true
                    text: place.address
                    color: Theme.dim
                    elide: Text.ElideMiddle
                }
                Button {
                    ground: Theme.lifted
                    text: place.action
                    onClicked: root.offer.add(place.index)
                }
            }
        }
        PlainLabel {
            visible: root.offer.error !== ""
            width: parent.width
            text: root.offer.error
            color: Theme.error
            wrapMode: Text.Wrap
        }
    }
}
