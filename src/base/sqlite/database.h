// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace nocturne::sqlite {

/// One row of an answer; valid within the call it is given to. Columns count from 0. NULL reads as 0 and as "".
class Row
{
public:
    explicit Row(sqlite3_stmt* statement)
        : m_statement(statement)
    {}

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    bool isNull(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;
    std::optional<double> optionalReal(int column) const;
    int columnCount() const;
    /// The statement itself, for copying values whatever their type.
    sqlite3_stmt* statement() const { return m_statement; }

private:
    sqlite3_stmt* m_statement;
};

struct OpenOptions
{
    bool readOnly = false;
};

/// One connection to an SQLite database that is written durably: WAL mode and synchronous=FULL, so that what was
/// committed survives a kill and a power cut.
///
/// SQL is constant text; values from outside are bound, never put into it. Statements are prepared once and kept.
/// Used by one thread at a time. Errors: Corrupt for a damaged file or one of another kind, LimitExceeded where the
/// disk is full, Timeout where another program holds it, Unavailable where it cannot be opened, read or written.
class Database
{
public:
    /// Opens, or makes, the file `path`, readable for its owner alone; ":memory:" is gone with the object.
    static Result<Database> open(const std::string& path, OpenOptions options = {});
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    /// Runs one or several statements without values.
    Result<void> execute(const std::string& sql);

    /// Runs one statement with `values` for its question marks: integers, doubles, texts, and optionals of them.
    template <typename... Values>
    Result<void> run(std::string_view sql, const Values&... values)
    {
        return query(
            sql, [](const Row&) {}, values...);
    }
    /// The same, with `onRow` called for each row of the answer. `onRow` must not use this database.
    template <typename OnRow, typename... Values>
    Result<void> query(std::string_view sql, const OnRow& onRow, const Values&... values)
    {
        const auto statement = prepared(sql);
        if (!statement)
            return tl::unexpected(statement.error());
        int index = 0;
        (bind(*statement, ++index, values), ...);
        return step(*statement, onRow);
    }
    /// The integer in the first column of the first row; nothing when there is no row.
    template <typename... Values>
    Result<std::optional<std::int64_t>> integer(std::string_view sql, const Values&... values)
    {
        std::optional<std::int64_t> found;
        auto done = query(
            sql, [&](const Row& row) { found = found ? found : row.integer(0); }, values...);
        return done ? Result<std::optional<std::int64_t>>(found) : tl::unexpected(done.error());
    }

    /// Runs `work` as one transaction: all of it is durable when this returns without an error, none of it else.
    Result<void> transaction(const std::function<Result<void>()>& work);
    /// Rows that the last statement changed.
    std::int64_t changes() const;
    /// Makes `target` what this database is at one moment, also while another connection writes here.
    Result<void> copyTo(Database& target);
    /// "ok", or what is wrong with the structure of the file.
    Result<std::string> quickCheck();
    const std::string& path() const { return m_path; }
    /// The connection itself, for a caller that copies between databases.
    sqlite3* handle() const { return m_handle; }

private:
    Database(sqlite3* handle, std::string path);
    Result<sqlite3_stmt*> prepared(std::string_view sql);
    Result<void> step(sqlite3_stmt* statement, const std::function<void(const Row&)>& onRow);
    Error lastError() const;
    void close();

    static void bind(sqlite3_stmt* statement, int index, std::int64_t value);
    static void bind(sqlite3_stmt* statement, int index, double value);
    static void bind(sqlite3_stmt* statement, int index, std::string_view value);
    static void bindNull(sqlite3_stmt* statement, int index);
    template <std::integral Integer>
    static void bind(sqlite3_stmt* statement, int index, Integer value)
    {
        bind(statement, index, static_cast<std::int64_t>(value));
    }
    static void bind(sqlite3_stmt* statement, int index, const std::string& value)
    {
        bind(statement, index, std::string_view(value));
    }
    static void bind(sqlite3_stmt* statement, int index, const char* value)
    {
        bind(statement, index, std::string_view(value));
    }
    template <typename Value>
    static void bind(sqlite3_stmt* statement, int index, const std::optional<Value>& value)
    {
        if (value)
            bind(statement, index, *value);
        else
            bindNull(statement, index);
    }

    sqlite3* m_handle = nullptr;
    std::string m_path;
    std::map<std::string, sqlite3_stmt*, std::less<>> m_statements;
};

} // namespace nocturne::sqlite
