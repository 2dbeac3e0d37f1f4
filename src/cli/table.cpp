// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/table.h"

#include <algorithm>

#include "base/core/text.h"
#include "cli/command.h"

namespace nocturne::cli {

void printTable(const QList<QStringList>& rows)
{
    QList<qsizetype> widths;
    for (const auto& row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i == widths.size())
                widths << 0;
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    for (const auto& row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += i + 1 == row.size() ? row[i] : row[i].leftJustified(widths[i] + 2);
        while (line.endsWith(u' '))
            line.chop(1);
        print(line.toStdString());
    }
}

QString shown(const QJsonValue& value, int most)
{
    return QString::fromStdString(printable(value.toString().toStdString(), static_cast<std::size_t>(most)));
}

} // namespace nocturne::cli
