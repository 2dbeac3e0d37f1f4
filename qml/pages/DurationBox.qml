// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controls

/// How long: some minutes to a week, and where it is `open` until the alert resolves, which is 0 minutes.
ComboBox {
    id: root

    property bool open: false
    readonly property list<int> choices: root.open ? [0, 15, 60, 240, 1440, 10080] : [15, 60, 240, 1440, 10080]
    readonly property int minutes: root.choices[Math.max(0, root.currentIndex)]

    model: (root.open ? [qsTr("it resolves")] : []).concat([qsTr("15 minutes"), qsTr("1 hour"), qsTr("4 hours"), qsTr("1 day"), qsTr("1 week")])
}
