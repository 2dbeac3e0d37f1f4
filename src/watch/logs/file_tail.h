// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "watch/logs/line_joiner.h"
#include "watch/logs/line_parser.h"
#include "watch/logs/log_store.h"

namespace nocturne::logs {

/// Which file it is, whatever its name.
struct FileIdentity
{
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    bool operator==(const FileIdentity&) const = default;
};

/// The file that `path` leads to; nothing where there is none.
std::optional<FileIdentity> identityOf(const std::filesystem::path& path);
/// Whether a file is packed, by its name or its first bytes: gzip, bzip2, xz, zstd, lz4, zip.
bool isPacked(const std::filesystem::path& path);

/// Follows the end of one file, through rotation, truncation and absence.
///
/// Goes on where it stood before a restart, which is noted in the store by device, inode and first bytes: with the rest
/// of a file that was renamed meanwhile, then with the new one. A file that is new to it is read from the last few
/// lines at its first look, else from the start. One that was copied and emptied (copytruncate) is read from its start
/// again, and the copy from where the original was left. A line is taken when its line feed has come, or its file was
/// renamed; one longer than the limit is cut and the rest left out. Lives on one thread, whose owner calls poll() a few
/// times a second.
class FileTail
{
public:
    struct Options
    {
        std::filesystem::path path;
        std::string service; ///< the name of the file up to ".log" when empty
        LineFormat format = LineFormat::Auto;
        JoinOptions join;
        std::size_t maxLineBytes = std::size_t{64} << 10U;
        std::size_t startBytes = std::size_t{64} << 10U; ///< of the end of the file, at the first look
        std::size_t maxBytesPerPoll = std::size_t{4} << 20U;
        bool isNew = false; ///< appeared under our eyes: it is read from its start

        bool operator==(const Options&) const = default;
    };

    /// `options.join` has a pattern that LineJoiner takes; another joins nothing.
    FileTail(LogStore& store, const Clock& clock, Options options);
    ~FileTail();
    FileTail(const FileTail&) = delete;
    FileTail& operator=(const FileTail&) = delete;

    /// Takes what was written since; the number of records. Fails with NotFound or Unavailable while there is no
    /// readable file; the next call tries again.
    Result<std::size_t> poll();
    const Options& options() const { return m_options; }
    /// The file that is open now.
    std::optional<FileIdentity> identity() const;

private:
    Result<void> open();
    Result<void> openFile(const std::filesystem::path& path);
    void close();
    bool wasReplaced() const;
    std::optional<std::filesystem::path> renamedFile() const;
    std::int64_t startOf(std::int64_t size) const;
    bool hasHead(std::size_t length, std::uint64_t hash) const;
    std::uint64_t headHash(std::size_t length) const;
    void checkTruncation();
    void take(std::string_view bytes, std::int64_t at);
    void takeLine(std::int64_t at);
    void finishFile();
    void add(std::string_view text);
    void notePosition();
    std::string positionText(std::int64_t offset) const;

    LogStore& m_store;
    const Clock& m_clock;
    Options m_options;
    LineJoiner m_joiner;
    int m_fd = -1;
    FileIdentity m_identity;
    std::int64_t m_offset = 0;
    std::int64_t m_size = 0;        ///< at the last poll
    std::int64_t m_lineStart = 0;   ///< of the line in m_partial
    std::int64_t m_recordStart = 0; ///< of what the joiner waits with
    std::int64_t m_noted = -1;
    std::size_t m_headLength = 0;
    std::uint64_t m_head = 0;
    std::size_t m_added = 0;  ///< in this poll
    bool m_hasLooked = false; ///< later files are read from their start
    bool m_skipsLine = false; ///< in the rest of a line that was cut
    std::string m_partial;
};

} // namespace nocturne::logs
