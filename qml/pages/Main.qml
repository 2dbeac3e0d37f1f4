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
    // A wall is read from afar, whatever its pixels; so many unscaled pixels on a desk mean a large screen.
    readonly property real distance: root.session.kiosk ? 1.6 * Math.max(1, root.height / 1080) : root.width >= 3200 ? 1.6 : 1

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
    Binding { target: Theme; property: "distance"; value: root.distance }
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
