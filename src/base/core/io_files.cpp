// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/io_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace nocturne {

namespace {

constexpr IoLayer::File kNoFile = -1;

} // namespace

Error ioError(std::string_view action, const std::string& path, int code)
{
    auto kind = Error::Kind::Unavailable;
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        kind = Error::Kind::LimitExceeded;
    else if (code == ENOENT)
        kind = Error::Kind::NotFound;
    return {kind, "cannot " + std::string(action) + " " + path + ": " + std::generic_category().message(code)};
}

Result<OutputFile> OutputFile::create(IoLayer& io, std::string path)
{
    const auto file = io.open(path, IoLayer::Open::CreateNew);
    if (!file)
        return tl::unexpected(ioError("create", path, file.error()));
    return OutputFile(io, std::move(path), *file);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_io(other.m_io)
    , m_path(std::move(other.m_path))
    , m_file(std::exchange(other.m_file, kNoFile))
    , m_size(other.m_size)
    , m_failed(other.m_failed.load())
{}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept
{
    std::swap(m_io, other.m_io);
    std::swap(m_path, other.m_path);
    std::swap(m_file, other.m_file);
    std::swap(m_size, other.m_size);
    m_failed = other.m_failed.exchange(m_failed);
    return *this;
}

OutputFile::~OutputFile()
{
    if (m_file != kNoFile)
        m_io->close(m_file);
}

Result<void> OutputFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const auto written = m_failed ? IoResult<std::size_t>(tl::unexpected(EIO)) : m_io->write(m_file, bytes);
        if (!written && written.error() == EINTR)
            continue;
        if (!written || *written == 0) {
            m_failed = true;
            return tl::unexpected(ioError("write", m_path, written ? ENOSPC : written.error()));
        }
        bytes = bytes.subspan(*written);
        m_size += *written;
    }
    return {};
}

Result<void> OutputFile::sync()
{
    const auto synced = m_failed ? IoResult<void>(tl::unexpected(EIO)) : m_io->sync(m_file);
    if (synced)
        return {};
    m_failed = true; // the kernel may have dropped the pages that it could not write
    return tl::unexpected(ioError("sync", m_path, synced.error()));
}

Result<void> writeWhole(IoLayer& io, const std::string& path, const std::function<Result<void>(OutputFile&)>& fill)
{
    const auto beside = path + ".tmp";
    (void)io.remove(beside); // of a process that died
    auto filled = [&]() -> Result<void> {
        auto file = OutputFile::create(io, beside);
        if (!file)
            return tl::unexpected(file.error());
        return fill(*file).and_then([&] { return file->sync(); });
    }();
    if (!filled) {
        (void)io.remove(beside);
        return filled;
    }
    if (const auto renamed = io.rename(beside, path); !renamed) {
        (void)io.remove(beside);
        return tl::unexpected(ioError("rename", beside, renamed.error()));
    }
    if (const auto synced = io.syncDirectory(folderOf(path)); !synced) {
        (void)io.remove(path);
        return tl::unexpected(ioError("sync", folderOf(path), synced.error()));
    }
    return {};
}

Result<std::string> wholeText(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Error::Kind::NotFound, "there is no file " + path + " that may be read");
    std::string text;
    std::array<char, 16 * 1024> part{};
    // read() of a stream takes what its buffer throws; iterators over the buffer let it through.
    while (file.read(part.data(), part.size()) || file.gcount() > 0)
        text.append(part.data(), static_cast<std::size_t>(file.gcount()));
    if (file.bad())
        return fail(Error::Kind::Unavailable, "cannot read " + path + " to its end");
    return text;
}

std::string folderOf(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string(".") : path.substr(0, std::max<std::size_t>(slash, 1));
}

} // namespace nocturne
