// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Controllers

/// The keys that work on every page. Plain letters reach them only while no text is typed.
Item {
    id: root

    required property Session session
    readonly property list<string> sequences: ["Ctrl+K", "G,H", "G,D", "G,E", "G,A", "G,T", "G,L", "G,S", "?", "D,R",
        "D,K", "F11", "Ctrl+B", "Ctrl+Q"]
    readonly property list<string> commands: ["action:palette", "page:overview", "page:dashboards", "page:explore",
        "page:alerts", "page:targets", "page:logs", "page:settings", "action:shortcuts", "action:refresh",
        "action:kiosk", "action:fullscreen", "action:rail", "action:quit"]

    Shortcut {
        sequence: "Ctrl+V" // a field that has the keyboard takes it before
        onActivated: root.session.pasteAnything()
    }
    Repeater {
        model: root.sequences.length
        Item {
            id: key
            required property int index
            Shortcut {
                sequence: root.sequences[key.index]
                onActivated: root.session.run(root.commands[key.index])
            }
        }
    }
}
