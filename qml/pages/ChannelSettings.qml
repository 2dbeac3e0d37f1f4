// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Desktop

/// How this display tells of alerts: notifications of the desktop, tray, sound and quiet hours.
Flickable {
    id: root

    required property Desktop desktop
    property bool wide: true
    readonly property DesktopSettings settings: root.desktop.settings

    component StateLine: RowLayout {
        id: line
        required property int status
        required property string text
        Layout.fillWidth: true
        spacing: Theme.gap
        StatusShape { status: line.status; Accessible.ignored: true }
        PlainLabel {
            Layout.fillWidth: true
            text: line.text
            color: Theme.dim
            wrapMode: Text.Wrap
            maximumLineCount: 4
        }
    }

    contentHeight: column.implicitHeight
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    T.ScrollBar.vertical: Scrollbar {}

    ColumnLayout {
        id: column
        width: Math.min(root.width, 860 * Math.max(1, Theme.scale))
        spacing: Theme.gap

        PanelFrame {
            Layout.fillWidth: true
            implicitHeight: shown.implicitHeight + 2 * Theme.panelPadding + Theme.rowHeight
            title: qsTr("Desktop")
            ColumnLayout {
                id: shown
                width: parent.width
                spacing: 0
                Choice {
                    wide: root.wide
                    label: qsTr("Notifications")
                    help: qsTr("One for each group of alerts; it goes when nobody is asked for any more")
                    Switch {
                        Accessible.name: qsTr("Notifications")
                        checked: root.settings.notifications
                        onToggled: root.settings.notifications = checked
                    }
                    Item { Layout.fillWidth: true }
                    Button { text: qsTr("Show a test"); onClicked: root.desktop.testNotification() }
                }
                StateLine { status: root.desktop.notificationStatus; text: root.desktop.notificationText }
                Choice {
                    wide: root.wide
                    enabled: root.settings.notifications
                    label: qsTr("From which severity on")
                    help: qsTr("What is less severe is in the list alone")
                    Flow {
                        Layout.fillWidth: true
                        spacing: Theme.gap
                        Repeater {
                            model: [Status.Info, Status.Warning, Status.Error, Status.Critical]
                            Segment {
                                required property int modelData
                                ground: Theme.background
                                text: Theme.statusWords[modelData]
                                chosen: root.settings.notifyFrom === modelData
                                onClicked: root.settings.notifyFrom = modelData
                            }
                        }
                    }
                }
                Choice {
                    wide: root.wide
                    label: qsTr("Icon in the panel")
                    help: root.settings.tray && !root.desktop.trayShown ? qsTr("This desktop has no place for it") : qsTr("The worst open state as a shape, with its count")
                    Switch {
                        Accessible.name: qsTr("Icon in the panel")
                        checked: root.settings.tray
                        onToggled: root.settings.tray = checked
                    }
                }
                Choice {
                    wide: root.wide
                    enabled: root.settings.tray
                    label: qsTr("Go on when the window is closed")
                    help: qsTr("Only with the icon, from which it comes back")
                    Switch {
                        Accessible.name: qsTr("Go on when the window is closed")
                        checked: root.settings.closeToTray
                        onToggled: root.settings.closeToTray = checked
                    }
                }
            }
        }
        PanelFrame {
            Layout.fillWidth: true
            implicitHeight: heard.implicitHeight + 2 * Theme.panelPadding + Theme.rowHeight
            title: qsTr("Sound")
            ColumnLayout {
                id: heard
                width: parent.width
                spacing: 0
                Choice {
                    wide: root.wide
                    label: qsTr("Sound")
                    help: qsTr("Until somebody notices: never for what is taken, silenced or put off")
                    Switch {
                        Accessible.name: qsTr("Sound")
                        checked: root.settings.sound
                        onToggled: root.settings.sound = checked
                    }
                    PlainLabel { Layout.fillWidth: true; text: root.desktop.mutedText; color: Theme.dim }
                    Button {
                        enabled: root.settings.sound
                        text: root.desktop.muted ? qsTr("Sound on again") : qsTr("Mute for 1 h")
                        onClicked: root.desktop.muteSound(root.desktop.muted ? 0 : 60)
                    }
                }
                StateLine { status: root.desktop.soundStatus; text: root.desktop.soundText }
                Choice {
                    wide: root.wide
                    label: qsTr("Volume")
                    Slider {
                        Accessible.name: qsTr("Volume")
                        from: 0
                        to: 100
                        stepSize: 5
                        value: root.settings.volume
                        onMoved: root.settings.volume = value
                    }
                    PlainLabel { text: qsTr("%1 %").arg(root.settings.volume) }
                    Item { Layout.fillWidth: true }
                }
                Choice {
                    wide: root.wide
                    label: qsTr("Again after")
                    Flow {
                        Layout.fillWidth: true
                        spacing: Theme.gap
                        Repeater {
                            model: [[0, qsTr("Once")], [10, qsTr("10 s")], [30, qsTr("30 s")], [60, qsTr("1 min")], [300, qsTr("5 min")]]
                            Segment {
                                required property var modelData
                                ground: Theme.background
                                text: modelData[1]
                                chosen: root.settings.repeatSeconds === modelData[0]
                                onClicked: root.settings.repeatSeconds = modelData[0]
                            }
                        }
                    }
                }
                Repeater {
                    model: [Status.Critical, Status.Error, Status.Unknown, Status.Warning, Status.Info]
                    Choice {
                        id: one
                        required property int modelData
                        readonly property list<string> names: ["", "alarm", "bell", "chime", "tick"]
                        readonly property string chosen: root.settings.revision >= 0 ? root.settings.soundOf(one.modelData) : ""
                        wide: root.wide
                        label: Theme.statusWords[one.modelData]
                        StatusShape { status: one.modelData; Accessible.ignored: true }
                        ComboBox {
                            implicitWidth: 160 * Theme.scale
                            Accessible.name: Words.fill(qsTr("Sound of %1"), [one.label])
                            model: [qsTr("None"), qsTr("Alarm"), qsTr("Bell"), qsTr("Chime"), qsTr("Tick")]
                            currentIndex: Math.max(0, one.names.indexOf(one.chosen))
                            onActivated: index => root.settings.setSoundOf(one.modelData, one.names[index])
                        }
                        IconButton {
                            enabled: one.chosen !== ""
                            iconName: "play"
                            text: Words.fill(qsTr("Play the sound of %1"), [one.label])
                            onClicked: root.desktop.testSound(one.modelData)
                        }
                        Item { Layout.fillWidth: true }
                    }
                }
            }
        }
        PanelFrame {
            Layout.fillWidth: true
            implicitHeight: quiet.implicitHeight + 2 * Theme.panelPadding + Theme.rowHeight
            title: qsTr("Quiet hours")
            ColumnLayout {
                id: quiet
                width: parent.width
                spacing: 0
                Choice {
                    wide: root.wide
                    label: qsTr("Quiet hours at this display")
                    help: qsTr("Only critical alerts are shown and heard then; receivers have their own")
                    Switch {
                        Accessible.name: qsTr("Quiet hours at this display")
                        checked: root.settings.quietHours
                        onToggled: root.settings.quietHours = checked
                    }
                    TextField {
                        implicitWidth: 80 * Theme.scale
                        enabled: root.settings.quietHours
                        Accessible.name: qsTr("Quiet from")
                        text: root.settings.quietFrom
                        onEditingFinished: { root.settings.quietFrom = text; text = Qt.binding(() => root.settings.quietFrom); }
                    }
                    PlainLabel { text: qsTr("to") }
                    TextField {
                        implicitWidth: 80 * Theme.scale
                        enabled: root.settings.quietHours
                        Accessible.name: qsTr("Quiet to")
                        text: root.settings.quietTo
                        onEditingFinished: { root.settings.quietTo = text; text = Qt.binding(() => root.settings.quietTo); }
                    }
                    Item { Layout.fillWidth: true }
                }
            }
        }
    }
}
