// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/past_occurrences.h"

#include <QPointer>
#include <QStringList>
#include <algorithm>

#include "ui/models/alert_list_model.h"
#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::panels {

using ui::outsideText;
using ui::Wording;

namespace {

constexpr std::size_t kShownLabels = 4;

template <typename TextOf>
QStringList labelsOf(const alerts::AlertInstance& alert, const TextOf& textOf)
{
    QStringList out;
    for (const auto& label : alert.labels) {
        if (label.name != "alertname" && label.name != "severity" && out.size() < static_cast<int>(kShownLabels))
            out.append(outsideText(textOf(label), 100));
    }
    return out;
}

} // namespace

PastOccurrences::PastOccurrences(alerts::AlertBoard& board, DataContext& context, QObject* parent)
    : QAbstractListModel(parent)
    , m_board(board)
    , m_context(context)
{}

PastOccurrences::~PastOccurrences() { m_stop.request_stop(); }

int PastOccurrences::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PastOccurrences::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& alert = m_rows[static_cast<std::size_t>(index.row())];
    const Timestamp now = m_context.clock().now();
    const bool isOver = alert.state == alerts::AlertState::Resolved;
    switch (role) {
    case AlertIdRole:
        return QString::fromStdString(alert.id);
    case Qt::DisplayRole:
    case TitleRole:
        return outsideText(alert.name(), 200);
    case StatusRole:
        return static_cast<int>(ui::toStatus(alert.severity));
    case OverRole:
        return isOver;
    case LabelKeysRole:
        return labelsOf(alert, [](const auto& label) { return label.name; });
    case LabelValuesRole:
        return labelsOf(alert, [](const auto& label) { return label.value; });
    case StartedRole:
        return Wording::moment(alert.firedAt, now);
    case LastedRole: {
        const auto lasted = Wording::span((isOver ? alert.resolvedAt : now) - alert.firedAt);
        return isOver ? lasted : tr("%1 so far").arg(lasted);
    }
    case TakenRole:
        if (!alert.acknowledgement)
            return QString();
        return tr("%1, after %2")
            .arg(outsideText(alert.acknowledgement->owner, 80),
                 Wording::span(alert.acknowledgement->at - alert.firedAt));
    default:
        return {};
    }
}

QHash<int, QByteArray> PastOccurrences::roleNames() const
{
    return {{AlertIdRole, "alertId"},     {TitleRole, "title"},         {StatusRole, "status"},
            {OverRole, "over"},           {LabelKeysRole, "labelKeys"}, {LabelValuesRole, "labelValues"},
            {StartedRole, "startedText"}, {LastedRole, "lastedText"},   {TakenRole, "takenText"}};
}

bool PastOccurrences::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_isMore && !m_loading;
}

void PastOccurrences::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        ask();
}

QString PastOccurrences::idAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString() : QString::fromStdString(m_rows[static_cast<std::size_t>(row)].id);
}

const alerts::AlertInstance* PastOccurrences::find(const QString& id) const
{
    const auto found = std::ranges::find(m_rows, id.toStdString(), &alerts::AlertInstance::id);
    return found == m_rows.end() ? nullptr : &*found;
}

void PastOccurrences::show(alerts::HistoryQuery query)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_query = std::move(query);
    m_query.limit = kPage;
    m_query.after.clear();
    ask();
}

void PastOccurrences::ask()
{
    m_loading = true;
    emit countChanged();
    m_context.pool().submit([&store = m_board.store(), query = m_query, stop = m_stop.get_token(),
                             self = QPointer(this)](const std::stop_token&) {
        if (stop.stop_requested())
            return;
        auto page = alerts::AlertHistory(store).occurrences(query);
        DataContext::post([page = std::move(page), isFirst = query.after.empty(), stop, self] {
            if (self && !stop.stop_requested())
                self->take(page, isFirst);
        });
    });
}

void PastOccurrences::take(const Result<alerts::HistoryPage>& page, bool isFirst)
{
    m_loading = false;
    m_isMore = page && !page->next.empty();
    if (!page) {
        emit failed(outsideText(page.error().message, 500));
    } else if (isFirst) {
        beginResetModel();
        m_rows = page->occurrences;
        endResetModel();
    } else if (!page->occurrences.empty()) {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(page->occurrences.size()) - 1);
        m_rows.insert(m_rows.end(), page->occurrences.begin(), page->occurrences.end());
        endInsertRows();
    }
    if (page)
        m_query.after = page->next;
    emit countChanged();
}

} // namespace nocturne::panels
