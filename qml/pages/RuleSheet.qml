// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Charts
import Nocturne.Controls
import Nocturne.Panels
import Nocturne.Panels.Core

/// An alert rule in the making: what is measured, from where on it alerts, and what that would have meant in the last
/// days.
Sheet {
    id: root

    required property RuleForm form
    readonly property list<string> severities: [qsTr("none"), qsTr("info"), qsTr("warning"), qsTr("error"), qsTr("critical")]

    function accept(): void {
        if (root.form.acceptable) {
            failure.text = "";
            root.form.accept();
        }
    }
    function wrong(field: int): bool { return root.form.errorField === field && root.form.error !== ""; }

    component Heading: PlainLabel {
        Layout.fillWidth: true
        Layout.bottomMargin: -Theme.unit
        size: Theme.smallSize
        color: Theme.dim
    }
    component Line: TextField {
        Layout.fillWidth: true
        Layout.minimumWidth: 60
        maximumLength: 10000
    }

    title: root.form.changing ? qsTr("Change the rule") : qsTr("New alert rule")
    width: parent ? Math.min(parent.width - 2 * Theme.gap, 1060 * Theme.scale) : 1060
    onAboutToShow: {
        failure.text = "";
        (root.form.measured === "" ? measured : root.form.threshold === "" ? threshold : name).forceActiveFocus();
    }
    onClosed: root.form.leave()

    Connections {
        target: root.form
        function onFailed(message: string): void { failure.text = message; }
        function onSaved(): void { root.close(); }
    }
    GridLayout {
        width: parent.width
        columns: root.width > 780 * Theme.scale ? 2 : 1
        columnSpacing: 3 * Theme.gap
        rowSpacing: Theme.panelPadding

        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.preferredWidth: 5
            spacing: Theme.gap

            Heading { text: qsTr("What is measured") }
            Line {
                id: measured
                failed: root.wrong(RuleForm.Measured)
                onAccepted: root.accept()
                mono: true
                text: root.form.measured
                placeholderText: qsTr("a metric, or any PromQL that gives a value")
                onTextEdited: root.form.measured = text
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Heading { text: qsTr("Alert when it is") }
                    RowLayout {
                        Layout.fillWidth: true
                        spacing: Theme.unit
                        ComboBox {
                            Layout.preferredWidth: 76 * Theme.scale
                            model: root.form.comparisons
                            currentIndex: root.form.comparison
                            Accessible.name: qsTr("Comparison")
                            Accessible.description: displayText
                            onActivated: index => root.form.comparison = index
                        }
                        Line {
                            id: threshold
                            failed: root.wrong(RuleForm.Threshold)
                            onAccepted: root.accept()
                            text: root.form.threshold
                            placeholderText: qsTr("threshold")
                            onTextEdited: root.form.threshold = text
                        }
                    }
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Heading { text: qsTr("and until it is back at") }
                    Line {
                        failed: root.wrong(RuleForm.Clear)
                        onAccepted: root.accept()
                        text: root.form.clear
                        placeholderText: qsTr("the same")
                        onTextEdited: root.form.clear = text
                    }
                }
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Heading { text: qsTr("For at least") }
                    Line {
                        failed: root.wrong(RuleForm.HoldFor)
                        onAccepted: root.accept()
                        text: root.form.holdFor
                        placeholderText: qsTr("at once")
                        onTextEdited: root.form.holdFor = text
                    }
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Heading { text: qsTr("Go on after it for") }
                    Line {
                        failed: root.wrong(RuleForm.KeepFiringFor)
                        onAccepted: root.accept()
                        text: root.form.keepFiringFor
                        placeholderText: qsTr("no longer")
                        onTextEdited: root.form.keepFiringFor = text
                    }
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Heading { text: qsTr("Severity") }
                    ComboBox {
                        Layout.fillWidth: true
                        model: root.severities
                        currentIndex: root.form.severity
                        Accessible.name: qsTr("Severity")
                        Accessible.description: displayText
                        onActivated: index => root.form.severity = index
                    }
                }
            }
            Heading { text: qsTr("Name") }
            Line {
                id: name
                failed: root.wrong(RuleForm.Name)
                onAccepted: root.accept()
                text: root.form.name
                placeholderText: qsTr("what the alert is called")
                onTextEdited: root.form.name = text
            }
            Heading { text: qsTr("Summary") }
            Line {
                failed: root.wrong(RuleForm.Summary)
                onAccepted: root.accept()
                text: root.form.summary
                placeholderText: "{{ $labels.instance }}: {{ $value | humanize }}"
                onTextEdited: root.form.summary = text
            }
            Heading { text: qsTr("Description") }
            Line {
                failed: root.wrong(RuleForm.Description)
                onAccepted: root.accept()
                text: root.form.description
                placeholderText: qsTr("what it means, and what to do")
                onTextEdited: root.form.description = text
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Heading { text: qsTr("Runbook") }
                    Line {
                        failed: root.wrong(RuleForm.Runbook)
                        onAccepted: root.accept()
                        text: root.form.runbook
                        placeholderText: "https://"
                        onTextEdited: root.form.runbook = text
                    }
                }
                ColumnLayout {
                    Layout.fillWidth: true
                    spacing: Theme.gap
                    Heading { text: qsTr("Labels") }
                    Line {
                        failed: root.wrong(RuleForm.Labels)
                        onAccepted: root.accept()
                        text: root.form.labels
                        placeholderText: qsTr("team=sea, site=north")
                        onTextEdited: root.form.labels = text
                    }
                }
            }
        }
        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillWidth: true
            Layout.preferredWidth: 4
            spacing: Theme.gap

            PlainLabel {
                Layout.fillWidth: true
                text: root.form.error !== "" ? root.form.error
                    : root.form.preview === RuleForm.Played ? root.form.verdict
                    : root.form.preview === RuleForm.NoData ? qsTr("Nothing of this was measured in the last 7 d")
                    : root.form.preview === RuleForm.Failed ? qsTr("What it would have done cannot be told")
                    : root.form.preview === RuleForm.Asking ? qsTr("Looking at the last 7 d") : ""
                color: root.form.error !== "" ? Theme.error : Theme.text
                font.weight: Font.DemiBold
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
            }
            PlainLabel {
                Layout.fillWidth: true
                visible: text !== ""
                text: root.form.caveat
                color: root.form.preview === RuleForm.Failed ? Theme.error : Theme.dim
                size: Theme.smallSize
                wrapMode: Text.Wrap
            }
            Item {
                Layout.fillWidth: true
                Layout.preferredHeight: 230 * Theme.scale
                TimeSeriesChart {
                    anchors.fill: parent
                    visible: root.form.preview === RuleForm.Played
                    colors: PanelColors
                    chartData: root.form.chart
                    startTime: root.form.startTime
                    endTime: root.form.endTime
                    thresholds: root.form.thresholds
                    alertBands: root.form.bands
                    Accessible.role: Accessible.Chart
                    Accessible.name: qsTr("What is measured, over the last 7 d")
                    Accessible.description: root.form.verdict
                }
                StateView {
                    anchors.fill: parent
                    visible: root.form.preview !== RuleForm.Played && root.form.preview !== RuleForm.Nothing
                    kind: root.form.preview === RuleForm.Failed ? StateView.Failed
                        : root.form.preview === RuleForm.Asking ? StateView.Loading : StateView.Empty
                    title: root.form.preview === RuleForm.Asking ? "" : qsTr("No chart")
                }
            }
            Heading {
                visible: root.form.expression !== ""
                text: qsTr("Becomes")
            }
            MonoLabel {
                Layout.fillWidth: true
                visible: root.form.expression !== ""
                text: root.form.expression
                wrapMode: Text.WrapAnywhere
                maximumLineCount: 6
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignLeft
                LayoutMirroring.enabled: false
            }
        }
        ColumnLayout {
            Layout.columnSpan: parent.columns
            Layout.fillWidth: true
            spacing: Theme.gap
            PlainLabel {
                id: failure
                Layout.fillWidth: true
                visible: text !== ""
                color: Theme.error
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.gap
                PlainLabel {
                    Layout.fillWidth: true
                    text: !root.form.available ? qsTr("No rules can be made here")
                        : root.form.listError !== "" ? root.form.listError
                        : qsTr("Written to %1").arg(root.form.file)
                    color: root.form.listError !== "" ? Theme.error : Theme.faint
                    size: Theme.smallSize
                    elide: Text.ElideMiddle
                }
                Button { text: qsTr("Cancel"); onClicked: root.close() }
                Button {
                    primary: true
                    enabled: root.form.acceptable
                    text: root.form.changing ? qsTr("Change") : qsTr("Make the rule")
                    onClicked: root.accept()
                }
            }
        }
    }
}
