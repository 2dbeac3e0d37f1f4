// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controllers

/// What every page is: content under the top line, to which it lends a title, tools at the start and at the end,
/// and key hints for the status line.
FocusScope {
    id: root

    required property Session session
    property string title
    property Item tools
    property Item endTools
    property Item hints
    property bool current: false

    Binding { target: root.tools; property: "visible"; value: root.current; when: root.tools !== null }
    Binding { target: root.endTools; property: "visible"; value: root.current; when: root.endTools !== null }
    Binding { target: root.hints; property: "visible"; value: root.current; when: root.hints !== null }

    Accessible.role: Accessible.Pane
    Accessible.name: root.title
}
