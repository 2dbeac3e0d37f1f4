// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers
import Nocturne.Models

/// How this display looks and speaks, and who sits at it.
ShellPage {
    id: root

    readonly property Settings settings: root.session.settings

    readonly property bool wide: root.width > 640 * Theme.scale

    component Choice: GridLayout {
        id: choice
        required property string label
        property string help
        default property alias field: slot.data

        Layout.fillWidth: true
        Layout.minimumHeight: Theme.rowHeight + 2 * Theme.gap
        columns: root.wide ? 2 : 1
        columnSpacing: 2 * Theme.gap
        rowSpacing: Theme.unit
        ColumnLayout {
            Layout.fillHeight: false
            Layout.alignment: Qt.AlignVCenter
            Layout.fillWidth: !root.wide
            Layout.preferredWidth: 280 * Theme.scale
            Layout.maximumWidth: root.wide ? 280 * Theme.scale : 10000
            spacing: 2
            PlainLabel { Layout.fillWidth: true; text: choice.label }
            PlainLabel {
                Layout.fillWidth: true
                visible: choice.help !== ""
                text: choice.help
                color: Theme.faint
                size: Theme.smallSize
                wrapMode: Text.Wrap
            }
        }
        RowLayout {
            id: slot
            Layout.fillWidth: true
            spacing: Theme.gap
        }
    }

    title: qsTr("Settings")

    Flickable {
        anchors.fill: parent
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
                        label: qsTr("Reduced motion")
                        help: qsTr("Nothing fades or slides")
                        Switch {
                            Accessible.name: qsTr("Reduced motion")
                            checked: root.settings.reducedMotion
                            onToggled: root.settings.reducedMotion = checked
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
