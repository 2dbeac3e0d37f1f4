// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/typed_time.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

std::optional<Timestamp> typedTime(const QString& text, Timestamp after)
{
    const QString typed = text.simplified();
    const auto whole = QDateTime::fromString(typed, u"yyyy-MM-dd HH:mm"_s);
    if (whole.isValid())
        return whole.toMSecsSinceEpoch();
    const auto time = QTime::fromString(typed, u"H:mm"_s);
    if (!time.isValid())
        return {};
    const auto from = QDateTime::fromMSecsSinceEpoch(after);
    QDateTime at(from.date(), time);
    if (at <= from)
        at = QDateTime(from.date().addDays(1), time);
    return at.toMSecsSinceEpoch();
}

QString timeToType(Timestamp at) { return QDateTime::fromMSecsSinceEpoch(at).toString(u"yyyy-MM-dd HH:mm"_s); }

} // namespace nocturne::ui
