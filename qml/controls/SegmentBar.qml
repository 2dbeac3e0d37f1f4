// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// One of a few choices: segments side by side, or, where `room` is too narrow for them, one box to choose from.
FocusScope {
    id: root

    property list<string> texts
    property list<int> numbers                  // how many are behind each; -1: not told
    property int current: -1
    property real room: 100000                  // that there is, not what this takes
    property string label                       // before the choice in the box
    readonly property real fullWidth: line.implicitWidth
    readonly property bool narrow: settling.settled < root.fullWidth

    signal picked(int index)

    implicitWidth: root.narrow ? Math.max(0, Math.min(box.implicitWidth, settling.settled)) : root.fullWidth
    implicitHeight: Theme.controlHeight

    Settled { id: settling; value: root.room }
    Row {
        id: line
        spacing: Theme.gap
        visible: !root.narrow
        Repeater {
            model: root.texts.length
            Segment {
                required property int index
                text: root.texts[index] ?? ""
                number: root.numbers[index] ?? -1
                chosen: root.current === index
                onClicked: root.picked(index)
            }
        }
    }
    ComboBox {
        id: box
        readonly property int number: root.numbers[root.current] ?? -1
        width: root.width
        visible: root.narrow
        ground: Theme.surface
        label: root.label
        model: Array.from(root.texts)
        currentIndex: root.current
        displayText: box.number < 0 ? box.currentText : box.currentText + " " + box.number.toLocaleString(Qt.locale(), "f", 0)
        onActivated: index => {
            root.picked(index);
            box.currentIndex = Qt.binding(() => root.current);
        }
    }
}
