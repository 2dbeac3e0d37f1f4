// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace nocturne {

/// Where Nocturne keeps its data where nothing else is said:
/// `$XDG_DATA_HOME/nocturne`, or `~/.local/share/nocturne`; empty when there is no home either.
std::string defaultDataFolder();

} // namespace nocturne
