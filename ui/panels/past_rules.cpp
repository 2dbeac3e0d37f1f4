// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/past_rules.h"

#include "ui/models/alert_list_model.h"
#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::panels {

using ui::outsideText;
using ui::Wording;

int PastRules::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rules.size());
}

QVariant PastRules::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& rule = m_rules[static_cast<std::size_t>(index.row())];
    const auto& noise = rule.noise;
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return outsideText(noise.name, 200);
    case SourceRole:
        return ui::sourceNameOf(noise.source);
    case StatusRole:
        return static_cast<int>(ui::toStatus(rule.worst));
    case FiredRole:
        return Wording::count(static_cast<std::int64_t>(noise.fired));
    case LastedRole:
        return Wording::span(static_cast<std::int64_t>(rule.secondsFiring * 1000));
    case TakenRole:
        return noise.fired == 0 ? QString()
                                : tr("%1 %").arg(Wording::count(static_cast<std::int64_t>(
                                      (100 * noise.acknowledged + noise.fired / 2) / noise.fired)));
    case TakeTimeRole:
        return meanText(noise.meanSecondsToTake);
    case EndTimeRole:
        return meanText(noise.meanSecondsToEnd);
    case FlappedRole:
        return rule.flapped == 0 ? QString() : Wording::count(static_cast<std::int64_t>(rule.flapped));
    case StripRole:
        return QVariant::fromValue(stripOf(rule.cells));
    default:
        return {};
    }
}

QHash<int, QByteArray> PastRules::roleNames() const
{
    return {{NameRole, "name"},       {SourceRole, "source"}, {StatusRole, "status"},     {FiredRole, "fired"},
            {LastedRole, "lasted"},   {TakenRole, "taken"},   {TakeTimeRole, "takeTime"}, {EndTimeRole, "endTime"},
            {FlappedRole, "flapped"}, {StripRole, "strip"}};
}

QString PastRules::nameAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString()
                                        : QString::fromStdString(m_rules[static_cast<std::size_t>(row)].noise.name);
}

void PastRules::setRules(std::vector<alerts::RuleReport> rules)
{
    if (rules == m_rules)
        return;
    beginResetModel();
    m_rules = std::move(rules);
    endResetModel();
    emit countChanged();
}

charts::StripData PastRules::stripOf(const std::vector<alerts::FiringCell>& cells)
{
    std::vector<charts::StripData::Cell> out;
    out.reserve(cells.size());
    for (const auto& cell : cells)
        out.push_back({cell.share, static_cast<std::uint8_t>(cell.worst)});
    return charts::StripData(std::move(out));
}

QString PastRules::meanText(double seconds)
{
    return seconds <= 0 ? QString() : Wording::span(static_cast<std::int64_t>(seconds * 1000));
}

} // namespace nocturne::panels
