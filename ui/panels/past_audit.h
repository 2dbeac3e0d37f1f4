// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <stop_token>
#include <vector>

#include "ui/panels/data_context.h"
#include "watch/alerts/alert_board.h"
#include "watch/alerts/audit_log.h"

namespace nocturne::panels {

/// Who did what about alerts: the audit log, newest first, page by page, read by workers. GUI thread.
class PastAudit : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the past of alerts")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)

public:
    enum Role {
        NumberRole = Qt::UserRole,
        TimeRole,
        WhoRole,
        OriginRole,
        ActionRole,
        SubjectRole,
        BeforeRole,
        AfterRole
    };
    static constexpr std::size_t kPage = 100;

    /// Both outlive it.
    PastAudit(alerts::AlertBoard& board, DataContext& context, QObject* parent = nullptr);
    ~PastAudit() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    int rowCountNow() const { return rowCount(); }

    /// Begins anew; the rows of before stay until the first page is there.
    void reload();

signals:
    void countChanged();
    void failed(const QString& message);

private:
    void ask(std::uint64_t before);
    void take(const Result<std::vector<alerts::AuditEntry>>& entries, bool isFirst);

    alerts::AlertBoard& m_board;
    DataContext& m_context;
    std::vector<alerts::AuditEntry> m_rows;
    std::stop_source m_stop;
    bool m_loading = false;
    bool m_isMore = false;
};

} // namespace nocturne::panels
