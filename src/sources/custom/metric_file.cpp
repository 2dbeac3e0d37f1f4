// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// custom_metrics.db: `series` has a row for each series. `labels` is names and values in turn, `buckets` and `state`
// are numbers in decimal, each list as packTexts() has it.
#include "sources/custom/metric_file.h"

#include <filesystem>

#include "base/core/number.h"
#include "sources/custom/packed_texts.h"

namespace nocturne::custom {

namespace {

namespace fs = std::filesystem;
using sqlite::Database;
using sqlite::Row;

constexpr std::int64_t kApplicationId = 0x4e63744d; // "NctM"
constexpr std::int64_t kVersion = 1;

constexpr const char* kTables = R"sql(
CREATE TABLE series(
    name TEXT NOT NULL, labels TEXT NOT NULL, kind TEXT NOT NULL, help TEXT NOT NULL, buckets TEXT NOT NULL,
    state TEXT NOT NULL, told INTEGER NOT NULL, PRIMARY KEY(name, labels)) STRICT, WITHOUT ROWID;
)sql";

std::string packedLabels(const KeptSeries& series)
{
    std::vector<std::string> texts;
    for (const auto& [name, value] : series.labels) {
        texts.push_back(name);
        texts.push_back(value);
    }
    return packTexts(texts);
}

std::string packedNumbers(const std::vector<double>& numbers)
{
    std::vector<std::string> texts;
    texts.reserve(numbers.size());
    for (const double number : numbers)
        texts.push_back(formatNumber(number));
    return packTexts(texts);
}

std::optional<std::vector<double>> numbersIn(const std::string& packed)
{
    const auto texts = unpackTexts(packed);
    std::vector<double> numbers;
    for (const auto& text : texts.value_or(std::vector<std::string>())) {
        const auto number = parseNumber(text);
        if (!number)
            return std::nullopt;
        numbers.push_back(*number);
    }
    return texts ? std::optional(numbers) : std::nullopt;
}

std::optional<KeptSeries> seriesOf(const Row& row)
{
    const auto labels = unpackTexts(row.text(1));
    const auto kind = kindFrom(row.text(2));
    auto buckets = numbersIn(row.text(4));
    auto state = numbersIn(row.text(5));
    if (!labels || labels->size() % 2 != 0 || !kind || !buckets || !state)
        return std::nullopt;
    KeptSeries series{row.text(0), {}, *kind, row.text(3), std::move(*buckets), std::move(*state), row.integer(6)};
    for (std::size_t i = 0; i < labels->size(); i += 2)
        series.labels.emplace_back((*labels)[i], (*labels)[i + 1]);
    return series;
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
        return fail(Error::Kind::InvalidInput, database.path() + " is no file of custom metrics: move it aside");
    if (version->value_or(0) > kVersion)
        return fail(Error::Kind::InvalidInput, database.path() + " is of a newer Nocturne: use that, or move it aside");
    return {};
}

Result<Database> openPrepared(const std::string& path)
{
    auto database = Database::open(path);
    if (!database)
        return database;
    const auto ready = database->execute("PRAGMA synchronous=NORMAL").and_then([&] { return prepare(*database); });
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

Result<std::unique_ptr<MetricFile>> MetricFile::open(const std::string& folder, Timestamp now, std::string* damaged)
{
    const auto path = folder + '/' + kMetricFile;
    auto database = openPrepared(path);
    if (!database && database.error().kind == Error::Kind::Corrupt) {
        const auto aside = moveAside(path, now);
        if (damaged != nullptr)
            *damaged = aside;
        database = openPrepared(path);
    }
    if (!database)
        return tl::unexpected(database.error());
    return std::unique_ptr<MetricFile>(new MetricFile(std::move(*database)));
}

Result<std::vector<KeptSeries>> MetricFile::read(std::size_t most)
{
    std::vector<KeptSeries> all;
    const auto done = m_database.query(
        "SELECT name, labels, kind, help, buckets, state, told FROM series ORDER BY told DESC LIMIT ?",
        [&](const Row& row) {
            if (auto series = seriesOf(row))
                all.push_back(std::move(*series));
        },
        static_cast<std::int64_t>(most));
    return done ? Result<std::vector<KeptSeries>>(std::move(all)) : tl::unexpected(done.error());
}

Result<void> MetricFile::write(const std::vector<KeptSeries>& changed, const std::vector<KeptSeries>& ended)
{
    m_isSynced = false;
    return m_database.transaction([&]() -> Result<void> {
        for (const auto& series : ended) {
            auto done =
                m_database.run("DELETE FROM series WHERE name = ? AND labels = ?", series.name, packedLabels(series));
            if (!done)
                return done;
        }
        for (const auto& series : changed) {
            auto done = m_database.run("INSERT OR REPLACE INTO series VALUES(?,?,?,?,?,?,?)", series.name,
                                       packedLabels(series), toString(series.kind), series.help,
                                       packedNumbers(series.buckets), packedNumbers(series.state), series.told);
            if (!done)
                return done;
        }
        return {};
    });
}

Result<void> MetricFile::sync()
{
    if (m_isSynced)
        return {};
    // A checkpoint syncs the log before it copies from it, and the file afterwards.
    auto done = m_database.execute("PRAGMA wal_checkpoint(PASSIVE)");
    m_isSynced = done.has_value();
    return done;
}

} // namespace nocturne::custom
