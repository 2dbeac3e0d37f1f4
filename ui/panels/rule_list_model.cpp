// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rule_list_model.h"

#include "base/core/duration.h"
#include "ui/models/alert_list_model.h"
#include "ui/models/outside_text.h"
#include "watch/alerts/severity.h"

using namespace Qt::StringLiterals;

namespace nocturne::panels {

using ui::outsideText;

namespace {

/// The severity that the rule's label names.
int statusOf(const rules::Rule& rule)
{
    for (const auto& [name, text] : rule.labels) {
        if (name == "severity")
            return static_cast<int>(ui::toStatus(alerts::severityFromText(text.source())));
    }
    return static_cast<int>(ui::status::Unknown);
}

} // namespace

int RuleListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_edition.entries.size());
}

QVariant RuleListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = m_edition.entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case TitleRole:
        return outsideText(entry.rule.name(), 200);
    case ExpressionRole:
        return ui::outsideProse(entry.rule.expression, 500);
    case DetailRole:
        if (entry.rule.holdFor.count() == 0)
            return entry.rule.isAlerting() ? tr("at once") : tr("records");
        return tr("for %1").arg(QString::fromStdString(formatDuration(entry.rule.holdFor)));
    case StatusRole:
        return statusOf(entry.rule);
    case EditableRole:
        return entry.isEditable();
    case RemovableRole:
        return entry.isRemovable;
    default:
        return {};
    }
}

QHash<int, QByteArray> RuleListModel::roleNames() const
{
    return {{TitleRole, "title"},   {ExpressionRole, "expression"}, {DetailRole, "detail"},
            {StatusRole, "status"}, {EditableRole, "editable"},     {RemovableRole, "removable"}};
}

QString RuleListModel::titleAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString() : data(index(row), TitleRole).toString();
}

void RuleListModel::setEdition(rules::RuleBook::Edition edition)
{
    if (edition.exists == m_edition.exists && edition.text == m_edition.text)
        return; // rows, and the one that is chosen, stay
    beginResetModel();
    m_edition = std::move(edition);
    endResetModel();
    emit changed();
}

} // namespace nocturne::panels
