// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/silence_form.h"

#include <algorithm>
#include <set>

#include <QDateTime>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr int kUsualMinutes = 60;
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

} // namespace

SilenceForm::SilenceForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent)
    : QAbstractListModel(parent)
    , m_board(board)
    , m_list(list)
    , m_matches(board, list.clock())
{
    m_matches.setGroupBy({});
    m_matches.setTab(AlertListModel::Current);
    connect(&m_matches, &AlertListModel::refreshed, this, &SilenceForm::look);
    startEmpty();
}

int SilenceForm::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SilenceForm::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case OperatorRole:
        return row.op;
    case ValueRole:
        return row.value;
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

QHash<int, QByteArray> SilenceForm::roleNames() const
{
    return {{NameRole, "name"},   {OperatorRole, "op"},   {ValueRole, "value"},
            {TakenRole, "taken"}, {ReasonRole, "reason"}, {FaultRole, "fault"}};
}

void SilenceForm::begin(std::vector<Row> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    m_id.clear();
    m_startsAt = 0;
    m_comment.clear();
    m_minutes = kUsualMinutes;
    m_untilText.clear();
    check();
}

void SilenceForm::startEmpty() { begin({Row()}); }

void SilenceForm::startFrom(const QStringList& alertIds)
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

void SilenceForm::startLike(const QString& id, bool change)
{
    const auto silences = m_board.silences();
    const auto found =
        std::ranges::find_if(*silences, [&](const alerts::Silence& silence) { return silence.id == id.toStdString(); });
    if (found == silences->end())
        return startEmpty();
    std::vector<Row> rows;
    for (const auto& matcher : found->matchers)
        rows.push_back({QString::fromStdString(matcher.name()),
                        static_cast<int>(matcher.op()),
                        QString::fromStdString(matcher.value()),
                        true,
                        {},
                        {}});
    begin(std::move(rows));
    m_comment = QString::fromStdString(found->comment);
    if (change) {
        m_id = found->id;
        m_startsAt = found->startsAt;
        m_minutes = 0;
        m_untilText = QDateTime::fromMSecsSinceEpoch(found->endsAt).toString(u"yyyy-MM-dd HH:mm"_s);
    }
    emit changed();
}

void SilenceForm::addMatcher()
{
    if (m_rows.size() >= kMostMatchers)
        return;
    beginInsertRows({}, rowCount(), rowCount());
    m_rows.emplace_back();
    endInsertRows();
    check();
}

void SilenceForm::removeMatcher(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    check();
}

void SilenceForm::edit(int row, const std::function<void(Row&)>& change)
{
    if (row < 0 || row >= rowCount())
        return;
    change(m_rows[static_cast<std::size_t>(row)]);
    check();
}

void SilenceForm::setName(int row, const QString& name)
{
    edit(row, [&](Row& r) { r.name = name.left(200); });
}

void SilenceForm::setOperator(int row, int op)
{
    edit(row, [&](Row& r) { r.op = std::clamp(op, 0, 3); });
}

void SilenceForm::setValue(int row, const QString& value)
{
    edit(row, [&](Row& r) { r.value = value.left(2000); });
}

void SilenceForm::setTaken(int row, bool taken)
{
    edit(row, [&](Row& r) { r.taken = taken; });
}

// Reads the rows; what they select is confirmed anew.
void SilenceForm::check()
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

void SilenceForm::look()
{
    const auto preview = m_board.preview(m_matchers);
    m_summary = tr("mutes %1 of %n alert(s)", "", static_cast<int>(preview.active)).arg(preview.matching.size());
    m_doubt = outsideText(preview.doubt, 300);
    emit changed();
}

QString SilenceForm::error() const
{
    if (!m_matcherError.isEmpty())
        return m_matcherError;
    if (m_matchers.empty())
        return tr("Say which alerts: at least one label with its value");
    if (m_minutes <= 0 && !untilTime())
        return tr("Write the end as 17:30 or 2026-03-14 17:30");
    if (endsAt() <= m_list.clock().now())
        return tr("The end has to be in the future");
    return {};
}

void SilenceForm::setConfirmed(bool confirmed)
{
    if (confirmed == m_confirmed)
        return;
    m_confirmed = confirmed;
    emit changed();
}

void SilenceForm::setComment(const QString& comment)
{
    if (comment == m_comment)
        return;
    m_comment = comment.left(2000);
    emit changed();
}

void SilenceForm::setMinutes(int minutes)
{
    if (minutes == m_minutes)
        return;
    m_minutes = std::max(0, minutes);
    if (m_minutes > 0)
        m_untilText.clear();
    emit changed();
}

void SilenceForm::setUntilText(const QString& text)
{
    if (text == m_untilText)
        return;
    m_untilText = text;
    m_minutes = text.trimmed().isEmpty() ? kUsualMinutes : 0;
    emit changed();
}

// A time of day alone is the next one.
std::optional<Timestamp> SilenceForm::untilTime() const
{
    const QString text = m_untilText.simplified();
    const auto whole = QDateTime::fromString(text, u"yyyy-MM-dd HH:mm"_s);
    if (whole.isValid())
        return whole.toMSecsSinceEpoch();
    const auto time = QTime::fromString(text, u"H:mm"_s);
    if (!time.isValid())
        return {};
    const auto now = QDateTime::fromMSecsSinceEpoch(m_list.clock().now());
    QDateTime at(now.date(), time);
    if (at <= now)
        at = QDateTime(now.date().addDays(1), time);
    return at.toMSecsSinceEpoch();
}

Timestamp SilenceForm::endsAt() const
{
    return m_minutes > 0 ? m_list.clock().now() + m_minutes * kMinute : untilTime().value_or(0);
}

QString SilenceForm::endText() const
{
    const Timestamp end = endsAt();
    return end == 0 ? QString() : tr("until %1").arg(Wording::moment(end, m_list.clock().now()));
}

int SilenceForm::accept()
{
    if (!isAcceptable())
        return 0;
    alerts::Silence silence;
    silence.id = m_id;
    silence.matchers = m_matchers;
    silence.startsAt = m_startsAt;
    silence.endsAt = endsAt();
    silence.comment = m_comment.trimmed().toStdString();
    return m_list.silence(std::move(silence), m_confirmed);
}

} // namespace nocturne::ui
