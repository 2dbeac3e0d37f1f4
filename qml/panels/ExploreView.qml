// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// Asks anything: an expression with its colours and its mistakes underlined, answered as a chart or as a table.
FocusScope {
    id: root

    required property DataContext dataContext
    required property TimeRange timeRange
    required property ExploreQuery query
    property bool live: true

    /// Does with the answer what the palette says: "inspect", "notes".
    function run(what: string): void {
        if (answers.count > 0)
            (answers.itemAt(0) as PanelView).run(what);
    }

    // The query may be asked from elsewhere, so its text and the editor's follow each other.
    Connections {
        target: root.query
        function onTextChanged(): void {
            if (editor.text !== root.query.text)
                editor.text = root.query.text;
        }
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gap

        Rectangle {
            Layout.fillWidth: true
            implicitHeight: Math.max(Theme.controlHeight * 1.6, editor.implicitHeight + 2 * Theme.gap) + problem.height
            radius: Theme.radius
            color: Theme.surface
            border.width: editor.activeFocus ? 2 : root.query.error !== "" ? 1 : 0
            border.color: root.query.error !== "" ? Theme.error : Theme.accent

            T.TextArea {
                id: editor
                anchors { left: parent.left; right: buttons.left; top: parent.top; margins: Theme.gap }
                implicitHeight: contentHeight + topPadding + bottomPadding
                topPadding: Theme.unit
                bottomPadding: Theme.unit
                leftPadding: Theme.unit
                focus: true
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.onAccent
                selectByMouse: true
                font.family: Theme.mono
                font.pixelSize: Theme.largeSize
                font.preferShaping: false           // what is typed is what stands there
                renderType: Text.NativeRendering
                Accessible.name: qsTr("Expression")
                text: root.query.text
                onTextChanged: {
                    root.query.text = editor.text;
                    if (editor.activeFocus)
                        root.query.complete(editor.cursorPosition);
                }
                Keys.onPressed: event => {
                    const isEnter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                    if (suggestions.isOpen && (event.key === Qt.Key_Down || event.key === Qt.Key_Up)) {
                        suggestions.currentIndex = (suggestions.currentIndex + (event.key === Qt.Key_Down ? 1 : suggestions.count - 1)) % suggestions.count;
                        event.accepted = true;
                    } else if (suggestions.isOpen && (event.key === Qt.Key_Tab || isEnter && suggestions.currentIndex >= 0)) {
                        suggestions.take(Math.max(0, suggestions.currentIndex));
                        event.accepted = true;
                    } else if (suggestions.isOpen && event.key === Qt.Key_Escape) {
                        suggestions.dismissed = true;
                        event.accepted = true;
                    } else if (event.key === Qt.Key_I && event.modifiers === Qt.ControlModifier) {
                        root.run("inspect");
                        event.accepted = true;
                    } else if (isEnter && !(event.modifiers & Qt.ShiftModifier)) {
                        root.query.run();
                        suggestions.dismissed = true;
                        event.accepted = true;
                    }
                }

                PlainLabel {
                    x: editor.leftPadding
                    y: editor.topPadding
                    visible: editor.length === 0
                    text: qsTr("An expression, such as rate(node_network_receive_bytes_total[5m])")
                    font: editor.font
                    color: Theme.faint
                }
                ExpressionColors {
                    document: editor.textDocument
                    errorStart: root.query.errorStart
                    errorLength: root.query.errorLength
                }
            }
            Row {
                id: buttons
                anchors { right: parent.right; top: parent.top; margins: Theme.gap }
                spacing: Theme.gap
                Button {
                    text: root.query.instant ? qsTr("Newest") : qsTr("Over time")
                    iconName: root.query.instant ? "table" : "explore"
                    hint: qsTr("Switch between newest values and values over time")
                    onClicked: root.query.instant = !root.query.instant
                }
                Button {
                    text: qsTr("Run")
                    primary: true
                    enabled: root.query.error === "" && editor.length > 0
                    onClicked: root.query.run()
                }
            }
            PlainLabel {
                id: problem
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom; leftMargin: Theme.panelPadding; rightMargin: Theme.panelPadding }
                height: root.query.error === "" ? 0 : implicitHeight + Theme.gap
                verticalAlignment: Text.AlignTop
                text: root.query.error
                size: Theme.smallSize
                color: Theme.error
                Accessible.role: Accessible.AlertMessage
            }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            Repeater {
                id: answers
                model: root.query.hasRun ? 1 : 0
                PanelView {
                    anchors { left: parent.left; right: history.left; top: parent.top; bottom: parent.bottom; rightMargin: Theme.gap }
                    panel: root.query.panel
                    title: root.query.history[0] ?? ""
                    dataContext: root.dataContext
                    timeRange: root.timeRange
                    showing: root.live
                    viewable: false
                    actionsShown: true
                }
            }
            StateView {
                anchors { left: parent.left; right: history.left; top: parent.top; bottom: parent.bottom }
                visible: !root.query.hasRun
                kind: StateView.Empty
                iconName: "explore"
                title: qsTr("Ask for anything that is measured")
                detail: qsTr("Type a metric's name and press Enter. Tab completes; Shift and Enter start a new line.")
            }
            PanelFrame {
                id: history
                anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
                width: Math.min(360 * Theme.textScale, parent.width * 0.28)
                title: qsTr("This session")
                ListView {
                    id: list
                    anchors.fill: parent
                    clip: true
                    model: root.query.history
                    boundsBehavior: Flickable.StopAtBounds
                    delegate: T.AbstractButton {
                        id: entry
                        required property string modelData
                        width: list.width
                        height: Theme.rowHeight
                        focusPolicy: Qt.StrongFocus
                        Accessible.name: entry.modelData
                        Keys.onReturnPressed: entry.clicked()
                        onClicked: {
                            editor.text = entry.modelData;
                            root.query.run();
                        }
                        background: Rectangle {
                            radius: Theme.chipRadius
                            color: entry.hovered ? Theme.raised : "transparent"
                            FocusRing { shown: entry.visualFocus }
                        }
                        contentItem: MonoLabel { leftPadding: Theme.unit; text: entry.modelData; elide: Text.ElideMiddle; color: Theme.dim }
                    }
                }
                StateView {
                    anchors.fill: parent
                    visible: !root.query.hasRun
                    title: qsTr("Nothing asked yet")
                }
            }
            Rectangle {
                id: popup
                visible: suggestions.isOpen
                width: Math.min(520 * Theme.textScale, parent.width)
                height: suggestions.contentHeight + 2 * Theme.unit
                radius: Theme.radius
                color: Theme.raised
                border.width: 1
                border.color: Theme.line

                ListView {
                    id: suggestions

                    property bool dismissed: false
                    readonly property bool isOpen: count > 0 && editor.activeFocus && !suggestions.dismissed

                    function take(index: int): void {
                        const name = root.query.completions[index];
                        const cursor = editor.cursorPosition;
                        const text = root.query.completed(cursor, name);
                        const after = root.query.cursorAfter(cursor, name);
                        editor.text = text;
                        editor.cursorPosition = after;
                        suggestions.dismissed = true;
                    }

                    anchors.fill: parent
                    anchors.margins: Theme.unit
                    currentIndex: -1
                    interactive: false
                    model: root.query.completions
                    onModelChanged: { suggestions.dismissed = false; suggestions.currentIndex = -1; }
                    delegate: T.AbstractButton {
                        id: suggestion
                        required property int index
                        required property string modelData
                        width: suggestions.width
                        height: Theme.rowHeight - Theme.unit
                        Accessible.name: suggestion.modelData
                        onClicked: { suggestions.take(suggestion.index); editor.forceActiveFocus(); }
                        background: Rectangle {
                            radius: Theme.chipRadius
                            color: suggestion.hovered || suggestions.currentIndex === suggestion.index ? Theme.line : "transparent"
                        }
                        contentItem: MonoLabel { leftPadding: Theme.unit; text: suggestion.modelData }
                    }
                }
            }
        }
    }
}
