// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// Stands in a panel's title line while the engine remarks something about its queries: the shape of the worst, how
/// many, and all of them when asked. The panel's answer is valid; what failed or is old is told elsewhere.
T.Button {
    id: root

    required property QueryNoteModel notes
    readonly property bool needed: root.notes.warnings + root.notes.infos > 0
    readonly property bool isWarning: root.notes.warnings > 0
    readonly property string counts: (root.notes.warnings > 0 ? qsTr("%n warning(s)", "", root.notes.warnings) : "")
        + (root.notes.warnings > 0 && root.notes.infos > 0 ? ", " : "")
        + (root.notes.infos > 0 ? qsTr("%n info(s)", "", root.notes.infos) : "")

    function show(): void {
        if (!root.visible)
            return;
        list.active = true;
        (list.object as T.Popup).open();
    }

    visible: root.needed
    implicitWidth: contentItem.implicitWidth + 2 * Theme.unit
    implicitHeight: Math.round(Theme.controlHeight * 0.8)
    focusPolicy: Qt.StrongFocus
    text: root.counts
    Accessible.name: qsTr("About the query: %1").arg(root.counts)
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()
    onClicked: root.show()

    contentItem: Item {
        implicitWidth: row.implicitWidth
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.unit
            StatusShape {
                anchors.verticalCenter: parent.verticalCenter
                implicitWidth: Theme.smallSize
                status: root.isWarning ? Status.Warning : Status.Info
            }
            PlainLabel {
                anchors.verticalCenter: parent.verticalCenter
                text: root.notes.warnings + root.notes.infos
                size: Theme.smallSize
                color: Theme.dim
            }
        }
    }
    background: Rectangle {
        radius: Theme.chipRadius
        color: root.hovered || root.down ? Theme.raised : "transparent"
        FocusRing { shown: root.visualFocus }
    }

    Tooltip { visible: root.hovered && (list.object === null || !(list.object as T.Popup).visible); text: qsTr("%1 about the query (w)").arg(root.counts) }
    Instantiator { // made when first opened
        id: list
        active: false
        delegate: T.Popup {
            parent: root
            x: root.width - width
            y: root.height + Theme.unit
            width: 480 * Theme.scale
            height: Math.min(implicitHeight, 420 * Theme.scale)
            implicitHeight: lines.implicitHeight + 2 * padding
            margins: Theme.gap
            padding: Theme.panelPadding
            focus: true
            closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
            background: Rectangle {
                color: Theme.raised
                radius: Theme.radius
                border.width: Theme.lineWidth
                border.color: Theme.line
            }
            contentItem: Flickable {
                focus: true
                clip: true
                contentHeight: lines.implicitHeight
                boundsBehavior: Flickable.StopAtBounds
                Accessible.role: Accessible.Dialog
                Accessible.name: root.counts
                T.ScrollBar.vertical: Scrollbar {}
                QueryNoteList {
                    id: lines
                    width: parent.width
                    notes: root.notes
                }
            }
            onClosed: root.forceActiveFocus()
        }
    }
}
