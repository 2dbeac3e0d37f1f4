// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/group_runner.h"

#include <algorithm>
#include <array>
#include <map>

#include "engine/model/matcher.h"

namespace nocturne::rules {

namespace {

RuleStatus::Texts textsOf(const Templates& templates)
{
    RuleStatus::Texts texts;
    for (const auto& [name, text] : templates)
        texts.emplace_back(name, text.source());
    std::ranges::sort(texts);
    return texts;
}

/// What is the same before and after a reload.
bool isSameRule(const Rule& a, const Rule& b)
{
    return a.isAlerting() == b.isAlerting() && a.name() == b.name() && textsOf(a.labels) == textsOf(b.labels);
}

RuleStatus statusOf(const Rule& rule, const RuleGroup& group)
{
    RuleStatus status;
    status.file = group.file;
    status.group = group.name;
    status.name = rule.name();
    status.isAlerting = rule.isAlerting();
    status.expression = rule.expression;
    status.holdFor = rule.holdFor;
    status.keepFiringFor = rule.keepFiringFor;
    status.labels = textsOf(rule.labels);
    status.annotations = textsOf(rule.annotations);
    return status;
}

double secondsBetween(Clock::Monotonic from, Clock::Monotonic to)
{
    return std::chrono::duration<double>(to - from).count();
}

} // namespace

std::stop_token RuleWatch::begin(Clock::Monotonic now)
{
    const std::lock_guard lock(m_mutex);
    m_begun = now;
    m_source = std::stop_source();
    if (m_isStopped)
        m_source.request_stop();
    return m_source.get_token();
}

void RuleWatch::end()
{
    const std::lock_guard lock(m_mutex);
    m_begun.reset();
}

void RuleWatch::check(Clock::Monotonic now, std::chrono::milliseconds limit)
{
    const std::lock_guard lock(m_mutex);
    if (m_begun && now - *m_begun > limit)
        m_source.request_stop();
}

void RuleWatch::stopAll()
{
    const std::lock_guard lock(m_mutex);
    m_isStopped = true;
    m_source.request_stop();
}

bool RuleWatch::isStopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_isStopped;
}

GroupRunner::GroupRunner(RuleGroup plan, std::chrono::milliseconds interval, GroupTools tools, bool waitsForRestore)
    : m_plan(std::move(plan))
    , m_interval(m_plan.interval.value_or(interval))
    , m_offset(m_plan.queryOffset.value_or(std::chrono::milliseconds(0)))
    , m_tools(std::move(tools))
    , m_waitsForRestore(waitsForRestore)
{
    for (const auto& rule : m_plan.rules) {
        Slot slot;
        slot.rule = rule;
        if (auto parsed = m_tools.queries.parse(rule.expression))
            slot.expression = std::move(*parsed); // null where the file had errors: the rule then fails
        if (rule.isAlerting())
            slot.alerting.emplace(rule, m_tools.surroundings);
        slot.status = statusOf(rule, m_plan);
        m_slots.push_back(std::move(slot));
    }
    if (m_tools.sharesParts) {
        std::vector<const promql::Expr*> expressions;
        for (const auto& slot : m_slots) {
            if (slot.expression)
                expressions.push_back(slot.expression.get());
        }
        m_common = std::make_unique<promql::CommonParts>(expressions);
    }
    m_status.file = m_plan.file;
    m_status.name = m_plan.name;
    m_status.interval = m_interval;
    m_status.queryOffset = m_offset;
    m_status.limit = m_plan.limit;
}

void GroupRunner::evaluate(Timestamp time, RuleWatch& watch)
{
    const auto begun = m_tools.clock.monotonic();
    if (m_common)
        m_common->begin();
    for (auto& slot : m_slots) {
        if (watch.isStopped())
            return;
        evaluate(slot, time, watch.begin(m_tools.clock.monotonic()));
        watch.end();
    }
    if (m_common)
        m_common->begin(); // holds nothing between rounds
    endSeries(time - m_offset.count());
    m_status.lastEvaluation = time;
    m_status.lastSeconds = secondsBetween(begun, m_tools.clock.monotonic());
    ++m_status.evaluations;
}

void GroupRunner::evaluate(Slot& slot, Timestamp time, const std::stop_token& stop)
{
    const auto begun = m_tools.clock.monotonic();
    auto done = run(slot, time, stop);
    auto& status = slot.status;
    status.lastEvaluation = time;
    status.lastSeconds = secondsBetween(begun, m_tools.clock.monotonic());
    status.health = done ? RuleHealth::Ok : RuleHealth::Err;
    ++status.evaluations;
    if (done) {
        status.lastError.clear();
        slot.failingSince = 0;
    } else {
        ++status.failures;
        status.lastError = stop.stop_requested() ? "the rule took too long and was stopped: make its expression cheaper"
                                                 : done.error().text();
        slot.failingSince = slot.failingSince == 0 ? time : slot.failingSince;
    }
    noteAlerts(slot);
}

Result<void> GroupRunner::run(Slot& slot, Timestamp time, const std::stop_token& stop)
{
    if (!slot.expression)
        return fail(Error::Kind::InvalidInput, "the expression does not parse");
    const auto queryTime = time - m_offset.count();
    auto elements = m_tools.queries.instant(*slot.expression, slot.rule.expression, queryTime, stop, m_common.get());
    if (!elements)
        return tl::unexpected(elements.error());
    if (!slot.alerting) {
        auto series = record(slot, std::move(*elements));
        return series ? write(slot, queryTime, std::move(*series)) : Result<void>(tl::unexpected(series.error()));
    }
    if (auto advanced = slot.alerting->advance(time, *elements, m_tools.queries, m_plan.limit, stop); !advanced)
        return advanced;
    return write(slot, queryTime, m_waitsForRestore ? std::vector<VectorElement>() : slot.alerting->series());
}

Result<std::vector<VectorElement>> GroupRunner::record(const Slot& slot, std::vector<VectorElement> elements) const
{
    for (auto& element : elements) {
        model::LabelSetBuilder labels(element.labels);
        labels.set(model::kMetricName, slot.rule.record);
        for (const auto& [name, value] : slot.rule.labels)
            labels.set(name, value.source());
        element.labels = labels.build();
    }
    if (m_plan.limit != 0 && elements.size() > m_plan.limit)
        return fail(Error::Kind::LimitExceeded, "exceeded limit of " + std::to_string(m_plan.limit) + " with " +
                                                    std::to_string(elements.size()) + " series");
    return elements;
}

Result<void> GroupRunner::write(Slot& slot, Timestamp time, std::vector<VectorElement> series)
{
    if (series.empty() && slot.written.empty())
        return {};
    std::ranges::sort(series, {}, &VectorElement::labels);
    const auto twin =
        std::ranges::adjacent_find(series, [](const auto& a, const auto& b) { return a.labels == b.labels; });
    if (twin != series.end())
        return fail(Error::Kind::InvalidInput, "two series have the same labels " + twin->labels.toString() +
                                                   " after those of the rule were set: drop fewer of them");
    const auto appender = m_tools.store.appender();
    std::vector<model::LabelSet> now;
    for (const auto& element : series) {
        now.push_back(element.labels);
        const auto ref = element.histogram ? appender->appendHistogram(0, element.labels, {time, element.histogram})
                                           : appender->append(0, element.labels, {time, element.value});
        if (!ref)
            return tl::unexpected(ref.error());
    }
    for (const auto& labels : slot.written) {
        if (!std::ranges::binary_search(now, labels))
            (void)appender->append(0, labels, {time, model::kStaleMarker});
    }
    if (auto committed = appender->commit(); !committed)
        return tl::unexpected(committed.error());
    slot.written = std::move(now);
    forgetParts(slot.rule);
    return {};
}

/// Rules see what those before them in the group wrote.
void GroupRunner::forgetParts(const Rule& rule)
{
    if (!m_common)
        return;
    if (!rule.isAlerting()) {
        m_common->forget(rule.record);
        return;
    }
    m_common->forget("ALERTS");
    m_common->forget("ALERTS_FOR_STATE");
}

void GroupRunner::noteAlerts(Slot& slot) const
{
    if (!slot.alerting)
        return;
    auto active = slot.alerting->active();
    auto state = alerts::AlertState::Inactive;
    for (auto& alert : active) {
        state = std::max(state, alert.state);
        alert.unverifiedSince = slot.failingSince;
    }
    slot.status.state = state;
    slot.status.activeAlerts = active.size();
    auto held = slot.alerting->keepFiringSince();
    const bool holdsAny = std::ranges::any_of(held, [](Timestamp since) { return since != 0; });
    slot.status.keepFiringSince = holdsAny ? std::move(held) : std::vector<Timestamp>();
    slot.status.alerts =
        active.empty() ? nullptr : std::make_shared<const std::vector<alerts::AlertInstance>>(std::move(active));
}

std::vector<alerts::AlertInstance> GroupRunner::active() const
{
    std::vector<alerts::AlertInstance> all;
    for (const auto& slot : m_slots) {
        if (slot.status.alerts)
            all.insert(all.end(), slot.status.alerts->begin(), slot.status.alerts->end());
    }
    return all;
}

std::vector<AlertNotice> GroupRunner::takeNotices(Timestamp time, const ResendOptions& options)
{
    std::vector<AlertNotice> all;
    for (auto& slot : m_slots) {
        if (!slot.alerting || slot.failingSince != 0)
            continue;
        auto notices = slot.alerting->takeNotices(time, options);
        std::ranges::move(notices, std::back_inserter(all));
    }
    return all;
}

GroupStatus GroupRunner::status() const
{
    auto status = m_status;
    for (const auto& slot : m_slots)
        status.rules.push_back(slot.status);
    return status;
}

void GroupRunner::inherit(GroupRunner& earlier)
{
    m_status.lastEvaluation = earlier.m_status.lastEvaluation;
    m_status.lastSeconds = earlier.m_status.lastSeconds;
    m_status.evaluations = earlier.m_status.evaluations;
    m_waitsForRestore = earlier.m_waitsForRestore;
    std::vector<bool> isTaken(earlier.m_slots.size());
    for (auto& slot : m_slots) {
        for (std::size_t i = 0; i < earlier.m_slots.size(); ++i) {
            auto& old = earlier.m_slots[i];
            if (isTaken[i] || !isSameRule(slot.rule, old.rule))
                continue;
            isTaken[i] = true;
            if (slot.alerting)
                slot.alerting->takeOver(*old.alerting);
            slot.written = std::move(old.written);
            slot.failingSince = old.failingSince;
            noteAlerts(slot);
            break;
        }
    }
    m_orphans = std::move(earlier.m_orphans);
    for (std::size_t i = 0; i < earlier.m_slots.size(); ++i) {
        if (!isTaken[i])
            std::ranges::move(earlier.m_slots[i].written, std::back_inserter(m_orphans));
    }
}

void GroupRunner::endSeries(Timestamp time)
{
    if (m_orphans.empty())
        return;
    const auto appender = m_tools.store.appender();
    for (const auto& labels : m_orphans) {
        const bool isWritten = std::ranges::any_of(
            m_slots, [&](const Slot& slot) { return std::ranges::binary_search(slot.written, labels); });
        if (!isWritten)
            (void)appender->append(0, labels, {time, model::kStaleMarker});
    }
    if (appender->commit())
        m_orphans.clear();
}

void GroupRunner::restore(Timestamp now)
{
    m_waitsForRestore = false;
    const auto querier = m_tools.queries.store().querier(now - m_tools.outageTolerance.count(), now);
    if (!querier)
        return;
    for (auto& slot : m_slots) {
        if (slot.alerting && slot.rule.holdFor >= m_tools.forGracePeriod)
            restore(slot, **querier, now);
    }
}

void GroupRunner::restore(Slot& slot, storage::Querier& querier, Timestamp now)
{
    const auto series = querier.select({model::Matcher::equal(std::string(model::kMetricName), "ALERTS_FOR_STATE"),
                                        model::Matcher::equal("alertname", slot.rule.alert)},
                                       {});
    if (!series)
        return;
    for (const auto& cursor : *series) {
        const auto labels = cursor->labels().withoutMetricName();
        if (const auto since = restoredSince(slot.rule, *cursor, now))
            slot.alerting->restore(labels, *since);
    }
    noteAlerts(slot);
}

std::optional<Timestamp> GroupRunner::restoredSince(const Rule& rule, storage::SeriesCursor& cursor,
                                                    Timestamp now) const
{
    std::array<Timestamp, 128> times{};
    std::array<double, 128> values{};
    Timestamp downAt = 0;
    double last = model::kStaleMarker;
    for (auto count = cursor.read(times, values); count && *count > 0; count = cursor.read(times, values)) {
        downAt = times[*count - 1];
        last = values[*count - 1];
    }
    if (model::isStaleMarker(last) || !(std::abs(last) < 1e12))
        return std::nullopt; // it was not active, or the value is no time
    const auto since = static_cast<Timestamp>(last) * 1000;
    const auto remaining = rule.holdFor.count() - (downAt / 1000 * 1000 - since);
    if (remaining <= 0)
        return since; // it was firing, and fires again
    if (remaining < m_tools.forGracePeriod.count())
        return now + m_tools.forGracePeriod.count() - rule.holdFor.count();
    return since + (now - downAt / 1000 * 1000);
}

} // namespace nocturne::rules
