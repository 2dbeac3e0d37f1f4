// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme

/// What a page or panel shows instead of its content: nothing yet, loading, or what failed and the cure.
Item {
    id: root

    enum Kind { Empty, Loading, Failed }

    property int kind: StateView.Empty
    property string title
    property string detail
    property string actionText
    property string iconName

    signal actionRequested

    implicitWidth: column.implicitWidth
    implicitHeight: column.implicitHeight
    Accessible.role: root.kind === StateView.Failed ? Accessible.AlertMessage : Accessible.StaticText
    Accessible.name: root.title
    Accessible.description: root.detail

    // Only what takes longer than 300 ms is worth telling.
    Timer {
        id: patience
        interval: 300
        running: root.kind === StateView.Loading && root.visible
    }

    ColumnLayout {
        id: column
        anchors.centerIn: parent
        width: Math.min(parent.width, 480 * Theme.scale)
        spacing: Theme.gap
        visible: root.kind !== StateView.Loading || !patience.running

        StatusShape {
            visible: root.kind === StateView.Failed
            Layout.alignment: Qt.AlignHCenter
            status: Status.Error
            implicitWidth: Theme.iconSize * 1.4
        }
        Icon {
            visible: root.kind === StateView.Empty && root.iconName !== ""
            Layout.alignment: Qt.AlignHCenter
            implicitWidth: Theme.iconSize * 1.6
            implicitHeight: implicitWidth
            name: root.iconName
            color: Theme.faint
        }
        PlainLabel {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: root.title
            size: Theme.largeSize
            color: root.kind === StateView.Failed ? Theme.text : Theme.dim
            wrapMode: Text.Wrap
        }
        PlainLabel {
            Layout.fillWidth: true
            visible: root.detail !== ""
            horizontalAlignment: Text.AlignHCenter
            text: root.detail
            color: Theme.faint
            wrapMode: Text.Wrap
            maximumLineCount: 6
        }
        Button {
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: Theme.unit
            visible: root.actionText !== ""
            text: root.actionText
            onClicked: root.actionRequested()
        }
    }
}
