// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/store_state.h"

#include <algorithm>
#include <cerrno>
#include <limits>

#include "engine/tsdb/store_files.h"

namespace nocturne::tsdb {

namespace {

using namespace std::chrono_literals;

constexpr auto kKeepInterval = 1s;
constexpr auto kRetryInterval = 2s;                         // between two tries to write after a failure
constexpr auto kHoldAfterJump = 24h;                        // before retention trusts a clock that was set
constexpr auto kKeptOnLowSpace = 24h;                       // of the newest samples
constexpr std::size_t kHeadBytes = std::size_t{512} << 20U; // of samples, when none can be written

HeadOptions headOptions(const StoreOptions& options)
{
    auto head = options.head;
    head.retention = {}; // blocks are dropped, and what is in the head moves into them first
    head.acceptedAge = options.retention;
    head.lateWindow = options.lateWindow;
    head.retentionBytes = kHeadBytes;
    return head;
}

/// " (process 4711)", as the lock file tells; empty when it does not.
std::string holderOf(IoLayer& io, const std::string& lockPath)
{
    constexpr std::size_t kMostDigits = 10;
    const auto view = io.map(lockPath);
    std::string id;
    for (const auto byte : view ? (*view)->bytes() : std::span<const std::byte>()) {
        const auto digit = static_cast<char>(byte);
        if (digit < '0' || digit > '9' || id.size() == kMostDigits)
            break;
        id.push_back(digit);
    }
    return id.empty() ? "" : " (process " + id + ")";
}

} // namespace

Store::State::State(StoreOptions storeOptions, const Clock& storeClock, Logger& storeLogger, IoLayer& storeIo)
    : options(std::move(storeOptions))
    , clock(storeClock)
    , logger(storeLogger)
    , io(storeIo)
    , logFolder(options.folder + "/wal")
    , blocks(io, options.folder + "/blocks", damage)
    , rollUps{BlockSet(io, options.folder + "/rollups/5m", damage, BlockSet::Sources::RolledUp),
              BlockSet(io, options.folder + "/rollups/1h", damage, BlockSet::Sources::RolledUp)}
    , head(headOptions(options), clock)
    , log(io, logFolder)
    , guard({options.lowFreeBytes, options.lowFreeShare, options.stopFreeBytes, options.reserveBytes}, io,
            options.folder)
    , m_lastPersist(clock.monotonic())
    , m_lastLook(clock.monotonic())
    , m_lastNow(clock.now())
{}

Store::State::~State()
{
    stopThreads();
    head.setLog(nullptr);
    if (m_lock)
        io.close(*m_lock);
}

Result<void> Store::State::makeFolders()
{
    const auto rollUpFolder = options.folder + "/rollups";
    for (const auto& folder : {options.folder, logFolder, options.folder + "/blocks", rollUpFolder,
                               rollUpFolder + "/5m", rollUpFolder + "/1h"}) {
        if (const auto made = io.makeDirectory(folder); !made)
            return tl::unexpected(ioError("make the folder", folder, made.error()));
    }
    return {};
}

Result<void> Store::State::takeLock()
{
    if (io.isRemote(options.folder).value_or(false))
        return fail(Error::Kind::InvalidInput, options.folder + " lies on a network or FUSE file system, where neither "
                                                                "locks nor syncs hold: choose a folder of a disk of "
                                                                "this computer");
    const auto path = options.folder + "/lock";
    const auto lock = io.lock(path);
    if (lock) {
        m_lock = *lock;
        m_lockText = lockText();
        return {};
    }
    if (lock.error() == EWOULDBLOCK)
        return fail(Error::Kind::Unavailable, options.folder + " is in use by another Nocturne" + holderOf(io, path) +
                                                  ": close it, or choose another data directory");
    return tl::unexpected(ioError("lock", path, lock.error()));
}

std::string Store::State::lockText() const
{
    constexpr std::size_t kMost = 64;
    const auto view = io.map(options.folder + "/lock");
    const auto bytes = view ? (*view)->bytes() : std::span<const std::byte>();
    return {reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kMost)}; // NOLINT: bytes are a text
}

void Store::State::removeUnfinished()
{
    for (const auto& folder :
         {logFolder, options.folder + "/blocks", options.folder + "/rollups/5m", options.folder + "/rollups/1h"}) {
        for (const auto& name : io.list(folder).value_or(std::vector<std::string>())) {
            if (name.ends_with(".tmp"))
                (void)io.remove(std::string(folder).append("/").append(name));
        }
    }
}

Result<void> Store::State::loadBlocks(bool mayWrite)
{
    const auto oldest =
        options.retention.count() > 0 ? clock.now() - options.retention.count() : std::numeric_limits<Timestamp>::min();
    return rollUps.front().load(mayWrite).and_then([&] { return rollUps.back().load(mayWrite); }).and_then([&] {
        return blocks.load(mayWrite, oldest);
    });
}

Result<ReplayReport> Store::State::readAll()
{
    return loadBlocks(true).and_then([this] { return replayLog(io, logFolder, head, *damage, clock.now(), true); });
}

/// Reads what another process may be writing: samples move from the log into blocks, and blocks are merged, meanwhile.
/// The log comes first, so that what moves is seen twice and never missed; when files vanish between their listing and
/// their opening all is read again, which adds nothing that is there already.
Result<ReplayReport> Store::State::readWhileWritten()
{
    constexpr int kTries = 20;
    for (int tries = 1;; ++tries) {
        auto report = replayLog(io, logFolder, head, *damage, clock.now(), false);
        const bool vanished = !report && report.error().kind == Error::Kind::NotFound;
        if (!report && (!vanished || tries == kTries))
            return report;
        if (!report)
            continue;
        const auto loaded = loadBlocks(false);
        if (loaded)
            return report;
        if (loaded.error().kind != Error::Kind::NotFound || tries == kTries)
            return tl::unexpected(loaded.error());
    }
}

Result<void> Store::State::open()
{
    const bool mayWrite = !options.readOnly;
    if (mayWrite) {
        if (auto made = makeFolders(); !made)
            return made;
        if (auto locked = takeLock(); !locked)
            return locked;
        removeUnfinished();
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto replayed = mayWrite ? readAll() : readWhileWritten();
    if (!replayed)
        return tl::unexpected(replayed.error());
    m_damagedLogs = replayed->damaged;
    m_stats.replayedSamples = replayed->samples;
    m_stats.tornBytes = replayed->tornBytes;
    m_stats.replaySeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    m_nextLog = replayed->lastFile + 1;
    m_checkpointBytes = io.size(logFolder + "/" + checkpointFileName(replayed->lastFile)).value_or(0);
    if (replayed->tornBytes != 0)
        logger.log(LogLevel::Info, "tsdb",
                   "cut " + std::to_string(replayed->tornBytes) + " bytes of an unfinished record from the log");
    logDamage();
    if (!mayWrite)
        return {};

    auto rotated = noted(log.rotate(m_nextLog++));
    head.setLog(&log);
    if (!rotated)
        log.suspend();
    if (!rotated && rotated.error().kind != Error::Kind::LimitExceeded)
        return rotated;
    return {};
}

void Store::State::startThreads()
{
    const auto start = [this](std::chrono::milliseconds interval, std::function<void()> job) {
        m_threads.emplace_back([this, interval, job = std::move(job)] { loop(m_stop.get_token(), interval, job); });
    };
    start(options.flushInterval, [this] { (void)write(); });
    start(options.syncInterval, [this] { (void)sync(); });
    start(std::min<std::chrono::milliseconds>(kKeepInterval, options.persistInterval), [this] { keep(); });
}

void Store::State::stopThreads()
{
    m_stop.request_stop();
    m_threads.clear();
}

void Store::State::loop(const std::stop_token& stop, std::chrono::milliseconds interval,
                        const std::function<void()>& job)
{
    std::unique_lock lock(m_wakeMutex);
    while (!stop.stop_requested()) {
        m_wake.wait_for(lock, stop, interval, [] { return false; });
        if (stop.stop_requested())
            return;
        lock.unlock();
        job();
        lock.lock();
    }
}

/// Keeps the newest failure for health(), and logs the first of a row.
Result<void> Store::State::noted(Result<void> result)
{
    const std::lock_guard lock(m_healthMutex);
    if (result)
        return result;
    ++m_stats.writeFailures;
    if (!m_failure)
        logger.log(LogLevel::Error, "tsdb", result.error().message);
    m_failure = result.error();
    return result;
}

Result<void> Store::State::write() { return noted(log.write()); }

Result<void> Store::State::sync()
{
    const auto begin = std::chrono::steady_clock::now();
    auto synced = noted(log.sync());
    const std::lock_guard lock(m_healthMutex);
    m_stats.lastSyncSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return synced;
}

Timestamp Store::State::newestTime() const
{
    auto newest = std::numeric_limits<Timestamp>::min();
    const auto snapshot = blocks.blocks();
    for (const auto& block : *snapshot)
        newest = std::max(newest, block->maxTime());
    return newest;
}

bool Store::State::persistDue()
{
    const std::lock_guard one(m_keepMutex);
    if (m_lastTry)
        return clock.monotonic() - *m_lastTry >= kRetryInterval;
    // What a checkpoint costs is paid by as much log at least: with many series it is larger than the log may be.
    return log.hasHole() || log.size() >= std::max(options.logBytes, m_checkpointBytes) ||
           clock.monotonic() - m_lastPersist >= options.persistInterval;
}

/// What readers came across since the last time.
void Store::State::logDamage()
{
    if (damage->count() == m_damagesLogged)
        return;
    m_damagesLogged = damage->count();
    const auto all = damage->all();
    for (; m_damagesNamed < all.size(); ++m_damagesNamed)
        logger.log(LogLevel::Warning, "tsdb", all[m_damagesNamed].text());
}

void Store::State::keep()
{
    watchClock();
    logDamage();
    if (!ensureFolder())
        return;
    watchSpace();
    bool full = false;
    {
        const std::lock_guard lock(m_healthMutex);
        full = m_space.state == StoreHealth::State::DiskFull;
    }
    if (full)
        log.suspend();
    else if (persistDue())
        (void)persist();
    if (!full && !log.hasHole()) {
        mergeDue();
        while (!m_stop.stop_requested() && rollUpDue()) { // before samples go that they remember
        }
    }
    dropOld();
}

void Store::State::watchClock()
{
    const std::lock_guard one(m_keepMutex);
    const auto now = clock.now();
    const auto monotonic = clock.monotonic();
    const auto expected =
        m_lastNow + std::chrono::duration_cast<std::chrono::milliseconds>(monotonic - m_lastLook).count();
    const std::chrono::milliseconds jump(now - expected);
    m_lastLook = monotonic;
    m_lastNow = now;
    const std::lock_guard lock(m_healthMutex);
    if (options.clockJump.count() > 0 && std::chrono::abs(jump) > options.clockJump) {
        logger.log(LogLevel::Warning, "tsdb",
                   "the clock was set by " + std::to_string(jump.count() / 1000) + " s: nothing is dropped for a day");
        m_jumpedUntil = monotonic + kHoldAfterJump;
    }
    if (m_jumpedUntil && monotonic >= *m_jumpedUntil)
        m_jumpedUntil.reset();
}

void Store::State::watchSpace()
{
    const auto isFull = [](const std::optional<Error>& error) {
        return error && error->kind == Error::Kind::LimitExceeded;
    };
    bool refused = false;
    {
        const std::lock_guard lock(m_healthMutex);
        refused = isFull(m_failure) || isFull(m_mergeFailure);
    }
    auto found = guard.look(refused);
    if (!found) {
        (void)noted(tl::unexpected(found.error()));
        log.suspend(); // the folder is gone: what goes into open files of it goes nowhere
        return;
    }
    const std::lock_guard lock(m_healthMutex);
    if (found->state != m_space.state)
        logger.log(found->state == StoreHealth::State::Good ? LogLevel::Info : LogLevel::Warning, "tsdb",
                   found->state == StoreHealth::State::Good ? "there is room on the disk again" : found->message);
    m_space = std::move(*found);
}

void Store::State::noteMerge(const Result<void>& result)
{
    const std::lock_guard lock(m_healthMutex);
    if (!result && !m_mergeFailure)
        logger.log(LogLevel::Error, "tsdb", result.error().message);
    m_stats.writeFailures += result ? 0 : 1;
    m_mergeFailure = result ? std::nullopt : std::optional(result.error());
}

void Store::State::mergeDue(OpenWindows openWindows)
{
    const std::lock_guard one(m_keepMutex);
    while (!m_stop.stop_requested()) {
        const auto group =
            blocksToMerge(*blocks.blocks(), options.windows, newestTime(), options.lateWindow, openWindows);
        if (group.empty())
            return noteMerge({});
        const auto number = blocks.nextNumber();
        auto merged = mergeBlocks(io, blocks.pathOf(number), group, m_stop.get_token());
        if (!merged && merged.error().kind == Error::Kind::Corrupt)
            merged = takeOutDamaged(group);
        else if (merged)
            merged = blocks.add(number, group);
        if (!merged) {
            if (merged.error().kind != Error::Kind::Cancelled)
                noteMerge(merged);
            return;
        }
        const std::lock_guard lock(m_healthMutex);
        ++m_stats.merges;
    }
}

Result<void> Store::State::mergeAll()
{
    mergeDue(OpenWindows::Merged);
    const std::lock_guard lock(m_healthMutex);
    return m_mergeFailure ? Result<void>(tl::unexpected(*m_mergeFailure)) : Result<void>();
}

void Store::State::drop(const BlockList& dropped, const char* why)
{
    if (dropped.empty())
        return;
    logger.log(LogLevel::Info, "tsdb", "dropped " + std::to_string(dropped.size()) + " blocks: " + why);
    blocks.remove(dropped);
    const std::lock_guard lock(m_healthMutex);
    m_stats.blocksDropped += dropped.size();
}

void Store::State::dropOld()
{
    const std::lock_guard one(m_keepMutex);
    auto oldest = *blocks.blocks();
    std::ranges::sort(oldest, {}, [](const auto& block) { return block->maxTime(); });
    const auto upTo = [&](auto isKept) {
        const auto kept = std::ranges::find_if(oldest, isKept);
        BlockList dropped(oldest.begin(), kept);
        oldest.erase(oldest.begin(), kept);
        return dropped;
    };
    bool jumped = false;
    bool low = false;
    {
        const std::lock_guard lock(m_healthMutex);
        jumped = m_jumpedUntil.has_value();
        low = m_space.state != StoreHealth::State::Good;
    }
    if (options.retention.count() > 0 && !jumped) {
        const auto cutoff = clock.now() - options.retention.count();
        drop(upTo([&](const auto& block) { return block->maxTime() >= cutoff; }), "they are older than the retention");
    }
    // By size the samples go before the roll-ups, but those of the last day go last: old roll-ups must not push out
    // what is new.
    auto bytes = blocks.bytes() + rollUps.front().bytes() + rollUps.back().bytes() + log.size() + m_checkpointBytes;
    const auto dropBySize = [&](Timestamp keptFrom) {
        drop(upTo([&](const auto& block) {
                 const bool stays = bytes <= options.maxBytes || block->maxTime() >= keptFrom;
                 bytes -= stays ? 0 : std::min(bytes, block->fileSize());
                 return stays;
             }),
             "the store is larger than it may be");
    };
    if (options.maxBytes != 0)
        dropBySize(newestTime() - std::chrono::milliseconds(kKeptOnLowSpace).count());
    bytes = dropOldRollUps(bytes, !jumped);
    if (options.maxBytes != 0)
        dropBySize(std::numeric_limits<Timestamp>::max());
    if (low && !oldest.empty()) {
        const auto keptFrom = newestTime() - std::chrono::milliseconds(kKeptOnLowSpace).count();
        if (oldest.front()->maxTime() < keptFrom)
            drop({oldest.front()}, "the disk is nearly full");
    }
}

StoreHealth Store::State::health() const
{
    StoreHealth health;
    health.damages = damage->all();
    const std::lock_guard lock(m_healthMutex);
    health.clockJumped = m_jumpedUntil.has_value();
    health.state = options.readOnly ? StoreHealth::State::ReadOnly : m_space.state;
    health.message = m_space.message;
    health.folder = options.folder;
    health.freeBytes = m_space.freeBytes;
    if (m_failure || m_mergeFailure) {
        const auto& failure = m_failure ? *m_failure : *m_mergeFailure;
        const bool full = failure.kind == Error::Kind::LimitExceeded;
        if (!full && m_space.state == StoreHealth::State::DiskFull)
            return health; // what fails on a full disk, fails for that
        health.state = full ? StoreHealth::State::DiskFull : StoreHealth::State::Failing;
        health.failure = full ? std::nullopt : std::optional(failure.kind);
        health.message = failure.message + (m_failure ? ": new samples stay in memory until it can be written again"
                                                      : ": blocks are merged when it can be written again");
    }
    return health;
}

StoreStats Store::State::stats() const
{
    StoreStats stats;
    {
        const std::lock_guard lock(m_healthMutex);
        stats = m_stats;
    }
    const auto snapshot = blocks.blocks();
    stats.blocks = snapshot->size();
    stats.unreadableBlocks = blocks.unreadable().size();
    for (const auto& block : *snapshot) {
        stats.blockBytes += block->fileSize();
        stats.blockSamples += block->footer().samples;
    }
    for (const auto& set : rollUps) {
        stats.rollUps += set.blocks()->size();
        stats.rollUpBytes += set.bytes();
    }
    stats.oldestTime = timeRange().first;
    stats.logBytes = log.size();
    stats.damages = damage->count();
    return stats;
}

} // namespace nocturne::tsdb
