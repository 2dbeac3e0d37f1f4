// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// How this display looks, speaks and tells of alerts, who sits at it, and who else is told.
ShellPage {
    id: root

    readonly property Settings settings: root.session.settings

    readonly property bool wide: root.width > 640 * Theme.scale

    title: qsTr("Settings")

    /// "look", "channels" or "receivers".
    property string section: root.session.settingsSection

    Row {
        id: sections
        spacing: Theme.gap
        Repeater {
            model: [["look", qsTr("Look and person")], ["channels", qsTr("Desktop and sound")], ["receivers", qsTr("Receivers")]]
            Segment {
                required property var modelData
                text: modelData[1]
                chosen: root.section === modelData[0]
                ground: Theme.background
                onClicked: root.session.settingsSection = modelData[0]
            }
        }
    }
    ChannelSettings {
        anchors { left: parent.left; right: parent.right; top: sections.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        visible: root.section === "channels"
        desktop: root.session.desktop
        wide: root.wide
    }
    ReceiverSettings {
        anchors { left: parent.left; right: parent.right; top: sections.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        visible: root.section === "receivers"
        desk: root.session.receivers
    }
    Flickable {
        anchors { left: parent.left; right: parent.right; top: sections.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        visible: root.section === "look"
        contentHeight: column.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: Scrollbar {}

        ColumnLayout {
            id: column
            width: Math.min(parent.width, 860 * Math.max(1, Theme.scale))
            spacing: Theme.gap

            PanelFrame {
                Layout.fillWidth: true
                implicitHeight: look.implicitHeight + 2 * Theme.panelPadding + Theme.rowHeight
                title: qsTr("Look")
                ColumnLayout {
                    id: look
                    width: parent.width
                    spacing: 0
                    Choice {
                        wide: root.wide
                        label: qsTr("Theme")
                        Flow {
                            Layout.fillWidth: true
                            spacing: Theme.gap
                            Repeater {
                                model: [["night", qsTr("Night")], ["day", qsTr("Day")], ["contrast-dark", qsTr("Contrast, dark")],
                                    ["contrast-light", qsTr("Contrast, light")], ["system", qsTr("As the system")]]
                                Segment {
                                    required property var modelData
                                    ground: Theme.background
                                    text: modelData[1]
                                    chosen: root.settings.theme === modelData[0]
                                    onClicked: root.settings.theme = modelData[0]
                                }
                            }
                        }
                    }
                    Choice {
                        wide: root.wide
                        label: qsTr("Language")
                        ComboBox {
                            readonly property list<string> codes: ["", "en", "de", "ar"]
                            implicitWidth: 220 * Theme.scale
                            Accessible.name: qsTr("Language")
                            model: [qsTr("As the system"), "English", "Deutsch", "العربية"]
                            currentIndex: Math.max(0, codes.indexOf(root.settings.language))
                            onActivated: index => root.settings.language = codes[index]
                        }
                    }
                    Choice {
                        wide: root.wide
                        label: qsTr("Text size")
                        help: qsTr("80 to 300 per cent; rows and controls grow along")
                        IconButton {
                            iconName: "minus"
                            text: qsTr("Smaller text")
                            enabled: root.settings.textScale > 0.8
                            onClicked: root.settings.textScale = Math.round((root.settings.textScale - 0.1) * 10) / 10
                        }
                        PlainLabel {
                            Layout.preferredWidth: 56 * Theme.scale
                            horizontalAlignment: Text.AlignHCenter
                            text: qsTr("%1 %").arg(Math.round(root.settings.textScale * 100))
                        }
                        IconButton {
                            iconName: "plus"
                            text: qsTr("Larger text")
                            enabled: root.settings.textScale < 3
                            onClicked: root.settings.textScale = Math.round((root.settings.textScale + 0.1) * 10) / 10
                        }
                    }
                    Choice {
                        wide: root.wide
                        label: qsTr("Density")
                        Repeater {
                            model: [qsTr("Compact"), qsTr("Comfortable"), qsTr("Touch")]
                            Segment {
                                required property int index
                                required property string modelData
                                ground: Theme.background
                                text: modelData
                                chosen: root.settings.density === index
                                onClicked: root.settings.density = index
                            }
                        }
                        Item { Layout.fillWidth: true }
                    }
                    Choice {
                        wide: root.wide
                        label: qsTr("Reduced motion")
                        help: qsTr("Nothing fades or slides")
                        Switch {
                            Accessible.name: qsTr("Reduced motion")
                            checked: root.settings.reducedMotion
                            onToggled: root.settings.reducedMotion = checked
                        }
                    }
                    Choice {
                        wide: root.wide
                        label: qsTr("Look around this computer")
                        help: qsTr("At a start without a configuration, for services to offer; nothing else is asked")
                        Switch {
                            Accessible.name: qsTr("Look around this computer")
                            checked: root.settings.looksAround
                            onToggled: root.settings.looksAround = checked
                        }
                    }
                }
            }
            PanelFrame {
                Layout.fillWidth: true
                implicitHeight: person.implicitHeight + 2 * Theme.panelPadding + Theme.rowHeight
                title: qsTr("You")
                ColumnLayout {
                    id: person
                    width: parent.width
                    Choice {
                        wide: root.wide
                        label: qsTr("Name")
                        help: qsTr("Stands beside the alerts you acknowledge")
                        TextField {
                            implicitWidth: 280 * Theme.scale
                            Accessible.name: qsTr("Name")
                            maximumLength: 80
                            text: root.settings.userName
                            onEditingFinished: root.settings.userName = text
                        }
                    }
                }
            }
            PanelFrame {
                Layout.fillWidth: true
                implicitHeight: about.implicitHeight + 2 * Theme.panelPadding + Theme.rowHeight
                title: qsTr("About")
                ColumnLayout {
                    id: about
                    width: parent.width
                    spacing: Theme.gap
                    RowLayout {
                        spacing: Theme.panelPadding
                        Icon {
                            name: "nocturne"
                            color: Theme.accent
                            implicitWidth: Theme.bigSize
                            implicitHeight: Theme.bigSize
                        }
                        ColumnLayout {
                            spacing: 2
                            PlainLabel { text: "Nocturne"; size: Theme.largeSize; font.weight: Font.DemiBold }
                            PlainLabel {
                                visible: root.session.version !== ""
                                text: qsTr("Version %1").arg(root.session.version)
                                color: Theme.dim
                                size: Theme.smallSize
                            }
                        }
                    }
                    PlainLabel {
                        Layout.fillWidth: true
                        text: qsTr("Free software under the GNU General Public License, version 3 or later. It comes without any warranty.")
                        color: Theme.dim
                        wrapMode: Text.Wrap
                    }
                    PlainLabel {
                        Layout.fillWidth: true
                        text: qsTr("Built with Qt, Qt Charts, SQLite, libcurl, RE2, yaml-cpp and simdjson; set in Inter and JetBrains Mono.")
                        color: Theme.faint
                        size: Theme.smallSize
                        wrapMode: Text.Wrap
                    }
                }
            }
        }
    }
}
