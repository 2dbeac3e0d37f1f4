// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/time_range.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QVariantMap>
#include <algorithm>
#include <array>

#include "ui/panels/time_expression.h"

namespace nocturne::panels {
namespace {

constexpr std::size_t kMaxHistory = 100;
constexpr Timestamp kShortestRange = 1000;

struct Preset
{
    const char* from;
    const char* to;
    const char* text;
};

// Grafana's, in its order.
constexpr std::array kPresets = {
    Preset{"now-5m", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 5 minutes")},
    Preset{"now-15m", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 15 minutes")},
    Preset{"now-30m", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 30 minutes")},
    Preset{"now-1h", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 1 hour")},
    Preset{"now-3h", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 3 hours")},
    Preset{"now-6h", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 6 hours")},
    Preset{"now-12h", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 12 hours")},
    Preset{"now-24h", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 24 hours")},
    Preset{"now-2d", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 2 days")},
    Preset{"now-7d", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 7 days")},
    Preset{"now-30d", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 30 days")},
    Preset{"now-90d", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 90 days")},
    Preset{"now-6M", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 6 months")},
    Preset{"now-1y", "now", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Last 1 year")},
    Preset{"now/d", "now/d", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Today")},
    Preset{"now-1d/d", "now-1d/d", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Yesterday")},
    Preset{"now/w", "now/w", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "This week")},
    Preset{"now-1w/w", "now-1w/w", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Previous week")},
    Preset{"now/M", "now/M", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "This month")},
    Preset{"now-1M/M", "now-1M/M", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Previous month")},
    Preset{"now/y", "now/y", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "This year")},
    Preset{"now-1y/y", "now-1y/y", QT_TRANSLATE_NOOP("nocturne::panels::TimeRange", "Previous year")},
};

constexpr std::array kRefreshChoices = {0, -1, 1, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200, 86400};

QString secondsWord(int seconds)
{
    if (seconds < 60)
        return TimeRange::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return TimeRange::tr("%1 min").arg(seconds / 60);
    if (seconds < 86400)
        return TimeRange::tr("%1 h").arg(seconds / 3600);
    return TimeRange::tr("%1 d").arg(seconds / 86400);
}

QString moment(Timestamp time)
{
    const auto local = QDateTime::fromMSecsSinceEpoch(time);
    return local.toString(local.time().second() == 0 ? QStringLiteral("yyyy-MM-dd HH:mm")
                                                     : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

} // namespace

TimeRange::TimeRange(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &TimeRange::refresh);
    connect(this, &TimeRange::rangeChanged, this, &TimeRange::wordsChanged);
    connect(this, &TimeRange::refreshChanged, this, &TimeRange::wordsChanged);
}

void TimeRange::setContext(DataContext* context)
{
    if (m_context == context)
        return;
    m_context = context;
    resolve();
    restartTimer();
    emit contextChanged();
    emit rangeChanged();
}

bool TimeRange::isLive() const
{
    if (!isRelativeTime(m_to.toStdString()))
        return false;
    return m_to == QLatin1String("now") || (m_context && m_end >= m_context->clock().now());
}

QString TimeRange::text() const
{
    for (const auto& preset : kPresets) {
        if (m_from == QLatin1String(preset.from) && m_to == QLatin1String(preset.to))
            return tr(preset.text);
    }
    static const QRegularExpression kLast(QStringLiteral("^now-(\\d+)([smhdwMy])$"));
    if (const auto match = kLast.match(m_from); match.hasMatch() && m_to == QLatin1String("now"))
        return tr("Last %1").arg(match.captured(1) + QLatin1Char(' ') +
                                 (match.captured(2) == QLatin1String("m") ? QStringLiteral("min") : match.captured(2)));
    if (!isRelativeTime(m_from.toStdString()) && !isRelativeTime(m_to.toStdString())) {
        const auto end = QDateTime::fromMSecsSinceEpoch(m_end);
        const bool sameDay = QDateTime::fromMSecsSinceEpoch(m_start).date() == end.date();
        return tr("%1 to %2").arg(moment(m_start), sameDay ? moment(m_end).mid(11) : moment(m_end));
    }
    return tr("%1 to %2").arg(m_from, m_to);
}

QString TimeRange::zone() const
{
    const int offset = QDateTime::fromMSecsSinceEpoch(m_end).offsetFromUtc();
    if (offset == 0)
        return QStringLiteral("UTC");
    const auto hours = QString::number(std::abs(offset) / 3600);
    const int minutes = std::abs(offset) % 3600 / 60;
    const auto rest = minutes != 0 ? QStringLiteral(":%1").arg(minutes, 2, 10, QLatin1Char('0')) : QString();
    return QStringLiteral("UTC") + (offset > 0 ? QLatin1Char('+') : QChar(0x2212)) + hours + rest;
}

std::chrono::milliseconds TimeRange::refreshInterval() const
{
    using std::chrono::milliseconds;
    if (m_refreshSeconds >= 0)
        return std::chrono::seconds(m_refreshSeconds);
    const milliseconds scrape = m_context ? m_context->scrapeInterval() : milliseconds(15'000);
    const milliseconds perPixel((m_end - m_start) / 1000);
    return std::clamp(std::max(scrape, perPixel), milliseconds(1000), milliseconds(300'000));
}

void TimeRange::setRefreshSeconds(int seconds)
{
    if (m_refreshSeconds == seconds || seconds < -1)
        return;
    m_refreshSeconds = seconds;
    restartTimer();
    emit refreshChanged();
}

QString TimeRange::refreshText() const
{
    if (m_refreshSeconds == 0)
        return tr("Off");
    return m_refreshSeconds < 0 ? tr("Auto") : secondsWord(m_refreshSeconds);
}

void TimeRange::restartTimer()
{
    const auto interval = refreshInterval();
    if (interval.count() == 0 || !m_context)
        m_timer.stop();
    else
        m_timer.start(interval);
}

void TimeRange::resolve()
{
    if (!m_context)
        return;
    const auto now = m_context->clock().now();
    m_start = parseTime(m_from.toStdString(), now, false).value_or(now - 3'600'000);
    m_end = parseTime(m_to.toStdString(), now, true).value_or(now);
}

bool TimeRange::apply(const QString& from, const QString& to)
{
    const auto now = m_context ? m_context->clock().now() : Timestamp{0};
    const auto start = parseTime(from.toStdString(), now, false);
    const auto end = parseTime(to.toStdString(), now, true);
    QString error;
    if (!start)
        error = QString::fromStdString(start.error().message);
    else if (!end)
        error = QString::fromStdString(end.error().message);
    else if (*end - *start < kShortestRange)
        error = tr("the range ends before it starts");
    if (error != m_error) {
        m_error = error;
        emit errorChanged();
    }
    if (!error.isEmpty())
        return false;
    m_from = from;
    m_to = to;
    resolve();
    restartTimer();
    emit rangeChanged();
    emit refreshed();
    return true;
}

bool TimeRange::set(const QString& from, const QString& to)
{
    const auto before = std::pair(m_from, m_to);
    if (!apply(from.trimmed(), to.trimmed()))
        return false;
    if (before != std::pair(m_from, m_to)) {
        m_history.push_back(before);
        if (m_history.size() > kMaxHistory)
            m_history.erase(m_history.begin());
        emit rangeChanged();
    }
    return true;
}

bool TimeRange::setText(const QString& words)
{
    const auto text = words.simplified();
    for (const auto& preset : kPresets) {
        if (text.compare(tr(preset.text), Qt::CaseInsensitive) == 0)
            return set(QLatin1String(preset.from), QLatin1String(preset.to));
    }
    static const QRegularExpression kLast(
        QStringLiteral(
            "^(?:last )?(\\d+) ?(s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?)$"),
        QRegularExpression::CaseInsensitiveOption);
    if (const auto match = kLast.match(text); match.hasMatch()) {
        const auto unit = match.captured(2).toLower();
        const auto letter = unit.startsWith(QLatin1String("mo")) ? QStringLiteral("M") : unit.left(1);
        return set(QStringLiteral("now-") + match.captured(1) + letter, QStringLiteral("now"));
    }
    const auto parts = text.split(QRegularExpression(QStringLiteral(" (?:to|until|-) ")));
    return parts.size() == 2 ? set(parts[0], parts[1]) : set(text, QStringLiteral("now"));
}

void TimeRange::zoomTo(double start, double end)
{
    auto low = static_cast<Timestamp>(std::min(start, end));
    auto high = static_cast<Timestamp>(std::max(start, end));
    if (high - low < kShortestRange)
        return;
    set(QString::number(low), QString::number(high));
}

void TimeRange::zoomOut()
{
    const auto half = (m_end - m_start) / 2;
    if (m_to == QLatin1String("now"))
        set(QStringLiteral("now-%1s").arg((m_end - m_start) * 2 / 1000), QStringLiteral("now"));
    else
        zoomTo(static_cast<double>(m_start - half), static_cast<double>(m_end + half));
}

void TimeRange::shift(int direction)
{
    const auto half = (m_end - m_start) / 2 * direction;
    zoomTo(static_cast<double>(m_start + half), static_cast<double>(m_end + half));
}

void TimeRange::back()
{
    if (m_history.empty())
        return zoomOut();
    const auto [from, to] = m_history.back();
    m_history.pop_back();
    apply(from, to);
}

void TimeRange::refresh()
{
    resolve();
    emit refreshed();
}

QVariantList TimeRange::presets()
{
    QVariantList rows;
    for (const auto& preset : kPresets) {
        rows.append(QVariantMap{{QStringLiteral("text"), tr(preset.text)},
                                {QStringLiteral("from"), QLatin1String(preset.from)},
                                {QStringLiteral("to"), QLatin1String(preset.to)}});
    }
    return rows;
}

QVariantList TimeRange::refreshChoices()
{
    QVariantList rows;
    for (const int seconds : kRefreshChoices) {
        const auto text = seconds == 0 ? tr("Off") : seconds < 0 ? tr("Auto") : secondsWord(seconds);
        rows.append(QVariantMap{{QStringLiteral("text"), text}, {QStringLiteral("seconds"), seconds}});
    }
    return rows;
}

} // namespace nocturne::panels
