// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/log_store.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <string_view>
#include <tuple>
#include <utility>

namespace nocturne::logs {

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr std::size_t kMostCounted = 50'000; // records that a histogram looks at
constexpr std::size_t kWrittenAtOnce = 10'000;

std::size_t bytesOf(const LogRecord& record)
{
    std::size_t bytes = sizeof record + record.message.size() + record.service.size() + record.source.size();
    for (const auto& [name, value] : record.fields)
        bytes += name.size() + value.size() + 64; // a node of the map
    return bytes;
}

} // namespace

struct LogStore::State
{
    Options options;
    std::unique_ptr<LogArchive> archive;
    std::mutex writing; ///< one flush at a time
    mutable std::mutex mutex;
    std::deque<LogRecord> records;
    std::size_t bytes = 0;
    std::uint64_t lastSequence = 0;
    std::uint64_t written = 0; ///< the last sequence on disk
    std::uint64_t lost = 0;
    std::map<std::string, std::size_t> services; // records of each; 0 for those that are on disk alone
    std::map<std::pair<std::string, LogLevel>, std::uint64_t> tallies;
    LogPositions positions;
    LogPositions unwritten;
    std::optional<Error> fault;
    std::pair<std::uint64_t, std::uint64_t> sizeOnDisk; ///< records and bytes
    std::map<std::uint64_t, Listener> listeners;
    std::uint64_t nextListener = 1;

    void dropOldest()
    {
        const auto& oldest = records.front();
        bytes -= bytesOf(oldest);
        if (const auto service = services.find(oldest.service); --service->second == 0 && !archive)
            services.erase(service);
        lost += archive && oldest.sequence > written ? 1 : 0;
        records.pop_front();
    }
    /// A name of which nothing is in memory.
    void forgetOne()
    {
        const auto idle = std::ranges::find(services, 0U, [](const auto& entry) { return entry.second; });
        if (idle != services.end())
            services.erase(idle);
    }
    /// Names come from outside: of a flood of them most are one.
    void name(LogRecord& record)
    {
        if (!services.contains(record.service) && services.size() >= kMaxServices)
            forgetOne();
        if (!services.contains(record.service) && services.size() >= kMaxServices) {
            record.fields.try_emplace("service", std::move(record.service));
            record.service = kOtherServices;
        }
        ++services[record.service];
        ++tallies[{tallies.size() < kMaxServices * 4 || tallies.contains({record.service, record.level})
                       ? record.service
                       : kOtherServices,
                   record.level}];
    }
    void noteSize()
    {
        const auto size = archive->size();
        const std::lock_guard lock(mutex);
        sizeOnDisk = size.value_or(sizeOnDisk);
    }
    /// What a flush writes next.
    std::pair<std::vector<LogRecord>, LogPositions> takeUnwritten()
    {
        const std::lock_guard lock(mutex);
        std::vector<LogRecord> batch;
        auto record = std::ranges::upper_bound(records, written, {}, &LogRecord::sequence);
        for (; record != records.end() && batch.size() < kWrittenAtOnce; ++record)
            batch.push_back(*record);
        const bool isAll = record == records.end(); // positions are true when all records before them are there
        return {std::move(batch), isAll ? std::exchange(unwritten, {}) : LogPositions()};
    }
};

LogStore::LogStore(Options options)
    : m_state(std::make_unique<State>())
{
    m_state->options = options;
}

LogStore::~LogStore() { (void)flush(); }

Result<void> LogStore::attach(std::unique_ptr<LogArchive> archive)
{
    const auto last = archive->lastSequence();
    auto positions = last ? archive->positions() : tl::unexpected(last.error());
    const auto names = positions ? archive->services(kMaxServices / 2) : tl::unexpected(positions.error());
    if (!names)
        return tl::unexpected(names.error());
    const std::lock_guard lock(m_state->mutex);
    // What was added before, Nocturne's own words while it started, comes after what is on disk.
    for (auto& record : m_state->records)
        record.sequence += *last;
    m_state->lastSequence += *last;
    m_state->written = *last;
    m_state->positions = std::move(*positions);
    for (const auto& name : *names)
        m_state->services.try_emplace(name, 0);
    m_state->archive = std::move(archive);
    return {};
}

bool LogStore::hasArchive() const { return m_state->archive != nullptr; }

void LogStore::add(LogRecord record)
{
    std::vector<Listener> told;
    {
        const std::lock_guard lock(m_state->mutex);
        record.sequence = ++m_state->lastSequence;
        m_state->name(record);
        m_state->bytes += bytesOf(record);
        m_state->records.push_back(std::move(record));
        while (m_state->records.size() > m_state->options.maxRecords || m_state->bytes > m_state->options.maxBytes)
            m_state->dropOldest();
        for (const auto& [id, listener] : m_state->listeners)
            told.push_back(listener);
    }
    for (const auto& listener : told)
        listener();
}

std::vector<LogRecord> LogStore::beyondMemory(const LogQuery& query, std::uint64_t before, std::size_t most) const
{
    if (!m_state->archive || most == 0 || query.afterSequence + 1 >= before)
        return {};
    auto rest = query;
    rest.limit = most;
    return m_state->archive->find(rest, before).value_or(std::vector<LogRecord>());
}

std::vector<LogRecord> LogStore::find(const LogQuery& query) const
{
    std::vector<LogRecord> found;
    std::uint64_t oldest = 0;
    {
        const std::lock_guard lock(m_state->mutex);
        const auto& records = m_state->records;
        oldest = records.empty() ? m_state->lastSequence + 1 : records.front().sequence;
        for (auto record = records.rbegin(); record != records.rend(); ++record) {
            if (found.size() >= query.limit || record->sequence <= query.afterSequence)
                break;
            if (query.selects(*record))
                found.push_back(*record);
        }
    }
    std::ranges::reverse(found);
    auto older = beyondMemory(query, oldest, query.limit - found.size());
    older.insert(older.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    return older;
}

void LogStore::addCounts(LogHistogram& histogram, const LogQuery& query) const
{
    const auto isWanted = [&](LogLevel level, const std::string& service) {
        return (query.levels.empty() || query.levels.contains(level)) &&
               (query.service.empty() || query.service == service);
    };
    std::uint64_t written = UINT64_MAX;
    if (m_state->archive) {
        {
            const std::lock_guard lock(m_state->mutex);
            written = m_state->written;
        }
        const auto counts = m_state->archive->counts(histogram.from / kMinute, (histogram.end() - 1) / kMinute + 1);
        for (const auto& count : counts.value_or(std::vector<LogCount>())) {
            if (isWanted(count.level, count.service))
                histogram.add(std::max(count.minute * kMinute, histogram.from), count.level,
                              static_cast<std::uint64_t>(count.count));
        }
    }
    const std::lock_guard lock(m_state->mutex);
    for (const auto& record : m_state->records) {
        const bool isCounted = m_state->archive && record.sequence <= written;
        if (!isCounted && isWanted(record.level, record.service))
            histogram.add(record.time, record.level);
    }
}

LogHistogram LogStore::histogram(const LogQuery& query, Timestamp from, Timestamp to, std::size_t parts) const
{
    LogHistogram histogram;
    histogram.from = from;
    histogram.step = std::max<Timestamp>(1, (to - from) / static_cast<Timestamp>(std::max<std::size_t>(1, parts)));
    histogram.parts.resize(parts);
    if (query.text.empty() && query.search.isEmpty() && (!m_state->archive || histogram.step % kMinute == 0)) {
        addCounts(histogram, query);
        return histogram;
    }
    auto counted = query;
    counted.afterSequence = 0;
    counted.from = from;
    counted.to = to;
    counted.limit = kMostCounted;
    const auto records = find(counted);
    histogram.isPartial = records.size() >= kMostCounted;
    for (const auto& record : records)
        histogram.add(record.time, record.level);
    return histogram;
}

std::vector<std::string> LogStore::services() const
{
    const std::lock_guard lock(m_state->mutex);
    std::vector<std::string> names;
    for (const auto& [name, count] : m_state->services)
        names.push_back(name);
    return names;
}

std::size_t LogStore::size() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->records.size();
}

LogStoreStats LogStore::stats() const
{
    LogStoreStats stats;
    {
        const std::lock_guard lock(m_state->mutex);
        stats.records = m_state->records.size();
        stats.bytes = m_state->bytes;
        stats.lost = m_state->lost;
        stats.fault = m_state->fault;
        std::tie(stats.onDisk, stats.bytesOnDisk) = m_state->sizeOnDisk;
        for (const auto& [key, count] : m_state->tallies)
            stats.tallies.push_back({key.first, key.second, count});
    }
    return stats;
}

void LogStore::note(std::string name, std::string position)
{
    const std::lock_guard lock(m_state->mutex);
    auto& known = m_state->positions[name];
    if (known == position)
        return;
    known = position;
    m_state->unwritten[std::move(name)] = std::move(position);
}

std::optional<std::string> LogStore::noted(const std::string& name) const
{
    const std::lock_guard lock(m_state->mutex);
    const auto found = m_state->positions.find(name);
    return found == m_state->positions.end() ? std::nullopt : std::optional(found->second);
}

LogPositions LogStore::notedWith(std::string_view prefix) const
{
    const std::lock_guard lock(m_state->mutex);
    LogPositions found;
    for (auto at = m_state->positions.lower_bound(std::string(prefix));
         at != m_state->positions.end() && at->first.starts_with(prefix); ++at)
        found.insert(*at);
    return found;
}

Result<void> LogStore::flush()
{
    if (!m_state->archive)
        return {};
    const std::lock_guard oneAtATime(m_state->writing);
    for (;;) {
        auto [batch, positions] = m_state->takeUnwritten();
        if (batch.empty() && positions.empty())
            return {};
        auto written = m_state->archive->write(batch, positions);
        m_state->noteSize();
        const std::lock_guard lock(m_state->mutex);
        m_state->fault = written ? std::nullopt : std::optional(written.error());
        if (!written) {
            m_state->unwritten.merge(positions); // those noted since are newer
            return written;
        }
        if (!batch.empty())
            m_state->written = batch.back().sequence;
    }
}

Result<bool> LogStore::sweep(Timestamp now)
{
    if (!m_state->archive)
        return false;
    auto swept = m_state->archive->sweep(now);
    m_state->noteSize();
    return swept;
}

std::uint64_t LogStore::subscribe(Listener listener)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->listeners.emplace(m_state->nextListener, std::move(listener));
    return m_state->nextListener++;
}

void LogStore::unsubscribe(std::uint64_t subscription)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->listeners.erase(subscription);
}

} // namespace nocturne::logs
