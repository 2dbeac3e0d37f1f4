// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// Expressions, addresses and log lines, character by character: no ligature draws two of them as another.
PlainLabel {
    size: Theme.smallSize
    font.family: Theme.mono
    font.preferShaping: false
}
