// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Nocturne.Theme
import Nocturne.Controls
import Nocturne.Controllers

/// What fills the window, and the keys that work everywhere in it.
FocusScope {
    id: root

    required property Session session
    property ShellPage page: null
    readonly property string title: root.page ? root.page.title : "Nocturne"
    readonly property list<string> pageNames: ["overview", "dashboards", "explore", "alerts", "targets", "logs", "settings"]
    readonly property list<string> pageFiles: ["OverviewPage.qml", "DashboardPage.qml", "ExplorePage.qml",
        "AlertsPage.qml", "TargetsPage.qml", "LogsPage.qml", "SettingsPage.qml"]

    ShellKeys { session: root.session }

    RowLayout {
        anchors.fill: parent
        spacing: 0

        Rail {
            Layout.fillHeight: true
            visible: !root.session.kiosk
            narrow: root.width < 900 * Theme.scale
            session: root.session
        }
        ColumnLayout {
            spacing: 0
            TopLine {
                Layout.fillWidth: true
                visible: !root.session.kiosk
                title: root.title
                page: root.page
                onPaletteRequested: palette.open()
            }
            WallLine {
                Layout.fillWidth: true
                visible: root.session.kiosk
                title: root.title
                session: root.session
            }
            WallBanner {
                Layout.fillWidth: true
                Layout.margins: Theme.gap
                visible: root.session.kiosk && root.session.alerts.criticalCount > 0
                session: root.session
            }
            StoreBanner {
                Layout.fillWidth: true
                Layout.leftMargin: root.session.kiosk ? Theme.gap : 2 * Theme.gap
                Layout.rightMargin: Layout.leftMargin
                Layout.bottomMargin: Theme.gap
                notices: root.session.storeNotices
                actionable: !root.session.kiosk
            }
            Item {
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.leftMargin: root.session.kiosk ? Theme.gap : 2 * Theme.gap
                Layout.rightMargin: Layout.leftMargin
                Layout.bottomMargin: Theme.gap

                Repeater {
                    id: pages
                    model: root.pageNames.length
                    PageLoader {
                        id: loader
                        required property int index
                        anchors.fill: parent
                        session: root.session
                        file: root.pageFiles[index]
                        current: root.session.page === root.pageNames[index]
                        focus: loader.current

                        Binding {
                            target: root
                            property: "page"
                            value: loader.page
                            when: loader.current
                            restoreMode: Binding.RestoreNone
                        }
                    }
                }
            }
            StatusLine {
                Layout.fillWidth: true
                visible: !root.session.kiosk
                session: root.session
                page: root.page
            }
        }
    }

    Notice {
        id: ending
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.rowHeight + Theme.controlHeight }
        lasting: true
        onActionRequested: root.session.run("alerts:mine")
    }
    Connections {
        target: root.session.acknowledgementWatch
        enabled: !root.session.kiosk
        function onEnding(alertId: string, text: string): void { ending.show(text, qsTr("Show"), Status.Warning); }
    }
    Notice {
        id: answer
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.rowHeight + Theme.controlHeight }
    }
    Connections {
        target: root.session
        function onTold(sentence: string): void { answer.show(sentence, "", Status.Info); }
    }
    Loader { id: ruleSheet } // made when first asked for
    Connections {
        target: root.session.ruleForm
        function onShowRequested(): void {
            if (!ruleSheet.item)
                ruleSheet.setSource(Qt.resolvedUrl("RuleSheet.qml"), { form: root.session.ruleForm });
            (ruleSheet.item as RuleSheet).open();
        }
    }
    Loader { id: pasteSheet } // made when first asked for
    Connections {
        target: root.session.paste
        function onShowRequested(): void {
            if (!pasteSheet.item)
                pasteSheet.setSource(Qt.resolvedUrl("PasteSheet.qml"), { desk: root.session.paste });
            (pasteSheet.item as PasteSheet).open();
        }
    }
    Loader { id: mappingSheet } // made when first asked for
    Connections {
        target: root.session.streamDraft
        function onShowRequested(): void {
            if (!mappingSheet.item)
                mappingSheet.setSource(Qt.resolvedUrl("MappingSheet.qml"), { draft: root.session.streamDraft });
            (mappingSheet.item as MappingSheet).open();
        }
    }
    DropArea {
        anchors.fill: parent
        enabled: !root.session.kiosk
        onEntered: drag => drag.accepted = drag.hasText || drag.hasUrls
        onDropped: drop => {
            if (drop.hasUrls)
                root.session.paste.openUrl(drop.urls[0]);
            else
                root.session.paste.open(drop.text);
            drop.accept(Qt.CopyAction);
        }
    }
    Notice {
        id: news
        anchors { horizontalCenter: parent.horizontalCenter; top: ending.bottom; topMargin: Theme.gap }
        onActionRequested: root.session.run("page:alerts")
    }
    Connections {
        target: root.session.desktop
        function onNewsInWindow(text: string, status: int): void { news.show(text, qsTr("Show"), status); }
    }
    CommandPalette { id: palette; session: root.session }
    Loader {
        id: shortcuts
        active: false
        source: Qt.resolvedUrl("ShortcutSheet.qml")
    }
    Connections {
        target: root.session
        function onPaletteRequested(): void { palette.open(); }
        function onShortcutsRequested(): void {
            shortcuts.active = true;
            (shortcuts.item as ShortcutSheet).open();
        }
    }
}
