// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick

/// A width, told one turn of the event loop later. Items that appear and vanish by the width a layout is just giving
/// are forgotten by the layouts of Qt 6.4: let them depend on `settled` instead.
QtObject {
    id: root

    required property real value
    property real settled: 0
    readonly property Timer turn: Timer {
        interval: 0
        onTriggered: root.settled = root.value
    }

    onValueChanged: root.turn.restart()
    Component.onCompleted: root.settled = root.value
}
