// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QCoreApplication>

namespace nocturne::collector {

/// Calls `arrived` on the application's event loop whenever one of these signals came. Once a process.
void followSignals(QCoreApplication& application, const std::vector<int>& signalNumbers,
                   std::function<void(int)> arrived);

} // namespace nocturne::collector
