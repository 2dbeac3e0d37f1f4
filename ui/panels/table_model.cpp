// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/table_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
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
constexpr std::string_view kStateUnit = "health";
constexpr std::string_view kYesNoUnit = "bool_yes_no";

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
    for (const auto& column : m_columns) {
        const auto histogram = row.histograms.find(column.target);
        cells.append(histogram != row.histograms.end() ? histogram->second : worded(column, row.values[column.target]));
    }
    return cells;
}

QString TableModel::worded(const Column& column, double value) const
{
    if (query::isAbsent(value))
        return QStringLiteral("–");
    if (column.unit == kStateUnit)
        return value >= 0.75 ? tr("up") : value >= 0.25 ? tr("degraded") : tr("down");
    if (column.unit == kYesNoUnit)
        return value != 0 ? tr("yes") : tr("no");
    const auto format = formatOf(m_panel, column.unit);
    if (!column.scale)
        return QString::fromStdString(format.format(value).text());
    const bool isTiny = value != 0 && column.step != 0 && std::abs(value) < column.step / 2;
    const auto words = format.format(isTiny ? std::copysign(column.step, value) : value, *column.scale, column.step);
    return (isTiny ? QStringLiteral("< ") : QString()) + QString::fromStdString(words.text());
}

std::vector<TableModel::Column> TableModel::columnsOf() const
{
    std::vector<Column> columns;
    for (std::size_t t = 0; t < m_panel.targets.size(); ++t) {
        Column column{t, m_panel.targets[t].unit, {}, 0};
        double largest = 0;
        double smallest = std::numeric_limits<double>::infinity();
        bool isWhole = true;
        bool isEmpty = true;
        for (const auto& row : m_all) {
            isEmpty = isEmpty && !row.histograms.contains(t);
            const double value = std::abs(row.values[t]);
            if (!std::isfinite(value))
                continue;
            isEmpty = false;
            largest = std::max(largest, value);
            smallest = value != 0 ? std::min(smallest, value) : smallest;
            isWhole = isWhole && value == std::floor(value);
        }
        const auto format = formatOf(m_panel, column.unit);
        // Milliseconds and hours in one column are easier to read in their own units.
        const bool isWide = format.stepFamily() == dashboards::StepFamily::Time && largest > 100 * smallest;
        if (largest > 0 && !isWide) {
            column.scale = format.scale(largest, 0);
            const bool isPlain = isWhole && column.scale->divisor == 1;
            if (!isPlain && column.scale->unit != "%")
                column.step = column.scale->divisor *
                              std::min(1.0, std::pow(10, std::floor(std::log10(largest / column.scale->divisor)) - 2));
        }
        if (!isEmpty || m_all.empty())
            columns.push_back(std::move(column));
    }
    return columns;
}

bool TableModel::judgesStates() const { return !m_columns.empty() && m_columns.front().unit == kStateUnit; }

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
    all.reserve(rows.size());
    for (auto& [key, row] : rows)
        all.push_back(std::move(row));
    const bool sameSize = all.size() == m_all.size();
    if (!sameSize)
        beginResetModel();
    m_all = std::move(all);
    m_columns = columnsOf();
    for (const auto& column : m_columns) {
        const auto& legend = panel.targets[column.target].legend;
        headers.append(legend.empty() ? tr("Value") : dashboardWord(legend));
    }
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
        if (column - m_labels.size() >= m_columns.size())
            return false;
        const auto value = m_columns[column - m_labels.size()].target;
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
