// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme

/// Several lines of text to type or paste, character by character. Tab goes on to the next control.
FocusScope {
    id: root

    property alias text: area.text
    property string name                        // for who cannot see it
    property bool failed: false

    signal textEdited(text: string)

    implicitWidth: 240 * Theme.scale
    implicitHeight: 8 * Theme.controlHeight

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.raised
        border.width: area.activeFocus ? 2 : root.failed || Theme.highContrast ? Theme.lineWidth : 0
        border.color: root.failed ? Theme.error : area.activeFocus ? Theme.accent : Theme.line
    }
    Flickable {
        anchors { fill: parent; margins: Theme.unit }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: Scrollbar {}

        T.TextArea.flickable: T.TextArea {
            id: area
            padding: Theme.unit
            focus: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.WrapAnywhere
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.onAccent
            selectByMouse: true
            font.family: Theme.mono
            font.pixelSize: Theme.smallSize
            font.preferShaping: false
            renderType: Text.NativeRendering
            Keys.onTabPressed: area.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: area.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            Accessible.role: Accessible.EditableText
            Accessible.name: root.name
            onTextChanged: root.textEdited(area.text)
        }
    }
}
