// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// How a check went: its shares of time up, its last attempts as bars, and where the time of the last one went.
GridLayout {
    id: root

    required property list<string> uptime
    required property list<string> phaseNames
    required property list<real> phaseSeconds
    required property list<string> phaseTexts
    required property list<real> beatSeconds
    required property list<int> beatStatuses

    readonly property real slowest: {
        let most = 0.001;
        for (let i = 0; i < root.beatSeconds.length; ++i)
            most = Math.max(most, root.beatSeconds[i] ?? 0);
        return most;
    }
    readonly property real whole: {
        let all = 0.000001;
        for (let i = 0; i < root.phaseSeconds.length; ++i)
            all += root.phaseSeconds[i] ?? 0;
        return all;
    }
    readonly property real barHeight: 28 * Theme.scale

    columns: 2
    columnSpacing: Theme.panelPadding
    rowSpacing: Theme.gap

    component Caption: PlainLabel {
        Layout.preferredWidth: 110 * Theme.scale
        Layout.alignment: Qt.AlignTop
        color: Theme.dim
        size: Theme.smallSize
    }

    Caption { visible: root.uptime.length > 0; text: qsTr("time up") }
    Flow {
        Layout.fillWidth: true
        visible: root.uptime.length > 0
        spacing: Theme.unit
        Repeater {
            model: root.uptime.length
            Chip {
                required property int index
                value: root.uptime[index] ?? ""
            }
        }
    }
    Caption { visible: root.beatSeconds.length > 0; text: qsTr("last attempts") }
    Row {
        id: beats
        Layout.fillWidth: true
        Layout.preferredHeight: root.barHeight
        visible: root.beatSeconds.length > 0
        spacing: 2
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Time that the last attempts took")
        Repeater {
            model: root.beatSeconds.length
            Rectangle {
                required property int index
                readonly property int status: root.beatStatuses[index] ?? Status.Waiting
                anchors.bottom: parent?.bottom
                width: 6 * Theme.scale
                // one that failed at once is to be seen, too
                height: status === Status.Error ? root.barHeight : Math.max(3, root.barHeight * (root.beatSeconds[index] ?? 0) / root.slowest)
                radius: 1
                color: Theme.statusColors[status]
                opacity: status === Status.Ok ? 0.7 : 1
            }
        }
    }
    Caption { visible: root.phaseSeconds.length > 0; text: qsTr("the last one") }
    ColumnLayout {
        Layout.fillWidth: true
        visible: root.phaseSeconds.length > 0
        spacing: Theme.unit
        Row {
            id: bar
            Layout.fillWidth: true
            Layout.maximumWidth: 480 * Theme.scale
            Layout.preferredHeight: 10 * Theme.scale
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Phases of the last attempt")
            Repeater {
                model: root.phaseSeconds.length
                Rectangle {
                    required property int index
                    width: Math.max(2, bar.width * (root.phaseSeconds[index] ?? 0) / root.whole)
                    height: 10 * Theme.scale
                    color: Theme.series[index % 8]
                }
            }
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.panelPadding
            Repeater {
                model: root.phaseSeconds.length
                Row {
                    id: phase
                    required property int index
                    spacing: Theme.unit
                    Rectangle {
                        anchors.verticalCenter: parent.verticalCenter
                        width: 8 * Theme.scale
                        height: width
                        radius: 2
                        color: Theme.series[phase.index % 8]
                    }
                    PlainLabel {
                        text: (root.phaseNames[phase.index] ?? "") + " " + (root.phaseTexts[phase.index] ?? "")
                        size: Theme.smallSize
                    }
                }
            }
        }
    }
}
