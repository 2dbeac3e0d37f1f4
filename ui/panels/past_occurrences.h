// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <stop_token>
#include <vector>

#include "ui/panels/data_context.h"
#include "watch/alerts/alert_board.h"
#include "watch/alerts/alert_history.h"

namespace nocturne::panels {

/// What fired, newest first, page by page as a view asks for more; read by workers. GUI thread.
class PastOccurrences : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the past of alerts")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY countChanged)

public:
    enum Role {
        AlertIdRole = Qt::UserRole,
        TitleRole,
        StatusRole,
        OverRole, ///< it has resolved
        LabelKeysRole,
        LabelValuesRole,
        StartedRole,
        LastedRole, ///< "12 min", of one that fires "for 12 min so far"
        TakenRole   ///< "Mara, after 2 min"; empty: nobody
    };
    static constexpr std::size_t kPage = 100;

    /// Both outlive it.
    PastOccurrences(alerts::AlertBoard& board, DataContext& context, QObject* parent = nullptr);
    ~PastOccurrences() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    int rowCountNow() const { return rowCount(); }
    bool isLoading() const { return m_loading; }
    Q_INVOKABLE QString idAt(int row) const;

    /// Begins anew with these; the rows of before stay until the first page is there.
    void show(alerts::HistoryQuery query);
    const alerts::AlertInstance* find(const QString& id) const;

signals:
    void countChanged();
    void failed(const QString& message);

private:
    void ask();
    void take(const Result<alerts::HistoryPage>& page, bool isFirst);

    alerts::AlertBoard& m_board;
    DataContext& m_context;
    alerts::HistoryQuery m_query;
    std::vector<alerts::AlertInstance> m_rows;
    std::stop_source m_stop;
    bool m_loading = false;
    bool m_isMore = false;
};

} // namespace nocturne::panels
