// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_histogram_model.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <QDateTime>

#include "ui/models/wording.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using namespace std::chrono_literals;

constexpr Timestamp kMinute = 60'000;
constexpr int kRefreshMs = 3000;

struct Range
{
    std::size_t bars;
    Timestamp step;
};

/// An hour, six, a day, a week, thirty days.
constexpr std::array<Range, 5> kRanges = {
    {{60, kMinute}, {72, 5 * kMinute}, {96, 15 * kMinute}, {84, 120 * kMinute}, {120, 360 * kMinute}}};

QString timeText(Timestamp at, Timestamp span)
{
    const auto time = QDateTime::fromMSecsSinceEpoch(at);
    const auto day = QLocale().toString(time.date(), u"d MMM"_s);
    const auto clock = time.toString(u"HH:mm"_s);
    return span > 24 * 60 * kMinute || time.date() != QDate::currentDate() ? day + u' ' + clock : clock;
}

} // namespace

LogHistogramModel::LogHistogramModel(const logs::LogStore& store, const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
    , m_clock(clock)
{
    m_worker.setMaxThreadCount(1);
    m_timer.setInterval(kRefreshMs);
    connect(&m_timer, &QTimer::timeout, this, &LogHistogramModel::ask);
}

LogHistogramModel::~LogHistogramModel() { m_worker.waitForDone(); }

int LogHistogramModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_histogram.parts.size());
}

std::uint64_t LogHistogramModel::totalOf(const logs::LogHistogram::Counts& counts) const
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

QVariant LogHistogramModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& counts = m_histogram.parts[static_cast<std::size_t>(index.row())];
    const auto heightOf = [&](LogLevel level) {
        return static_cast<double>(counts[static_cast<std::size_t>(level)]) / static_cast<double>(m_peak);
    };
    const auto from = m_histogram.from + index.row() * m_histogram.step;
    switch (role) {
    case ErrorRole:
        return heightOf(LogLevel::Error);
    case WarningRole:
        return heightOf(LogLevel::Warning);
    case InfoRole:
        return heightOf(LogLevel::Info);
    case DebugRole:
        return heightOf(LogLevel::Debug);
    case Qt::DisplayRole:
    case WordsRole:
        return tr("%1 to %2: errors %3, warnings %4, all %5")
            .arg(timeText(from, m_histogram.step), timeText(from + m_histogram.step, m_histogram.step),
                 Wording::count(static_cast<std::int64_t>(counts[3])),
                 Wording::count(static_cast<std::int64_t>(counts[2])),
                 Wording::count(static_cast<std::int64_t>(totalOf(counts))));
    default:
        return {};
    }
}

QHash<int, QByteArray> LogHistogramModel::roleNames() const
{
    return {
        {ErrorRole, "error"}, {WarningRole, "warning"}, {InfoRole, "info"}, {DebugRole, "debug"}, {WordsRole, "words"}};
}

void LogHistogramModel::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    emit activeChanged();
    if (active) {
        m_timer.start();
        ask();
    } else {
        m_timer.stop();
    }
}

QStringList LogHistogramModel::rangeChoices() const
{
    return {tr("1 hour"), tr("6 hours"), tr("24 hours"), tr("7 days"), tr("30 days")};
}

void LogHistogramModel::setRange(int range)
{
    range = std::clamp(range, 0, static_cast<int>(kRanges.size()) - 1);
    if (range == m_range)
        return;
    m_range = range;
    clearChoice();
    emit rangeChanged();
    ++m_generation;
    ask();
}

int LogHistogramModel::chosen() const
{
    if (m_chosenTo == 0 || m_chosenFrom < m_histogram.from)
        return -1;
    const auto bar = static_cast<int>((m_chosenFrom - m_histogram.from) / m_histogram.step);
    return bar < rowCount() ? bar : -1;
}

QString LogHistogramModel::chosenText() const
{
    return m_chosenTo == 0
               ? QString()
               : tr("%1 to %2").arg(timeText(m_chosenFrom, m_histogram.step), timeText(m_chosenTo, m_histogram.step));
}

QString LogHistogramModel::startText() const
{
    return m_histogram.parts.empty() ? QString() : timeText(m_histogram.from, m_histogram.end() - m_histogram.from);
}

QString LogHistogramModel::peakText() const
{
    return m_histogram.parts.empty()
               ? QString()
               : tr("at most %1 in %2")
                     .arg(Wording::count(static_cast<std::int64_t>(m_peak)), Wording::span(m_histogram.step));
}

QString LogHistogramModel::totalText() const
{
    std::uint64_t all = 0;
    std::uint64_t errors = 0;
    for (const auto& counts : m_histogram.parts) {
        all += totalOf(counts);
        errors += counts[3];
    }
    const auto text =
        tr("records %1, errors %2")
            .arg(Wording::count(static_cast<std::int64_t>(all)), Wording::count(static_cast<std::int64_t>(errors)));
    return m_histogram.isPartial ? tr("%1 or more").arg(text) : text;
}

void LogHistogramModel::setQuery(logs::LogQuery query)
{
    m_query = std::move(query);
    ++m_generation;
    ask();
}

void LogHistogramModel::choose(int bar)
{
    if (bar < 0 || bar >= rowCount() || bar == chosen())
        return clearChoice();
    m_chosenFrom = m_histogram.from + bar * m_histogram.step;
    m_chosenTo = m_chosenFrom + m_histogram.step;
    emit chosenChanged();
    emit windowChosen(m_chosenFrom, m_chosenTo);
}

void LogHistogramModel::clearChoice()
{
    if (m_chosenTo == 0)
        return;
    m_chosenFrom = m_chosenTo = 0;
    emit chosenChanged();
    emit windowChosen(0, 0);
}

void LogHistogramModel::ask()
{
    if (!m_active)
        return;
    if (m_asking) {
        m_askAgain = true;
        return;
    }
    m_asking = true;
    const auto range = kRanges[static_cast<std::size_t>(m_range)];
    const auto end = (m_clock.now() / range.step + 1) * range.step;
    const auto begin = end - static_cast<Timestamp>(range.bars) * range.step;
    m_worker.start([this, query = m_query, range, begin, end, generation = m_generation] {
        auto histogram = m_store.histogram(query, begin, end, range.bars);
        QMetaObject::invokeMethod(
            this,
            [this, histogram = std::move(histogram), generation]() mutable {
                receive(std::move(histogram), generation);
            },
            Qt::QueuedConnection);
    });
}

void LogHistogramModel::receive(logs::LogHistogram histogram, std::uint64_t generation)
{
    m_asking = false;
    if (generation == m_generation) {
        const bool isSame = histogram.parts.size() == m_histogram.parts.size();
        if (!isSame)
            beginResetModel();
        m_histogram = std::move(histogram);
        m_peak = 1;
        for (const auto& counts : m_histogram.parts)
            m_peak = std::max(m_peak, totalOf(counts));
        if (!isSame)
            endResetModel();
        else
            emit dataChanged(index(0), index(rowCount() - 1));
        emit counted();
        emit chosenChanged(); // the bars move with time
    }
    if (std::exchange(m_askAgain, false) || generation != m_generation)
        ask();
}

} // namespace nocturne::ui
