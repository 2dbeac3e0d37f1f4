// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/alert_past.h"

#include <QPointer>
#include <algorithm>

#include "ui/models/alert_list_model.h"
#include "ui/models/outside_text.h"
#include "ui/models/wording.h"
#include "ui/panels/change_words.h"

namespace nocturne::panels {

using ui::outsideText;
using ui::Wording;

namespace {

constexpr Timestamp kDay = Timestamp{24} * 3600 * 1000;
constexpr int kMostDays = 90;
constexpr int kTypingMs = 250;
constexpr std::size_t kMostChanges = 300;

std::optional<alerts::Severity> atLeast(int status)
{
    for (const auto severity : {alerts::Severity::Info, alerts::Severity::Warning, alerts::Severity::Unknown,
                                alerts::Severity::Error, alerts::Severity::Critical}) {
        if (status >= 0 && static_cast<int>(ui::toStatus(severity)) == status)
            return severity;
    }
    return {};
}

} // namespace

/// What became of one occurrence, and of the others with its labels.
struct AlertPast::Course
{
    std::vector<alerts::AlertChange> changes;
    alerts::RuleReport same;
    Timestamp firedAt = 0;
};

AlertPast::AlertPast(alerts::AlertBoard& board, DataContext& context, QObject* parent)
    : QObject(parent)
    , m_board(board)
    , m_context(context)
    , m_occurrences(board, context)
    , m_audit(board, context)
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    connect(&m_typing, &QTimer::timeout, this, &AlertPast::reload);
    connect(&m_occurrences, &PastOccurrences::failed, this, &AlertPast::fail);
    connect(&m_audit, &PastAudit::failed, this, &AlertPast::fail);
}

AlertPast::~AlertPast()
{
    m_stop.request_stop();
    m_courseStop.request_stop();
}

void AlertPast::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    emit filterChanged();
    if (active)
        reload();
}

void AlertPast::filter()
{
    emit filterChanged();
    reload();
}

void AlertPast::setDays(int days)
{
    const int wanted = std::clamp(days, 1, kMostDays);
    if (wanted == m_days)
        return;
    m_days = wanted;
    filter();
}

void AlertPast::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text.left(200);
    emit filterChanged();
    m_typing.start();
}

void AlertPast::setSeverity(int status)
{
    if (status == m_severity)
        return;
    m_severity = status;
    filter();
}

void AlertPast::setRule(const QString& name)
{
    if (name == m_rule)
        return;
    m_rule = name;
    filter();
}

void AlertPast::clearFilters()
{
    if (!isFiltered())
        return;
    m_text.clear();
    m_severity = -1;
    m_rule.clear();
    filter();
}

alerts::HistoryQuery AlertPast::query() const
{
    alerts::HistoryQuery query;
    query.to = m_askedAt + 1;
    query.from = m_askedAt - m_days * kDay;
    query.name = m_rule.toStdString();
    query.text = m_text.trimmed().toStdString();
    query.atLeast = atLeast(m_severity);
    return query;
}

void AlertPast::reload()
{
    if (!m_active)
        return;
    m_typing.stop();
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_askedAt = m_context.clock().now();
    if (m_state == Idle || m_state == Error)
        m_state = Loading;
    emit changed();
    m_context.pool().submit([&store = m_board.store(), query = query(), stop = m_stop.get_token(),
                             self = QPointer(this)](const std::stop_token&) {
        if (stop.stop_requested())
            return;
        auto report = alerts::historyReport(store, query, kCells);
        DataContext::post([report = std::move(report), stop, self] {
            if (self && !stop.stop_requested())
                self->take(report);
        });
    });
    m_occurrences.show(query());
    m_audit.reload();
}

void AlertPast::take(const Result<alerts::HistoryReport>& report)
{
    if (!report)
        return fail(outsideText(report.error().message, 500));
    m_total = report->total;
    m_rules.setRules(report->rules);
    m_state = report->rules.empty() ? Empty : Ready;
    m_errorText.clear();
    emit changed();
}

void AlertPast::fail(const QString& message)
{
    m_state = Error;
    m_errorText = message;
    emit changed();
}

QString AlertPast::askedText() const
{
    return m_askedAt == 0 ? QString() : tr("as of %1").arg(Wording::moment(m_askedAt, m_askedAt));
}

QString AlertPast::startText() const
{
    return m_askedAt == 0 ? QString() : Wording::moment(m_askedAt - m_days * kDay, m_askedAt);
}

QString AlertPast::firedText() const { return Wording::count(static_cast<std::int64_t>(m_total.noise.fired)); }

QString AlertPast::lastedText() const { return Wording::span(static_cast<std::int64_t>(m_total.secondsFiring * 1000)); }

QString AlertPast::takenText() const
{
    const auto& noise = m_total.noise;
    return noise.fired == 0
               ? QString()
               : Wording::count(static_cast<std::int64_t>((100 * noise.acknowledged + noise.fired / 2) / noise.fired));
}

QString AlertPast::takeTimeText() const { return PastRules::meanText(m_total.noise.meanSecondsToTake); }

QString AlertPast::endTimeText() const { return PastRules::meanText(m_total.noise.meanSecondsToEnd); }

QString AlertPast::chosenTitle() const
{
    const auto* alert = m_occurrences.find(m_chosenId);
    return alert == nullptr ? QString() : outsideText(alert->name(), 200);
}

void AlertPast::setChosenId(const QString& id)
{
    if (id == m_chosenId)
        return;
    m_chosenId = id;
    m_courseStop.request_stop();
    m_courseStop = std::stop_source();
    m_course.setLines({});
    m_chosenStrip = {};
    m_chosenText.clear();
    if (const auto* alert = m_occurrences.find(id))
        askCourse(*alert);
    emit chosenChanged();
}

void AlertPast::askCourse(const alerts::AlertInstance& alert)
{
    auto same = query();
    same.name.clear();
    same.text.clear();
    same.atLeast.reset();
    same.source = alert.source;
    same.fingerprint = alerts::fingerprint(alert.labels);
    m_context.pool().submit([&store = m_board.store(), same, id = alert.id, firedAt = alert.firedAt,
                             stop = m_courseStop.get_token(), self = QPointer(this)](const std::stop_token&) {
        if (stop.stop_requested())
            return;
        Course course;
        course.firedAt = firedAt;
        if (auto changes = alerts::AlertHistory(store).timeline(id, kMostChanges))
            course.changes = std::move(*changes);
        if (auto report = alerts::historyReport(store, same, kCells))
            course.same = std::move(report->total);
        DataContext::post([course = std::move(course), stop, self] {
            if (self && !stop.stop_requested())
                self->takeCourse(course);
        });
    });
}

void AlertPast::takeCourse(const Course& course)
{
    const Timestamp now = m_context.clock().now();
    std::vector<EvidenceLine> lines;
    for (const auto& change : course.changes)
        lines.push_back({.text = Wording::moment(change.at, now),
                         .detail = ChangeWords::of(change, now),
                         .status = change.kind == alerts::AlertChange::Kind::Resolved
                                       ? static_cast<int>(ui::status::Ok)
                                       : static_cast<int>(ui::toStatus(change.severity))});
    m_course.setLines(std::move(lines));
    m_chosenStrip = PastRules::stripOf(course.same.cells);
    m_chosenText = tr("fired %n time(s) within %1 days", "", static_cast<int>(course.same.noise.fired))
                       .arg(Wording::count(m_days));
    emit chosenChanged();
}

} // namespace nocturne::panels
