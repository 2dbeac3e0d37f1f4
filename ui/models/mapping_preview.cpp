// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/mapping_preview.h"

#include <utility>

#include "service/config/read_mapping.h"
#include "sources/mapping/preview.h"
#include "ui/models/outside_text.h"

namespace nocturne::ui {

using namespace std::chrono_literals;

namespace {

constexpr auto kPause = 150ms;
constexpr std::size_t kMostRows = 500;

} // namespace

MappingPreview::MappingPreview(QObject* parent)
    : QAbstractListModel(parent)
{
    m_pool.setMaxThreadCount(1);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &MappingPreview::begin);
}

MappingPreview::~MappingPreview() { m_pool.waitForDone(); }

int MappingPreview::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MappingPreview::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case KindRole:
        return row.kind;
    case WordsRole:
    case Qt::DisplayRole:
        return row.words;
    case FaultyRole:
        return row.isFaulty;
    default:
        return {};
    }
}

QHash<int, QByteArray> MappingPreview::roleNames() const
{
    return {{KindRole, "kind"}, {WordsRole, "words"}, {FaultyRole, "faulty"}};
}

void MappingPreview::setMapping(const QString& mapping)
{
    if (m_mapping == mapping)
        return;
    m_mapping = mapping;
    emit mappingChanged();
    schedule();
}

void MappingPreview::setMessages(const QString& messages)
{
    if (m_messages == messages)
        return;
    m_messages = messages;
    emit messagesChanged();
    schedule();
}

void MappingPreview::schedule()
{
    setBusy(true);
    m_pause.start();
}

void MappingPreview::begin()
{
    m_isAgain = std::exchange(m_isUnderWay, true);
    if (m_isAgain)
        return;
    if (m_mapping.size() > kLongestText || m_messages.size() > kLongestText) {
        take({{{tr("error"), tr("the text is too long: paste a few messages"), true}}, true});
        return;
    }
    m_pool.start([this, mapping = m_mapping.toStdString(), messages = m_messages.toStdString()] {
        auto outcome = judge(mapping, messages);
        QMetaObject::invokeMethod(
            this, [this, made = std::move(outcome)]() mutable { take(std::move(made)); }, Qt::QueuedConnection);
    });
}

/// On the pool's thread.
MappingPreview::Outcome MappingPreview::judge(const std::string& mapping, const std::string& messages)
{
    Outcome outcome;
    yaml::Findings findings;
    auto rules = config::readMappingText(mapping, findings);
    outcome.failed = findings.hasErrors();
    for (const auto& finding : findings.sorted()) {
        const auto where = finding.error.where.value_or(SourcePosition());
        outcome.rows.push_back(
            {tr("line %1, column %2").arg(where.line).arg(where.column), outsideText(finding.error.message), true});
    }
    if (outcome.failed)
        return outcome;
    const auto wordOf = [](mapping::PreviewLine::Kind kind) {
        using Kind = mapping::PreviewLine::Kind;
        switch (kind) {
        case Kind::Sample:
            return tr("sample");
        case Kind::Log:
            return tr("log record");
        case Kind::Alert:
            return tr("alert");
        case Kind::Fault:
            return tr("fault");
        case Kind::Nothing:
            break;
        }
        return tr("nothing");
    };
    mapping::Mapper mapper(std::move(rules));
    for (const auto& message : mapping::messagesOf(messages)) {
        if (outcome.rows.size() >= kMostRows)
            break;
        for (const auto& line : mapping::preview(mapper, message, kMostRows - outcome.rows.size()))
            outcome.rows.push_back(
                {wordOf(line.kind), outsideText(line.text), line.kind == mapping::PreviewLine::Kind::Fault});
    }
    return outcome;
}

void MappingPreview::take(Outcome outcome)
{
    m_isUnderWay = false;
    beginResetModel();
    m_rows = std::move(outcome.rows);
    m_failed = outcome.failed;
    endResetModel();
    emit shown();
    if (std::exchange(m_isAgain, false))
        begin();
    else if (!m_pause.isActive())
        setBusy(false);
}

void MappingPreview::setBusy(bool busy)
{
    if (std::exchange(m_isBusy, busy) != busy)
        emit busyChanged();
}

} // namespace nocturne::ui
