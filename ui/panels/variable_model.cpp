// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/variable_model.h"
#include "ui/panels/dashboard_words.h"

#include <QRegularExpression>
#include <algorithm>

namespace nocturne::panels {
namespace {

constexpr std::size_t kMaxChoices = 5000;
constexpr Timestamp kLookBack = Timestamp{6} * 3600 * 1000;

/// Where the choices of a variable come from; none for a constant.
std::optional<dashboards::LabelValuesQuery> questionOf(const dashboards::Variable& variable)
{
    switch (variable.kind) {
    case dashboards::VariableKind::Query:
        return dashboards::parseLabelValues(variable.query);
    case dashboards::VariableKind::Prefix: // the reader lets nothing through that a regular expression would misread
        return dashboards::LabelValuesQuery{"{__name__=~\"(.+_)?" + variable.query + "\"}", "__name__"};
    case dashboards::VariableKind::Constant:
        break;
    }
    return std::nullopt;
}

} // namespace

VariableModel::~VariableModel() { m_stop.request_stop(); }

int VariableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QStringList VariableModel::choices(const Entry& entry) const
{
    QStringList all = entry.found;
    if (entry.variable.kind == dashboards::VariableKind::Prefix)
        all.replaceInStrings(QRegularExpression(QStringLiteral("^$")), tr("no prefix"));
    if (entry.variable.all)
        all.prepend(tr("all"));
    return all;
}

QString VariableModel::valueOf(const Entry& entry)
{
    return entry.found.value(entry.current - (entry.variable.all ? 1 : 0));
}

QVariant VariableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = m_entries[static_cast<std::size_t>(index.row())];
    const auto& variable = entry.variable;
    switch (role) {
    case NameRole:
        return QString::fromStdString(variable.name);
    case LabelRole:
        return variable.label.empty() ? QString::fromStdString(variable.name) : dashboardWord(variable.label);
    case ChoicesRole:
        return choices(entry);
    case CurrentRole:
        return entry.current;
    case CurrentTextRole:
        return choices(entry).value(entry.current);
    default:
        return {};
    }
}

QHash<int, QByteArray> VariableModel::roleNames() const
{
    return {{NameRole, "name"},
            {LabelRole, "label"},
            {ChoicesRole, "choices"},
            {CurrentRole, "current"},
            {CurrentTextRole, "currentText"}};
}

void VariableModel::setVariables(const std::vector<dashboards::Variable>& variables, DataContext* context)
{
    beginResetModel();
    m_context = context;
    m_entries.clear();
    for (const auto& variable : variables) {
        Entry entry{variable, {}, 0};
        if (variable.kind == dashboards::VariableKind::Constant)
            entry.found = {QString::fromStdString(variable.value)};
        m_entries.push_back(std::move(entry));
    }
    endResetModel();
    publish();
    emit variablesReset();
    reload();
}

void VariableModel::reload()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    if (!m_context)
        return;
    const auto now = m_context->clock().now();
    for (std::size_t row = 0; row < m_entries.size(); ++row) {
        const auto query = questionOf(m_entries[row].variable);
        if (!query)
            continue;
        auto selectors = query->selector.empty() ? std::vector<std::string>() : std::vector{query->selector};
        const auto token = m_stop.get_token();
        m_context->service().labelValues(
            query->label, {std::move(selectors), now - kLookBack, now, kMaxChoices, m_entries[row].variable.datasource},
            token, [self = QPointer(this), row, token](Result<std::vector<std::string>> found) {
                DataContext::post([self, row, token, found = std::move(found)] {
                    if (self && !token.stop_requested() && found)
                        self->take(row, *found);
                });
            });
    }
}

void VariableModel::take(std::size_t row, const std::vector<std::string>& found)
{
    auto& entry = m_entries[row];
    const auto chosen = choices(entry).value(entry.current, QString::fromStdString(entry.variable.value));
    const bool isPrefix = entry.variable.kind == dashboards::VariableKind::Prefix;
    QStringList values;
    for (const auto& value : found) {
        const auto text = QString::fromStdString(value);
        values.append(isPrefix ? text.chopped(static_cast<qsizetype>(entry.variable.query.size())) : text);
    }
    if (values == entry.found)
        return;
    entry.found = values;
    entry.current = std::max(0, static_cast<int>(choices(entry).indexOf(chosen)));
    emit dataChanged(index(static_cast<int>(row)), index(static_cast<int>(row)));
    publish();
    emit changed();
}

void VariableModel::choose(int row, int choice)
{
    if (row < 0 || row >= rowCount())
        return;
    auto& entry = m_entries[static_cast<std::size_t>(row)];
    if (choice < 0 || choice >= choices(entry).size() || choice == entry.current)
        return;
    entry.current = choice;
    emit dataChanged(index(row), index(row), {CurrentRole, CurrentTextRole});
    publish();
    emit changed();
}

void VariableModel::publish()
{
    m_values.clear();
    for (const auto& entry : m_entries) {
        const bool all = entry.variable.all && entry.current == 0;
        m_values[entry.variable.name] = {all ? std::string() : valueOf(entry).toStdString(), all};
    }
}

} // namespace nocturne::panels
