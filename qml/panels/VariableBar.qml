// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// The variables of a dashboard, each with its choices.
Row {
    id: root

    required property VariableModel variables

    spacing: Theme.gap

    Repeater {
        model: root.variables
        ComboBox {
            required property int index
            required property string label
            required property list<string> choices
            required property int current

            ground: Theme.surface
            model: choices
            currentIndex: current
            visible: choices.length > 0
            Accessible.name: label
            onActivated: choice => root.variables.choose(index, choice)
        }
    }
}
