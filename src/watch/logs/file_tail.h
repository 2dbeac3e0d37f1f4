// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "watch/logs/line_parser.h"
#include "watch/logs/log_store.h"

namespace nocturne::logs {

/// Follows the end of one file, through rotation, truncation and absence.
///
/// Starts with the last few lines of what is there. A line is taken when its line feed has come; one longer than the
/// limit is cut and the rest left out. Lives on one thread, whose owner calls poll() a few times a second.
class FileTail
{
public:
    struct Options
    {
        std::filesystem::path path;
        std::string service; ///< the file's stem when empty
        LineFormat format = LineFormat::Auto;
        std::size_t maxLineBytes = std::size_t{64} << 10U;
        std::size_t startBytes = std::size_t{64} << 10U; ///< of the end of the file, at the first look
        std::size_t maxBytesPerPoll = std::size_t{4} << 20U;
    };

    FileTail(LogStore& store, const Clock& clock, Options options);
    ~FileTail();
    FileTail(const FileTail&) = delete;
    FileTail& operator=(const FileTail&) = delete;

    /// Takes what was written since; the number of records. Fails with NotFound or Unavailable while there is no
    /// readable file; the next call tries again.
    Result<std::size_t> poll();
    const Options& options() const { return m_options; }

private:
    Result<void> open();
    void close();
    bool wasReplaced() const;
    std::size_t take(std::string_view bytes);
    void add(std::string_view line);

    LogStore& m_store;
    const Clock& m_clock;
    Options m_options;
    int m_fd = -1;
    std::uint64_t m_device = 0;
    std::uint64_t m_inode = 0;
    std::int64_t m_offset = 0;
    bool m_hasLooked = false; ///< later files are read from their start
    bool m_skipsLine = false; ///< in the rest of a line that was cut
    std::string m_partial;
};

} // namespace nocturne::logs
