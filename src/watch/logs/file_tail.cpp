// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/file_tail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nocturne::logs {

FileTail::FileTail(LogStore& store, const Clock& clock, Options options)
    : m_store(store)
    , m_clock(clock)
    , m_options(std::move(options))
{
    if (m_options.service.empty())
        m_options.service = m_options.path.stem().string();
}

FileTail::~FileTail() { close(); }

void FileTail::close()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

Result<void> FileTail::open()
{
    m_fd = ::open(m_options.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // NOLINT: the interface of POSIX
    struct stat facts = {};
    if (m_fd < 0 || fstat(m_fd, &facts) != 0) {
        const auto kind = errno == ENOENT ? Error::Kind::NotFound : Error::Kind::Unavailable;
        return fail(kind, "cannot read " + m_options.path.string() + ": " + std::strerror(errno)); // NOLINT: one thread
    }
    if (!S_ISREG(facts.st_mode)) {
        close();
        return fail(Error::Kind::InvalidInput, m_options.path.string() + " is no regular file");
    }
    m_device = facts.st_dev;
    m_inode = facts.st_ino;
    m_offset =
        m_hasLooked ? 0 : std::max<std::int64_t>(0, facts.st_size - static_cast<std::int64_t>(m_options.startBytes));
    m_skipsLine = m_offset > 0; // we may stand within a line
    m_partial.clear();
    m_hasLooked = true;
    return {};
}

bool FileTail::wasReplaced() const
{
    struct stat facts = {};
    if (stat(m_options.path.c_str(), &facts) != 0)
        return errno == ENOENT;
    return facts.st_dev != m_device || facts.st_ino != m_inode;
}

Result<std::size_t> FileTail::poll()
{
    if (m_fd < 0) {
        if (auto opened = open(); !opened) {
            m_hasLooked = true; // what appears later is new from its first byte
            return tl::unexpected(opened.error());
        }
    }
    struct stat facts = {};
    if (fstat(m_fd, &facts) == 0 && facts.st_size < m_offset) {
        m_offset = 0; // truncated in place
        m_partial.clear();
        m_skipsLine = false;
    }
    std::size_t records = 0;
    std::size_t read = 0;
    std::array<char, 65536> buffer; // NOLINT: filled by pread
    while (read < m_options.maxBytesPerPoll) {
        const auto count = pread(m_fd, buffer.data(), buffer.size(), m_offset);
        if (count <= 0)
            break;
        m_offset += count;
        read += static_cast<std::size_t>(count);
        records += take({buffer.data(), static_cast<std::size_t>(count)});
    }
    if (read == 0 && wasReplaced())
        close(); // all of the old file is read; the next call opens the new one
    return records;
}

std::size_t FileTail::take(std::string_view bytes)
{
    std::size_t records = 0;
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto part = bytes.substr(0, end);
        if (!m_skipsLine)
            m_partial += part.substr(0, m_options.maxLineBytes - std::min(m_partial.size(), m_options.maxLineBytes));
        if (end == std::string_view::npos)
            break;
        if (!m_skipsLine) {
            add(m_partial);
            ++records;
        }
        m_partial.clear();
        m_skipsLine = false;
        bytes.remove_prefix(end + 1);
    }
    return records;
}

void FileTail::add(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    auto record = parseLine(line, m_options.format, m_clock.now());
    if (record.service.empty())
        record.service = m_options.service;
    record.source = "file:" + m_options.path.string();
    m_store.add(std::move(record));
}

} // namespace nocturne::logs
