// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// The worst state, the sources, what comes in, and how old the oldest reading is.
Rectangle {
    id: root

    required property Session session
    required property ShellPage page
    readonly property AlertCounts counts: AlertCounts { session: root.session }

    implicitHeight: Math.max(28, Theme.smallSize + 2 * Theme.gap)
    color: Theme.surface
    Accessible.role: Accessible.StatusBar
    Accessible.name: qsTr("Status")

    Settled { id: room; value: root.width }
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Theme.lineWidth
        color: Theme.line
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: 2 * Theme.gap
        anchors.rightMargin: 2 * Theme.gap
        spacing: 3 * Theme.gap

        Row {
            spacing: Theme.unit + 2
            StatusShape {
                anchors.verticalCenter: parent.verticalCenter
                status: root.counts.status
                implicitWidth: Theme.largeSize
            }
            PlainLabel {
                anchors.verticalCenter: parent.verticalCenter
                text: root.counts.sentence
                size: Theme.smallSize
            }
            PlainLabel {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.session.alerts.acknowledgedCount > 0
                text: qsTr("%n acknowledged", "", root.session.alerts.acknowledgedCount)
                size: Theme.smallSize
                color: Theme.dim
            }
        }
        Row {
            spacing: Theme.unit + 2
            PlainLabel {
                text: qsTr("%n source(s)", "", root.session.sources.total)
                size: Theme.smallSize
                color: Theme.dim
            }
            PlainLabel {
                visible: root.session.sources.downCount > 0
                text: qsTr("%n down", "", root.session.sources.downCount)
                size: Theme.smallSize
            }
        }
        PlainLabel {
            visible: room.settled > 800 * Theme.scale
            text: qsTr("%1 series, %2 samples/s").arg(root.session.sources.seriesText).arg(root.session.sources.rateText)
            size: Theme.smallSize
            color: Theme.dim
        }
        Item { Layout.fillWidth: true }
        Slot {
            visible: content !== null && room.settled > 900 * Theme.scale
            content: root.page ? root.page.hints : null
        }
        PlainLabel {
            visible: root.session.sources.oldestText !== ""
            text: qsTr("oldest reading %1").arg(root.session.sources.oldestText)
            size: Theme.smallSize
            color: Theme.dim
        }
    }
}
