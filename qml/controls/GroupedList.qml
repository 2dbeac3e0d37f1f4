// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

/// A list whose groups have heads. Components are unbound here: ListView of Qt 6.4 cannot make a bound section.
ListView {
    section.delegate: GroupHead {
        width: ListView.view ? ListView.view.width : 0
    }
}
