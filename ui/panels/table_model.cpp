// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/table_model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "base/core/text.h"
#include "ui/panels/panel_words.h"

namespace nocturne::panels {
namespace {

constexpr std::size_t kDefaultRows = 200;
constexpr std::size_t kMaxLabelColumns = 8;
constexpr std::size_t kMaxCellBytes = 300;

std::vector<std::string> labelsShown(const dashboards::Panel& panel, const std::vector<InstantValue>& values)
{
    if (!panel.labels.empty())
        return panel.labels;
    std::set<std::string> names;
    for (const auto& value : values) {
        for (const auto label : value.labels)
            names.emplace(label.name);
    }
    std::vector<std::string> columns(names.begin(), names.end());
    columns.resize(std::min(columns.size(), kMaxLabelColumns));
    return columns;
}

} // namespace

int TableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& row = m_all[m_order[static_cast<std::size_t>(index.row())]];
    if (role == SeverityRole)
        return row.values.empty() || std::isnan(row.values.front()) ? QString()
                                                                    : severityOf(m_panel, row.values.front());
    if (role == SpokenRole)
        return cellsOf(row).join(QStringLiteral(", "));
    return role == CellsRole ? QVariant(cellsOf(row)) : QVariant();
}

QStringList TableModel::cellsOf(const Row& row) const
{
    QStringList cells;
    for (const auto& text : row.labels)
        cells.append(QString::fromStdString(printable(text, kMaxCellBytes)));
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        if (const auto histogram = row.histograms.find(i); histogram != row.histograms.end()) {
            cells.append(histogram->second);
            continue;
        }
        const auto format = formatOf(m_panel, m_panel.targets[i].unit);
        cells.append(query::isAbsent(row.values[i]) ? QStringLiteral("–")
                                                    : QString::fromStdString(format.format(row.values[i]).text()));
    }
    return cells;
}

QHash<int, QByteArray> TableModel::roleNames() const
{
    return {{CellsRole, "cells"}, {SeverityRole, "severity"}, {SpokenRole, "spoken"}};
}

void TableModel::setAnswer(const dashboards::Panel& panel, const std::vector<InstantValue>& values)
{
    auto labels = labelsShown(panel, values);
    QStringList headers;
    for (const auto& label : labels)
        headers.append(QString::fromStdString(label == model::kMetricName ? std::string("metric") : label));
    for (const auto& target : panel.targets)
        headers.append(target.legend.empty() ? tr("Value") : QString::fromStdString(target.legend));

    // Answers are joined on all their labels, also those not shown.
    std::map<model::LabelSet, Row> rows;
    for (const auto& value : values) {
        const auto key =
            labels.empty() || labels.front() != model::kMetricName ? value.labels.withoutMetricName() : value.labels;
        auto& row = rows[key];
        if (row.values.empty()) {
            row.values.resize(panel.targets.size(), query::kAbsent);
            for (const auto& label : labels)
                row.labels.emplace_back(value.labels.get(label));
        }
        row.values[value.target] = value.value;
        if (value.histogram)
            row.histograms[value.target] = QString::fromStdString(value.histogram->toString());
    }

    m_panel = panel;
    m_labels = std::move(labels);
    std::vector<Row> all;
    for (auto& [key, row] : rows)
        all.push_back(std::move(row));
    const bool sameSize = all.size() == m_all.size();
    if (!sameSize)
        beginResetModel();
    m_all = std::move(all);
    if (m_sortColumn < 0) {
        m_sortColumn = static_cast<int>(m_labels.size());
        m_descending =
            std::none_of(panel.thresholds.begin(), panel.thresholds.end(), [](const auto& t) { return t.below; });
    }
    arrange();
    if (!sameSize)
        endResetModel();
    else if (!m_order.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
    if (headers != m_headers) {
        m_headers = headers;
        emit headersChanged();
    }
    if (!sameSize)
        emit countChanged();
}

void TableModel::arrange()
{
    m_order.resize(m_all.size());
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    const auto column = static_cast<std::size_t>(std::max(m_sortColumn, 0));
    const auto before = [&](std::size_t a, std::size_t b) {
        if (column < m_labels.size())
            return m_descending ? m_all[a].labels[column] > m_all[b].labels[column]
                                : m_all[a].labels[column] < m_all[b].labels[column];
        const auto value = column - m_labels.size();
        if (value >= m_all[a].values.size())
            return false;
        const double x = m_all[a].values[value];
        const double y = m_all[b].values[value];
        if (std::isnan(x) || std::isnan(y))
            return !std::isnan(x) && std::isnan(y); // what is absent comes last, in either order
        return m_descending ? x > y : x < y;
    };
    std::stable_sort(m_order.begin(), m_order.end(), before);
    const auto limit = m_panel.limit != 0 ? m_panel.limit : kDefaultRows;
    m_hidden = static_cast<int>(m_order.size() - std::min(m_order.size(), limit));
    m_order.resize(std::min(m_order.size(), limit));
}

void TableModel::sortBy(int column)
{
    if (column < 0 || column >= m_headers.size())
        return;
    m_descending = column == m_sortColumn ? !m_descending : column >= labelColumns();
    m_sortColumn = column;
    arrange();
    if (!m_order.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
    emit sortChanged();
}

} // namespace nocturne::panels
