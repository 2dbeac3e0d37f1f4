// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/source_list_model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QCoreApplication>
#include <QLocale>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using collector::SourceKind;
using collector::SourceState;
using collector::SourceStatus;

std::string keyOf(const SourceStatus& source)
{
    return std::string(toString(source.kind)) + '\x1f' + source.group + '\x1f' + source.name;
}

QString kindWord(SourceKind kind)
{
    switch (kind) {
    case SourceKind::System:
        return SourceListModel::tr("This computer");
    case SourceKind::Custom:
        return SourceListModel::tr("Custom metrics");
    case SourceKind::Scrape:
        return SourceListModel::tr("Scrape");
    case SourceKind::Health:
        return SourceListModel::tr("Health check");
    case SourceKind::Stream:
        return SourceListModel::tr("Stream");
    case SourceKind::Log:
        return SourceListModel::tr("Log");
    case SourceKind::Alertmanager:
        return SourceListModel::tr("Alertmanager");
    case SourceKind::Burstlet:
        return QStringLiteral("Burstlet"); // a name
    case SourceKind::Engine:
        return SourceListModel::tr("Query engine");
    case SourceKind::Loki:
        return QStringLiteral("Loki"); // a name
    }
    return {};
}

QString stateWord(SourceState state)
{
    switch (state) {
    case SourceState::Waiting:
        return SourceListModel::tr("Waiting");
    case SourceState::Up:
        return SourceListModel::tr("Up");
    case SourceState::Degraded:
        return SourceListModel::tr("Degraded");
    case SourceState::Down:
        return SourceListModel::tr("Down");
    case SourceState::Disabled:
        return SourceListModel::tr("Off");
    case SourceState::Unreachable:
        return SourceListModel::tr("Unreachable");
    case SourceState::Maintenance:
        return SourceListModel::tr("Maintenance");
    case SourceState::Unknown:
        return SourceListModel::tr("Unknown");
    }
    return {};
}

/// The stable words of sources in the language of the interface; a word that is not known stays as it is.
QString reasonWord(const std::string& reason)
{
    static const std::map<std::string_view, const char*> kWords = {
        {"invalid_request", QT_TRANSLATE_NOOP("Reasons", "invalid request")},
        {"dns", QT_TRANSLATE_NOOP("Reasons", "name not found")},
        {"refused", QT_TRANSLATE_NOOP("Reasons", "refused")},
        {"unreachable", QT_TRANSLATE_NOOP("Reasons", "unreachable")},
        {"proxy", QT_TRANSLATE_NOOP("Reasons", "proxy failed")},
        {"timeout", QT_TRANSLATE_NOOP("Reasons", "timed out")},
        {"tls", QT_TRANSLATE_NOOP("Reasons", "TLS failed")},
        {"reset", QT_TRANSLATE_NOOP("Reasons", "connection reset")},
        {"truncated", QT_TRANSLATE_NOOP("Reasons", "answer cut off")},
        {"body_too_large", QT_TRANSLATE_NOOP("Reasons", "answer too large")},
        {"encoding", QT_TRANSLATE_NOOP("Reasons", "unknown encoding")},
        {"redirect", QT_TRANSLATE_NOOP("Reasons", "too many redirects")},
        {"redirected", QT_TRANSLATE_NOOP("Reasons", "redirected")},
        {"protocol", QT_TRANSLATE_NOOP("Reasons", "protocol broken")},
        {"cancelled", QT_TRANSLATE_NOOP("Reasons", "cancelled")},
        {"internal", QT_TRANSLATE_NOOP("Reasons", "internal error")},
        {"unauthorized", QT_TRANSLATE_NOOP("Reasons", "not authorised")},
        {"not_found", QT_TRANSLATE_NOOP("Reasons", "not found")},
        {"rate_limited", QT_TRANSLATE_NOOP("Reasons", "rate limited")},
        {"client_error", QT_TRANSLATE_NOOP("Reasons", "request rejected")},
        {"server_error", QT_TRANSLATE_NOOP("Reasons", "server error")},
        {"parse_error", QT_TRANSLATE_NOOP("Reasons", "unreadable answer")},
        {"bad_json", QT_TRANSLATE_NOOP("Reasons", "unreadable answer")},
        {"body_mismatch", QT_TRANSLATE_NOOP("Reasons", "unexpected answer")},
        {"json_mismatch", QT_TRANSLATE_NOOP("Reasons", "unexpected answer")},
        {"header_mismatch", QT_TRANSLATE_NOOP("Reasons", "unexpected answer")},
        {"value_mismatch", QT_TRANSLATE_NOOP("Reasons", "unexpected answer")},
        {"dns_mismatch", QT_TRANSLATE_NOOP("Reasons", "unexpected answer")},
        {"certificate_expires", QT_TRANSLATE_NOOP("Reasons", "certificate ends soon")},
        {"threshold", QT_TRANSLATE_NOOP("Reasons", "threshold reached")},
        {"query", QT_TRANSLATE_NOOP("Reasons", "query failed")},
        {"not_permitted", QT_TRANSLATE_NOOP("Reasons", "not permitted")},
        {"warning", QT_TRANSLATE_NOOP("Reasons", "warning")},
        {"critical", QT_TRANSLATE_NOOP("Reasons", "critical")},
        {"unknown", QT_TRANSLATE_NOOP("Reasons", "unknown")},
        {"status_mismatch", QT_TRANSLATE_NOOP("Reasons", "unexpected status")},
        {"not_ready", QT_TRANSLATE_NOOP("Reasons", "not ready")},
        {"degraded", QT_TRANSLATE_NOOP("Reasons", "degraded")},
        {"parent_down", QT_TRANSLATE_NOOP("Reasons", "what it depends on is down")},
        {"inverted", QT_TRANSLATE_NOOP("Reasons", "is up, and should not be")},
        {"never", QT_TRANSLATE_NOOP("Reasons", "never heard of")},
        {"no_data", QT_TRANSLATE_NOOP("Reasons", "no data")},
        {"schema", QT_TRANSLATE_NOOP("Reasons", "unexpected answer")},
        {"starttls", QT_TRANSLATE_NOOP("Reasons", "no TLS offered")},
        {"limit_exceeded", QT_TRANSLATE_NOOP("Reasons", "limit exceeded")},
        {"disabled", QT_TRANSLATE_NOOP("Reasons", "disabled")},
        {"closed", QT_TRANSLATE_NOOP("Reasons", "closed")},
        {"handshake", QT_TRANSLATE_NOOP("Reasons", "handshake failed")},
        {"too_many_connections", QT_TRANSLATE_NOOP("Reasons", "too many connections")},
        {"dead", QT_TRANSLATE_NOOP("Reasons", "no sign of life")},
        {"stale", QT_TRANSLATE_NOOP("Reasons", "no data")},
        {"incomplete", QT_TRANSLATE_NOOP("Reasons", "incomplete")},
        {"stopped", QT_TRANSLATE_NOOP("Reasons", "stopped")},
        {"store", QT_TRANSLATE_NOOP("Reasons", "not stored")},
    };
    const auto known = kWords.find(reason);
    return known != kWords.end() ? QCoreApplication::translate("Reasons", known->second) : outsideText(reason, 60);
}

int rank(SourceState state)
{
    switch (state) {
    case SourceState::Down:
        return 6;
    case SourceState::Degraded:
        return 5;
    case SourceState::Unreachable:
        return 4;
    case SourceState::Unknown:
        return 3;
    case SourceState::Waiting:
        return 2;
    case SourceState::Up:
        return 1;
    case SourceState::Maintenance:
    case SourceState::Disabled:
        break;
    }
    return 0;
}

bool hasProblem(const SourceStatus& source)
{
    return source.state == SourceState::Down || source.state == SourceState::Degraded ||
           source.state == SourceState::Unreachable;
}

/// Of the groups, or of all else.
int worstOf(const std::vector<SourceStatus>& sources, bool ofGroups)
{
    const SourceStatus* worst = nullptr;
    for (const auto& source : sources)
        if (source.isGroup == ofGroups && (worst == nullptr || rank(source.state) > rank(worst->state)))
            worst = &source;
    return worst == nullptr ? status::Waiting : toStatus(worst->state);
}

QString phaseWord(const std::string& phase)
{
    static const std::map<std::string_view, const char*> kWords = {
        {"resolve", QT_TRANSLATE_NOOP("Phases", "name")},  {"connect", QT_TRANSLATE_NOOP("Phases", "connect")},
        {"tls", QT_TRANSLATE_NOOP("Phases", "TLS")},       {"processing", QT_TRANSLATE_NOOP("Phases", "first byte")},
        {"transfer", QT_TRANSLATE_NOOP("Phases", "body")},
    };
    const auto known = kWords.find(phase);
    return known == kWords.end() ? outsideText(phase, 60) : QCoreApplication::translate("Phases", known->second);
}

/// "24 h: 99.95 %"; where less than nine tenths of the window count, of how much it is said.
QStringList uptimeTexts(const SourceStatus& source)
{
    QStringList texts;
    for (const auto& uptime : source.uptime) {
        const auto hours = uptime.window.count();
        const auto window =
            hours <= 24 ? SourceListModel::tr("%1 h").arg(hours) : SourceListModel::tr("%1 d").arg(hours / 24);
        // Rounded down: what was down once is never 100 %.
        const auto percent = QLocale().toString(std::floor(uptime.ratio * 1e4 + 1e-6) / 100, 'f', 2);
        const bool isWhole = uptime.counted >= uptime.window * 9 / 10;
        const auto counted =
            Wording::span(std::chrono::duration_cast<std::chrono::milliseconds>(uptime.counted).count());
        texts.append(isWhole ? SourceListModel::tr("%1: %2 %").arg(window, percent)
                             : SourceListModel::tr("%1: %2 % of %3").arg(window, percent, counted));
    }
    return texts;
}

} // namespace

Status toStatus(SourceState state)
{
    switch (state) {
    case SourceState::Up:
        return status::Ok;
    case SourceState::Degraded:
        return status::Warning;
    case SourceState::Down:
        return status::Error;
    case SourceState::Unreachable:
    case SourceState::Unknown:
        return status::Unknown;
    case SourceState::Maintenance:
    case SourceState::Disabled:
        return status::Off;
    case SourceState::Waiting:
        break;
    }
    return status::Waiting;
}

SourceListModel::SourceListModel(collector::SourceMonitor& monitor, const Clock& clock, QObject* parent)
    : QAbstractListModel(parent)
    , m_monitor(monitor)
    , m_clock(clock)
{
    connect(&m_feed, &ChangeFeed::changed, this, &SourceListModel::read);
    m_subscription = m_monitor.subscribe(m_feed.listener());
    read();
}

SourceListModel::~SourceListModel() { m_monitor.unsubscribe(m_subscription); }

int SourceListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SourceListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SourceRow& row = m_rows[static_cast<std::size_t>(index.row())];
    return row.part < 0 ? sourceData(row, role) : partData(row, role);
}

QVariant SourceListModel::sourceData(const SourceRow& row, int role) const
{
    const SourceStatus& source = row.source;
    const Timestamp now = m_clock.now();
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return outsideText(source.name, 200);
    case GroupRole:
        return outsideText(source.group, 100);
    case KindRole:
        return source.isGroup ? tr("Group of checks") : kindWord(source.kind);
    case AddressRole:
        return outsideText(source.address, 500);
    case StatusRole:
        return static_cast<int>(toStatus(source.state));
    case StateWordRole:
        return stateWord(source.state);
    case ReasonRole:
        return reasonWord(source.reason);
    case ErrorRole:
        return outsideProse(source.lastError, 2000);
    case LastRole:
        return Wording::age(source.lastSuccess, now);
    case NextRole:
        return source.nextAttempt > now ? Wording::span(source.nextAttempt - now) : QString();
    case SinceRole:
        return source.stateSince == 0 ? QString() : Wording::moment(source.stateSince, now);
    case DurationRole:
        return source.lastSeconds > 0 ? Wording::duration(source.lastSeconds) : QString();
    case SamplesRole:
        return source.lastAttempt == 0 ? QString() : Wording::count(static_cast<std::int64_t>(source.samples));
    case IntervalRole:
        return source.interval.count() == 0 ? QString() : Wording::span(source.interval.count());
    case FailuresRole:
        return static_cast<int>(std::min<std::uint64_t>(source.failures, 1'000'000'000));
    case StaleRole:
        return isStale(source);
    case PartRole:
        return false;
    case FoldableRole:
        return !source.parts.empty() || !source.lastError.empty() || !source.beats.empty();
    case ExpandedRole:
        return row.expanded;
    case LabelKeysRole:
    case LabelValuesRole: {
        QStringList out;
        for (const auto& label : source.labels)
            out.append(outsideText(role == LabelKeysRole ? label.name : label.value, 200));
        return out;
    }
    default:
        return detailData(row, role);
    }
}

/// What an unfolded row shows below; of a folded one nothing, which is cheap.
QVariant SourceListModel::detailData(const SourceRow& row, int role) const
{
    static const SourceStatus kFolded;
    const SourceStatus& source = row.expanded ? row.source : kFolded;
    switch (role) {
    case UptimeRole:
        return uptimeTexts(source);
    case PhaseNamesRole:
    case PhaseTextsRole: {
        QStringList out;
        for (const auto& phase : source.phases)
            out.append(role == PhaseNamesRole ? phaseWord(phase.name) : Wording::duration(phase.seconds));
        return out;
    }
    case PhaseSecondsRole: {
        QList<double> out;
        for (const auto& phase : source.phases)
            out.append(phase.seconds);
        return QVariant::fromValue(out);
    }
    case BeatSecondsRole: {
        QList<double> out;
        for (const auto& beat : source.beats)
            out.append(beat.seconds);
        return QVariant::fromValue(out);
    }
    case BeatStatusesRole: {
        QList<int> out;
        for (const auto& beat : source.beats)
            out.append(static_cast<int>(toStatus(beat.state)));
        return QVariant::fromValue(out);
    }
    case BodyRole:
        return outsideProse(source.lastBody, 2000);
    case BodyTimeRole:
        return source.lastBodyTime == 0 ? QString() : Wording::moment(source.lastBodyTime, m_clock.now());
    default:
        return {};
    }
}

QVariant SourceListModel::partData(const SourceRow& row, int role) const
{
    const auto& part = row.source.parts[static_cast<std::size_t>(row.part)];
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return outsideText(part.name, 200);
    case AddressRole:
        return outsideProse(part.details, 500);
    case StatusRole:
        return static_cast<int>(toStatus(part.state));
    case StateWordRole:
        return stateWord(part.state);
    case DurationRole:
        return part.seconds > 0 ? Wording::duration(part.seconds) : QString();
    case FailuresRole:
        return 0;
    case StaleRole:
        return row.source.state == SourceState::Down;
    case PartRole:
        return true;
    case FoldableRole:
    case ExpandedRole:
        return false;
    case LabelKeysRole:
    case LabelValuesRole:
    case UptimeRole:
    case PhaseNamesRole:
    case PhaseTextsRole:
        return QStringList();
    case PhaseSecondsRole:
    case BeatSecondsRole:
        return QVariant::fromValue(QList<double>());
    case BeatStatusesRole:
        return QVariant::fromValue(QList<int>());
    default:
        return QString();
    }
}

QHash<int, QByteArray> SourceListModel::roleNames() const
{
    return {{NameRole, "name"},
            {GroupRole, "group"},
            {KindRole, "kind"},
            {AddressRole, "address"},
            {StatusRole, "status"},
            {StateWordRole, "stateWord"},
            {ReasonRole, "reason"},
            {ErrorRole, "error"},
            {LastRole, "last"},
            {NextRole, "next"},
            {SinceRole, "since"},
            {DurationRole, "duration"},
            {SamplesRole, "samples"},
            {IntervalRole, "interval"},
            {FailuresRole, "failures"},
            {StaleRole, "stale"},
            {PartRole, "part"},
            {FoldableRole, "foldable"},
            {ExpandedRole, "expanded"},
            {LabelKeysRole, "labelKeys"},
            {LabelValuesRole, "labelValues"},
            {UptimeRole, "uptime"},
            {PhaseNamesRole, "phaseNames"},
            {PhaseSecondsRole, "phaseSeconds"},
            {PhaseTextsRole, "phaseTexts"},
            {BeatSecondsRole, "beatSeconds"},
            {BeatStatusesRole, "beatStatuses"},
            {BodyRole, "body"},
            {BodyTimeRole, "bodyTime"}};
}

void SourceListModel::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text.left(500);
    emit filterChanged();
    rebuild();
}

void SourceListModel::setProblemsOnly(bool only)
{
    if (only == m_problemsOnly)
        return;
    m_problemsOnly = only;
    emit filterChanged();
    rebuild();
}

void SourceListModel::setWorstFirst(bool first)
{
    if (first == m_worstFirst)
        return;
    m_worstFirst = first;
    emit filterChanged();
    rebuild();
}

int SourceListModel::groupCount() const
{
    return static_cast<int>(std::ranges::count(*m_snapshot, true, &SourceStatus::isGroup));
}

int SourceListModel::groupUpCount() const
{
    return static_cast<int>(std::ranges::count_if(*m_snapshot, [](const SourceStatus& source) {
        return source.isGroup && (source.state == SourceState::Up || source.state == SourceState::Degraded);
    }));
}

int SourceListModel::groupWorst() const { return worstOf(*m_snapshot, true); }

QString SourceListModel::groupProblems() const
{
    QStringList words;
    for (const auto& source : *m_snapshot)
        if (source.isGroup && source.state != SourceState::Up)
            words.append(tr("%1: %2").arg(outsideText(source.name, 60), stateWord(source.state)));
    return words.join(u", "_s);
}

int SourceListModel::worst() const { return worstOf(*m_snapshot, false); }

QString SourceListModel::seriesText() const
{
    return Wording::count(static_cast<std::int64_t>(m_monitor.store().series));
}

QString SourceListModel::rateText() const
{
    const double perSecond = m_monitor.store().samplesPerSecond;
    return perSecond < 1000 ? Wording::count(std::llround(perSecond)) : Wording::number(perSecond);
}

QString SourceListModel::oldestText() const
{
    Timestamp oldest = 0;
    for (const auto& source : *m_snapshot)
        if (source.lastSuccess != 0 && source.state != SourceState::Disabled)
            oldest = oldest == 0 ? source.lastSuccess : std::min(oldest, source.lastSuccess);
    return oldest == 0 ? QString() : Wording::span(m_clock.now() - oldest);
}

void SourceListModel::refresh(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    const SourceStatus& source = m_rows[static_cast<std::size_t>(row)].source;
    m_monitor.refresh(source.kind, source.group, source.name);
}

void SourceListModel::refreshAll()
{
    for (const auto& source : *m_snapshot)
        m_monitor.refresh(source.kind, source.group, source.name);
}

void SourceListModel::toggle(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    const std::string key = keyOf(m_rows[static_cast<std::size_t>(row)].source);
    if (m_expanded.erase(key) == 0)
        m_expanded.insert(key);
    rebuild();
}

void SourceListModel::tick()
{
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {LastRole, NextRole, StaleRole});
    emit ticked();
}

void SourceListModel::retranslate()
{
    if (!m_rows.empty())
        emit dataChanged(index(0), index(rowCount() - 1));
    emit ticked();
}

void SourceListModel::read()
{
    m_snapshot = m_monitor.sources();
    rebuild();
    emit ticked();
}

void SourceListModel::rebuild()
{
    std::vector<SourceStatus> sources;
    std::copy_if(m_snapshot->begin(), m_snapshot->end(), std::back_inserter(sources),
                 [this](const SourceStatus& source) { return matches(source); });
    if (m_worstFirst)
        std::stable_sort(sources.begin(), sources.end(),
                         [](const auto& a, const auto& b) { return rank(a.state) > rank(b.state); });
    std::vector<SourceRow> next;
    for (const SourceStatus& source : sources) {
        const std::string key = keyOf(source);
        const bool expanded = m_expanded.count(key) != 0;
        next.push_back({.key = key, .source = source, .part = -1, .expanded = expanded});
        for (std::size_t i = 0; expanded && i < source.parts.size(); ++i)
            next.push_back({.key = key + '\x1e' + std::to_string(i), .source = source, .part = static_cast<int>(i)});
    }
    RowSync::apply(*this, m_rows, std::move(next));
    emit countsChanged();
}

int SourceListModel::countOf(SourceState state) const
{
    return static_cast<int>(std::count_if(m_snapshot->begin(), m_snapshot->end(), [state](const SourceStatus& source) {
        return !source.isGroup && source.state == state;
    }));
}

int SourceListModel::problemCount() const { return static_cast<int>(std::ranges::count_if(*m_snapshot, hasProblem)); }

bool SourceListModel::matches(const SourceStatus& source) const
{
    if (m_problemsOnly && !hasProblem(source))
        return false;
    const auto holds = [this](const std::string& text) {
        return QString::fromStdString(text).contains(m_text, Qt::CaseInsensitive);
    };
    return m_text.isEmpty() || holds(source.name) || holds(source.group) || holds(source.address) ||
           holds(source.lastError);
}

bool SourceListModel::isStale(const SourceStatus& source) const
{
    const bool asked = source.state != SourceState::Disabled && source.interval.count() > 0;
    return asked && source.lastSuccess != 0 && m_clock.now() - source.lastSuccess > 2 * source.interval.count();
}

} // namespace nocturne::ui
