// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "engine/query/query_result.h"

namespace nocturne::panels {

/// The answer as CSV (RFC 4180, line feeds): a column for the time (RFC 3339, UTC), one for each label, one for the
/// value as PromQL prints it, and a row for each sample there is. Fails with LimitExceeded beyond `maxBytes`, with
/// Cancelled after a stop request. Takes as long as the answer is large: call it on a worker.
Result<std::string> csvOf(const query::QueryResult& result, std::size_t maxBytes, const std::stop_token& stop);

/// The samples of an answer as rows: series, time, value. Rows are worded when they are looked at. GUI thread.
class QueryAnswerModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the inspector")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)
    Q_PROPERTY(double total READ total NOTIFY countChanged) ///< samples there are, also beyond those that are rows

public:
    enum Role { SeriesRole = Qt::UserRole, TimeRole, ValueRole, FirstRole };
    /// Where the samples of each series begin, counted over all of them; one more for the end.
    using Starts = std::vector<std::size_t>;
    static constexpr std::size_t kMostRows = 100'000;

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// Counts the samples of each series; on any thread.
    static Starts startsOf(const query::QueryResult& result);
    /// `starts` are those of `result`; a null result is an empty answer.
    void setAnswer(std::shared_ptr<const query::QueryResult> result, Starts starts);
    int rowCountNow() const { return rowCount(); }
    double total() const { return m_starts.empty() ? 0 : static_cast<double>(m_starts.back()); }

signals:
    void countChanged();

private:
    struct Place
    {
        std::size_t series = 0;
        std::size_t step = 0;
        bool isFirst = false;
    };
    Place placeOf(std::size_t row) const;

    std::shared_ptr<const query::QueryResult> m_result;
    Starts m_starts;
};

} // namespace nocturne::panels
