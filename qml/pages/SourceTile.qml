// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// One source in a short list: state, name, what is wrong or how long it took.
Clickable {
    id: root

    required property string name
    required property string group
    required property int status
    required property string stateWord
    required property string error
    required property string last
    required property string duration
    required property bool stale

    implicitHeight: Theme.rowHeight
    leftPadding: Theme.panelPadding
    rightPadding: Theme.panelPadding
    Accessible.role: Accessible.ListItem
    Accessible.name: Words.fill(qsTr("%1, %2, %3"), [root.name, root.stateWord, root.last])

    contentItem: RowLayout {
        spacing: Theme.panelPadding
        StatusShape { status: root.status; stale: root.stale }
        PlainLabel {
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            text: root.name
            elide: Text.ElideMiddle
        }
        PlainLabel {
            Layout.fillWidth: true
            Layout.preferredWidth: 4
            text: root.error !== "" ? root.error : root.group
            color: root.error !== "" ? Theme.dim : Theme.faint
        }
        PlainLabel {
            Layout.minimumWidth: 64 * Theme.scale
            horizontalAlignment: Text.AlignRight
            text: root.error !== "" ? root.last : root.duration
            color: Theme.dim
        }
    }
}
