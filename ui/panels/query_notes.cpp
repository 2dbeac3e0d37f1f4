// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/query_notes.h"

#include <algorithm>
#include <charconv>

#include "base/core/text.h"

namespace nocturne::panels {
namespace {

constexpr std::size_t kMaxTextBytes = 1000; // metric names and label values in it come from outside
constexpr std::size_t kBefore = 40;         // bytes shown of a line before the place
constexpr std::size_t kAfter = 40;

bool isContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// Takes " (1:7)" off the end of `text`.
std::optional<SourcePosition> takePlace(std::string_view& text)
{
    const auto open = text.rfind(" (");
    if (open == std::string_view::npos || !text.ends_with(')'))
        return {};
    const auto inside = text.substr(open + 2, text.size() - open - 3);
    SourcePosition place;
    const auto* end = inside.data() + inside.size();
    const auto line = std::from_chars(inside.data(), end, place.line);
    if (line.ec != std::errc() || line.ptr == end || *line.ptr != ':')
        return {};
    const auto column = std::from_chars(line.ptr + 1, end, place.column);
    if (column.ec != std::errc() || column.ptr != end || place.line < 1 || place.column < 1)
        return {};
    text.remove_suffix(text.size() - open);
    return place;
}

} // namespace

QueryNote readNote(std::string_view text, bool isWarning, std::string_view expression)
{
    QueryNote note;
    note.isWarning = isWarning;
    note.expression = expression;
    for (const std::string_view kind : {"PromQL warning: ", "PromQL info: "}) {
        if (text.starts_with(kind))
            text.remove_prefix(kind.size());
    }
    note.where = takePlace(text);
    note.text = printable(text, kMaxTextBytes);
    return note;
}

QString caretLines(std::string_view source, SourcePosition where)
{
    for (int line = 1; line < where.line; ++line) {
        const auto end = source.find('\n');
        if (end == std::string_view::npos)
            return {};
        source.remove_prefix(end + 1);
    }
    source = source.substr(0, source.find('\n'));
    const auto at = static_cast<std::size_t>(where.column) - 1;
    if (where.column < 1 || at > source.size())
        return {};
    auto from = at > kBefore ? at - kBefore : 0;
    while (from > 0 && isContinuation(source[from]))
        --from;
    auto to = std::min(source.size(), at + kAfter);
    while (to < source.size() && isContinuation(source[to]))
        ++to;
    const auto shown = [](std::string_view part) { return QString::fromStdString(printable(part, 1000)); };
    const auto before = (from > 0 ? QStringLiteral("…") : QString()) + shown(source.substr(from, at - from));
    const auto after = shown(source.substr(at, to - at)) + (to < source.size() ? QStringLiteral("…") : QString());
    return before + after + QLatin1Char('\n') + QString(before.size(), QLatin1Char(' ')) + QLatin1Char('^');
}

int QueryNoteModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_notes.size());
}

QVariant QueryNoteModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& note = m_notes[static_cast<std::size_t>(index.row())];
    switch (role) {
    case WarningRole:
        return note.isWarning;
    case Qt::DisplayRole:
    case TextRole:
        return QString::fromStdString(note.text);
    case PlaceRole:
        return note.where ? tr("line %1, column %2").arg(note.where->line).arg(note.where->column) : QString();
    case ExcerptRole:
        return note.where ? caretLines(note.expression, *note.where) : QString();
    default:
        return {};
    }
}

QHash<int, QByteArray> QueryNoteModel::roleNames() const
{
    return {{WarningRole, "warning"}, {TextRole, "words"}, {PlaceRole, "place"}, {ExcerptRole, "excerpt"}};
}

void QueryNoteModel::setNotes(std::vector<QueryNote> notes)
{
    std::vector<QueryNote> kept; // a range and an instant query of one expression say the same
    for (auto& note : notes) {
        if (std::ranges::find(kept, note) == kept.end())
            kept.push_back(std::move(note));
    }
    std::ranges::stable_partition(kept, [](const auto& note) { return note.isWarning; });
    if (kept == m_notes)
        return;
    beginResetModel();
    m_notes = std::move(kept);
    m_warnings = static_cast<int>(std::ranges::count_if(m_notes, [](const auto& note) { return note.isWarning; }));
    endResetModel();
    emit countChanged();
}

} // namespace nocturne::panels
