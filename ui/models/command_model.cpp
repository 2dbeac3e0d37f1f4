// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/command_model.h"

#include <algorithm>

namespace nocturne::ui {

CommandModel::CommandModel(QObject* parent)
    : QAbstractListModel(parent)
{}

int CommandModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant CommandModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Command& command = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case IdRole:
        return command.id;
    case Qt::DisplayRole:
    case TitleRole:
        return command.title;
    case SectionRole:
        return command.section;
    case KeysRole:
        return command.keys;
    case IconRole:
        return command.icon;
    default:
        return {};
    }
}

QHash<int, QByteArray> CommandModel::roleNames() const
{
    return {
        {IdRole, "commandId"}, {TitleRole, "title"}, {SectionRole, "section"}, {KeysRole, "keys"}, {IconRole, "icon"}};
}

void CommandModel::setGroup(const QString& group, std::vector<Command> commands)
{
    m_groups[group] = std::move(commands);
    rebuild();
}

void CommandModel::setQuery(const QString& query)
{
    if (query == m_query)
        return;
    m_query = query.left(200);
    rebuild();
}

QString CommandModel::idAt(int row) const
{
    return row < 0 || row >= rowCount() ? QString() : m_rows[static_cast<std::size_t>(row)].id;
}

std::vector<Command> CommandModel::withKeys() const
{
    std::vector<Command> out;
    for (const auto& [name, commands] : m_groups)
        std::copy_if(commands.begin(), commands.end(), std::back_inserter(out),
                     [](const Command& command) { return !command.keys.isEmpty(); });
    return out;
}

int CommandModel::score(QStringView query, QStringView text)
{
    int total = 0;
    qsizetype at = 0;
    qsizetype previous = -2;
    for (const QChar wanted : query) {
        if (wanted.isSpace())
            continue;
        while (at < text.size() && text[at].toLower() != wanted.toLower())
            ++at;
        if (at == text.size())
            return -1;
        const bool startsWord = at == 0 || !text[at - 1].isLetterOrNumber();
        total += at == previous + 1 ? 8 : startsWord ? 6 : 1;
        previous = at++;
    }
    // Of two texts that answer alike the shorter one is meant.
    return total * 100 - static_cast<int>(std::min<qsizetype>(text.size(), 99));
}

void CommandModel::rebuild()
{
    std::vector<std::pair<int, Command>> found;
    for (const auto& [group, commands] : m_groups) {
        for (const Command& command : commands) {
            const int points =
                m_query.isEmpty() ? 0 : std::max(score(m_query, command.title), score(m_query, command.keywords) - 50);
            if (m_query.isEmpty() || points > 0)
                found.emplace_back(points, command);
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    // A handful of rows, and the first of them is chosen anew: a reset is what the view wants.
    beginResetModel();
    m_rows.clear();
    for (auto& [points, command] : found)
        m_rows.push_back(std::move(command));
    endResetModel();
    emit queryChanged();
}

} // namespace nocturne::ui
