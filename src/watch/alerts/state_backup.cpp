// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/state_backup.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <vector>

#include <sqlite3.h>

#include "base/core/io_layer.h"
#include "watch/alerts/state_database.h"

namespace nocturne::alerts {

namespace {

namespace fs = std::filesystem;
using sqlite::Database;

constexpr std::string_view kPrefix = "state-";
constexpr std::string_view kSuffix = ".db";
constexpr const char* kUnfinished = ".part";
constexpr const char* kStampFormat = "%Y%m%dT%H%M%SZ";
constexpr int kHour = 3;

std::string stampOf(Timestamp time)
{
    const auto seconds = static_cast<std::time_t>(time / 1000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), kStampFormat, &parts)};
}

/// 0 for a name that is none of ours.
Timestamp timeOf(const std::string& name)
{
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix))
        return 0;
    std::tm parts{};
    const auto* end = strptime(name.c_str() + kPrefix.size(), kStampFormat, &parts);
    return end == nullptr || kSuffix != end ? 0 : Timestamp{timegm(&parts)} * 1000;
}

/// Times and names, oldest first.
std::vector<std::pair<Timestamp, fs::path>> backupsIn(const std::string& folder)
{
    std::vector<std::pair<Timestamp, fs::path>> all;
    std::error_code error;
    const auto directory = fs::path(folder) / kBackupFolder;
    for (auto entry = fs::directory_iterator(directory, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (const auto time = timeOf(entry->path().filename().string()); time != 0)
            all.emplace_back(time, entry->path());
    }
    std::ranges::sort(all);
    return all;
}

/// One step, so that the copy is of one moment; who writes is not kept waiting, since the source is in WAL mode.
Result<void> copy(Database& from, Database& to)
{
    auto* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (backup == nullptr)
        return fail(Error::Kind::Unavailable, to.path() + ": " + sqlite3_errmsg(to.handle()));
    sqlite3_backup_step(backup, -1);
    const int code = sqlite3_backup_finish(backup);
    if (code == SQLITE_OK)
        return to.execute("PRAGMA journal_mode=DELETE"); // one file, that can be carried away
    const bool isFull = (code & 0xff) == SQLITE_FULL;
    return fail(isFull ? Error::Kind::LimitExceeded : Error::Kind::Unavailable,
                "cannot copy the state to " + to.path() + ": " + sqlite3_errstr(code));
}

Result<void> verify(const std::string& path)
{
    auto copied = Database::open(path, {.readOnly = true});
    if (!copied)
        return tl::unexpected(copied.error());
    const auto checked = copied->quickCheck();
    if (!checked)
        return tl::unexpected(checked.error());
    if (*checked != "ok")
        return fail(Error::Kind::Corrupt, "the copy of the state does not hold: " + *checked);
    const auto version = copied->integer("PRAGMA user_version");
    if (!version)
        return tl::unexpected(version.error());
    return version->value_or(0) == kStateVersion
               ? Result<void>()
               : fail(Error::Kind::Corrupt, "the copy of the state is of another format than the state");
}

Result<void> makeCopy(const std::string& folder, const std::string& path)
{
    auto from = openStateReadOnly(folder);
    if (!from)
        return tl::unexpected(from.error());
    auto to = Database::open(path);
    return to ? copy(*from, *to) : tl::unexpected(to.error());
}

void removeFile(const std::string& path)
{
    std::error_code ignored;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"})
        fs::remove(path + suffix, ignored);
}

} // namespace

Result<std::string> backUpState(const std::string& folder, std::size_t keep, Timestamp now)
{
    const auto directory = fs::path(folder) / kBackupFolder;
    std::error_code error;
    fs::create_directory(directory, error);
    if (error)
        return fail(Error::Kind::Unavailable, "cannot make " + directory.string() + ": " + error.message());
    fs::permissions(directory, fs::perms::owner_all, error);
    const auto path = (directory / (std::string(kPrefix) + stampOf(now) + std::string(kSuffix))).string();
    const auto unfinished = path + kUnfinished;
    removeFile(unfinished); // of a program that was killed
    auto made = makeCopy(folder, unfinished).and_then([&] { return verify(unfinished); });
    if (made) {
        fs::rename(unfinished, path, error);
        if (error)
            made = fail(Error::Kind::Unavailable, "cannot rename " + unfinished + ": " + error.message());
    }
    if (!made) {
        removeFile(unfinished);
        return tl::unexpected(made.error());
    }
    PosixIo io;
    (void)io.syncDirectory(directory.string());
    const auto all = backupsIn(folder);
    const auto most = std::max<std::size_t>(keep, 1);
    for (std::size_t i = 0; i + most < all.size(); ++i)
        fs::remove(all[i].second, error);
    return path;
}

Timestamp newestBackup(const std::string& folder)
{
    const auto all = backupsIn(folder);
    return all.empty() ? 0 : all.back().first;
}

bool isBackupDue(Timestamp newest, Timestamp now)
{
    const auto seconds = static_cast<std::time_t>(now / 1000);
    std::tm night{};
    localtime_r(&seconds, &night);
    if (night.tm_hour < kHour)
        --night.tm_mday;
    night.tm_hour = kHour;
    night.tm_min = 0;
    night.tm_sec = 0;
    night.tm_isdst = -1;
    return newest < Timestamp{std::mktime(&night)} * 1000;
}

} // namespace nocturne::alerts
