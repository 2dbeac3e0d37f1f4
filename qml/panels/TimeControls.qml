// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// The range on show and how often it is asked again, each opening its choices.
Row {
    id: root

    required property TimeRange timeRange

    spacing: Theme.gap

    Button {
        id: rangeButton
        ground: Theme.surface
        text: root.timeRange.text + "  " + root.timeRange.zone
        hint: qsTr("Choose the range of time")
        Accessible.name: qsTr("Range of time: %1").arg(root.timeRange.text)
        onClicked: picker.isOpen = true
    }
    Button {
        id: refreshButton
        ground: Theme.surface
        iconName: "refresh"
        text: root.timeRange.refreshText
        hint: qsTr("Choose how often to refresh")
        Accessible.name: qsTr("Refresh: %1").arg(root.timeRange.refreshText)
        onClicked: choices.isOpen = true
    }
    // Popups are made when first opened: a page shows without them.
    Loader {
        id: picker
        property bool isOpen: false
        active: false
        onIsOpenChanged: if (picker.isOpen) { picker.active = true; (picker.item as TimePicker).open(); picker.isOpen = false; }
        sourceComponent: TimePicker {
            parent: rangeButton
            y: rangeButton.height + Theme.unit
            x: rangeButton.width - width
            timeRange: root.timeRange
        }
    }
    Loader {
        id: choices
        property bool isOpen: false
        active: false
        onIsOpenChanged: if (choices.isOpen) { choices.active = true; (choices.item as Menu).open(); choices.isOpen = false; }
        sourceComponent: Menu {
            id: menu
            parent: refreshButton
            y: refreshButton.height + Theme.unit
            MenuItem { text: qsTr("Refresh now"); onTriggered: root.timeRange.refresh() }
            Instantiator {
                model: TimeRangePresets.refreshChoices
                delegate: MenuItem {
                    required property var modelData
                    text: modelData.text
                    checked: root.timeRange.refreshSeconds === modelData.seconds
                    onTriggered: root.timeRange.refreshSeconds = modelData.seconds
                }
                onObjectAdded: (index, object) => menu.insertItem(index + 1, object)
            }
        }
    }
}
