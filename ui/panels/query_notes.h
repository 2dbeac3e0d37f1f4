// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::panels {

/// What the engine remarks about the answer to a query, which is an answer all the same.
struct QueryNote
{
    bool isWarning = false;              ///< else an info
    std::string text;                    ///< without its kind and its place
    std::optional<SourcePosition> where; ///< in `expression`, columns in bytes; not every service tells
    std::string expression;              ///< that was asked

    bool operator==(const QueryNote&) const = default;
};

/// Reads "PromQL warning: ... (1:7)", as engines of this and other makes word it; what is worded otherwise is kept
/// whole.
QueryNote readNote(std::string_view text, bool isWarning, std::string_view expression);

/// The line of `source` that `where` is in, shortened around it, and below it a caret under the place, for a monospaced
/// font. Empty when there is no such line.
QString caretLines(std::string_view source, SourcePosition where);

/// The notes of the queries of a panel, warnings first, each once. GUI thread.
class QueryNoteModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the data of a panel")
    Q_PROPERTY(int warnings READ warnings NOTIFY countChanged)
    Q_PROPERTY(int infos READ infos NOTIFY countChanged)

public:
    enum Role { WarningRole = Qt::UserRole, TextRole, PlaceRole, ExcerptRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void setNotes(std::vector<QueryNote> notes);
    int warnings() const { return m_warnings; }
    int infos() const { return rowCount() - m_warnings; }

signals:
    void countChanged();

private:
    std::vector<QueryNote> m_notes;
    int m_warnings = 0;
};

} // namespace nocturne::panels
