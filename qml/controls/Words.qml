// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQml

/// Sentences with places for text from outside.
QtObject {
    /// `pattern` with `%1` to `%9` replaced by `values`, all at once: a "%3" within a value stays as it is, which a
    /// chain of arg() would fill.
    function fill(pattern: string, values: var): string {
        return pattern.replace(/%([1-9])/g, (place, number) => values[number - 1] ?? place);
    }
}
