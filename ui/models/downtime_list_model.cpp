// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/downtime_list_model.h"

#include <algorithm>
#include <unordered_map>

#include "ui/models/downtime_words.h"
#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::ui {

namespace {

using alerts::Downtime;
using Phase = DowntimeRow::Phase;

constexpr Timestamp kMinute = 60'000;

int placeOf(Phase phase) { return phase == Phase::Active ? 0 : phase == Phase::Coming ? 1 : 2; }

bool comesBefore(const DowntimeRow& a, const DowntimeRow& b)
{
    if (a.phase != b.phase)
        return placeOf(a.phase) < placeOf(b.phase);
    if (a.phase == Phase::Coming)
        return a.start < b.start;
    return a.phase == Phase::Active ? a.end < b.end : a.end > b.end;
}

QString timeText(const DowntimeRow& row, Timestamp now)
{
    if (row.phase == Phase::Coming)
        return DowntimeListModel::tr("begins in %1").arg(Wording::span(row.start - now));
    if (row.phase == Phase::Active && row.isWaiting)
        return DowntimeListModel::tr("waits for a problem, %1 more").arg(Wording::span(row.end - now));
    if (row.phase == Phase::Active)
        return DowntimeListModel::tr("ends in %1").arg(Wording::span(row.end - now));
    return row.downtime.cancelledAt != 0 && row.downtime.cancelledAt <= row.end
               ? DowntimeListModel::tr("cancelled %1").arg(Wording::age(row.downtime.cancelledAt, now))
               : DowntimeListModel::tr("ended %1").arg(Wording::age(row.end, now));
}

QString groupText(Phase phase)
{
    return phase == Phase::Active   ? DowntimeListModel::tr("Active")
           : phase == Phase::Coming ? DowntimeListModel::tr("To come")
                                    : DowntimeListModel::tr("Over");
}

/// When one that has no window any more was in effect last.
Timestamp lastEnd(const Downtime& downtime)
{
    const auto triggered = downtime.triggeredAt == 0 ? 0 : downtime.triggeredAt + downtime.duration.count();
    const auto planned = downtime.recurrence.until && downtime.recurrence.every != alerts::Recurrence::Every::Once
                             ? *downtime.recurrence.until
                             : downtime.first.end;
    const auto end = downtime.isFlexible() && triggered != 0 ? triggered : planned;
    return downtime.cancelledAt != 0 ? downtime.cancelledAt : end;
}

} // namespace

DowntimeListModel::DowntimeListModel(alerts::AlertBoard& board, AlertListModel& list, QObject* parent)
    : QAbstractListModel(parent)
    , m_board(board)
    , m_list(list)
{
    connect(&m_feed, &ChangeFeed::changed, this, &DowntimeListModel::refresh);
    m_subscription = m_board.subscribe(m_feed.listener());
    refresh();
}

DowntimeListModel::~DowntimeListModel() { m_board.unsubscribe(m_subscription); }

int DowntimeListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DowntimeListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DowntimeRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case DowntimeIdRole:
        return QString::fromStdString(row.key);
    case GroupRole:
        return groupText(row.phase);
    case PhaseRole:
        return static_cast<int>(row.phase);
    case WaitingRole:
        return row.isWaiting;
    case Qt::DisplayRole:
    case MatchersRole: {
        QStringList out;
        for (const auto& matcher : row.downtime.matchers)
            out.append(outsideText(matcher.toString(), 200));
        return out;
    }
    case CommentRole:
        return outsideText(row.downtime.comment, 500);
    case CreatedByRole:
        return outsideText(row.downtime.createdBy, 80);
    case TimeRole:
        return timeText(row, m_list.clock().now());
    case KindRole:
        return DowntimeWords::kind(row.downtime);
    case WindowRole:
        return DowntimeWords::window({row.start, row.end});
    case MutedRole:
        return row.phase == Phase::Active && !row.isWaiting ? tr("mutes %n alert(s)", "", row.muted) : QString();
    default:
        return {};
    }
}

QHash<int, QByteArray> DowntimeListModel::roleNames() const
{
    return {{DowntimeIdRole, "downtimeId"}, {GroupRole, "group"},       {PhaseRole, "phase"},
            {WaitingRole, "waiting"},       {MatchersRole, "matchers"}, {CommentRole, "comment"},
            {CreatedByRole, "createdBy"},   {TimeRole, "time"},         {KindRole, "kind"},
            {WindowRole, "when"},           {MutedRole, "muted"}};
}

int DowntimeListModel::activeCount() const
{
    return static_cast<int>(
        std::ranges::count_if(m_rows, [](const DowntimeRow& row) { return row.phase == Phase::Active; }));
}

QString DowntimeListModel::idAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString() : QString::fromStdString(m_rows[static_cast<std::size_t>(row)].key);
}

int DowntimeListModel::rowOf(const QString& id) const
{
    const auto found = std::ranges::find(m_rows, id.toStdString(), &DowntimeRow::key);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

bool DowntimeListModel::isPast(int row) const
{
    return row >= 0 && row < rowCount() && m_rows[static_cast<std::size_t>(row)].phase == Phase::Past;
}

int DowntimeListModel::extend(const QString& id, int minutes)
{
    const int row = rowOf(id);
    if (row < 0 || m_rows[static_cast<std::size_t>(row)].phase == Phase::Past)
        return 0;
    const auto& known = m_rows[static_cast<std::size_t>(row)];
    const Timestamp longer = minutes * kMinute;
    Downtime next = known.downtime;
    if (next.recurrence.every != alerts::Recurrence::Every::Once) {
        next.id.clear();
        next.recurrence = {};
        next.duration = std::chrono::milliseconds(0);
        next.first = {known.end, known.end + longer};
    } else if (next.isFlexible() && !known.isWaiting && known.phase == Phase::Active) {
        next.duration += std::chrono::milliseconds(longer);
        next.first.end = std::max(next.first.end, known.end + longer); // so that its window is not over before it
    } else {
        next.first.end += longer;
    }
    return m_list.planDowntime(std::move(next), true); // what it mutes was agreed to before
}

int DowntimeListModel::cancel(const QString& id) { return m_list.cancelDowntime(id.toStdString()); }

void DowntimeListModel::tick()
{
    const Timestamp now = m_list.clock().now();
    const auto isOld = [&](const DowntimeRow& row) {
        const auto next = rowFor(row.downtime, now);
        return next.phase != row.phase || next.isWaiting != row.isWaiting || next.start != row.start;
    };
    if (std::ranges::any_of(m_rows, isOld))
        refresh();
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {TimeRole});
}

DowntimeRow DowntimeListModel::rowFor(const Downtime& downtime, Timestamp now) const
{
    DowntimeRow row{.key = downtime.id, .downtime = downtime};
    const auto window = alerts::windowFrom(downtime, now);
    const auto effect = alerts::endOfEffect(downtime, now);
    row.isWaiting = alerts::awaitsProblem(downtime, now);
    if (effect) {
        row.phase = Phase::Active;
        row.start = downtime.isFlexible() ? downtime.triggeredAt : window ? window->start : downtime.first.start;
        row.end = *effect;
    } else if (window && (downtime.cancelledAt == 0 || downtime.cancelledAt > now)) {
        // One that was flexible and is over waits for the next of its windows.
        const bool isSpent = downtime.isFlexible() && window->contains(now) && !row.isWaiting;
        const auto next = isSpent ? alerts::windowFrom(downtime, window->end) : window;
        row.phase = !next ? Phase::Past : row.isWaiting ? Phase::Active : Phase::Coming;
        row.start = next ? next->start : downtime.first.start;
        row.end = next ? next->end : lastEnd(downtime);
    } else {
        row.phase = Phase::Past;
        row.start = downtime.first.start;
        row.end = lastEnd(downtime);
    }
    return row;
}

void DowntimeListModel::refresh()
{
    const auto downtimes = m_board.downtimes();
    const auto snapshot = m_board.snapshot();
    std::unordered_map<std::string_view, int> muted;
    for (const auto& alert : *snapshot)
        for (const auto& mute : alert.mutedBy)
            if (mute.by == alerts::Mute::By::Downtime && alert.isActive())
                ++muted[mute.id];
    std::vector<DowntimeRow> rows;
    const Timestamp now = m_list.clock().now();
    for (const Downtime& downtime : *downtimes) {
        rows.push_back(rowFor(downtime, now));
        rows.back().muted = muted[downtime.id];
    }
    std::ranges::stable_sort(rows, comesBefore);
    RowSync::apply(*this, m_rows, std::move(rows));
    emit changed();
}

} // namespace nocturne::ui
