// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme

/// A panel: a title line and its content, nothing else. `actions` appear on hover or focus, `note` tells an age or
/// a count, `marks` stand before the actions while `marked`, whether or not anybody points.
FocusScope {
    id: root

    property string title
    property string description
    property string note
    property color noteColor: Theme.dim
    property alias actions: actionRow.data
    property alias marks: markRow.data
    property bool marked: false
    property bool padded: true
    property bool actionsShown: hover.hovered || root.activeFocus
    default property alias content: body.data
    readonly property alias bodyItem: body
    readonly property int lineHeight: Math.round(Theme.bodySize * 1.5)
    readonly property bool stacked: root.note !== "" && root.title !== "" && heading.implicitWidth + beside.implicitWidth
        > root.width - Theme.panelPadding - 5 * Theme.gap - (root.actionsShown ? actionRow.implicitWidth : 0)
        - (root.marked ? markRow.implicitWidth + Theme.gap : 0)

    implicitWidth: 240
    implicitHeight: header.height + 120
    Accessible.role: Accessible.Grouping
    Accessible.name: root.title
    Accessible.description: root.description

    HoverHandler { id: hover }

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.highContrast ? Theme.lineWidth : 0
        border.color: Theme.line
    }
    RowLayout {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top }
        anchors.leftMargin: Theme.panelPadding
        anchors.rightMargin: Theme.gap
        height: visible ? root.lineHeight + Theme.panelPadding + 4 : 0
        visible: root.title !== "" || root.note !== "" || root.marked
        spacing: Theme.gap

        PlainLabel {
            id: heading
            Layout.maximumWidth: implicitWidth + 1
            Layout.fillWidth: true
            text: root.title
            color: Theme.dim
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        Icon {
            visible: root.description !== "" && root.actionsShown
            implicitWidth: Math.round(Theme.iconSize * 0.7)
            implicitHeight: implicitWidth
            name: "help"
            color: Theme.faint
            HoverHandler { id: help }
            Tooltip { visible: help.hovered; text: root.description }
        }
        Item { Layout.fillWidth: true }
        PlainLabel {
            id: beside
            visible: root.note !== "" && !root.stacked
            Layout.rightMargin: Theme.unit
            text: root.note
            color: root.noteColor
            size: Theme.smallSize
        }
        Row {
            id: markRow
            visible: root.marked
        }
        Row {
            id: actionRow
            visible: root.actionsShown
        }
    }
    PlainLabel { // where there is no room for both, the title keeps its line
        id: below
        anchors { left: parent.left; right: parent.right; top: header.bottom; topMargin: -Theme.unit }
        anchors.leftMargin: Theme.panelPadding
        anchors.rightMargin: Theme.panelPadding
        height: visible ? root.lineHeight : 0
        visible: root.stacked
        text: root.note
        color: root.noteColor
        size: Theme.smallSize
    }
    Item {
        id: body
        anchors { left: parent.left; right: parent.right; top: below.bottom; bottom: parent.bottom }
        anchors.margins: root.padded ? Theme.panelPadding : 0
        anchors.topMargin: header.visible ? 0 : anchors.margins
    }
}
