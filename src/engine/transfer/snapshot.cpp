// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/snapshot.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "base/core/io_files.h"
#include "engine/tsdb/store_files.h"

namespace nocturne::transfer {

namespace {

namespace fs = std::filesystem;

constexpr int kTries = 20;

/// Copies what a process may be writing. Fails with NotFound when a file went away meanwhile: then all begins anew.
class SnapshotWriter
{
public:
    SnapshotWriter(IoLayer& io, std::string folder, std::string target)
        : m_io(io)
        , m_folder(std::move(folder))
        , m_target(std::move(target))
    {}

    /// The log comes first: what moves from it into blocks meanwhile is then in both, and read as one.
    Result<SnapshotStats> write()
    {
        for (const char* sub : {"", "/wal", "/blocks", "/rollups", "/rollups/5m", "/rollups/1h"}) {
            if (const auto made = m_io.makeDirectory(m_target + sub); !made)
                return tl::unexpected(ioError("make the folder", m_target + sub, made.error()));
        }
        for (const char* sub : {"/wal", "/blocks", "/rollups/5m", "/rollups/1h"}) {
            if (const auto taken = takeFolder(sub); !taken)
                return tl::unexpected(taken.error());
        }
        for (const char* sub : {"/wal", "/blocks", "/rollups/5m", "/rollups/1h", "/rollups", ""}) {
            if (const auto synced = m_io.syncDirectory(m_target + sub); !synced)
                return tl::unexpected(ioError("sync", m_target + sub, synced.error()));
        }
        return m_stats;
    }

private:
    Result<std::vector<std::string>> namesIn(const std::string& sub)
    {
        auto names = m_io.list(m_folder + sub);
        if (!names && names.error() == ENOENT && sub.starts_with("/rollups"))
            return std::vector<std::string>(); // written before there were roll-ups
        if (!names)
            return tl::unexpected(ioError("read", m_folder + sub, names.error()));
        std::erase_if(*names, [](const std::string& name) {
            return !tsdb::logFileNumber(name) && !tsdb::checkpointFileNumber(name) && !tsdb::blockFileNumber(name);
        });
        return std::move(*names);
    }

    Result<void> takeFolder(const std::string& sub)
    {
        const auto names = namesIn(sub);
        if (!names)
            return tl::unexpected(names.error());
        for (const auto& name : *names) {
            const auto file = std::string(sub).append("/").append(name);
            auto taken = tsdb::logFileNumber(name) ? copy(file) : link(file);
            if (!taken)
                return taken;
            ++m_stats.files;
            m_stats.bytes += m_io.size(m_target + file).value_or(0);
        }
        const auto again = namesIn(sub);
        if (!again || *again != *names)
            return fail(Error::Kind::NotFound,
                        "the files in " + m_folder + sub + " change faster than they can be read");
        return {};
    }

    Result<void> link(const std::string& file)
    {
        std::error_code error;
        fs::create_hard_link(m_folder + file, m_target + file, error);
        if (!error) {
            ++m_stats.linked;
            return {};
        }
        if (error == std::errc::no_such_file_or_directory)
            return tl::unexpected(ioError("link", m_folder + file, error.value()));
        return copy(file); // another file system, or one without links
    }

    Result<void> copy(const std::string& file)
    {
        const auto view = m_io.map(m_folder + file);
        if (!view)
            return tl::unexpected(ioError("open", m_folder + file, view.error()));
        auto out = OutputFile::create(m_io, m_target + file);
        if (!out)
            return tl::unexpected(out.error());
        return out->write((*view)->bytes()).and_then([&] { return out->sync(); });
    }

    IoLayer& m_io;
    const std::string m_folder;
    const std::string m_target;
    SnapshotStats m_stats;
};

} // namespace

Result<SnapshotStats> makeSnapshot(IoLayer& io, const std::string& folder, const std::string& target)
{
    std::error_code error;
    if (!fs::is_directory(folder + "/blocks", error))
        return fail(Error::Kind::NotFound, folder + " is no data directory: it has no folder blocks");
    if (fs::exists(target, error))
        return fail(Error::Kind::InvalidInput, target + " exists: a snapshot goes into a new directory");
    const auto beside = target + ".tmp";
    Result<SnapshotStats> written;
    for (int tries = 0; tries < kTries; ++tries) {
        fs::remove_all(beside, error);
        written = SnapshotWriter(io, folder, beside).write();
        if (written || written.error().kind != Error::Kind::NotFound)
            break;
    }
    if (written) {
        const auto renamed = io.rename(beside, target);
        if (!renamed)
            written = tl::unexpected(ioError("rename", beside, renamed.error()));
        else
            (void)io.syncDirectory(folderOf(target));
    }
    if (!written)
        fs::remove_all(beside, error);
    return written;
}

} // namespace nocturne::transfer
