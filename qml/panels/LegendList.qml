// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// The names of series in one line, as many as fit; a click shows one alone.
Row {
    id: root

    required property LegendModel legend
    property int isolated: -1
    property bool stale: false
    property bool showsValues: false

    height: Theme.smallSize + Theme.gap
    spacing: Theme.panelPadding
    clip: true

    Repeater {
        model: root.legend
        T.AbstractButton {
            id: entry

            required property int index
            required property string name
            required property string at

            readonly property bool fits: entry.x + entry.width <= root.width + 1
            width: key.width + Theme.unit + words.width
            height: root.height
            opacity: entry.fits ? 1 : 0
            enabled: entry.fits
            Accessible.name: qsTr("Show only %1").arg(entry.name)
            onClicked: root.isolated = root.isolated === entry.index ? -1 : entry.index

            SeriesKey {
                id: key
                anchors.verticalCenter: parent.verticalCenter
                series: entry.index
                faded: root.stale || (root.isolated >= 0 && root.isolated !== entry.index)
            }
            PlainLabel {
                id: words
                anchors { left: key.right; leftMargin: Theme.unit + 2; verticalCenter: parent.verticalCenter }
                width: Math.min(implicitWidth, 240 * Theme.textScale)
                text: root.showsValues && entry.at !== "" ? entry.name + "  " + entry.at : entry.name
                size: Theme.smallSize
                elide: Text.ElideMiddle
                color: entry.hovered || root.isolated === entry.index ? Theme.text : Theme.dim
            }
            FocusRing { shown: entry.visualFocus }
        }
    }
}
