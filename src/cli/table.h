// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QList>
#include <QStringList>

namespace nocturne::cli {

/// Prints rows of cells, the first with the names of the columns, in columns as wide as they have to be.
void printTable(const QList<QStringList>& rows);

/// Outside text, fit for a terminal: one line of at most `most` bytes.
QString shown(const QJsonValue& value, int most);

} // namespace nocturne::cli
