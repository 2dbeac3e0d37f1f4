// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme
import Nocturne.Controllers

/// The window: rail, top line, page, status line; on a wall only the page under a heartbeat.
Window {
    id: root

    required property Session session

    width: 1440
    height: 900
    minimumWidth: 480
    minimumHeight: 360
    visible: false
    color: Theme.background
    title: shell.title
    LayoutMirroring.enabled: root.session.rightToLeft
    LayoutMirroring.childrenInherit: true

    Binding { target: Theme; property: "name"; value: root.session.settings.effectiveTheme }
    Binding { target: Theme; property: "textScale"; value: root.session.settings.textScale }
    Binding { target: Theme; property: "density"; value: root.session.settings.density }
    Binding { target: Theme; property: "reducedMotion"; value: root.session.settings.reducedMotion }
    Binding { target: Theme; property: "distance"; value: root.session.kiosk ? 1.6 : 1 }
    Binding {
        target: root.session
        property: "watching"
        value: root.visibility !== Window.Hidden && root.visibility !== Window.Minimized
    }

    Shell {
        id: shell
        anchors.fill: parent
        focus: true
        session: root.session
    }
    Connections {
        target: root.session
        function onFullScreenRequested(): void {
            root.visibility = root.visibility === Window.FullScreen ? Window.AutomaticVisibility : Window.FullScreen;
        }
    }
}
