// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// The silences: active ones, those to come and those that are over.
PanelFrame {
    id: root

    required property SilenceListModel silences

    signal newRequested
    signal changeRequested(string id)
    signal asked(int ticket, string text)      // for a verb; `text` says that it is done

    function take(): void { list.forceActiveFocus(); }
    function select(row: int): void {
        if (row < 0 || row >= list.count)
            return;
        list.currentIndex = row;
        list.positionViewAtIndex(row, ListView.Contain);
    }
    function extend(row: int): void {
        root.asked(root.silences.extend(root.silences.idAt(row), 60), qsTr("The silence ends an hour later"));
    }
    function expire(row: int): void {
        root.asked(root.silences.expire(root.silences.idAt(row)), qsTr("The silence has ended"));
    }
    function recreate(row: int): void {
        root.asked(root.silences.recreate(root.silences.idAt(row)), qsTr("The silence is made again"));
    }
    function press(event: var): void {
        switch (event.key) {
        case Qt.Key_J: case Qt.Key_Down: root.select(Math.min(list.currentIndex + 1, list.count - 1)); break;
        case Qt.Key_K: case Qt.Key_Up: root.select(Math.max(list.currentIndex - 1, 0)); break;
        case Qt.Key_N: root.newRequested(); break;
        case Qt.Key_E: root.extend(list.currentIndex); break;
        case Qt.Key_X: root.expire(list.currentIndex); break;
        case Qt.Key_R: root.recreate(list.currentIndex); break;
        case Qt.Key_O: case Qt.Key_Return: case Qt.Key_Enter:
            if (list.currentIndex >= 0)
                root.changeRequested(root.silences.idAt(list.currentIndex));
            break;
        default: return;
        }
        event.accepted = true;
    }

    padded: false

    GroupedList {
        id: list
        anchors.fill: parent
        anchors.margins: Theme.gap
        clip: true
        activeFocusOnTab: true
        model: root.silences
        currentIndex: -1
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        section.property: "group"
        T.ScrollBar.vertical: Scrollbar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Silences")
        Keys.onPressed: event => root.press(event)
        delegate: SilenceRow {
            required property int index
            width: list.width
            focusPolicy: Qt.ClickFocus
            selected: list.currentIndex === index
            Keys.onPressed: event => root.press(event)
            Keys.onReturnPressed: event => root.press(event)
            Keys.onEnterPressed: event => root.press(event)
            onClicked: {
                root.select(index);
                list.forceActiveFocus();
            }
            onDoubleClicked: root.changeRequested(silenceId)
            onExtendRequested: root.extend(index)
            onExpireRequested: root.expire(index)
            onRecreateRequested: root.recreate(index)
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        iconName: "alerts"
        title: qsTr("Nothing is silenced")
        detail: qsTr("A silence keeps alerts quiet that have certain labels, for a while. Their checks go on.")
        actionText: qsTr("Silence something")
        onActionRequested: root.newRequested()
    }
}
