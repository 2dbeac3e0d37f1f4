// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controllers
import Nocturne.Controls

/// A page that is made when it is first visited and then kept.
Item {
    id: root

    required property Session session
    required property string file
    required property bool current
    readonly property ShellPage page: loader.item as ShellPage

    function load(): void {
        if (root.current && loader.status === Loader.Null)
            loader.setSource(Qt.resolvedUrl(root.file), {session: root.session});
    }

    visible: root.current
    onCurrentChanged: root.load()
    Component.onCompleted: root.load()

    Loader {
        id: loader
        anchors.fill: parent
        focus: root.current
    }
    Binding {
        target: root.page
        property: "current"
        value: root.current
        when: root.page !== null
    }
    StateView {
        anchors.fill: parent
        visible: loader.status === Loader.Error
        kind: StateView.Failed
        title: qsTr("This page could not be loaded")
        detail: qsTr("The other pages go on working. The program's log says what is missing.")
    }
}
