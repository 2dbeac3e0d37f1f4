// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// One of several. `label` stands before the choice, dim: "group by **service**".
T.ComboBox {
    id: root

    property string label
    property color ground: Theme.raised

    implicitWidth: Math.max(64, prefix.implicitWidth + value.implicitWidth + Theme.iconSize + 2 * Theme.panelPadding + 4)
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.panelPadding - 2
    rightPadding: Theme.gap
    focusPolicy: Qt.StrongFocus
    opacity: root.enabled ? 1 : 0.5
    Accessible.name: root.label !== "" ? root.label : root.displayText
    Accessible.description: root.displayText

    contentItem: Item {
        PlainLabel {
            id: prefix
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
            text: root.label === "" ? "" : root.label + " "
            color: Theme.dim
        }
        PlainLabel {
            id: value
            anchors { left: prefix.right; leftMargin: root.label === "" ? 0 : 2; right: parent.right; rightMargin: Theme.iconSize; top: parent.top; bottom: parent.bottom }
            text: root.displayText
        }
    }
    indicator: Icon {
        x: root.mirrored ? Theme.gap : root.width - width - Theme.gap
        y: Math.round((root.height - height) / 2)
        width: Math.round(Theme.iconSize * 0.7)
        height: width
        name: "chevron-down"
        color: Theme.faint
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.hovered || root.down ? Theme.lifted : root.ground
        border.width: Theme.highContrast ? Theme.lineWidth : 0
        border.color: Theme.line
        FocusRing { shown: root.visualFocus }
    }
    delegate: T.ItemDelegate {
        id: line

        required property var model
        required property int index

        width: ListView.view ? ListView.view.width : 0
        implicitHeight: Theme.controlHeight
        highlighted: root.highlightedIndex === line.index
        text: root.textRole !== "" ? (line.model[root.textRole] ?? "") : (line.model.modelData ?? "")
        leftPadding: Theme.gap
        rightPadding: Theme.gap
        Accessible.name: line.text
        contentItem: PlainLabel {
            text: line.text
            font.weight: root.currentIndex === line.index ? Font.DemiBold : Font.Normal
        }
        background: Rectangle {
            radius: Theme.chipRadius
            color: line.highlighted ? Theme.lifted : "transparent"
        }
    }
    popup: T.Popup {
        y: root.height + Theme.unit
        width: Math.max(root.width, 140 * Theme.scale)
        height: Math.min(contentItem.implicitHeight + 2 * Theme.unit, 360)
        padding: Theme.unit
        margins: Theme.gap
        contentItem: ListView {
            clip: true
            implicitHeight: contentHeight
            model: root.delegateModel // qmllint disable
            currentIndex: root.highlightedIndex
            T.ScrollBar.vertical: Scrollbar {}
        }
        background: Rectangle {
            color: Theme.raised
            radius: Theme.radius
            border.width: Theme.lineWidth
            border.color: Theme.line
        }
    }
}
