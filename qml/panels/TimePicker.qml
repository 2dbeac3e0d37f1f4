// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// Chooses a range: a preset, words such as "last 90 min", or two moments.
T.Popup {
    id: root

    required property TimeRange timeRange

    width: 480 * Theme.textScale * Theme.distance
    padding: Theme.panelPadding
    margins: Theme.gap
    implicitHeight: contentItem.implicitHeight + 2 * padding
    modal: false
    focus: true
    onOpened: {
        from.text = root.timeRange.from;
        to.text = root.timeRange.to;
        words.text = "";
        words.forceActiveFocus();
    }

    background: Rectangle {
        color: Theme.surface
        radius: Theme.radius
        border.width: Theme.lineWidth
        border.color: Theme.line
    }
    contentItem: ColumnLayout {
        spacing: Theme.gap

        TextField {
            id: words
            Layout.fillWidth: true
            placeholderText: qsTr("Last 90 min, 2026-08-01 to now …")
            iconName: "search"
            onAccepted: if (root.timeRange.setText(words.text)) root.close()
        }
        GridView {
            id: presets
            Layout.fillWidth: true
            implicitHeight: Math.ceil(count / 3) * cellHeight
            cellWidth: Math.floor(width / 3)
            cellHeight: Theme.rowHeight - Theme.unit
            interactive: false
            keyNavigationEnabled: true
            model: TimeRangePresets.ranges
            delegate: T.AbstractButton {
                id: preset

                required property var modelData
                readonly property bool isCurrent: root.timeRange.from === preset.modelData.from && root.timeRange.to === preset.modelData.to

                width: presets.cellWidth - Theme.unit
                height: presets.cellHeight - 2
                focusPolicy: Qt.StrongFocus
                Accessible.name: preset.modelData.text
                Keys.onReturnPressed: preset.clicked()
                onClicked: {
                    root.timeRange.set(preset.modelData.from, preset.modelData.to);
                    root.close();
                }
                background: Rectangle {
                    radius: Theme.chipRadius
                    color: preset.isCurrent || preset.hovered ? Theme.raised : "transparent"
                    FocusRing { shown: preset.visualFocus }
                }
                contentItem: PlainLabel {
                    leftPadding: Theme.gap
                    text: preset.modelData.text
                    color: preset.isCurrent ? Theme.accent : Theme.text
                }
            }
        }
        RowLayout {
            spacing: Theme.gap
            PlainLabel { text: qsTr("From"); color: Theme.dim }
            TextField { id: from; Layout.fillWidth: true; mono: true; Accessible.name: qsTr("From"); onAccepted: apply.clicked() }
            PlainLabel { text: qsTr("to"); color: Theme.dim }
            TextField { id: to; Layout.fillWidth: true; mono: true; Accessible.name: qsTr("To"); onAccepted: apply.clicked() }
            Button {
                id: apply
                text: qsTr("Show")
                primary: true
                onClicked: if (root.timeRange.set(from.text, to.text)) root.close()
            }
        }
        PlainLabel {
            Layout.fillWidth: true
            visible: root.timeRange.error !== ""
            text: root.timeRange.error
            color: Theme.error
            wrapMode: Text.Wrap
        }
        RowLayout {
            spacing: Theme.gap
            Button { text: qsTr("Earlier"); iconName: "chevron-left"; onClicked: root.timeRange.shift(-1) }
            Button { text: qsTr("Later"); iconName: "chevron-right"; onClicked: root.timeRange.shift(1) }
            Button { text: qsTr("Wider"); iconName: "minus"; onClicked: root.timeRange.zoomOut() }
            Button { text: qsTr("Back"); iconName: "undo"; enabled: root.timeRange.canGoBack; onClicked: root.timeRange.back() }
        }
    }
}
