// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/wording.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

QString significant(double value)
{
    const double size = std::abs(value);
    const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    QString text = QLocale().toString(value, 'f', decimals);
    const QString point = QLocale().decimalPoint();
    if (!text.contains(point))
        return text;
    const QString zero = QLocale().zeroDigit();
    while (text.endsWith(zero))
        text.chop(zero.size());
    if (text.endsWith(point))
        text.chop(point.size());
    return text;
}

} // namespace

QString Wording::span(std::int64_t milliseconds)
{
    const std::int64_t seconds = std::max<std::int64_t>(0, milliseconds) / 1000;
    if (seconds < 60)
        return tr("%1 s").arg(count(seconds));
    if (seconds < 3600)
        return tr("%1 min").arg(count(seconds / 60));
    if (seconds < std::int64_t{48} * 3600)
        return tr("%1 h").arg(count(seconds / 3600));
    return tr("%1 d").arg(count(seconds / 86400));
}

QString Wording::age(Timestamp then, Timestamp now)
{
    return then == 0 ? tr("never") : tr("%1 ago").arg(span(now - then));
}

QString Wording::clockSpan(std::int64_t milliseconds)
{
    const std::int64_t seconds = std::max<std::int64_t>(0, milliseconds) / 1000;
    const auto two = [](std::int64_t n) { return QString::number(n).rightJustified(2, u'0'); };
    if (seconds < 3600)
        return QString::number(seconds / 60) + u':' + two(seconds % 60);
    return QString::number(seconds / 3600) + u':' + two(seconds / 60 % 60) + u':' + two(seconds % 60);
}

QString Wording::moment(Timestamp at, Timestamp now)
{
    const auto when = QDateTime::fromMSecsSinceEpoch(at);
    QString time = when.toString(u"HH:mm:ss"_s);
    if (when.date() == QDateTime::fromMSecsSinceEpoch(now).date())
        return time;
    return QLocale().toString(when.date(), QLocale::ShortFormat) + u' ' + time;
}

QString Wording::preciseTime(Timestamp at) { return QDateTime::fromMSecsSinceEpoch(at).toString(u"HH:mm:ss.zzz"_s); }

QString Wording::duration(double seconds)
{
    if (seconds < 1e-3)
        return tr("%1 µs").arg(significant(std::round(seconds * 1e6)));
    if (seconds < 1)
        return tr("%1 ms").arg(significant(seconds * 1e3));
    return tr("%1 s").arg(significant(seconds));
}

QString Wording::number(double value)
{
    if (std::isnan(value))
        return u"NaN"_s;
    if (std::isinf(value))
        return value < 0 ? u"-∞"_s : u"∞"_s;
    static constexpr std::array kPrefixes{u"", u" k", u" M", u" G", u" T", u" P"};
    std::size_t prefix = 0;
    while (std::abs(value) >= 999.5 && prefix + 1 < kPrefixes.size()) {
        value /= 1000;
        ++prefix;
    }
    return significant(value) + QString::fromUtf16(kPrefixes[prefix]);
}

QString Wording::count(std::int64_t value) { return QLocale().toString(static_cast<qlonglong>(value)); }

} // namespace nocturne::ui
