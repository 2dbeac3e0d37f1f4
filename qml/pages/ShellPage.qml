// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controllers

/// What every page is: content under the top line, to which it gives a title, tools at the start and at the end,
/// and key hints for the status line.
FocusScope {
    id: root

    required property Session session
    property string title
    property Component tools
    property Component endTools
    property Component hints
    property bool current: false

    Accessible.role: Accessible.Pane
    Accessible.name: root.title
}
