// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alert_list_model.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using alerts::AlertInstance;
using alerts::AlertState;

// "2 h ago, ends in 12 min"
QString takenTextOf(const AlertInstance& alert, Timestamp now)
{
    if (const auto* there = alert.takenElsewhere()) {
        const auto place = AlertListModel::tr("taken in %1").arg(placeNameOf(there->source));
        return there->until ? AlertListModel::tr("%1, ends in %2").arg(place, Wording::span(*there->until - now))
                            : place;
    }
    if (!alert.acknowledgement)
        return {};
    const auto& taken = *alert.acknowledgement;
    QString since = AlertListModel::tr("taken %1").arg(Wording::age(taken.at, now));
    if (alert.delivery.state == alerts::Delivery::State::Failed)
        since += u", "_s + deliveryTextOf(alert.delivery);
    return taken.until ? AlertListModel::tr("%1, ends in %2").arg(since, Wording::span(*taken.until - now)) : since;
}

QString elsewhereTextOf(const AlertInstance& alert)
{
    const auto* there = alert.takenElsewhere();
    return there == nullptr ? QString() : outsideText(there->text, 500);
}

bool isFiring(const AlertInstance& alert) { return alert.state == AlertState::Firing; }

AlertListModel::Tab tabOf(const AlertInstance& alert)
{
    if (alert.state == AlertState::Resolved)
        return AlertListModel::Resolved;
    return isTaken(alert) ? AlertListModel::Acknowledged : AlertListModel::Active;
}

} // namespace

Status toStatus(alerts::Severity severity)
{
    switch (severity) {
    case alerts::Severity::Info:
        return status::Info;
    case alerts::Severity::Warning:
        return status::Warning;
    case alerts::Severity::Error:
        return status::Error;
    case alerts::Severity::Critical:
        return status::Critical;
    case alerts::Severity::Unknown:
        break;
    }
    return status::Unknown;
}

bool isTaken(const AlertInstance& alert) { return alert.acknowledgement || alert.takenElsewhere() != nullptr; }

QString ownerOf(const AlertInstance& alert)
{
    if (alert.acknowledgement)
        return outsideText(alert.acknowledgement->owner, 80);
    const auto* there = alert.takenElsewhere();
    return there == nullptr ? QString() : outsideText(there->who, 80);
}

QString evidenceOf(const AlertInstance& alert, Timestamp now)
{
    if (alert.unverifiedSince != 0)
        return AlertListModel::tr("unverified since %1").arg(Wording::moment(alert.unverifiedSince, now));
    if (alert.state == AlertState::Pending)
        return AlertListModel::tr("pending %1 of %2")
            .arg(Wording::clockSpan(now - alert.activeAt), Wording::clockSpan(alert.holdFor.count()));
    if (alert.threshold)
        return AlertListModel::tr("%1, threshold %2")
            .arg(Wording::number(alert.value), Wording::number(*alert.threshold));
    return alert.expression.empty() ? QString() : Wording::number(alert.value);
}

AlertListModel::AlertListModel(alerts::AlertBoard& board, const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_board(board)
    , m_clock(clock)
    , m_verbs(board)
{
    connect(&m_feed, &ChangeFeed::changed, this, &AlertListModel::refresh);
    connect(&m_verbs, &VerbQueue::concernsChanged, this, &AlertListModel::showUnderWay);
    connect(&m_verbs, &VerbQueue::slowChanged, this, &AlertListModel::verbsSlowChanged);
    connect(&m_verbs, &VerbQueue::refused, this, &AlertListModel::failed);
    connect(&m_verbs, &VerbQueue::done, this, [this](int ticket) {
        m_feed.flush(); // who is told that it is done sees it, too
        emit done(ticket);
    });
    m_subscription = m_board.subscribe(m_feed.listener());
    m_verbSubscription = m_board.subscribe(m_feed.urgentListener(), alerts::AlertBoard::Hears::Verbs);
    refresh();
}

AlertListModel::~AlertListModel()
{
    m_board.unsubscribe(m_subscription);
    m_board.unsubscribe(m_verbSubscription);
}

int AlertListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant AlertListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AlertRow& row = m_rows[static_cast<std::size_t>(index.row())];
    const AlertInstance& alert = *row.alert;
    const Timestamp now = m_clock.now();
    switch (role) {
    case AlertIdRole:
        return QString::fromStdString(row.key);
    case Qt::DisplayRole:
    case TitleRole:
        return outsideText(alert.name(), 200);
    case StatusRole:
        return static_cast<int>(toStatus(alert.severity));
    case StatusWordRole:
        return alert.severity == alerts::Severity::Unknown ? outsideText(alert.severityText, 24) : QString();
    case StateRole:
        return static_cast<int>(tabOf(alert));
    case PendingRole:
        return alert.state == AlertState::Pending;
    case AcknowledgedRole:
        return isTaken(alert);
    case ResolvedRole:
        return alert.state == AlertState::Resolved;
    case UnverifiedRole:
        return alert.unverifiedSince != 0;
    case OwnerRole:
        return ownerOf(alert);
    case CommentRole:
        return alert.acknowledgement ? outsideText(alert.acknowledgement->comment, 500) : elsewhereTextOf(alert);
    case GroupRole:
        return row.group;
    case LabelKeysRole:
        return row.chips.keys;
    case LabelValuesRole:
        return row.chips.values;
    case SummaryRole:
        return summaryOf(alert);
    case EvidenceRole:
        return evidenceOf(alert, now);
    case AgeRole:
        return alert.state == AlertState::Resolved ? Wording::age(alert.resolvedAt, now)
                                                   : Wording::span(now - alert.activeAt);
    case SourceRole:
        return outsideText(alert.source, 100);
    case DistinctRole:
        return row.chips.distinct;
    case SubjectRole:
        return row.chips.subject;
    case QuietRole:
        return isQuiet(alert);
    case QuietTextRole:
        return quietTextOf(alert, user().name, now);
    case FlappingRole:
        return alert.isFlapping;
    case ChosenRole:
        return m_chosen.contains(row.key);
    case TakenTextRole:
        return takenTextOf(alert, now);
    case UnderWayRole:
        return m_verbs.concerns(row.key);
    default:
        return {};
    }
}

QHash<int, QByteArray> AlertListModel::roleNames() const
{
    return {{AlertIdRole, "alertId"},
            {TitleRole, "title"},
            {StatusRole, "status"},
            {StatusWordRole, "statusWord"},
            {StateRole, "state"},
            {PendingRole, "pending"},
            {AcknowledgedRole, "acknowledged"},
            {ResolvedRole, "resolved"},
            {UnverifiedRole, "unverified"},
            {OwnerRole, "owner"},
            {CommentRole, "comment"},
            {GroupRole, "group"},
            {LabelKeysRole, "labelKeys"},
            {LabelValuesRole, "labelValues"},
            {SummaryRole, "summary"},
            {EvidenceRole, "evidence"},
            {AgeRole, "age"},
            {SourceRole, "source"},
            {DistinctRole, "distinct"},
            {SubjectRole, "subject"},
            {QuietRole, "quiet"},
            {QuietTextRole, "quietText"},
            {FlappingRole, "flapping"},
            {ChosenRole, "chosen"},
            {TakenTextRole, "takenText"},
            {UnderWayRole, "underWay"}};
}

int AlertListModel::worst() const
{
    for (std::size_t i = m_counts.bySeverity.size(); i-- > 0;)
        if (m_counts.bySeverity[i] > 0)
            return toStatus(static_cast<alerts::Severity>(i));
    return status::Ok;
}

int AlertListModel::worstCount() const
{
    for (std::size_t i = m_counts.bySeverity.size(); i-- > 0;)
        if (m_counts.bySeverity[i] > 0)
            return m_counts.bySeverity[i];
    return 0;
}

AlertListModel* AlertListModel::matching(const QString& text)
{
    auto& list = m_matching[text];
    if (list == nullptr) {
        list = new AlertListModel(m_board, m_clock, this);
        list->setGroupBy({});
        list->setTab(Current);
        list->setText(text);
        list->setUser(m_user);
    }
    return list;
}

int AlertListModel::rowOf(const QString& id) const
{
    const std::string key = id.toStdString();
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const AlertRow& row) { return row.key == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

QString AlertListModel::idAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString() : QString::fromStdString(m_rows[static_cast<std::size_t>(row)].key);
}

void AlertListModel::showUnderWay()
{
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {UnderWayRole});
}

void AlertListModel::tick()
{
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {AgeRole, EvidenceRole, QuietTextRole, TakenTextRole});
}

const AlertInstance* AlertListModel::find(const QString& id) const
{
    const std::string key = id.toStdString();
    for (const AlertInstance& alert : *m_snapshot)
        if (alert.id == key)
            return &alert;
    return nullptr;
}

void AlertListModel::refresh()
{
    m_snapshot = m_board.snapshot();
    m_counts = {};
    for (const AlertInstance& alert : *m_snapshot) {
        const Tab tab = tabOf(alert);
        m_counts.active += tab == Active;
        m_counts.acknowledged += tab == Acknowledged;
        m_counts.resolved += tab == Resolved;
        m_counts.pending += alert.state == AlertState::Pending;
        m_counts.unverified += alert.unverifiedSince != 0;
        m_counts.muted += tab != Resolved && isQuiet(alert);
        m_counts.mine += isMine(alert);
        if (isFiring(alert) && tab == Active && !isQuiet(alert) && !alert.isHeartbeat())
            ++m_counts.bySeverity[static_cast<std::size_t>(alert.severity)];
    }
    gatherChoices();
    forgetChosen();
    if (isStill())
        updateInPlace(wantedRows());
    else
        rebuild();
    emit countsChanged();
    emit refreshed();
}

void AlertListModel::rebuild()
{
    RowSync::apply(*this, m_rows, wantedRows());
    m_waiting = 0;
    emit countsChanged();
}

std::vector<AlertRow> AlertListModel::wantedRows()
{
    // The board is sorted already; a group stands where its first, so its worst, alert stands.
    AlertRows::Members wanted;
    for (const auto& alert : m_snapshot->shared())
        if (matches(*alert))
            wanted.push_back(alert);
    if (m_tab != Mine)
        return m_maker.grouped(wanted);
    std::ranges::stable_sort(wanted, {}, [](const auto& alert) { return alert->acknowledgement->at; });
    return m_maker.flat(wanted);
}

void AlertListModel::updateInPlace(std::vector<AlertRow> wanted)
{
    std::unordered_map<std::string_view, alerts::AlertList::Shared> known;
    for (const auto& alert : m_snapshot->shared())
        known[alert->id] = alert;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto found = known.find(m_rows[i].key);
        if (found == known.end())
            continue;
        AlertRow row = m_rows[i];
        row.alert = found->second;
        RowSync::update(*this, m_rows, i, std::move(row));
    }
    std::unordered_set<std::string_view> shown;
    for (const AlertRow& row : m_rows)
        shown.insert(row.key);
    m_waiting = static_cast<int>(
        std::count_if(wanted.begin(), wanted.end(), [&](const AlertRow& row) { return !shown.contains(row.key); }));
}

} // namespace nocturne::ui
