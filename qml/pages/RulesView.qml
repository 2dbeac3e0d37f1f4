// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Panels.Core

/// The alert rules that were made in this window: to be looked at, changed and taken out.
PanelFrame {
    id: root

    required property RuleForm form

    function take(): void {
        root.form.reload();
        list.forceActiveFocus();
    }
    function select(row: int): void {
        if (row < 0 || row >= list.count)
            return;
        list.currentIndex = row;
        list.positionViewAtIndex(row, ListView.Contain);
    }
    function askRemoval(row: int): void {
        if (row < 0 || row >= list.count)
            return;
        removal.row = row;
        removal.open();
    }
    function press(event: var): void {
        switch (event.key) {
        case Qt.Key_J: case Qt.Key_Down: root.select(Math.min(list.currentIndex + 1, list.count - 1)); break;
        case Qt.Key_K: case Qt.Key_Up: root.select(Math.max(list.currentIndex - 1, 0)); break;
        case Qt.Key_N: root.form.startEmpty(); break;
        case Qt.Key_X: case Qt.Key_Delete: root.askRemoval(list.currentIndex); break;
        case Qt.Key_O: case Qt.Key_Return: case Qt.Key_Enter: root.form.startLike(list.currentIndex); break;
        default: return;
        }
        event.accepted = true;
    }

    padded: false

    ListView {
        id: list
        anchors.fill: parent
        anchors.margins: Theme.gap
        clip: true
        activeFocusOnTab: true
        model: root.form.rules
        currentIndex: -1
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        T.ScrollBar.vertical: Scrollbar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Alert rules")
        Keys.onPressed: event => root.press(event)
        delegate: Clickable {
            id: row

            required property int index
            required property string title
            required property string expression
            required property string detail
            required property int status
            required property bool editable
            required property bool removable

            width: list.width
            implicitHeight: 2 * Theme.rowHeight
            leftPadding: Theme.panelPadding
            rightPadding: Theme.gap
            focusPolicy: Qt.ClickFocus
            selected: list.currentIndex === row.index
            Accessible.role: Accessible.ListItem
            Accessible.name: row.title + ": " + row.expression
            Keys.onPressed: event => root.press(event)
            Keys.onReturnPressed: event => root.press(event)
            Keys.onEnterPressed: event => root.press(event)
            onClicked: {
                root.select(row.index);
                list.forceActiveFocus();
            }
            onDoubleClicked: root.form.startLike(row.index)

            contentItem: RowLayout {
                spacing: Theme.panelPadding
                StatusShape { status: row.status; hollow: true }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.unit
                    PlainLabel {
                        Layout.fillWidth: true
                        text: row.title
                        font.weight: Font.DemiBold
                    }
                    MonoLabel {
                        Layout.fillWidth: true
                        text: row.expression
                        color: Theme.dim
                        elide: Text.ElideRight
                    }
                }
                PlainLabel {
                    text: row.editable ? row.detail : qsTr("written by hand")
                    color: Theme.dim
                }
                Button {
                    visible: row.editable
                    focusPolicy: Qt.TabFocus
                    ground: row.hovered || row.selected ? Theme.lifted : Theme.raised
                    text: qsTr("Change")
                    onClicked: root.form.startLike(row.index)
                }
                Button {
                    visible: row.removable
                    focusPolicy: Qt.TabFocus
                    ground: row.hovered || row.selected ? Theme.lifted : Theme.raised
                    text: qsTr("Remove")
                    onClicked: root.askRemoval(row.index)
                }
            }
        }
    }
    StateView {
        anchors.fill: parent
        visible: list.count === 0
        kind: root.form.listError !== "" ? StateView.Failed : StateView.Empty
        iconName: "alerts"
        title: root.form.listError !== "" ? qsTr("The rules cannot be read") : qsTr("No rule was made here yet")
        detail: root.form.listError !== "" ? root.form.listError
            : qsTr("Rules of your own rule files act as well, but are not listed here")
        actionText: root.form.listError === "" && root.form.available ? qsTr("New alert rule") : ""
        onActionRequested: root.form.startEmpty()
    }
    Sheet {
        id: removal

        property int row: -1

        title: qsTr("Remove the rule %1?").arg(root.form.rules.titleAt(removal.row))
        onAboutToShow: yes.forceActiveFocus()
        onClosed: list.forceActiveFocus()

        ColumnLayout {
            width: parent.width
            spacing: Theme.panelPadding
            PlainLabel {
                Layout.fillWidth: true
                text: qsTr("Its alerts end, and it is taken out of the file")
                wrapMode: Text.Wrap
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                Item { Layout.fillWidth: true }
                Button { text: qsTr("Cancel"); onClicked: removal.close() }
                Button {
                    id: yes
                    primary: true
                    text: qsTr("Remove")
                    onClicked: {
                        root.form.remove(removal.row);
                        removal.close();
                    }
                }
            }
        }
    }
}
