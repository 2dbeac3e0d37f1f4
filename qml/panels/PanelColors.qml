// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQuick
import Nocturne.Charts
import Nocturne.Theme

/// The theme as charts see it.
ChartColors {
    function ofSeverity(severity: string): color {
        switch (severity) {
        case "info": return Theme.info;
        case "warning": return Theme.warning;
        case "error": return Theme.error;
        case "critical": return Theme.critical;
        default: return Theme.text;
        }
    }

    function statusOf(severity: string): int {
        switch (severity) {
        case "info": return Status.Info;
        case "warning": return Status.Warning;
        case "error": return Status.Error;
        case "critical": return Status.Critical;
        default: return Status.Ok;
        }
    }

    series: Theme.series
    surface: Theme.surface
    raised: Theme.raised
    line: Theme.line
    text: Theme.text
    dim: Theme.dim
    ok: Theme.ok
    info: Theme.info
    warning: Theme.warning
    error: Theme.error
    critical: Theme.critical
    unknown: Theme.unknown
    fontFamily: Theme.sans
    axisFontPixels: Theme.axisSize
    lineWidth: Theme.highContrast ? 2 : 1.5
}
