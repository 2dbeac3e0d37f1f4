// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/silence_list_model.h"

#include <algorithm>
#include <unordered_map>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::ui {

namespace {

using alerts::Silence;
using alerts::SilenceState;

constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kShortestAgain = 60 * kMinute; // one that was ended at once says nothing of how long is wanted

int placeOf(SilenceState state) { return state == SilenceState::Active ? 0 : state == SilenceState::Pending ? 1 : 2; }

bool comesBefore(const SilenceRow& a, const SilenceRow& b)
{
    if (a.state != b.state)
        return placeOf(a.state) < placeOf(b.state);
    if (a.state == SilenceState::Pending)
        return a.silence.startsAt < b.silence.startsAt;
    return a.state == SilenceState::Active ? a.silence.endsAt < b.silence.endsAt : a.silence.endsAt > b.silence.endsAt;
}

QString timeText(const SilenceRow& row, Timestamp now)
{
    switch (row.state) {
    case SilenceState::Active:
        return SilenceListModel::tr("ends in %1").arg(Wording::span(row.silence.endsAt - now));
    case SilenceState::Pending:
        return SilenceListModel::tr("begins in %1").arg(Wording::span(row.silence.startsAt - now));
    case SilenceState::Expired:
        break;
    }
    return SilenceListModel::tr("ended %1").arg(Wording::age(row.silence.endsAt, now));
}

QString placeText(const Silence& silence)
{
    const auto told = deliveryTextOf(silence.delivery);
    if (silence.source.empty())
        return told;
    const auto place = SilenceListModel::tr("in %1").arg(placeNameOf(silence.source));
    return told.isEmpty() ? place : SilenceListModel::tr("%1 (%2)").arg(place, told);
}

QString groupText(SilenceState state)
{
    return state == SilenceState::Active    ? SilenceListModel::tr("Active")
           : state == SilenceState::Pending ? SilenceListModel::tr("To come")
                                            : SilenceListModel::tr("Over");
}

} // namespace

SilenceListModel::SilenceListModel(alerts::AlertBoard& board, AlertListModel& list, QObject* parent)
    : QAbstractListModel(parent)
    , m_board(board)
    , m_list(list)
{
    connect(&m_feed, &ChangeFeed::changed, this, &SilenceListModel::refresh);
    m_subscription = m_board.subscribe(m_feed.listener());
    m_verbSubscription = m_board.subscribe(m_feed.urgentListener(), alerts::AlertBoard::Hears::Verbs);
    refresh();
}

SilenceListModel::~SilenceListModel()
{
    m_board.unsubscribe(m_subscription);
    m_board.unsubscribe(m_verbSubscription);
}

int SilenceListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SilenceListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SilenceRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case SilenceIdRole:
        return QString::fromStdString(row.key);
    case GroupRole:
        return groupText(row.state);
    case StateRole:
        return static_cast<int>(row.state);
    case Qt::DisplayRole:
    case MatchersRole: {
        QStringList out;
        for (const auto& matcher : row.silence.matchers)
            out.append(outsideText(matcher.toString(), 200));
        return out;
    }
    case CommentRole:
        return outsideText(row.silence.comment, 500);
    case CreatedByRole:
        return outsideText(row.silence.createdBy, 80);
    case TimeRole:
        return timeText(row, m_list.clock().now());
    case MutedRole:
        return row.state == SilenceState::Active ? tr("mutes %n alert(s)", "", row.muted) : QString();
    case PlaceRole:
        return placeText(row.silence);
    default:
        return {};
    }
}

QHash<int, QByteArray> SilenceListModel::roleNames() const
{
    return {{SilenceIdRole, "silenceId"}, {GroupRole, "group"},     {StateRole, "phase"},
            {MatchersRole, "matchers"},   {CommentRole, "comment"}, {CreatedByRole, "createdBy"},
            {TimeRole, "time"},           {MutedRole, "muted"},     {PlaceRole, "place"}};
}

int SilenceListModel::activeCount() const
{
    return static_cast<int>(
        std::ranges::count_if(m_rows, [](const SilenceRow& row) { return row.state == SilenceState::Active; }));
}

QString SilenceListModel::idAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString() : QString::fromStdString(m_rows[static_cast<std::size_t>(row)].key);
}

int SilenceListModel::rowOf(const QString& id) const
{
    const auto found =
        std::ranges::find_if(m_rows, [key = id.toStdString()](const SilenceRow& row) { return row.key == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

const Silence* SilenceListModel::find(const QString& id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_rows[static_cast<std::size_t>(row)].silence;
}

int SilenceListModel::extend(const QString& id, int minutes)
{
    const Silence* found = find(id);
    if (found == nullptr)
        return 0;
    Silence longer = *found;
    longer.endsAt += minutes * kMinute;
    return m_list.silence(std::move(longer), true);
}

int SilenceListModel::expire(const QString& id) { return m_list.expireSilence(id.toStdString()); }

int SilenceListModel::recreate(const QString& id)
{
    const Silence* found = find(id);
    if (found == nullptr)
        return 0;
    const auto lasted = std::max(found->endsAt - found->startsAt, kShortestAgain);
    return m_list.recreateSilence(found->id, m_list.clock().now() + lasted);
}

void SilenceListModel::tick()
{
    const Timestamp now = m_list.clock().now();
    if (std::ranges::any_of(m_rows, [&](const SilenceRow& row) { return row.silence.stateAt(now) != row.state; }))
        refresh();
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {TimeRole});
}

void SilenceListModel::refresh()
{
    const auto silences = m_board.silences();
    const auto snapshot = m_board.snapshot();
    std::unordered_map<std::string_view, int> muted;
    for (const auto& alert : *snapshot)
        for (const auto& mute : alert.mutedBy)
            if ((mute.by == alerts::Mute::By::Silence || mute.by == alerts::Mute::By::Acknowledgement) &&
                alert.isActive())
                ++muted[mute.id];
    std::vector<SilenceRow> rows;
    const Timestamp now = m_list.clock().now();
    for (const Silence& silence : *silences)
        rows.push_back({silence.id, silence, silence.stateAt(now), muted[silence.id]});
    std::ranges::stable_sort(rows, comesBefore);
    RowSync::apply(*this, m_rows, std::move(rows));
    emit changed();
}

} // namespace nocturne::ui
