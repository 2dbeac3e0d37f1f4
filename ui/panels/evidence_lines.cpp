// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/evidence_lines.h"

namespace nocturne::panels {

int EvidenceLines::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant EvidenceLines::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const EvidenceLine& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case TextRole:
        return line.text;
    case DetailRole:
        return line.detail;
    case DepthRole:
        return line.depth;
    case HoldsRole:
        return line.holds;
    case AlertIdRole:
        return line.alertId;
    case StatusRole:
        return line.status;
    default:
        return {};
    }
}

QHash<int, QByteArray> EvidenceLines::roleNames() const
{
    return {{TextRole, "words"},  {DetailRole, "detail"},   {DepthRole, "depth"},
            {HoldsRole, "holds"}, {AlertIdRole, "alertId"}, {StatusRole, "status"}};
}

void EvidenceLines::setLines(std::vector<EvidenceLine> lines)
{
    if (lines == m_lines)
        return;
    if (lines.size() == m_lines.size()) {
        m_lines = std::move(lines);
        emit dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
    emit countChanged();
}

} // namespace nocturne::panels
