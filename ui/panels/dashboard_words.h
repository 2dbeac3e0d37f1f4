// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

namespace nocturne::panels {

/// A title, description or column name of a dashboard in the language of the interface: those of the built-in
/// dashboards are translated, any other is shown as it was written.
QString dashboardWord(const std::string& word);

} // namespace nocturne::panels
