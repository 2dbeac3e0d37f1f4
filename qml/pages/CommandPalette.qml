// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// Everything that can be reached or done, found by typing a few letters of it.
Sheet {
    id: root

    required property Session session

    function runCurrent(): void {
        const id = root.session.commands.idAt(list.currentIndex);
        root.close();
        root.session.run(id);
    }

    width: parent ? Math.min(parent.width - 2 * Theme.gap, 640 * Theme.scale) : 640
    y: parent ? Math.round(parent.height * 0.12) : 0
    padding: Theme.gap
    onAboutToShow: {
        field.clear();
        list.currentIndex = 0;
        field.forceActiveFocus();
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap

        TextField {
            id: field
            Layout.fillWidth: true
            implicitHeight: Theme.controlHeight + Theme.gap
            focus: true
            iconName: "search"
            placeholderText: qsTr("Search pages, dashboards and actions")
            onTextChanged: {
                root.session.commands.query = text;
                list.currentIndex = 0;
            }
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
            Keys.onReturnPressed: root.runCurrent()
            Keys.onEnterPressed: root.runCurrent()
        }
        ListView {
            id: list
            Layout.fillWidth: true
            implicitHeight: Math.min(contentHeight, 11 * Theme.rowHeight)
            clip: true
            model: root.session.commands
            keyNavigationWraps: true
            highlightMoveDuration: 0
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: Scrollbar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Commands")
            delegate: Clickable {
                id: row

                required property int index
                required property string title
                required property string section
                required property string keys

                width: list.width
                implicitHeight: Theme.rowHeight
                focusPolicy: Qt.NoFocus
                selected: list.currentIndex === row.index
                Accessible.name: row.title
                onClicked: {
                    list.currentIndex = row.index;
                    root.runCurrent();
                }
                contentItem: RowLayout {
                    spacing: Theme.gap
                    PlainLabel {
                        Layout.leftMargin: Theme.panelPadding
                        Layout.fillWidth: true
                        text: row.title
                    }
                    PlainLabel {
                        text: row.section
                        color: Theme.faint
                        size: Theme.smallSize
                    }
                    KeyCap {
                        Layout.rightMargin: Theme.panelPadding
                        opacity: row.keys === "" ? 0 : 1
                        text: row.keys === "" ? " " : row.keys
                    }
                }
            }
        }
        StateView {
            Layout.fillWidth: true
            Layout.preferredHeight: 96
            visible: list.count === 0
            iconName: "search"
            title: qsTr("Nothing is called that")
        }
    }
}
