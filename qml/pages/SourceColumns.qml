// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// The columns of the table of sources, for its head and for its rows: one place for their widths.
RowLayout {
    id: root

    /// The width of the table: what has no room is left out.
    required property real room
    property bool header: false
    property bool part: false
    property int status: -1
    property bool stale: false
    property string state
    property string name
    property string group
    property string kind
    property string address
    property string last
    property string duration
    property string samples
    property string interval
    property color stateColor: Theme.dim
    readonly property real scale: Theme.scale
    readonly property color ink: root.header ? Theme.dim : Theme.text
    readonly property int textSize: root.header ? Theme.smallSize : Theme.bodySize
    readonly property int actionsWidth: 2 * Theme.controlHeight - root.spacing

    component Number: PlainLabel {
        Layout.preferredWidth: 88 * root.scale
        horizontalAlignment: Text.AlignRight
        size: root.textSize
        color: root.header ? Theme.dim : Theme.text
    }

    spacing: Theme.panelPadding

    Settled { id: room; value: root.room }
    StatusShape {
        Layout.leftMargin: root.part ? 2 * Theme.iconSize : 0
        opacity: root.status >= 0 ? 1 : 0
        status: Math.max(0, root.status)
        stale: root.stale
    }
    PlainLabel {
        Layout.preferredWidth: 104 * root.scale
        text: root.state
        size: root.textSize
        color: root.header ? Theme.dim : root.stateColor
    }
    RowLayout {
        Layout.fillWidth: true
        Layout.preferredWidth: 260 * root.scale
        Layout.minimumWidth: 80
        spacing: Theme.gap
        PlainLabel {
            Layout.fillWidth: true
            Layout.maximumWidth: implicitWidth + 1
            text: root.name
            size: root.textSize
            color: root.ink
            elide: Text.ElideMiddle
        }
        PlainLabel {
            Layout.fillWidth: true
            text: root.group
            size: root.textSize
            color: Theme.faint
        }
    }
    PlainLabel {
        visible: room.settled > 900 * root.scale
        Layout.preferredWidth: 110 * root.scale
        text: root.kind
        size: root.textSize
        color: Theme.dim
    }
    PlainLabel {
        visible: room.settled > 700 * root.scale
        Layout.fillWidth: true
        Layout.preferredWidth: 380 * root.scale
        Layout.minimumWidth: 80
        text: root.address
        font.family: root.header ? Theme.sans : Theme.mono
        size: Theme.smallSize
        color: Theme.dim
        elide: Text.ElideMiddle
    }
    Number { text: root.last; Layout.preferredWidth: 104 * root.scale; color: root.stale ? Theme.warning : root.ink }
    Number { text: root.duration }
    Number { text: root.samples; visible: room.settled > 800 * root.scale }
    Number { text: root.interval; visible: room.settled > 900 * root.scale; Layout.preferredWidth: 64 * root.scale; color: Theme.dim }
    Item {
        visible: root.header || root.part
        Layout.preferredWidth: root.actionsWidth
    }
}
