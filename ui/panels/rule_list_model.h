// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include "watch/rules/rule_book.h"

namespace nocturne::panels {

/// The rules of the file that the form writes. Filled by RuleForm. GUI thread.
class RuleListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the form")
    Q_PROPERTY(int count READ rowCountNow NOTIFY changed)

public:
    enum Role { TitleRole = Qt::UserRole, ExpressionRole, DetailRole, StatusRole, EditableRole, RemovableRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }

    /// The file as it was read last.
    const rules::RuleBook::Edition& edition() const { return m_edition; }
    void setEdition(rules::RuleBook::Edition edition);
    Q_INVOKABLE QString titleAt(int row) const;

signals:
    void changed();

private:
    rules::RuleBook::Edition m_edition;
};

} // namespace nocturne::panels
