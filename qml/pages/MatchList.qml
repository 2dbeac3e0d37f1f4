// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// The alerts that a form would mute at this moment.
Rectangle {
    id: root

    required property MatcherForm form

    implicitHeight: 220 * Theme.scale
    radius: Theme.radius
    color: Theme.background
    border.width: Theme.highContrast ? Theme.lineWidth : 0
    border.color: Theme.line

    ListView {
        id: hit
        anchors.fill: parent
        anchors.margins: Theme.gap
        model: root.form.matches
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: count > 0
        Accessible.role: Accessible.List
        Accessible.name: root.form.summary
        T.ScrollBar.vertical: Scrollbar {}
        Keys.onUpPressed: contentY = Math.max(0, contentY - Theme.rowHeight)
        Keys.onDownPressed: contentY = Math.max(0, Math.min(contentHeight - height, contentY + Theme.rowHeight))
        delegate: RowLayout {
            id: alert
            required property string title
            required property int status
            required property bool acknowledged
            required property list<string> labelKeys
            required property list<string> labelValues
            required property int distinct
            width: hit.width - Theme.gap
            height: Theme.rowHeight
            spacing: Theme.gap
            StatusShape { status: alert.status; hollow: alert.acknowledged }
            PlainLabel {
                Layout.fillWidth: true
                Layout.preferredWidth: 200
                text: alert.title
            }
            ChipLine {
                Layout.fillWidth: true
                Layout.preferredWidth: 300
                needed: alert.distinct
                keys: alert.labelKeys
                values: alert.labelValues
            }
        }
    }
    FocusRing { shown: hit.activeFocus }
    PlainLabel {
        anchors.centerIn: parent
        visible: hit.count === 0
        width: parent.width - 4 * Theme.gap
        horizontalAlignment: Text.AlignHCenter
        text: root.form.error !== "" ? root.form.error : qsTr("No alert at the moment. Those to come are muted too")
        color: Theme.faint
        wrapMode: Text.Wrap
    }
}
