// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/past_audit.h"

#include <QPointer>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"
#include "watch/alerts/state_store.h"

namespace nocturne::panels {

using ui::outsideText;
using ui::Wording;

PastAudit::PastAudit(alerts::AlertBoard& board, DataContext& context, QObject* parent)
    : QAbstractListModel(parent)
    , m_board(board)
    , m_context(context)
{}

PastAudit::~PastAudit() { m_stop.request_stop(); }

int PastAudit::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PastAudit::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NumberRole:
        return Wording::count(static_cast<std::int64_t>(entry.number));
    case TimeRole:
        return Wording::moment(entry.at, m_context.clock().now());
    case WhoRole:
        return outsideText(entry.who, 80);
    case OriginRole:
        return outsideText(entry.origin, 80);
    case Qt::DisplayRole:
    case ActionRole:
        return outsideText(entry.action, 80);
    case SubjectRole:
        return outsideText(entry.subject, 200);
    case BeforeRole:
        return outsideText(entry.before, 500);
    case AfterRole:
        return outsideText(entry.after, 500);
    default:
        return {};
    }
}

QHash<int, QByteArray> PastAudit::roleNames() const
{
    return {{NumberRole, "number"}, {TimeRole, "time"},       {WhoRole, "who"},       {OriginRole, "origin"},
            {ActionRole, "deed"},   {SubjectRole, "subject"}, {BeforeRole, "before"}, {AfterRole, "after"}};
}

bool PastAudit::canFetchMore(const QModelIndex& parent) const { return !parent.isValid() && m_isMore && !m_loading; }

void PastAudit::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent) && !m_rows.empty())
        ask(m_rows.back().number);
}

void PastAudit::reload()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    ask(0);
}

void PastAudit::ask(std::uint64_t before)
{
    m_loading = true;
    m_context.pool().submit(
        [&store = m_board.store(), before, stop = m_stop.get_token(), self = QPointer(this)](const std::stop_token&) {
            if (stop.stop_requested())
                return;
            Result<std::vector<alerts::AuditEntry>> entries;
            const auto read = store.read([&](sqlite::Database& database) -> Result<void> {
                entries = alerts::readAudit(database, before, kPage);
                return entries ? Result<void>() : tl::unexpected(entries.error());
            });
            if (!read)
                entries = tl::unexpected(read.error());
            DataContext::post([entries = std::move(entries), isFirst = before == 0, stop, self] {
                if (self && !stop.stop_requested())
                    self->take(entries, isFirst);
            });
        });
}

void PastAudit::take(const Result<std::vector<alerts::AuditEntry>>& entries, bool isFirst)
{
    m_loading = false;
    m_isMore = entries && entries->size() == kPage;
    if (!entries) {
        emit failed(outsideText(entries.error().message, 500));
    } else if (isFirst) {
        beginResetModel();
        m_rows = *entries;
        endResetModel();
    } else if (!entries->empty()) {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(entries->size()) - 1);
        m_rows.insert(m_rows.end(), entries->begin(), entries->end());
        endInsertRows();
    }
    emit countChanged();
}

} // namespace nocturne::panels
