// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// One line of text to type. `mono` for expressions.
T.TextField {
    id: root

    property bool mono: false
    property bool failed: false
    property color ground: Theme.raised
    property string iconName
    readonly property bool mirrored: LayoutMirroring.enabled
    readonly property int iconRoom: root.iconName !== "" ? Theme.iconSize : 0

    implicitWidth: 240 * Theme.scale
    implicitHeight: Theme.controlHeight
    leftPadding: Theme.panelPadding - 2 + (root.mirrored ? 0 : root.iconRoom)
    rightPadding: Theme.panelPadding - 2 + (root.mirrored ? root.iconRoom : 0)
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.onAccent
    placeholderTextColor: Theme.faint
    font.family: root.mono ? Theme.mono : Theme.sans
    font.pixelSize: root.mono ? Theme.smallSize : Theme.bodySize
    renderType: Text.NativeRendering
    selectByMouse: true
    opacity: root.enabled ? 1 : 0.5
    Accessible.name: root.placeholderText

    PlainLabel {
        anchors.fill: parent
        anchors.leftMargin: root.mirrored ? root.rightPadding : root.leftPadding
        anchors.rightMargin: root.mirrored ? root.leftPadding : root.rightPadding
        visible: root.length === 0 && root.preeditText === ""
        text: root.placeholderText
        color: Theme.faint
        font: root.font
    }
    Icon {
        anchors.verticalCenter: parent.verticalCenter
        x: root.mirrored ? root.width - width - Theme.gap : Theme.gap
        visible: root.iconName !== ""
        name: root.iconName
        color: Theme.faint
        width: Math.round(Theme.iconSize * 0.8)
        height: width
    }

    background: Rectangle {
        radius: Theme.radius
        color: root.ground
        border.width: root.activeFocus ? 2 : root.failed || Theme.highContrast ? Theme.lineWidth : 0
        border.color: root.failed ? Theme.error : root.activeFocus ? Theme.accent : Theme.line
    }
}
