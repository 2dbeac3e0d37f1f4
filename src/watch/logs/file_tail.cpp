// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A position is noted as "file:DEVICE:INODE" -> "OFFSET LENGTH HASH PATH": the first LENGTH bytes of the file have the
// FNV-1a HASH, by which a reused inode and a file that was written anew are told from the one that was read. Where a
// file that was emptied had been read to is noted as "file:emptied:PATH".
#include "watch/logs/file_tail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nocturne::logs {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeadBytes = 256;
constexpr int kMostSiblings = 10'000; // files of the folder that are looked at
constexpr std::string_view kPrefix = "file:";

struct Position
{
    std::int64_t offset = 0;
    std::size_t headLength = 0;
    std::uint64_t head = 0;
    std::string path;
};

std::string nameOf(const FileIdentity& identity)
{
    return std::string(kPrefix) + std::to_string(identity.device) + ':' + std::to_string(identity.inode);
}

std::optional<Position> positionOf(std::string_view text)
{
    Position position;
    const auto* const end = text.data() + text.size();
    const auto offset = std::from_chars(text.data(), end, position.offset);
    if (offset.ec != std::errc() || offset.ptr == end)
        return std::nullopt;
    const auto length = std::from_chars(offset.ptr + 1, end, position.headLength);
    if (length.ec != std::errc() || length.ptr == end || position.headLength > kHeadBytes || position.offset < 0)
        return std::nullopt;
    const auto head = std::from_chars(length.ptr + 1, end, position.head);
    if (head.ec != std::errc() || head.ptr == end)
        return std::nullopt;
    position.path.assign(head.ptr + 1, end);
    return position;
}

std::string serviceOf(const fs::path& path)
{
    const auto name = path.filename().string();
    const auto log = name.find(".log");
    return log == std::string::npos || log == 0 ? path.stem().string() : name.substr(0, log);
}

LineJoiner joinerOf(const JoinOptions& options)
{
    auto joiner = LineJoiner::make(options);
    return joiner ? std::move(*joiner) : std::move(*LineJoiner::make({}));
}

FileIdentity identityIn(const struct stat& facts) { return {facts.st_dev, facts.st_ino}; }

} // namespace

std::optional<FileIdentity> identityOf(const fs::path& path)
{
    struct stat facts = {};
    return stat(path.c_str(), &facts) == 0 ? std::optional(identityIn(facts)) : std::nullopt;
}

bool isPacked(const fs::path& path)
{
    constexpr std::array<std::string_view, 8> kSuffixes = {".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip", ".Z", ".lzma"};
    const auto suffix = path.extension().string();
    if (std::ranges::find(kSuffixes, suffix) != kSuffixes.end())
        return true;
    std::array<char, 6> first = {};
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // NOLINT: the interface of POSIX
    if (fd < 0)
        return false;
    const auto count = pread(fd, first.data(), first.size(), 0);
    ::close(fd);
    const std::string_view bytes(first.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return bytes.starts_with("\x1f\x8b") || bytes.starts_with("BZh") ||
           bytes.starts_with(std::string_view("\xfd"
                                              "7zXZ\0",
                                              6)) ||
           bytes.starts_with("\x28\xb5\x2f\xfd") || bytes.starts_with("\x04\x22\x4d\x18") ||
           bytes.starts_with("PK\x03\x04");
}

FileTail::FileTail(LogStore& store, const Clock& clock, Options options)
    : m_store(store)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_joiner(joinerOf(m_options.join))
{
    if (m_options.service.empty())
        m_options.service = serviceOf(m_options.path);
}

FileTail::~FileTail() { close(); }

void FileTail::close()
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = -1;
}

std::optional<FileIdentity> FileTail::identity() const { return m_fd < 0 ? std::nullopt : std::optional(m_identity); }

std::uint64_t FileTail::headHash(std::size_t length) const
{
    std::array<char, kHeadBytes> bytes; // NOLINT: filled by pread
    const auto count = pread(m_fd, bytes.data(), std::min(length, bytes.size()), 0);
    std::uint64_t hash = 0xcbf29ce484222325;
    for (ssize_t i = 0; i < count; ++i)
        hash = (hash ^ static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)])) * 0x100000001b3;
    return hash;
}

bool FileTail::hasHead(std::size_t length, std::uint64_t hash) const { return headHash(length) == hash; }

/// A file beside ours that was read under our name and is not read to its end.
std::optional<fs::path> FileTail::renamedFile() const
{
    std::vector<std::pair<std::string, Position>> ours;
    for (const auto& [name, value] : m_store.notedWith(kPrefix)) {
        auto position = positionOf(value);
        if (position && position->path == m_options.path)
            ours.emplace_back(name, std::move(*position));
    }
    const auto current = identityOf(m_options.path);
    if (ours.empty())
        return std::nullopt;
    std::error_code error;
    int looked = 0;
    for (fs::directory_iterator file(m_options.path.parent_path(), error), end; !error && file != end;
         file.increment(error)) {
        const auto name = file->path().filename().string();
        if (++looked > kMostSiblings)
            break;
        const auto identity =
            name.starts_with(m_options.path.filename().string()) ? identityOf(file->path()) : std::nullopt;
        if (!identity || identity == current || isPacked(file->path()))
            continue;
        const auto known = std::ranges::find(ours, nameOf(*identity), [](const auto& entry) { return entry.first; });
        std::error_code ignored;
        if (known != ours.end() &&
            static_cast<std::int64_t>(fs::file_size(file->path(), ignored)) > known->second.offset)
            return file->path();
    }
    return std::nullopt;
}

/// Where to begin in the file that was just opened.
std::int64_t FileTail::startOf(std::int64_t size) const
{
    const auto fits = [&](const std::optional<Position>& position) {
        return position && position->offset <= size && hasHead(position->headLength, position->head);
    };
    if (const auto noted = m_store.noted(nameOf(m_identity))) {
        const auto position = positionOf(*noted);
        return fits(position) ? position->offset : 0;
    }
    bool isKnown = m_hasLooked || m_options.isNew;
    for (const auto& [name, value] : m_store.notedWith(kPrefix)) {
        const auto position = positionOf(value);
        if (!position)
            continue;
        const bool isCopy = position->path != m_options.path && m_options.path.string().starts_with(position->path);
        if (isCopy && position->headLength > 0 && fits(position))
            return position->offset; // what follows was written before the original was emptied
        isKnown = isKnown || position->path == m_options.path;
    }
    return isKnown ? 0 : std::max<std::int64_t>(0, size - static_cast<std::int64_t>(m_options.startBytes));
}

Result<void> FileTail::openFile(const fs::path& path)
{
    m_fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // NOLINT: the interface of POSIX
    struct stat facts = {};
    if (m_fd < 0 || fstat(m_fd, &facts) != 0) {
        const auto kind = errno == ENOENT ? Error::Kind::NotFound : Error::Kind::Unavailable;
        return fail(kind, "cannot read " + path.string() + ": " + std::strerror(errno)); // NOLINT: one thread
    }
    if (!S_ISREG(facts.st_mode)) {
        close();
        return fail(Error::Kind::InvalidInput, path.string() + " is no regular file");
    }
    m_identity = identityIn(facts);
    m_size = facts.st_size;
    return {};
}

Result<void> FileTail::open()
{
    const auto renamed = m_hasLooked ? std::nullopt : renamedFile();
    if (auto opened = openFile(renamed.value_or(m_options.path)); !opened)
        return opened;
    const auto begin = startOf(m_size);
    // Near the end of a file we may stand within a line; where a position was noted a line begins.
    m_skipsLine = begin > 0 && !m_hasLooked && !m_store.noted(nameOf(m_identity)) && !m_options.isNew;
    if (m_skipsLine) {
        char before = 0;
        m_skipsLine = pread(m_fd, &before, 1, begin - 1) != 1 || before != '\n';
    }
    m_offset = m_lineStart = m_recordStart = begin;
    m_noted = -1;
    m_headLength = 0;
    m_partial.clear();
    m_hasLooked = true;
    return {};
}

bool FileTail::wasReplaced() const
{
    const auto now = identityOf(m_options.path);
    return now ? *now != m_identity : errno == ENOENT;
}

void FileTail::checkTruncation()
{
    struct stat facts = {};
    if (fstat(m_fd, &facts) != 0)
        return;
    const bool hasChanged = facts.st_size != m_size;
    m_size = facts.st_size;
    if (facts.st_size >= m_offset && (!hasChanged || m_headLength == 0 || hasHead(m_headLength, m_head)))
        return;
    finishFile();
    // A copy that was made before is read from here on.
    m_store.note(std::string(kPrefix) + "emptied:" + m_options.path.string(), positionText(m_offset));
    m_offset = m_lineStart = m_recordStart = 0; // emptied in place, and perhaps written anew
    m_headLength = 0;
}

Result<std::size_t> FileTail::poll()
{
    m_added = 0;
    if (m_fd < 0) {
        if (auto opened = open(); !opened) {
            m_hasLooked = true; // what appears later is new from its first byte
            return tl::unexpected(opened.error());
        }
    }
    checkTruncation();
    std::size_t read = 0;
    std::array<char, 65536> buffer; // NOLINT: filled by pread
    while (read < m_options.maxBytesPerPoll) {
        const auto count = pread(m_fd, buffer.data(), buffer.size(), m_offset);
        if (count <= 0)
            break;
        const auto at = m_offset;
        m_offset += count;
        read += static_cast<std::size_t>(count);
        take({buffer.data(), static_cast<std::size_t>(count)}, at);
    }
    m_joiner.expire(m_clock.monotonic(), [this](std::string_view text) { add(text); });
    const bool isOver = read == 0 && wasReplaced();
    if (isOver)
        finishFile(); // nobody writes the rest of its last line any more
    notePosition();
    if (isOver)
        close(); // all of the old file is read; the next call opens the new one
    return m_added;
}

void FileTail::take(std::string_view bytes, std::int64_t at)
{
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto part = bytes.substr(0, end);
        if (!m_skipsLine)
            m_partial += part.substr(0, m_options.maxLineBytes - std::min(m_partial.size(), m_options.maxLineBytes));
        if (end == std::string_view::npos)
            break;
        at += static_cast<std::int64_t>(end) + 1;
        takeLine(at);
        bytes.remove_prefix(end + 1);
    }
}

/// The line in m_partial has ended; the next one begins at `next`.
void FileTail::takeLine(std::int64_t next)
{
    if (!m_skipsLine) {
        std::string_view line = m_partial;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (m_lineStart == 0 && line.starts_with("\xef\xbb\xbf"))
            line.remove_prefix(3);
        line.remove_prefix(std::min(line.find_first_not_of('\0'), line.size())); // a hole where a file was emptied
        if (m_joiner.add(line, m_clock.monotonic(), [this](std::string_view text) { add(text); }))
            m_recordStart = m_lineStart;
    }
    m_partial.clear();
    m_skipsLine = false;
    m_lineStart = next;
}

void FileTail::finishFile()
{
    if (!m_partial.empty() && !m_skipsLine)
        takeLine(m_offset);
    m_joiner.flush([this](std::string_view text) { add(text); });
    m_partial.clear();
}

void FileTail::notePosition()
{
    const auto settled = m_joiner.isWaiting() ? m_recordStart : m_lineStart;
    if (settled == m_noted)
        return;
    m_noted = settled;
    if (m_headLength < kHeadBytes) {
        m_headLength = static_cast<std::size_t>(std::clamp<std::int64_t>(settled, 0, kHeadBytes));
        m_head = headHash(m_headLength);
    }
    m_store.note(nameOf(m_identity), positionText(settled));
}

std::string FileTail::positionText(std::int64_t offset) const
{
    return std::to_string(offset) + ' ' + std::to_string(m_headLength) + ' ' + std::to_string(m_head) + ' ' +
           m_options.path.string();
}

void FileTail::add(std::string_view text)
{
    auto record = parseLine(text, m_options.format, m_clock.now());
    if (record.service.empty())
        record.service = m_options.service;
    record.source = "file:" + m_options.path.string();
    m_store.add(std::move(record));
    ++m_added;
}

} // namespace nocturne::logs
