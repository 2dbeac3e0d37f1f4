// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls

/// Asks before an address that an alert brought along is opened in the browser: it comes from outside.
Sheet {
    id: root

    property string url
    property string host

    function ask(url: string, host: string): void {
        root.url = url;
        root.host = host;
        root.open();
    }
    function accept(): void {
        Qt.openUrlExternally(root.url);
        root.close();
    }

    title: qsTr("Open the runbook")
    onOpened: confirm.forceActiveFocus()

    ColumnLayout {
        width: parent.width
        spacing: Theme.panelPadding

        PlainLabel {
            Layout.fillWidth: true
            text: qsTr("The alert names this address on %1. It opens in the browser.").arg(root.host)
            wrapMode: Text.Wrap
        }
        MonoLabel {
            Layout.fillWidth: true
            text: root.url
            wrapMode: Text.WrapAnywhere
            maximumLineCount: 8
            color: Theme.dim
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.gap
            Button { text: qsTr("Cancel"); onClicked: root.close() }
            Button {
                id: confirm
                primary: true
                iconName: "external"
                text: qsTr("Open")
                onClicked: root.accept()
            }
        }
    }
}
