// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Panels
import Nocturne.Panels.Core

/// What became of one occurrence, and when the same alert fired otherwise.
PanelFrame {
    id: root

    required property AlertPast past

    title: root.past.chosenTitle

    StateView {
        anchors.fill: parent
        visible: root.past.chosenTitle === ""
        iconName: "alerts"
        title: qsTr("Choose what fired")
        detail: qsTr("What happened to it and who had it is shown here.")
    }
    ColumnLayout {
        anchors.fill: parent
        visible: root.past.chosenTitle !== ""
        spacing: Theme.gap
        PlainLabel { Layout.fillWidth: true; text: root.past.chosenText; color: Theme.dim }
        FiringStrip {
            Layout.fillWidth: true
            implicitHeight: 20
            colors: PanelColors
            ground: Theme.raised
            strip: root.past.chosenStrip
            Accessible.role: Accessible.Chart
            Accessible.name: root.past.chosenText
        }
        ListView {
            id: course
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            activeFocusOnTab: count > 0
            model: root.past.course
            boundsBehavior: Flickable.StopAtBounds
            T.ScrollBar.vertical: Scrollbar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What happened to it")
            Keys.onUpPressed: contentY = Math.max(0, contentY - Theme.rowHeight)
            Keys.onDownPressed: contentY = Math.max(0, Math.min(contentHeight - height, contentY + Theme.rowHeight))
            delegate: RowLayout {
                id: change
                required property string words
                required property string detail
                required property int status
                width: course.width - Theme.gap
                spacing: Theme.gap
                Accessible.role: Accessible.ListItem
                Accessible.name: change.words + ", " + change.detail
                StatusShape {
                    Layout.alignment: Qt.AlignTop
                    Layout.topMargin: Theme.unit
                    status: Math.max(0, change.status)
                }
                PlainLabel {
                    Layout.alignment: Qt.AlignTop
                    Layout.topMargin: Theme.unit
                    Layout.preferredWidth: 140 * Theme.scale
                    text: change.words
                    color: Theme.dim
                    Accessible.ignored: true
                }
                PlainLabel {
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.unit
                    Layout.bottomMargin: Theme.unit
                    text: change.detail
                    wrapMode: Text.Wrap
                    maximumLineCount: 6
                    Accessible.ignored: true
                }
            }
        }
    }
}
