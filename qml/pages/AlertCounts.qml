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
    readonly property int known: root.session.sources.upCount + root.session.sources.degradedCount
    /// Blind is not green: OK needs sources, and all of them.
    readonly property int status: root.session.alerts.worst !== Status.Ok ? root.session.alerts.worst
        : root.known > 0 && root.session.sources.downCount === 0 && root.session.alerts.unverifiedCount === 0 ? Status.Ok : Status.Unknown
    readonly property int count: root.session.alerts.worstCount
    readonly property string sentence: {
        switch (root.session.alerts.worst) {
        case Status.Critical: return qsTr("%n critical", "", root.count);
        case Status.Error: return qsTr("%n error(s)", "", root.count);
        case Status.Warning: return qsTr("%n warning(s)", "", root.count);
        case Status.Unknown: return qsTr("%n unknown", "", root.count);
        case Status.Info: return qsTr("%n notice(s)", "", root.count);
        default: return root.known === 0 ? qsTr("nothing is known yet")
            : root.status === Status.Ok ? qsTr("nothing is firing") : qsTr("nothing is firing, as far as known");
        }
    }
}
