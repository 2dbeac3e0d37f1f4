// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Nocturne.Theme

/// One of our drawings, by name, in the colour of the text beside it.
IconMark {
    implicitWidth: Theme.iconSize
    implicitHeight: Theme.iconSize
    color: Theme.dim
}
