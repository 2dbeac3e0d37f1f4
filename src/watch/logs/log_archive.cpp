// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// logs.db: `records` has a row for each record; its id is the sequence. `fields` is a run of names and values, each
// with its length in decimal and a colon before it (netstrings without the comma).
#include "watch/logs/log_archive.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <tuple>

namespace nocturne::logs {

namespace {

namespace fs = std::filesystem;
using sqlite::Database;
using sqlite::Row;

constexpr std::int64_t kApplicationId = 0x4e63744c; // "NctL"
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kPage = 2000;        // rows of one reading
constexpr std::int64_t kSweptAtOnce = 5000; // rows of one transaction
constexpr std::int64_t kPositionDays = 30;
constexpr std::int64_t kMinute = 60'000;

constexpr const char* kTables = R"sql(
CREATE TABLE records(
    id INTEGER PRIMARY KEY, time INTEGER NOT NULL, level INTEGER NOT NULL, service TEXT NOT NULL,
    source TEXT NOT NULL, message TEXT NOT NULL, fields TEXT NOT NULL) STRICT;
CREATE INDEX records_by_time ON records(time);
CREATE TABLE counts(
    minute INTEGER NOT NULL, level INTEGER NOT NULL, service TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY(minute, level, service)) STRICT, WITHOUT ROWID;
CREATE TABLE positions(name TEXT PRIMARY KEY, value TEXT NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql";

void appendPart(std::string& out, std::string_view part)
{
    out += std::to_string(part.size());
    out += ':';
    out += part;
}

std::string packed(const std::map<std::string, std::string>& fields)
{
    std::string out;
    for (const auto& [name, value] : fields) {
        appendPart(out, name);
        appendPart(out, value);
    }
    return out;
}

std::optional<std::string_view> takePart(std::string_view& rest)
{
    std::size_t length = 0;
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
    const auto digits = static_cast<std::size_t>(stop - rest.data());
    if (error != std::errc() || digits >= rest.size() || *stop != ':' || length > rest.size() - digits - 1)
        return std::nullopt;
    const auto part = rest.substr(digits + 1, length);
    rest.remove_prefix(digits + 1 + length);
    return part;
}

std::map<std::string, std::string> unpacked(std::string_view text)
{
    std::map<std::string, std::string> fields;
    while (!text.empty()) {
        const auto name = takePart(text);
        const auto value = name ? takePart(text) : std::nullopt;
        if (!value)
            break;
        fields.emplace(*name, *value);
    }
    return fields;
}

LogRecord recordOf(const Row& row)
{
    LogRecord record;
    record.sequence = static_cast<std::uint64_t>(row.integer(0));
    record.time = row.integer(1);
    record.level = static_cast<LogLevel>(std::clamp<std::int64_t>(row.integer(2), 0, 3));
    record.service = row.text(3);
    record.source = row.text(4);
    record.message = row.text(5);
    record.fields = unpacked(row.text(6));
    return record;
}

std::int64_t levelMask(const std::set<LogLevel>& levels)
{
    std::int64_t mask = levels.empty() ? 15 : 0;
    for (const auto level : levels)
        mask |= std::int64_t{1} << static_cast<unsigned>(level);
    return mask;
}

Result<void> prepare(Database& database)
{
    const auto id = database.integer("PRAGMA application_id");
    const auto version = database.integer("PRAGMA user_version");
    const auto tables = database.integer("SELECT count(*) FROM sqlite_master");
    if (!id || !version || !tables)
        return tl::unexpected(!id ? id.error() : !version ? version.error() : tables.error());
    if (tables->value_or(0) == 0) {
        return database.transaction([&]() -> Result<void> {
            return database.execute(kTables).and_then([&] {
                return database.execute("PRAGMA application_id=" + std::to_string(kApplicationId) +
                                        "; PRAGMA user_version=" + std::to_string(kVersion));
            });
        });
    }
    if (id->value_or(0) != kApplicationId)
        return fail(Error::Kind::InvalidInput, database.path() + " is no file of logs: move it aside");
    if (version->value_or(0) > kVersion)
        return fail(Error::Kind::InvalidInput, database.path() + " is of a newer Nocturne: use that, or move it aside");
    return {};
}

Result<Database> openPrepared(const std::string& path)
{
    auto database = Database::open(path);
    if (!database)
        return database;
    // Records of the last second may be lost with the power, not the file with them.
    auto ready = database->execute("PRAGMA synchronous=NORMAL").and_then([&] { return prepare(*database); });
    if (!ready)
        return tl::unexpected(ready.error());
    return database;
}

/// Moves the file, and what SQLite keeps beside it, out of the way.
std::string moveAside(const std::string& path, Timestamp now)
{
    const auto aside = path + ".damaged-" + std::to_string(now / 1000);
    std::error_code ignored;
    for (const auto* suffix : {"", "-wal", "-shm"})
        fs::rename(path + suffix, aside + suffix, ignored);
    return aside;
}

} // namespace

LogArchive::LogArchive(Options options, Database writer, Database reader)
    : m_options(std::move(options))
    , m_writer(std::move(writer))
    , m_reader(std::move(reader))
{}

Result<std::unique_ptr<LogArchive>> LogArchive::open(Options options, Timestamp now, std::string* damaged)
{
    const auto path = options.folder + '/' + kLogFile;
    auto writer = openPrepared(path);
    if (!writer && writer.error().kind == Error::Kind::Corrupt) {
        const auto aside = moveAside(path, now);
        if (damaged != nullptr)
            *damaged = aside;
        writer = openPrepared(path);
    }
    if (!writer)
        return tl::unexpected(writer.error());
    auto reader = Database::open(path);
    if (!reader)
        return tl::unexpected(reader.error());
    return std::unique_ptr<LogArchive>(new LogArchive(std::move(options), std::move(*writer), std::move(*reader)));
}

Result<void> LogArchive::write(const std::vector<LogRecord>& records, const LogPositions& positions)
{
    std::map<std::tuple<std::int64_t, int, std::string_view>, std::int64_t> counts;
    for (const auto& record : records)
        ++counts[{record.time / kMinute, static_cast<int>(record.level), record.service}];
    std::error_code error;
    const auto space = fs::space(m_options.folder, error);
    if (!error && space.available < m_options.stopBytes)
        return fail(Error::Kind::LimitExceeded, "the disk of " + m_options.folder + " is nearly full: make room");
    const std::lock_guard lock(m_writing);
    return m_writer.transaction([&]() -> Result<void> {
        for (const auto& record : records) {
            auto done = m_writer.run("INSERT INTO records VALUES(?,?,?,?,?,?,?)", record.sequence, record.time,
                                     static_cast<int>(record.level), record.service, record.source, record.message,
                                     packed(record.fields));
            if (!done)
                return done;
        }
        for (const auto& [key, count] : counts) {
            auto done = m_writer.run("INSERT INTO counts VALUES(?,?,?,?) "
                                     "ON CONFLICT DO UPDATE SET count = count + excluded.count",
                                     std::get<0>(key), std::get<1>(key), std::get<2>(key), count);
            if (!done)
                return done;
        }
        for (const auto& [name, value] : positions) {
            auto done = m_writer.run("INSERT INTO positions VALUES(?,?,unixepoch()) "
                                     "ON CONFLICT DO UPDATE SET value = excluded.value, seen = excluded.seen",
                                     name, value);
            if (!done)
                return done;
        }
        return {};
    });
}

Result<std::uint64_t> LogArchive::usedBytes() const
{
    const auto size = m_writer.integer("PRAGMA page_size");
    const auto pages = m_writer.integer("PRAGMA page_count");
    const auto unused = m_writer.integer("PRAGMA freelist_count");
    if (!size || !pages || !unused)
        return tl::unexpected(!size ? size.error() : !pages ? pages.error() : unused.error());
    return static_cast<std::uint64_t>((pages->value_or(0) - unused->value_or(0)) * size->value_or(0));
}

Result<bool> LogArchive::sweep(Timestamp now)
{
    const std::lock_guard lock(m_writing);
    const auto oldest = now - m_options.retention.count();
    bool hasMore = false;
    auto done = m_writer.transaction([&]() -> Result<void> {
        auto swept = m_writer.run("DELETE FROM records WHERE id IN "
                                  "(SELECT id FROM records WHERE time < ? ORDER BY time LIMIT ?)",
                                  oldest, kSweptAtOnce);
        hasMore = m_writer.changes() >= kSweptAtOnce;
        const auto used = swept ? usedBytes() : tl::unexpected(swept.error());
        if (!used)
            return tl::unexpected(used.error());
        if (!hasMore && *used > m_options.maxBytes) {
            swept = m_writer.run("DELETE FROM records WHERE id IN (SELECT id FROM records ORDER BY time LIMIT ?)",
                                 kSweptAtOnce);
            hasMore = m_writer.changes() >= kSweptAtOnce;
        }
        if (!swept)
            return swept;
        return m_writer.run("DELETE FROM counts WHERE minute < ?", (now - m_options.countRetention.count()) / kMinute)
            .and_then([&] {
                return m_writer.run("DELETE FROM positions WHERE seen < unixepoch() - ?", kPositionDays * 86'400);
            });
    });
    return done ? Result<bool>(hasMore) : tl::unexpected(done.error());
}

Result<std::vector<LogRecord>> LogArchive::find(const LogQuery& query, std::uint64_t before) const
{
    std::vector<LogRecord> found;
    std::size_t scanned = 0;
    const auto mask = levelMask(query.levels);
    auto upTo = query.to == 0 ? INT64_MAX : query.to;
    auto upToId = static_cast<std::int64_t>(std::min<std::uint64_t>(before, INT64_MAX));
    while (found.size() < query.limit && scanned < kMaxScanned) {
        std::int64_t rows = 0;
        const std::lock_guard lock(m_reading); // page by page, so that another search has its turn
        auto read = m_reader.query(
            "SELECT id, time, level, service, source, message, fields FROM records "
            "WHERE (time, id) < (?, ?) AND time >= ? AND id < ? AND id > ? AND (? & (1 << level)) != 0 "
            "AND (? = '' OR service = ?) ORDER BY time DESC, id DESC LIMIT ?",
            [&](const Row& row) {
                auto record = recordOf(row);
                ++rows;
                upTo = record.time;
                upToId = static_cast<std::int64_t>(record.sequence);
                if (found.size() < query.limit && query.selects(record))
                    found.push_back(std::move(record));
            },
            upTo, upToId, query.from, static_cast<std::int64_t>(std::min<std::uint64_t>(before, INT64_MAX)),
            query.afterSequence, mask, query.service, query.service, kPage);
        if (!read)
            return tl::unexpected(read.error());
        scanned += static_cast<std::size_t>(rows);
        if (rows < kPage)
            break;
    }
    std::ranges::reverse(found);
    return found;
}

Result<std::vector<LogCount>> LogArchive::counts(std::int64_t from, std::int64_t to) const
{
    std::vector<LogCount> counts;
    const std::lock_guard lock(m_reading);
    auto read = m_reader.query(
        "SELECT minute, level, service, count FROM counts WHERE minute >= ? AND minute < ?",
        [&](const Row& row) {
            counts.push_back({row.integer(0), static_cast<LogLevel>(std::clamp<std::int64_t>(row.integer(1), 0, 3)),
                              row.text(2), row.integer(3)});
        },
        from, to);
    return read ? Result<std::vector<LogCount>>(std::move(counts)) : tl::unexpected(read.error());
}

Result<std::uint64_t> LogArchive::lastSequence() const
{
    const std::lock_guard lock(m_reading);
    const auto last = m_reader.integer("SELECT max(id) FROM records");
    return last ? Result<std::uint64_t>(static_cast<std::uint64_t>(last->value_or(0))) : tl::unexpected(last.error());
}

Result<LogPositions> LogArchive::positions() const
{
    LogPositions positions;
    const std::lock_guard lock(m_reading);
    auto read = m_reader.query("SELECT name, value FROM positions",
                               [&](const Row& row) { positions[row.text(0)] = row.text(1); });
    return read ? Result<LogPositions>(std::move(positions)) : tl::unexpected(read.error());
}

Result<std::vector<std::string>> LogArchive::services(std::size_t most) const
{
    std::vector<std::string> names;
    const std::lock_guard lock(m_reading);
    auto read = m_reader.query(
        "SELECT service FROM counts GROUP BY service ORDER BY max(minute) DESC LIMIT ?",
        [&](const Row& row) { names.push_back(row.text(0)); }, most);
    return read ? Result<std::vector<std::string>>(std::move(names)) : tl::unexpected(read.error());
}

Result<std::pair<std::uint64_t, std::uint64_t>> LogArchive::size() const
{
    const std::lock_guard lock(m_writing);
    const auto rows = m_writer.integer("SELECT max(id) - min(id) + 1 FROM records");
    const auto bytes = usedBytes();
    if (!rows || !bytes)
        return tl::unexpected(rows ? bytes.error() : rows.error());
    return std::pair(static_cast<std::uint64_t>(rows->value_or(0)), *bytes);
}

} // namespace nocturne::logs
