// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/sqlite/database.h"

#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <sqlite3.h>

namespace nocturne::sqlite {

namespace {

constexpr int kBusyMs = 5'000;

Error::Kind kindOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Error::Kind::Corrupt;
    case SQLITE_FULL:
        return Error::Kind::LimitExceeded;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error::Kind::Timeout;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
        return Error::Kind::Unavailable;
    case SQLITE_CONSTRAINT:
        return Error::Kind::InvalidInput;
    default:
        return Error::Kind::Internal;
    }
}

/// SQLite makes files as the umask has it; state is for its owner alone. Its helper files copy the mode.
void makeFile(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); // NOLINT: POSIX
    if (file >= 0)
        ::close(file);
}

} // namespace

std::int64_t Row::integer(int column) const { return sqlite3_column_int64(m_statement, column); }

double Row::real(int column) const { return sqlite3_column_double(m_statement, column); }

std::string Row::text(int column) const
{
    const auto* text = sqlite3_column_text(m_statement, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size); // NOLINT: C API
}

bool Row::isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }

std::optional<std::int64_t> Row::optionalInteger(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<double> Row::optionalReal(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(real(column));
}

int Row::columnCount() const { return sqlite3_column_count(m_statement); }

Database::Database(sqlite3* handle, std::string path)
    : m_handle(handle)
    , m_path(std::move(path))
{}

Database::Database(Database&& other) noexcept
    : m_handle(std::exchange(other.m_handle, nullptr))
    , m_path(std::move(other.m_path))
    , m_statements(std::exchange(other.m_statements, {}))
{}

Database& Database::operator=(Database&& other) noexcept
{
    if (this != &other) {
        close();
        m_handle = std::exchange(other.m_handle, nullptr);
        m_path = std::move(other.m_path);
        m_statements = std::exchange(other.m_statements, {});
    }
    return *this;
}

Database::~Database() { close(); }

void Database::close()
{
    for (const auto& [sql, statement] : m_statements)
        sqlite3_finalize(statement);
    m_statements.clear();
    sqlite3_close_v2(m_handle);
    m_handle = nullptr;
}

Result<Database> Database::open(const std::string& path, OpenOptions options)
{
    const bool isFile = path != ":memory:";
    if (isFile && !options.readOnly)
        makeFile(path);
    sqlite3* handle = nullptr;
    const int flags = options.readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Database database(handle, path);
    if (code != SQLITE_OK)
        return fail(kindOf(code),
                    "cannot open " + path + ": " + (handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle)));
    sqlite3_busy_timeout(handle, kBusyMs);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr); // NOLINT: C API
    auto prepared = database.execute("PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON;");
    if (prepared && isFile && !options.readOnly)
        prepared = database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    if (!prepared)
        return tl::unexpected(prepared.error());
    return database;
}

Error Database::lastError() const
{
    return {kindOf(sqlite3_extended_errcode(m_handle)), m_path + ": " + sqlite3_errmsg(m_handle)};
}

Result<void> Database::execute(const std::string& sql)
{
    if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected(lastError());
    return {};
}

Result<sqlite3_stmt*> Database::prepared(std::string_view sql)
{
    if (const auto known = m_statements.find(sql); known != m_statements.end())
        return known->second;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK)
        return tl::unexpected(lastError());
    m_statements.emplace(sql, statement);
    return statement;
}

Result<void> Database::step(sqlite3_stmt* statement, const std::function<void(const Row&)>& onRow)
{
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement))
        onRow(Row(statement));
    Result<void> result;
    if (code != SQLITE_DONE)
        result = tl::unexpected(lastError());
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return result;
}

void Database::bind(sqlite3_stmt* statement, int index, std::int64_t value)
{
    sqlite3_bind_int64(statement, index, value);
}

void Database::bind(sqlite3_stmt* statement, int index, double value) { sqlite3_bind_double(statement, index, value); }

void Database::bind(sqlite3_stmt* statement, int index, std::string_view value)
{
    // A null pointer would bind NULL; the values outlive the step.
    const char* text = value.data() == nullptr ? "" : value.data();
    sqlite3_bind_text(statement, index, text, static_cast<int>(value.size()), SQLITE_STATIC);
}

void Database::bindNull(sqlite3_stmt* statement, int index) { sqlite3_bind_null(statement, index); }

Result<void> Database::transaction(const std::function<Result<void>()>& work)
{
    if (auto begun = run("BEGIN IMMEDIATE"); !begun)
        return begun;
    auto done = work();
    if (done)
        done = run("COMMIT");
    if (!done && sqlite3_get_autocommit(m_handle) == 0)
        (void)run("ROLLBACK");
    return done;
}

std::int64_t Database::changes() const { return sqlite3_changes64(m_handle); }

/// In one step: whoever writes meanwhile, in a log beside, does not disturb it.
Result<void> Database::copyTo(Database& target)
{
    auto* const backup = sqlite3_backup_init(target.m_handle, "main", m_handle, "main");
    if (backup == nullptr)
        return tl::unexpected(target.lastError());
    const int code = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE)
        return fail(kindOf(code), "cannot copy " + m_path + ": " + sqlite3_errstr(code));
    return {};
}

Result<std::string> Database::quickCheck()
{
    std::string found;
    auto checked = query("PRAGMA quick_check(1)", [&](const Row& row) { found = row.text(0); });
    return checked ? Result<std::string>(found) : tl::unexpected(checked.error());
}

} // namespace nocturne::sqlite
