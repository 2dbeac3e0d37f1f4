// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/matcher_form.h"

#include <algorithm>
#include <set>

#include "ui/models/outside_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr std::size_t kMostMatchers = 64;
constexpr std::size_t kMostAlternatives = 20;

// Every byte that means something to RE2 with a backslash before it; readable, unlike QRegularExpression::escape.
QString escapedForRegex(const std::string& text)
{
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return QString::fromStdString(out);
}

// A field of one line swallows control characters: their pictures stand for them, as ␍ for a carriage return.
constexpr char16_t kPictures = 0x2400;
constexpr char16_t kDelete = 0x7f;
constexpr char16_t kPictureOfDelete = 0x2421;

QString pictured(QString text)
{
    for (QChar& c : text)
        if (c < u' ')
            c = QChar(kPictures + c.unicode());
        else if (c == kDelete)
            c = QChar(kPictureOfDelete);
    return text;
}

QString unpictured(QString text)
{
    for (QChar& c : text)
        if (c >= kPictures && c < QChar(kPictures + u' '))
            c = QChar(c.unicode() - kPictures);
        else if (c == kPictureOfDelete)
            c = QChar(kDelete);
    return text;
}

} // namespace

MatcherForm::MatcherForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent)
    : QAbstractListModel(parent)
    , m_board(board)
    , m_list(list)
    , m_matches(board, list.clock())
    , m_rows{Row()}
{
    m_matches.setGroupBy({});
    m_matches.setTab(AlertListModel::Current);
    m_matches.setMatchers(m_matchers);
    connect(&m_matches, &AlertListModel::refreshed, this, &MatcherForm::look);
    look();
}

int MatcherForm::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MatcherForm::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return pictured(row.name);
    case OperatorRole:
        return row.op;
    case ValueRole:
        return pictured(row.value);
    case TakenRole:
        return row.taken;
    case ReasonRole:
        return row.reason;
    case FaultRole:
        return row.fault;
    default:
        return {};
    }
}

QHash<int, QByteArray> MatcherForm::roleNames() const
{
    return {{NameRole, "name"},   {OperatorRole, "op"},   {ValueRole, "value"},
            {TakenRole, "taken"}, {ReasonRole, "reason"}, {FaultRole, "fault"}};
}

void MatcherForm::begin(std::vector<Row> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    m_id.clear();
    m_comment.clear();
    resetTimes();
    check();
}

void MatcherForm::startEmpty() { begin({Row()}); }

void MatcherForm::startFrom(const QStringList& alertIds)
{
    std::vector<const alerts::AlertInstance*> chosen;
    for (const QString& id : alertIds)
        if (const auto* alert = m_list.find(id))
            chosen.push_back(alert);
    if (chosen.empty())
        return startEmpty();
    std::vector<Row> rows;
    for (const auto& suggested : alerts::suggestMatchers(chosen.front()->labels)) {
        const std::string& name = suggested.matcher.name();
        std::set<std::string> values;
        for (const auto* alert : chosen)
            values.insert(std::string(alert->labels.get(name)));
        const bool isShared = values.size() == 1;
        if (!isShared && (name != "alertname" || values.size() > kMostAlternatives))
            continue;
        Row row{QString::fromStdString(name), 0, {}, suggested.taken, outsideText(suggested.reason, 200), {}};
        QStringList alternatives;
        for (const auto& value : values)
            alternatives.append(isShared ? QString::fromStdString(value) : escapedForRegex(value));
        row.value = alternatives.join(u'|');
        row.op = isShared ? static_cast<int>(model::Matcher::Op::Equal) : static_cast<int>(model::Matcher::Op::Regex);
        rows.push_back(std::move(row));
    }
    begin(rows.empty() ? std::vector<Row>{Row()} : std::move(rows));
}

void MatcherForm::startWith(const alerts::Matchers& matchers, const std::string& comment)
{
    std::vector<Row> rows;
    for (const auto& matcher : matchers)
        rows.push_back({QString::fromStdString(matcher.name()),
                        static_cast<int>(matcher.op()),
                        QString::fromStdString(matcher.value()),
                        true,
                        {},
                        {}});
    begin(std::move(rows));
    m_comment = QString::fromStdString(comment);
}

void MatcherForm::addMatcher()
{
    if (m_rows.size() >= kMostMatchers)
        return;
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.emplace_back();
    endInsertRows();
    check();
}

void MatcherForm::removeMatcher(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    check();
}

void MatcherForm::edit(int row, const std::function<void(Row&)>& change)
{
    if (row < 0 || row >= rowCount())
        return;
    change(m_rows[static_cast<std::size_t>(row)]);
    check();
}

void MatcherForm::setName(int row, const QString& name)
{
    edit(row, [&](Row& r) { r.name = unpictured(name.left(200)); });
}

void MatcherForm::setOperator(int row, int op)
{
    edit(row, [&](Row& r) { r.op = std::clamp(op, 0, 3); });
}

void MatcherForm::setValue(int row, const QString& value)
{
    edit(row, [&](Row& r) { r.value = unpictured(value.left(2000)); });
}

void MatcherForm::setTaken(int row, bool taken)
{
    edit(row, [&](Row& r) { r.taken = taken; });
}

// Reads the rows; what they select is confirmed anew.
void MatcherForm::check()
{
    m_matchers.clear();
    m_matcherError.clear();
    m_confirmed = false;
    for (Row& row : m_rows) {
        row.fault.clear();
        if (!row.taken || (row.name.trimmed().isEmpty() && row.value.isEmpty()))
            continue;
        auto matcher = model::Matcher::make(static_cast<model::Matcher::Op>(row.op), row.name.trimmed().toStdString(),
                                            row.value.toStdString());
        if (row.name.trimmed().isEmpty())
            row.fault = tr("which label?");
        else if (!matcher)
            row.fault = outsideText(matcher.error().message, 200);
        else
            m_matchers.push_back(std::move(*matcher));
        if (m_matcherError.isEmpty())
            m_matcherError = row.fault;
    }
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
    m_matches.setMatchers(m_matchers);
    look();
}

void MatcherForm::look()
{
    const auto preview = m_board.preview(m_matchers);
    m_summary = tr("mutes %1 of %n alert(s)", "", static_cast<int>(preview.active)).arg(preview.matching.size());
    m_doubt = outsideText(preview.doubt, 300);
    emit changed();
}

QString MatcherForm::error() const
{
    if (!m_matcherError.isEmpty())
        return m_matcherError;
    return m_matchers.empty() ? tr("Say which alerts: at least one label with its value") : timeError();
}

void MatcherForm::setConfirmed(bool confirmed)
{
    if (confirmed == m_confirmed)
        return;
    m_confirmed = confirmed;
    emit changed();
}

void MatcherForm::setComment(const QString& comment)
{
    if (comment == m_comment)
        return;
    m_comment = comment.left(2000);
    emit changed();
}

} // namespace nocturne::ui
