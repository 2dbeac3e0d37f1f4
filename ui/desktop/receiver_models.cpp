// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lists of the receiver desk: ways out, and messages.
#include "ui/desktop/receiver_desk.h"
#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::ui {

namespace {

using notify::Delivery;
using notify::DeliveryState;

QString kindText(const std::string& kind)
{
    if (kind == "email")
        return WayListModel::tr("E-mail");
    if (kind == "slack")
        return WayListModel::tr("Slack");
    if (kind == "webhook")
        return WayListModel::tr("Webhook");
    if (kind == "log")
        return WayListModel::tr("Log");
    if (kind == "command")
        return WayListModel::tr("Command");
    return kind.empty() ? WayListModel::tr("No way out") : outsideText(kind, 40);
}

/// "E-mail", or "E-mail 2" where a receiver has several of a kind.
QString wayText(const std::string& id)
{
    const auto slash = id.rfind('/');
    const auto rest = slash == std::string::npos ? id : id.substr(slash + 1);
    const auto bracket = rest.find('[');
    const auto kind = kindText(rest.substr(0, bracket));
    const auto number = bracket == std::string::npos ? 0 : std::atoi(rest.c_str() + bracket + 1);
    return number == 0 ? kind : kind + QLatin1Char(' ') + Wording::count(number + 1);
}

Status statusOf(const WayRow& row)
{
    const auto& stats = row.way.stats;
    if (row.way.id.empty())
        return status::Off;
    if (row.way.lastFailed > row.way.lastSent)
        return status::Error;
    if (!stats.lastError.empty())
        return status::Warning;
    return row.way.lastSent == 0 && stats.sent == 0 ? status::Waiting : status::Ok;
}

QString stateText(const WayRow& row)
{
    const auto& stats = row.way.stats;
    if (row.way.id.empty())
        return WayListModel::tr("nobody is told");
    if (stats.waiting > 0 && !stats.lastError.empty())
        return WayListModel::tr("%n waiting, trying again", "", static_cast<int>(stats.waiting));
    if (stats.waiting > 0)
        return WayListModel::tr("%n on the way", "", static_cast<int>(stats.waiting));
    if (row.way.lastFailed > row.way.lastSent)
        return WayListModel::tr("the last one failed");
    return row.way.lastSent == 0 && stats.sent == 0 ? WayListModel::tr("nothing sent yet") : WayListModel::tr("works");
}

QString countsText(const collector::WayStatus& way)
{
    auto text = WayListModel::tr("%n sent", "", static_cast<int>(way.stats.sent));
    if (way.stats.attemptsFailed > 0)
        text += QLatin1String(", ") +
                WayListModel::tr("%n attempt(s) failed", "", static_cast<int>(way.stats.attemptsFailed));
    if (way.stats.refused > 0)
        text += QLatin1String(", ") + WayListModel::tr("%n given up", "", static_cast<int>(way.stats.refused));
    return text;
}

QString timeText(const collector::WayStatus& way, Timestamp now)
{
    if (way.lastFailed > way.lastSent)
        return WayListModel::tr("failed %1").arg(Wording::age(way.lastFailed, now));
    return way.lastSent == 0 ? QString() : WayListModel::tr("sent %1").arg(Wording::age(way.lastSent, now));
}

bool isTrouble(const Delivery& delivery)
{
    return delivery.state == DeliveryState::Failed || (delivery.state == DeliveryState::Due && delivery.attempts > 0);
}

Status statusOf(const Delivery& delivery)
{
    switch (delivery.state) {
    case DeliveryState::Sent:
        return status::Ok;
    case DeliveryState::Failed:
        return status::Error;
    case DeliveryState::Superseded:
        return status::Off;
    case DeliveryState::Due:
    case DeliveryState::Sending:
        break;
    }
    return isTrouble(delivery) ? status::Warning : status::Waiting;
}

QString stateText(const Delivery& delivery, Timestamp now)
{
    switch (delivery.state) {
    case DeliveryState::Sent:
        return delivery.attempts > 1 ? DeliveryListModel::tr("sent, at attempt %1").arg(delivery.attempts)
                                     : DeliveryListModel::tr("sent");
    case DeliveryState::Failed:
        return DeliveryListModel::tr("failed");
    case DeliveryState::Superseded:
        return DeliveryListModel::tr("a newer one took its place");
    case DeliveryState::Sending:
        return DeliveryListModel::tr("on the way");
    case DeliveryState::Due:
        break;
    }
    if (delivery.attempts == 0)
        return DeliveryListModel::tr("waiting");
    return DeliveryListModel::tr("attempt %1 in %2")
        .arg(delivery.attempts + 1)
        .arg(Wording::span(std::max<Timestamp>(0, delivery.dueAt - now)));
}

} // namespace

WayListModel::WayListModel(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock)
{}

int WayListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant WayListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case ReceiverRole:
        return outsideText(row.receiver, 100);
    case FirstRole:
        return row.isFirst;
    case KindRole:
        return row.way.id.empty() ? kindText({}) : wayText(row.way.id);
    case StatusRole:
        return static_cast<int>(statusOf(row));
    case StateRole:
        return stateText(row);
    case CountsRole:
        return row.way.id.empty() ? QString() : countsText(row.way);
    case TimeRole:
        return timeText(row.way, m_clock.now());
    case WordsRole:
        return outsideText(row.way.stats.lastError, 300);
    default:
        return {};
    }
}

QHash<int, QByteArray> WayListModel::roleNames() const
{
    return {{ReceiverRole, "receiver"}, {FirstRole, "first"},   {KindRole, "kind"}, {StatusRole, "status"},
            {StateRole, "stateText"},   {CountsRole, "counts"}, {TimeRole, "time"}, {WordsRole, "words"}};
}

void WayListModel::set(const collector::NotifyState& state)
{
    std::vector<WayRow> rows;
    for (const auto& receiver : state.receivers) {
        if (receiver.ways.empty())
            rows.push_back({receiver.name, receiver.name, {}, true});
        for (const auto& way : receiver.ways)
            rows.push_back({way.id, receiver.name, way, &way == &receiver.ways.front()});
    }
    RowSync::apply(*this, m_rows, std::move(rows));
}

void WayListModel::reword()
{
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

DeliveryListModel::DeliveryListModel(const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_clock(clock)
    , m_state(std::make_shared<const collector::NotifyState>())
{}

int DeliveryListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DeliveryListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& delivery = m_rows[static_cast<std::size_t>(index.row())].delivery;
    const auto now = m_clock.now();
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return outsideText(delivery.title, 200);
    case WayRole:
        return outsideText(delivery.receiver, 100) + QLatin1String(", ") + wayText(delivery.integration);
    case StatusRole:
        return static_cast<int>(statusOf(delivery));
    case StateRole:
        return stateText(delivery, now);
    case TimeRole:
        return Wording::age(delivery.finishedAt == 0 ? delivery.createdAt : delivery.finishedAt, now);
    case WordsRole:
        return delivery.state == DeliveryState::Sent ? QString() : outsideText(delivery.words, 300);
    default:
        return {};
    }
}

QHash<int, QByteArray> DeliveryListModel::roleNames() const
{
    return {{TitleRole, "title"},     {WayRole, "way"},   {StatusRole, "status"},
            {StateRole, "stateText"}, {TimeRole, "time"}, {WordsRole, "words"}};
}

void DeliveryListModel::setOnlyTrouble(bool only)
{
    if (only == m_onlyTrouble)
        return;
    m_onlyTrouble = only;
    show();
}

void DeliveryListModel::set(collector::NotifyMonitor::Snapshot state)
{
    m_state = std::move(state);
    show();
}

void DeliveryListModel::show()
{
    std::vector<DeliveryRow> rows;
    m_trouble = 0;
    for (const auto& delivery : m_state->deliveries) {
        m_trouble += isTrouble(delivery) ? 1 : 0;
        if (!m_onlyTrouble || isTrouble(delivery))
            rows.push_back({delivery.id, delivery});
    }
    RowSync::apply(*this, m_rows, std::move(rows));
    emit changed();
}

void DeliveryListModel::reword()
{
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
}

} // namespace nocturne::ui
