// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// state.db: what people did about alerts, and what became of them. Times are milliseconds since 1970, 0 is never;
// labels and annotations are JSON objects; severities rank from 0 (info) to 4 (critical).
#include "watch/alerts/state_database.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <vector>

#include <sqlite3.h>

namespace nocturne::alerts {

namespace {

namespace fs = std::filesystem;
using sqlite::Database;
using sqlite::Row;

constexpr const char* kMemory = ":memory:";
constexpr std::int64_t kApplicationId = 0x4e637431; // "Nct1"

constexpr const char* kVersion1 = R"sql(
CREATE TABLE occurrences(
    id TEXT PRIMARY KEY, source TEXT NOT NULL, fingerprint TEXT NOT NULL, name TEXT NOT NULL,
    labels TEXT NOT NULL, annotations TEXT NOT NULL, state TEXT NOT NULL,
    severity INTEGER NOT NULL, source_severity INTEGER NOT NULL, severity_text TEXT NOT NULL,
    value REAL, expression TEXT NOT NULL, threshold REAL, hold_for INTEGER NOT NULL,
    active_at INTEGER NOT NULL, fired_at INTEGER NOT NULL, resolved_at INTEGER NOT NULL,
    unverified_since INTEGER NOT NULL, seen_at INTEGER NOT NULL, end_reason TEXT NOT NULL,
    ack_owner TEXT, ack_comment TEXT, ack_at INTEGER, ack_until INTEGER, ack_sticky INTEGER, ack_severity INTEGER,
    first_ack_at INTEGER,
    escalation_elapsed INTEGER NOT NULL, escalation_since INTEGER NOT NULL, escalation_step INTEGER NOT NULL,
    escalation_raised INTEGER NOT NULL) STRICT;
CREATE INDEX occurrences_by_start ON occurrences(active_at, id);
CREATE INDEX occurrences_by_end ON occurrences(resolved_at);
CREATE INDEX occurrences_by_name ON occurrences(name, active_at);
CREATE INDEX occurrences_by_fingerprint ON occurrences(fingerprint, active_at);
CREATE TABLE snoozes(
    alert TEXT NOT NULL, who TEXT NOT NULL, comment TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL,
    shared INTEGER NOT NULL, severity INTEGER NOT NULL) STRICT;
CREATE INDEX snoozes_by_alert ON snoozes(alert);
CREATE TABLE changes(
    number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, kind TEXT NOT NULL, alert TEXT NOT NULL,
    severity INTEGER NOT NULL, firing INTEGER NOT NULL, acknowledged INTEGER NOT NULL, muted INTEGER NOT NULL,
    value REAL, who TEXT NOT NULL, comment TEXT NOT NULL, detail TEXT NOT NULL, until INTEGER NOT NULL,
    step INTEGER NOT NULL) STRICT;
CREATE INDEX changes_by_alert ON changes(alert, number);
CREATE TABLE silences(
    id TEXT PRIMARY KEY, matchers TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
    created_by TEXT NOT NULL, comment TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT;
CREATE TABLE downtimes(
    id TEXT PRIMARY KEY, matchers TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
    duration INTEGER NOT NULL, every TEXT NOT NULL, weekdays TEXT NOT NULL, recurs_until INTEGER, zone TEXT NOT NULL,
    created_by TEXT NOT NULL, comment TEXT NOT NULL, triggered_at INTEGER NOT NULL, cancelled_at INTEGER NOT NULL)
    STRICT;
)sql";

// Who did what. Rows are only ever added: audit_log.h has the format of the chain.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE audit(
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, origin TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE audit_end(only_row INTEGER PRIMARY KEY CHECK(only_row = 1), number INTEGER NOT NULL, hash TEXT NOT NULL)
    STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are not changed'); END;
CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END;
)sql";

// What goes out to people: watch/notify/notice_store.cpp has the meaning. A file of version 2 may have the tables.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE IF NOT EXISTS notice_log(
    integration TEXT NOT NULL, group_key TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL,
    PRIMARY KEY(integration, group_key)) STRICT;
CREATE TABLE IF NOT EXISTS outbox(
    id INTEGER PRIMARY KEY AUTOINCREMENT, integration TEXT NOT NULL, receiver TEXT NOT NULL, group_key TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, finished_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    words TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS outbox_by_state ON outbox(state, id);
CREATE INDEX IF NOT EXISTS outbox_by_end ON outbox(finished_at);
CREATE TABLE IF NOT EXISTS notice_meta(name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT;
)sql";

// What people want of silences that live elsewhere, until it is done there.
constexpr const char* kVersion4 = R"sql(
CREATE TABLE silence_orders(
    source TEXT NOT NULL, id TEXT NOT NULL, matchers TEXT NOT NULL, starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL, created_by TEXT NOT NULL, comment TEXT NOT NULL, expire INTEGER NOT NULL,
    who TEXT NOT NULL, ordered_at INTEGER NOT NULL, PRIMARY KEY(source, id)) STRICT;
)sql";

constexpr std::array<const char*, kStateVersion> kMigrations = {kVersion1, kVersion2, kVersion3, kVersion4};

std::string fileIn(const std::string& folder) { return folder + "/" + kStateFile; }

Result<int> versionOf(Database& database)
{
    const auto id = database.integer("PRAGMA application_id");
    const auto version = database.integer("PRAGMA user_version");
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!id || !version || !tables)
        return tl::unexpected(!id ? id.error() : !version ? version.error() : tables.error());
    const bool isNew = id->value_or(0) == 0 && version->value_or(0) == 0 && tables->value_or(0) == 0;
    if (!isNew && id->value_or(0) != kApplicationId)
        return fail(Error::Kind::InvalidInput, database.path() + " is a database of another program: move it away");
    if (version->value_or(0) > kStateVersion)
        return fail(Error::Kind::InvalidInput, database.path() + " is of a newer Nocturne (format " +
                                                   std::to_string(version->value_or(0)) +
                                                   "): use that one, or move the "
                                                   "file away to begin anew");
    return static_cast<int>(version->value_or(0));
}

Result<void> migrate(Database& database, int from, int to)
{
    if (from >= to)
        return {};
    if (from > 0 && database.path() != kMemory) {
        const auto copy = database.path() + ".before-" + std::to_string(to);
        std::error_code ignored;
        fs::remove(copy, ignored);
        if (auto copied = database.run("VACUUM INTO ?", copy); !copied)
            return tl::unexpected(copied.error().within("cannot copy the state before it is migrated"));
        fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write, ignored);
    }
    return database.transaction([&]() -> Result<void> {
        for (int version = from; version < to; ++version) {
            if (auto made = database.execute(kMigrations[static_cast<std::size_t>(version)]); !made)
                return made;
        }
        return database.execute("PRAGMA application_id=" + std::to_string(kApplicationId) +
                                "; PRAGMA user_version=" + std::to_string(to));
    });
}

/// A time fit for the name of a file: 20260102T030405Z.
std::string stamp(Timestamp now)
{
    const auto seconds = static_cast<std::time_t>(now / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
    return {text.data(), size};
}

/// Names of the columns that both databases know, with commas.
std::string commonColumns(Database& from, Database& to, const std::string& table)
{
    std::vector<std::string> there;
    (void)from.query(
        "SELECT name FROM pragma_table_info(?)", [&](const Row& row) { there.push_back(row.text(0)); }, table);
    std::string columns;
    (void)to.query(
        "SELECT name FROM pragma_table_info(?)",
        [&](const Row& row) {
            const auto name = row.text(0);
            if (std::find(there.begin(), there.end(), name) != there.end())
                columns += (columns.empty() ? "" : ", ") + name;
        },
        table);
    return columns;
}

/// Copies the rows of `table` in one direction until one cannot be read. Names come from the schema, not from outside.
std::size_t copyRows(Database& from, Database& to, const std::string& table, const std::string& columns, bool backwards)
{
    std::string marks;
    for (std::size_t i = 0; i < static_cast<std::size_t>(std::count(columns.begin(), columns.end(), ',')) + 1; ++i)
        marks += i == 0 ? "?" : ", ?";
    sqlite3_stmt* insert = nullptr;
    const auto sql = "INSERT OR IGNORE INTO " + table + " (" + columns + ") VALUES (" + marks + ")";
    if (sqlite3_prepare_v2(to.handle(), sql.c_str(), -1, &insert, nullptr) != SQLITE_OK)
        return 0;
    std::size_t count = 0;
    (void)from.query("SELECT " + columns + " FROM " + table + (backwards ? " ORDER BY rowid DESC" : " ORDER BY rowid"),
                     [&](const Row& row) {
                         for (int i = 0; i < row.columnCount(); ++i)
                             sqlite3_bind_value(insert, i + 1, sqlite3_column_value(row.statement(), i));
                         if (sqlite3_step(insert) == SQLITE_DONE)
                             count += static_cast<std::size_t>(sqlite3_changes(to.handle()));
                         sqlite3_reset(insert);
                     });
    sqlite3_finalize(insert);
    return count;
}

/// What can be read of the damaged database at `path`, brought over to `to`: row by row from both ends of each table.
std::size_t salvage(const std::string& path, Database& to)
{
    auto from = Database::open(path, {.readOnly = true});
    if (!from)
        return 0;
    std::vector<std::string> tables;
    (void)to.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                   [&](const Row& row) { tables.push_back(row.text(0)); });
    std::size_t rows = 0;
    (void)to.transaction([&]() -> Result<void> {
        for (const auto& table : tables) {
            const auto columns = commonColumns(*from, to, table);
            if (columns.empty())
                continue;
            rows += copyRows(*from, to, table, columns, false);
            rows += copyRows(*from, to, table, columns, true);
        }
        return {};
    });
    return rows;
}

void moveAside(const std::string& from, const std::string& to)
{
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"})
        fs::rename(from + suffix, to + suffix, ignored);
}

Result<Database> openChecked(const std::string& path)
{
    auto database = Database::open(path);
    if (!database)
        return database;
    if (const auto version = versionOf(*database); !version)
        return tl::unexpected(version.error());
    const auto checked = database->quickCheck();
    if (!checked)
        return tl::unexpected(checked.error());
    if (*checked != "ok")
        return fail(Error::Kind::Corrupt, path + ": " + *checked);
    return database;
}

Result<Database> replaceDamaged(const std::string& path, const Error& damage, const Clock& clock, Logger& log)
{
    auto aside = path + ".damaged-" + stamp(clock.now());
    for (int n = 2; fs::exists(aside); ++n)
        aside = path + ".damaged-" + stamp(clock.now()) + "-" + std::to_string(n);
    moveAside(path, aside);
    auto fresh = Database::open(path);
    if (!fresh)
        return fresh;
    if (auto made = migrate(*fresh, 0, kStateVersion); !made)
        return tl::unexpected(made.error());
    const auto rows = salvage(aside, *fresh);
    log.log(LogLevel::Error, "alerts",
            "the state of alerts was damaged (" + damage.message + "): it lies in " + aside + " now, and " +
                std::to_string(rows) + " rows of it could be read and were taken over");
    return fresh;
}

} // namespace

Result<Database> openStateDatabase(const std::string& folder, const Clock& clock, Logger& log, int version)
{
    const auto path = folder.empty() ? std::string(kMemory) : fileIn(folder);
    auto database = openChecked(path);
    if (!database && database.error().kind == Error::Kind::Corrupt)
        database = replaceDamaged(path, database.error(), clock, log);
    if (!database)
        return database;
    const auto from = versionOf(*database);
    if (!from)
        return tl::unexpected(from.error());
    if (auto migrated = migrate(*database, *from, version); !migrated)
        return tl::unexpected(migrated.error());
    return database;
}

Result<Database> openStateReadOnly(const std::string& folder)
{
    const auto path = fileIn(folder);
    if (!fs::exists(path))
        return fail(Error::Kind::NotFound, "there is no " + path + ": name a data directory");
    auto database = Database::open(path, {.readOnly = true});
    if (!database)
        return database;
    const auto version = versionOf(*database);
    if (!version)
        return tl::unexpected(version.error());
    if (*version != kStateVersion)
        return fail(Error::Kind::InvalidInput, path + " is of format " + std::to_string(*version) + ", not " +
                                                   std::to_string(kStateVersion) +
                                                   ": start Nocturne once to migrate it");
    return database;
}

Result<Database> openStateCopy(const std::string& folder)
{
    auto copy = Database::open(kMemory);
    if (!copy)
        return copy;
    if (fs::exists(fileIn(folder))) {
        auto copied = Database::open(fileIn(folder), {.readOnly = true}).and_then([&](Database original) {
            return original.copyTo(*copy);
        });
        if (!copied)
            return tl::unexpected(copied.error());
    }
    const auto from = versionOf(*copy);
    if (!from)
        return tl::unexpected(from.error().within(fileIn(folder)));
    if (auto migrated = migrate(*copy, *from, kStateVersion); !migrated)
        return tl::unexpected(migrated.error());
    return copy;
}

Result<bool> copyState(const std::string& from, const std::string& to)
{
    if (!fs::exists(fileIn(from)))
        return false;
    auto original = Database::open(fileIn(from), {.readOnly = true});
    if (!original)
        return tl::unexpected(original.error());
    auto copy = Database::open(fileIn(to));
    if (!copy)
        return tl::unexpected(copy.error());
    return original->copyTo(*copy)
        .and_then([&] { return copy->execute("PRAGMA journal_mode=DELETE"); }) // readable where nothing can be written
        .map([] { return true; });
}

Result<void> checkState(const std::string& folder)
{
    const auto path = fileIn(folder);
    if (!fs::exists(path))
        return {};
    std::string found;
    auto database = Database::open(path, {.readOnly = true});
    auto checked = database
                       ? database->query("PRAGMA integrity_check(10)",
                                         [&](const Row& row) { found += (found.empty() ? "" : "; ") + row.text(0); })
                       : tl::unexpected(database.error());
    if (checked && found == "ok")
        return {};
    std::ranges::replace(found, '\n', ' ');
    return fail(Error::Kind::Corrupt, path + " is damaged (" + (checked ? found : checked.error().message) +
                                          "): at its next start Nocturne puts it aside and takes over what can be "
                                          "read; copies of earlier nights lie in " +
                                          folder + "/backups");
}

} // namespace nocturne::alerts
