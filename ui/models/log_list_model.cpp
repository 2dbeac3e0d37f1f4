// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_list_model.h"

#include <algorithm>

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"
#include "watch/logs/trace_context.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr int kSourceInterval = 500; // ms; how late it is seen that a source went blind
constexpr qsizetype kLongestQuery = 4000;

/// In the place of a source that is not there: it never gives anything.
class NoView final : public logs::LogView
{
public:
    explicit NoView(const QString& why) { m_state.error = why.toStdString(); }
    logs::LogStore& store() override { return m_store; }
    logs::LogViewState state() const override { return m_state; }

private:
    logs::LogStore m_store;
    logs::LogViewState m_state{.isLoading = false};
};

QStringList namesOf(const logs::LogRecord& record)
{
    QStringList names;
    for (const auto& [name, value] : record.fields)
        names.append(outsideText(name, 100));
    return names;
}

QStringList valuesOf(const logs::LogRecord& record)
{
    QStringList values;
    for (const auto& [name, value] : record.fields)
        values.append(outsideText(value, 1000, true));
    return values;
}

QString traceOf(const logs::LogRecord& record)
{
    const auto found = record.fields.find(std::string(logs::kTraceField));
    return found == record.fields.end() ? QString() : outsideText(found->second, 64);
}

/// With the day before it where that is not today.
QString timeOf(Timestamp time)
{
    const auto day = QDateTime::fromMSecsSinceEpoch(time).date();
    return (day == QDate::currentDate() ? QString() : day.toString(u"MM-dd "_s)) + Wording::preciseTime(time);
}

} // namespace

LogListModel::LogListModel(logs::LogStore& store, logs::LogSources* sources, const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_local(store)
    , m_sources(sources)
    , m_store(&store)
    , m_clock(clock)
    , m_histogram(store, clock)
{
    m_worker.setMaxThreadCount(1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(120);
    connect(&m_typing, &QTimer::timeout, this, &LogListModel::restart);
    connect(&m_feed, &ChangeFeed::changed, this, &LogListModel::ask);
    connect(&m_histogram, &LogHistogramModel::windowChosen, this, [this](qint64 from, qint64 to) {
        m_from = from;
        m_to = to;
        emit filterChanged();
        restart();
    });
    m_subscription = m_store->subscribe(m_feed.listener());
    m_sourceTimer.setInterval(kSourceInterval);
    connect(&m_sourceTimer, &QTimer::timeout, this, &LogListModel::lookAtSource);
    if (m_sources != nullptr)
        m_sourceTimer.start();
    lookAtSource();
    ask();
}

void LogListModel::setSource(const QString& source)
{
    if (source == m_source)
        return;
    m_source = source;
    m_query = source.isEmpty() || m_sources == nullptr
                  ? QString()
                  : QString::fromStdString(m_sources->defaultQuery(source.toStdString()));
    open();
}

void LogListModel::setQuery(const QString& query)
{
    if (m_source.isEmpty())
        return;
    m_query = query.trimmed().left(kLongestQuery);
    open();
}

/// Shows the source and the query of now from the beginning.
void LogListModel::open()
{
    m_store->unsubscribe(m_subscription);
    m_view = m_source.isEmpty() || m_sources == nullptr
                 ? nullptr
                 : m_sources->open(m_source.toStdString(), m_query.toStdString());
    if (!m_view && !m_source.isEmpty())
        m_view = std::make_shared<NoView>(
            tr("there is no data source %1: name it under datasources in nocturne.yml").arg(m_source));
    m_store = m_view ? &m_view->store() : &m_local;
    m_subscription = m_store->subscribe(m_feed.listener());
    m_service.clear();
    emit sourceChanged();
    emit filterChanged();
    lookAtSource();
    restart();
}

/// What a source says of itself is not announced: it is looked at while one may be shown.
void LogListModel::lookAtSource()
{
    QStringList names;
    if (m_sources != nullptr) {
        for (const auto& name : m_sources->names())
            names.append(QString::fromStdString(name));
    }
    if (names != m_sourceNames) {
        m_sourceNames = names;
        emit sourcesChanged();
    }
    const auto state = m_view ? m_view->state() : logs::LogViewState{.isLoading = false};
    QString note;
    if (!state.error.empty() && state.blindSince != 0 && !m_rows.empty())
        note = tr("%1 is blind since %2: %3")
                   .arg(m_source, Wording::preciseTime(state.blindSince), outsideText(state.error, 500));
    else if (!state.error.empty())
        note = outsideText(state.error, 500);
    else if (state.dropped > 0)
        note = tr("%n entries were left out by the server", nullptr, static_cast<int>(state.dropped));
    if (!waitsForSource() && m_loading && !m_asking)
        ask();
    if (note == m_sourceNote && m_isBlind == (state.blindSince != 0))
        return;
    m_sourceNote = note;
    m_isBlind = state.blindSince != 0;
    emit sourceNoteChanged();
}

bool LogListModel::waitsForSource() const { return m_view && m_view->state().isLoading; }

LogListModel* LogListModel::remote(const QString& source, const QString& query)
{
    auto& list = m_remote[{source, query}];
    if (list == nullptr) {
        list = new LogListModel(m_local, m_sources, m_clock, this);
        list->setSource(source);
        if (!query.isEmpty())
            list->setQuery(query);
    }
    return list;
}

LogListModel* LogListModel::matching(const QString& text)
{
    auto& list = m_matching[text];
    if (list == nullptr) {
        list = new LogListModel(m_local, nullptr, m_clock, this);
        list->setMinimumLevel(m_minimumLevel);
        list->setText(text);
    }
    return list;
}

LogListModel::~LogListModel()
{
    m_store->unsubscribe(m_subscription);
    m_worker.waitForDone();
}

int LogListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant LogListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const logs::LogRecord& record = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TimeRole:
        return timeOf(record.time);
    case LevelRole:
        return static_cast<int>(record.level);
    case ServiceRole:
        return outsideText(record.service, 80);
    case SourceRole:
        return outsideText(record.source, 200);
    case Qt::DisplayRole:
    case MessageRole:
        return outsideText(record.message, 4000, true);
    case FieldNamesRole:
        return namesOf(record);
    case FieldValuesRole:
        return valuesOf(record);
    case TraceRole:
        return traceOf(record);
    case SequenceRole:
        return QVariant::fromValue(static_cast<qulonglong>(record.sequence));
    default:
        return {};
    }
}

QHash<int, QByteArray> LogListModel::roleNames() const
{
    return {{TimeRole, "time"},
            {LevelRole, "level"},
            {ServiceRole, "service"},
            {SourceRole, "source"},
            {MessageRole, "message"},
            {FieldNamesRole, "fieldNames"},
            {FieldValuesRole, "fieldValues"},
            {TraceRole, "trace"},
            {SequenceRole, "sequence"}};
}

void LogListModel::setMinimumLevel(int level)
{
    level = std::clamp(level, 0, 3);
    if (level == m_minimumLevel)
        return;
    m_minimumLevel = level;
    emit filterChanged();
    restart();
}

void LogListModel::setService(const QString& service)
{
    if (service == m_service)
        return;
    m_service = service;
    emit filterChanged();
    restart();
}

QStringList LogListModel::sourceChoices() const { return QStringList(tr("this Nocturne")) + m_sourceNames; }

QStringList LogListModel::serviceChoices() const { return QStringList(tr("all")) + m_services; }

void LogListModel::setServiceIndex(int index) { setService(m_services.value(index - 1)); }

void LogListModel::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text.left(500);
    readSearch();
    emit filterChanged();
    m_typing.start();
}

void LogListModel::readSearch()
{
    auto search = logs::LogSearch::parse(m_text.toStdString());
    m_fault = search ? QString() : QString::fromStdString(search.error().message);
    m_search = search.value_or(logs::LogSearch());
}

void LogListModel::narrow(const QString& field, const QString& value)
{
    const auto quote = value.contains(u' ') || value.isEmpty() ? u"\""_s : QString();
    setText((m_text.trimmed() + u' ' + field + u'=' + quote + value + quote).trimmed());
}

void LogListModel::clearFilters()
{
    m_histogram.clearChoice();
    setText({});
    setServiceIndex(0);
    setMinimumLevel(0);
}

void LogListModel::copy(const QString& text) const
{
    if (auto* clipboard = QGuiApplication::clipboard())
        clipboard->setText(text);
}

void LogListModel::setLive(bool live)
{
    if (live == m_live)
        return;
    m_live = live;
    emit liveChanged();
    if (m_live)
        append(std::exchange(m_held, {}));
    emit countsChanged();
}

void LogListModel::restart()
{
    ++m_generation;
    m_lastSequence = 0;
    m_held.clear();
    beginResetModel();
    m_rows.clear();
    endResetModel();
    if (!m_loading) {
        m_loading = true;
        emit loadingChanged();
    }
    emit countsChanged();
    auto counted = wanted();
    counted.afterSequence = 0;
    counted.from = counted.to = 0;
    m_histogram.setQuery(std::move(counted));
    ask();
}

logs::LogQuery LogListModel::wanted() const
{
    logs::LogQuery query;
    for (int level = m_minimumLevel; m_minimumLevel > 0 && level <= static_cast<int>(LogLevel::Error); ++level)
        query.levels.insert(static_cast<LogLevel>(level));
    query.service = m_service.toStdString();
    query.search = m_search;
    query.from = m_from;
    query.to = m_to == 0 ? 0 : m_to - 1;
    query.afterSequence = m_lastSequence;
    query.limit = m_fault.isEmpty() ? kMaxRows : 0;
    return query;
}

void LogListModel::ask()
{
    if (m_asking) {
        m_askAgain = true;
        return;
    }
    m_asking = true;
    m_worker.start([this, query = wanted(), generation = m_generation, store = m_store,
                    view = m_view] { // the view holds its store
        Answer answer{.generation = generation, .records = store->find(query), .services = {}};
        for (const auto& service : store->services()) {
            if (!service.empty()) // of records without one there is no choice
                answer.services.append(outsideText(service, 80));
        }
        QMetaObject::invokeMethod(
            this, [this, answer = std::move(answer)]() mutable { receive(std::move(answer)); }, Qt::QueuedConnection);
    });
}

void LogListModel::receive(Answer answer)
{
    m_asking = false;
    if (answer.services != m_services) {
        m_services = answer.services;
        emit servicesChanged();
        emit filterChanged();
    }
    if (answer.generation == m_generation) {
        for (const auto& record : answer.records)
            m_lastSequence = std::max(m_lastSequence, record.sequence);
        if (m_loading) // several files were read one after the other
            std::ranges::stable_sort(answer.records, {}, &logs::LogRecord::time);
        if (m_live || m_loading) {
            append(std::move(answer.records));
        } else {
            std::move(answer.records.begin(), answer.records.end(), std::back_inserter(m_held));
            if (m_held.size() > kMaxRows)
                m_held.erase(m_held.begin(), m_held.end() - kMaxRows);
        }
        if (m_loading && (!waitsForSource() || !m_rows.empty())) {
            m_loading = false;
            emit loadingChanged();
        }
        emit countsChanged();
    }
    if (std::exchange(m_askAgain, false) || answer.generation != m_generation)
        ask();
}

void LogListModel::append(std::vector<logs::LogRecord> records)
{
    if (records.empty())
        return;
    const int excess = rowCount() + static_cast<int>(records.size()) - kMaxRows;
    if (const int dropped = std::min(excess, rowCount()); dropped > 0) {
        beginRemoveRows({}, 0, dropped - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + dropped);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(records.size()) - 1);
    std::move(records.begin(), records.end(), std::back_inserter(m_rows));
    endInsertRows();
    emit grown();
}

} // namespace nocturne::ui
