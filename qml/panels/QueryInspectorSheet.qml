// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Nocturne.Controls
import Nocturne.Panels.Core
import Nocturne.Theme

/// The queries of a panel: as they were understood, what they cost part by part, and what they answered.
Sheet {
    id: root

    readonly property bool isDone: inspector.state === QueryInspector.Done
    property bool answerShown: false

    /// Asks the queries of `panel`, which is called `title`.
    function inspect(panel: PanelData, title: string): void {
        root.title = title === "" ? qsTr("Query inspector") : qsTr("Query inspector: %1").arg(title);
        root.answerShown = false;
        message.text = "";
        inspector.inspect(panel);
        root.open();
    }

    component Fact: ColumnLayout {
        id: fact
        required property string label
        required property string value
        property string detail
        spacing: 0
        visible: fact.value !== ""
        PlainLabel { text: fact.label; size: Theme.smallSize; color: Theme.dim }
        RowLayout {
            spacing: Theme.gap
            PlainLabel { text: fact.value; size: Theme.largeSize; font.weight: Font.DemiBold }
            PlainLabel { visible: fact.detail !== ""; text: fact.detail; size: Theme.smallSize; color: Theme.faint }
        }
    }

    width: parent ? Math.min(parent.width - 4 * Theme.gap, 1180 * Theme.scale) : 1180
    height: parent ? Math.min(parent.height - 4 * Theme.gap, 860 * Theme.scale) : 860
    y: parent ? Math.round((parent.height - height) / 2) : 0
    onClosed: inspector.cancel()

    QueryInspector {
        id: inspector
        onCopied: what => message.text = what
        onCopyFailed: why => message.text = why
        onChanged: message.text = ""
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.panelPadding

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            Repeater {
                model: inspector.names.length > 1 ? inspector.names : []
                Segment {
                    required property int index
                    required property string modelData
                    text: modelData
                    chosen: inspector.current === index
                    ground: Theme.background
                    onClicked: inspector.current = index
                }
            }
            PlainLabel {
                Layout.fillWidth: true
                text: inspector.asked
                color: Theme.dim
            }
            Button {
                id: againButton
                Layout.minimumWidth: implicitWidth
                focus: true
                iconName: inspector.running ? "close" : "refresh"
                text: inspector.running ? qsTr("Cancel") : qsTr("Ask again")
                onClicked: inspector.running ? inspector.cancel() : inspector.again()
            }
            IconButton {
                iconName: "close"
                text: qsTr("Close (Esc)")
                onClicked: root.close()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: Math.min(expression.implicitHeight, 180 * Theme.scale)
            radius: Theme.radius
            color: Theme.background
            border.width: expression.activeFocus ? 2 : Theme.highContrast ? Theme.lineWidth : 0
            border.color: expression.activeFocus ? Theme.accent : Theme.line
            Flickable {
                anchors.fill: parent
                clip: true
                contentHeight: expression.implicitHeight
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: Scrollbar {}

                T.TextArea {
                    id: expression
                    LayoutMirroring.enabled: false
                    width: parent.width
                    implicitHeight: contentHeight + topPadding + bottomPadding
                    padding: Theme.panelPadding
                    readOnly: true
                    activeFocusOnTab: true
                    textFormat: TextEdit.PlainText
                    wrapMode: TextEdit.Wrap
                    text: inspector.expression
                    color: Theme.text
                    selectionColor: Theme.accent
                    selectedTextColor: Theme.onAccent
                    selectByMouse: true
                    font.family: Theme.mono
                    font.pixelSize: Theme.bodySize
                    font.preferShaping: false
                    renderType: Text.NativeRendering
                    Accessible.name: qsTr("Expression")
                    ExpressionColors { document: expression.textDocument }
                }
            }
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap
            Button {
                iconName: "copy"
                enabled: inspector.expression !== ""
                text: qsTr("Copy PromQL")
                hint: qsTr("The expression on one line")
                onClicked: inspector.copyPromql()
            }
            Button {
                iconName: "copy"
                enabled: inspector.expression !== ""
                text: qsTr("Copy command")
                hint: inspector.command()
                onClicked: inspector.copyCommand()
            }
            Button {
                iconName: "copy"
                enabled: root.isDone
                text: qsTr("Copy answer")
                hint: qsTr("All samples as CSV")
                onClicked: inspector.copyCsv()
            }
            PlainLabel {
                id: message
                Layout.fillWidth: true
                color: Theme.dim
                Accessible.role: Accessible.AlertMessage
            }
        }
        Flow {
            Layout.fillWidth: true
            visible: root.isDone
            spacing: 4 * Theme.gap
            Fact { label: qsTr("Evaluated in"); value: inspector.evaluation; detail: qsTr("waited %1").arg(inspector.queued) }
            Fact { label: qsTr("Series read"); value: inspector.series }
            Fact { label: qsTr("Samples read"); value: inspector.samples }
            Fact { label: qsTr("Most held at once"); value: inspector.peak }
            Fact { label: qsTr("Samples answered"); value: inspector.answer.total.toLocaleString(Qt.locale(), "f", 0) }
        }
        QueryNoteList {
            Layout.fillWidth: true
            visible: root.isDone && inspector.notes.warnings + inspector.notes.infos > 0
            notes: inspector.notes
        }
        RowLayout {
            visible: root.isDone
            spacing: Theme.gap
            Segment {
                text: qsTr("Cost")
                chosen: !root.answerShown
                ground: Theme.background
                onClicked: root.answerShown = false
            }
            Segment {
                text: qsTr("Answer")
                chosen: root.answerShown
                ground: Theme.background
                onClicked: root.answerShown = true
            }
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            QueryTree {
                anchors.fill: parent
                visible: root.isDone && !root.answerShown && inspector.nodes.count > 0
                nodes: inspector.nodes
            }
            QuerySamples {
                anchors.fill: parent
                visible: root.isDone && root.answerShown && inspector.answer.count > 0
                answer: inspector.answer
            }
            StateView {
                anchors.fill: parent
                visible: root.isDone && (root.answerShown ? inspector.answer.count === 0 : inspector.nodes.count === 0)
                kind: StateView.Empty
                iconName: root.answerShown ? "table" : "inspect"
                title: root.answerShown ? qsTr("The answer is empty") : qsTr("The cost of the parts is not known")
                detail: root.answerShown ? qsTr("Nothing matches at this time, or every value was filtered away")
                    : qsTr("This data source answers, but does not tell what it did")
            }
            StateView {
                anchors.fill: parent
                visible: inspector.state === QueryInspector.Waiting || inspector.state === QueryInspector.Running
                kind: StateView.Loading
                title: inspector.state === QueryInspector.Waiting ? qsTr("Waiting for the queries before it") : qsTr("Asking")
            }
            StateView {
                anchors.fill: parent
                visible: inspector.state === QueryInspector.Cancelled || inspector.state === QueryInspector.Idle
                kind: StateView.Empty
                iconName: "inspect"
                title: inspector.state === QueryInspector.Cancelled ? qsTr("Cancelled") : qsTr("This panel asks for nothing")
            }
            ColumnLayout {
                anchors { left: parent.left; right: parent.right; top: parent.top }
                visible: inspector.state === QueryInspector.Failed
                spacing: Theme.gap
                RowLayout {
                    spacing: Theme.gap
                    StatusShape { status: Status.Error }
                    PlainLabel {
                        Layout.fillWidth: true
                        text: qsTr("This could not be read")
                        font.weight: Font.DemiBold
                    }
                }
                PlainLabel {
                    Layout.fillWidth: true
                    text: inspector.error
                    color: Theme.error
                    wrapMode: Text.Wrap
                    maximumLineCount: 6
                    Accessible.role: Accessible.AlertMessage
                }
                Rectangle {
                    Layout.fillWidth: true
                    visible: inspector.errorPlace !== ""
                    implicitHeight: place.implicitHeight + 2 * Theme.panelPadding
                    radius: Theme.radius
                    color: Theme.background
                    MonoLabel {
                        id: place
                        LayoutMirroring.enabled: false
                        anchors { fill: parent; margins: Theme.panelPadding }
                        text: inspector.errorPlace
                    }
                }
            }
        }
    }
}
