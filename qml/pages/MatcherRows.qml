// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Models

/// Which alerts, as rows of label, operator and value.
ColumnLayout {
    id: root

    required property MatcherForm form
    readonly property list<string> operators: ["=", "!=", "=~", "!~"]
    readonly property list<string> operatorNames: [qsTr("is"), qsTr("is not"), qsTr("matches"), qsTr("does not match")]

    signal accepted

    spacing: Theme.panelPadding

    PlainLabel { text: qsTr("Alerts whose labels"); size: Theme.smallSize; color: Theme.dim }
    ListView {
        id: rows
        Layout.fillWidth: true
        Layout.topMargin: -Theme.gap
        Layout.preferredHeight: Math.min(contentHeight, 320 * Theme.scale)
        model: root.form
        spacing: Theme.unit
        clip: true
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: Scrollbar {}
        delegate: ColumnLayout {
            id: line
            required property int index
            required property string name
            required property int op
            required property string value
            required property bool taken
            required property string reason
            required property string fault
            width: rows.width
            spacing: 0
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.unit
                Switch {
                    id: takes
                    checked: line.taken
                    Accessible.name: qsTr("Use %1").arg(line.name)
                    onToggled: root.form.setTaken(line.index, takes.checked)
                }
                TextField {
                    Layout.fillWidth: true
                    Layout.preferredWidth: 3
                    enabled: line.taken
                    text: line.name
                    placeholderText: qsTr("label")
                    maximumLength: 200
                    onTextEdited: root.form.setName(line.index, text)
                    onAccepted: root.accepted()
                }
                ComboBox {
                    Layout.preferredWidth: 76 * Theme.scale
                    enabled: line.taken
                    model: root.operators
                    currentIndex: line.op
                    Accessible.name: root.operatorNames[line.op] ?? ""
                    onActivated: index => root.form.setOperator(line.index, index)
                }
                TextField {
                    Layout.fillWidth: true
                    Layout.preferredWidth: 5
                    enabled: line.taken
                    failed: line.fault !== ""
                    mono: line.op > 1
                    text: line.value
                    placeholderText: line.op > 1 ? qsTr("regular expression") : qsTr("value")
                    maximumLength: 2000
                    onTextEdited: root.form.setValue(line.index, text)
                    onAccepted: root.accepted()
                }
                IconButton {
                    iconName: "minus"
                    text: qsTr("Remove %1").arg(line.name)
                    onClicked: root.form.removeMatcher(line.index)
                }
            }
            PlainLabel {
                Layout.fillWidth: true
                Layout.leftMargin: 48 * Theme.scale
                Layout.bottomMargin: Theme.unit
                visible: text !== ""
                text: line.fault !== "" ? line.fault : line.reason
                color: line.fault !== "" ? Theme.error : Theme.faint
                size: Theme.smallSize
                wrapMode: Text.Wrap
            }
        }
    }
    Button {
        iconName: "plus"
        text: qsTr("Another label")
        onClicked: root.form.addMatcher()
    }
}
