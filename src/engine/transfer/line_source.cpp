// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/line_source.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

#include <unistd.h>
#include <zlib.h>

#include "base/core/io_files.h"
#include "engine/tsdb/checksum.h"

namespace nocturne::transfer {

namespace {

constexpr std::size_t kRead = std::size_t{1} << 20U;
constexpr std::size_t kLongestLine = std::size_t{16} << 20U;
constexpr std::size_t kFingerprint = std::size_t{64} << 10U; // bytes of the beginning and of the end

std::string hexOf(std::uint64_t number)
{
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(number)); // NOLINT
    return digits.data();
}

std::uint64_t sumOf(std::string_view line, std::uint64_t before)
{
    return tsdb::checksum(std::as_bytes(std::span(line.data(), line.size())), before);
}

std::string fingerprintOf(const std::string& path, std::uint64_t size)
{
    std::ifstream file(path, std::ios::binary);
    std::string bytes(2 * kFingerprint, '\0');
    file.read(bytes.data(), kFingerprint);
    auto count = static_cast<std::size_t>(file.gcount());
    if (size > kFingerprint) {
        file.clear();
        file.seekg(static_cast<std::streamoff>(size - kFingerprint));
        file.read(bytes.data() + count, kFingerprint);
        count += static_cast<std::size_t>(file.gcount());
    }
    return hexOf(tsdb::checksum(std::as_bytes(std::span(bytes.data(), count)), size));
}

} // namespace

struct LineSource::File
{
    gzFile handle = nullptr;

    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File()
    {
        if (handle != nullptr)
            gzclose_r(handle);
    }
};

LineSource::LineSource(std::unique_ptr<File> file)
    : m_file(std::move(file))
{}

LineSource::~LineSource() = default;

Result<std::unique_ptr<LineSource>> LineSource::open(const std::string& path)
{
    auto file = std::make_unique<File>();
    const bool isInput = path == "-";
    errno = 0;
    file->handle = isInput ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(path.c_str(), "rb");
    if (file->handle == nullptr)
        return tl::unexpected(ioError("open", path, errno == 0 ? ENOMEM : errno));
    gzbuffer(file->handle, static_cast<unsigned>(kRead / 4));
    std::unique_ptr<LineSource> source(new LineSource(std::move(file))); // NOLINT: private constructor
    source->m_path = isInput ? "standard input" : path;
    if (isInput) {
        source->m_fingerprint =
            "input-" + hexOf(static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count()));
        return source;
    }
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    source->m_fileSize = error ? 0 : size;
    source->m_fingerprint = fingerprintOf(path, source->m_fileSize);
    return source;
}

/// Reads on; false when there is nothing more.
Result<bool> LineSource::fill()
{
    if (m_ended)
        return false;
    m_buffer.erase(0, std::exchange(m_next, 0));
    if (m_buffer.size() > kLongestLine)
        return fail(Error::Kind::LimitExceeded, m_path + " has a line over 16 MiB: it is no text of samples");
    const auto size = m_buffer.size();
    m_buffer.resize(size + kRead);
    const auto count = gzread(m_file->handle, m_buffer.data() + size, static_cast<unsigned>(kRead));
    m_buffer.resize(size + static_cast<std::size_t>(std::max(count, 0)));
    int code = Z_OK;
    const char* const message = gzerror(m_file->handle, &code);
    if (count < 0 || (count == 0 && code != Z_OK && code != Z_STREAM_END)) {
        if (code == Z_ERRNO)
            return tl::unexpected(ioError("read", m_path, errno));
        return fail(Error::Kind::Corrupt,
                    m_path + (code == Z_BUF_ERROR ? " is cut short: fetch it again"
                                                  : " does not decompress: " + std::string(message)));
    }
    m_ended = count == 0;
    return count > 0;
}

Result<std::optional<std::string_view>> LineSource::next()
{
    std::size_t searched = m_next;
    for (;;) {
        const auto feed = m_buffer.find('\n', searched);
        if (feed != std::string::npos) {
            const auto line = std::string_view(m_buffer).substr(m_next, feed - m_next);
            m_offset += line.size() + 1;
            m_sum = sumOf(line, m_sum);
            m_next = feed + 1;
            return std::optional(line);
        }
        searched = m_buffer.size() - m_next; // fill() moves what is left to the front
        const auto filled = fill();
        if (!filled)
            return tl::unexpected(filled.error());
        if (*filled)
            continue;
        const auto rest = std::string_view(m_buffer).substr(m_next);
        m_next = m_buffer.size();
        m_offset += rest.size();
        m_sum = sumOf(rest, m_sum);
        return rest.empty() ? std::optional<std::string_view>() : std::optional(rest);
    }
}

Result<void> LineSource::skipTo(std::uint64_t offset)
{
    while (m_offset < offset) {
        const auto line = next();
        if (!line)
            return tl::unexpected(line.error());
        if (!*line)
            break;
    }
    return m_offset == offset ? Result<void>() : fail(Error::Kind::Corrupt, m_path + " is not what it was");
}

Result<void> LineSource::rewind()
{
    if (gzrewind(m_file->handle) != 0)
        return fail(Error::Kind::Unavailable, "cannot read " + m_path + " from its beginning again");
    m_buffer.clear();
    m_next = 0;
    m_ended = false;
    m_offset = 0;
    m_sum = 0;
    return {};
}

std::uint64_t LineSource::fileOffset() const
{
    const auto offset = gzoffset(m_file->handle);
    return offset < 0 ? 0 : static_cast<std::uint64_t>(offset);
}

} // namespace nocturne::transfer
