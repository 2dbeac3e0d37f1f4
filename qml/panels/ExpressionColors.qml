// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import Nocturne.Panels.Core
import Nocturne.Theme

/// Colours PromQL wherever it is shown.
ExpressionHighlighter {
    metricColor: Theme.text
    functionColor: Theme.accent
    labelColor: Theme.series[1]
    stringColor: Theme.ok
    numberColor: Theme.warning
    dimColor: Theme.dim
    errorColor: Theme.error
}
