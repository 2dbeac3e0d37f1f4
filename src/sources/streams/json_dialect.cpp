// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/json_dialect.h"

#include <algorithm>

#include "base/core/text.h"
#include "watch/logs/line_parser.h"
#include "watch/logs/log_store.h"

namespace nocturne::streams {

using mapping::Outcome;

namespace {

constexpr std::string_view kNotProvided = "not provided by server";
constexpr int kMessagesBeforeJudging = 3;
constexpr std::size_t kMaxParts = 50;
const std::string kLimitPart = "series limit";

} // namespace

JsonDialect::JsonDialect(const StreamOptions& options, DialectHost& host, storage::Appendable& store,
                         alerts::AlertBoard& board, const Clock& clock, logs::LogStore* logs)
    : m_options(options)
    , m_host(host)
    , m_clock(clock)
    , m_logs(logs)
    , m_mapper(options.mapping)
    , m_recorder(store, clock, host.status().labels, m_mapper.mapping().samples, options.seriesLimit)
    , m_relay(board, clock, options.name, host.status().labels, options.alertsForgottenAfter)
{
    m_flushTimer.setSingleShot(true);
    QObject::connect(&m_flushTimer, &QTimer::timeout, &m_flushTimer, [this] { flush(); });
    const auto& rules = m_mapper.mapping();
    const auto count = rules.samples.size() + rules.logs.size() + rules.alerts.size();
    m_missing.resize(count);
    m_lastOutcome.resize(count, Outcome::NotMeant);
    for (std::size_t i = 0; i < count; ++i) {
        m_parts.push_back(partName(i));
        if (i < kMaxParts)
            m_host.status().parts.push_back({m_parts.back(), StreamState::Waiting, "no message was meant for it yet"});
    }
}

std::string JsonDialect::partName(std::size_t rule) const
{
    const auto& rules = m_mapper.mapping();
    const auto name = mapping::ruleName(rules, rule);
    return rule < rules.samples.size() ? name + " " + rules.samples[rule].name : name;
}

void JsonDialect::opened()
{
    m_relay.connected();
    std::ranges::fill(m_missing, 0);
    for (const auto& message : m_options.subscribe)
        m_host.send(message);
}

Result<Dialect::Heard> JsonDialect::take(std::string_view text)
{
    const auto read = m_mapper.map(text);
    if (!read)
        return tl::unexpected(read.error());
    const auto& mapped = **read;
    judge(mapped);
    m_faults += mapped.faultCount;
    if (mapped.isEmpty() && mapped.faultCount > 0)
        return fail(Error::Kind::InvalidInput, mapped.faults.front().rule + ": " + mapped.faults.front().what);
    if (!mapped.isMeant())
        return Heard{false, printable(text, 60)};
    auto& stats = m_host.stats();
    ++stats.metricsMessages;
    const auto arrival = m_clock.now();
    record(mapped.samples, arrival);
    for (const auto& log : mapped.logs)
        record(log, arrival);
    for (const auto& alert : mapped.alerts)
        relay(alert);
    stats.alertMessages += mapped.alerts.empty() ? 0 : 1;
    return Heard();
}

/// A rule whose value does not come in messages that are meant for it is named after a few of them.
void JsonDialect::judge(const mapping::Mapped& mapped)
{
    for (std::size_t i = 0; i < std::min(mapped.outcomes.size(), kMaxParts); ++i) {
        const auto outcome = mapped.outcomes[i];
        if (outcome == Outcome::NotMeant)
            continue;
        m_missing[i] = outcome == Outcome::Missing ? std::min(m_missing[i] + 1, kMessagesBeforeJudging) : 0;
        const bool isSame = m_lastOutcome[i] == outcome && outcome == Outcome::Read;
        m_lastOutcome[i] = outcome;
        if (isSame)
            continue;
        if (outcome == Outcome::Read) {
            m_host.setPart(m_parts[i], StreamState::Up, {});
        } else if (outcome == Outcome::Faulty) {
            const auto fault =
                std::ranges::find(mapped.faults, mapping::ruleName(m_mapper.mapping(), i), &mapping::Fault::rule);
            m_host.setPart(m_parts[i], StreamState::Degraded,
                           fault == mapped.faults.end() ? std::string("of the wrong kind") : fault->what);
        } else if (m_missing[i] == kMessagesBeforeJudging) {
            m_host.setPart(m_parts[i], StreamState::Degraded, std::string(kNotProvided));
        }
    }
}

void JsonDialect::record(const std::vector<mapping::MappedSample>& samples, Timestamp arrival)
{
    m_host.status().samples = samples.size();
    if (samples.empty())
        return;
    const auto timed = std::ranges::find_if(samples, [](const auto& sample) { return sample.time.has_value(); });
    if (timed != samples.end())
        m_host.stats().lag.observe(std::max(0.0, static_cast<double>(arrival - *timed->time) / 1000));
    if (m_recorder.take(samples, arrival))
        flush();
    else if (m_recorder.isWaiting() && !m_flushTimer.isActive())
        m_flushTimer.start(m_options.flushInterval);
    if (m_recorder.stats().overLimit > 0 && !std::exchange(m_isFull, true)) {
        const auto words = "the messages make more than " + std::to_string(m_options.seriesLimit) +
                           " series, more are dropped: map fewer labels or raise series_limit";
        m_host.setPart(kLimitPart, StreamState::Degraded, words);
        m_host.warn(words);
    }
}

void JsonDialect::record(const mapping::MappedLog& log, Timestamp arrival)
{
    if (m_logs == nullptr)
        return;
    logs::LogRecord record;
    record.time = log.time.value_or(arrival);
    record.level = logs::levelFromText(log.level).value_or(LogLevel::Info);
    record.service = log.service.empty() ? m_options.name : log.service;
    record.source = "stream:" + m_options.name;
    record.message = log.message;
    record.fields = {log.fields.begin(), log.fields.end()};
    m_logs->add(std::move(record));
    ++m_host.stats().logRecords;
}

void JsonDialect::relay(const mapping::MappedAlert& alert)
{
    StreamAlert told;
    told.ruleId = alert.id;
    told.ruleName = alert.name;
    told.severity = alert.severity;
    told.status = alert.state;
    told.message = alert.summary;
    told.triggeredAt = alert.time;
    told.currentValue = alert.value;
    told.threshold = alert.threshold;
    told.labels = alert.labels;
    m_relay.receive(told);
}

void JsonDialect::flush()
{
    m_flushTimer.stop();
    const auto before = m_recorder.stats().seriesAdded;
    m_host.check(m_recorder.flush());
    m_host.status().seriesAdded = m_recorder.stats().seriesAdded - before;
}

void JsonDialect::lost()
{
    m_flushTimer.stop();
    m_relay.disconnected();
    m_host.check(m_recorder.markGap());
}

void JsonDialect::stop() { lost(); }

void JsonDialect::addTo(StreamStats& stats) const
{
    const auto& recorded = m_recorder.stats();
    stats.recorded.samples = recorded.samples;
    stats.recorded.seriesAdded = recorded.seriesAdded;
    stats.recorded.gaps = recorded.gaps;
    stats.droppedRows = m_faults;
    stats.droppedLate = recorded.late;
    stats.droppedReplaced = recorded.replaced;
    stats.droppedSeriesLimit = recorded.overLimit;
    stats.series = m_recorder.seriesCount();
}

} // namespace nocturne::streams
