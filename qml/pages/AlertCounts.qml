// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQml
import Nocturne.Theme
import Nocturne.Controllers

/// The worst state of all alerts in a few words.
QtObject {
    id: root

    required property Session session
    readonly property int count: root.session.alerts.worstCount
    readonly property string sentence: {
        switch (root.session.alerts.worst) {
        case Status.Critical: return qsTr("%n critical", "", root.count);
        case Status.Error: return qsTr("%n error(s)", "", root.count);
        case Status.Warning: return qsTr("%n warning(s)", "", root.count);
        case Status.Unknown: return qsTr("%n unknown", "", root.count);
        case Status.Info: return qsTr("%n notice(s)", "", root.count);
        default: return qsTr("nothing is firing");
        }
    }
}
