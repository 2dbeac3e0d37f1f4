// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/core/io_layer.h"

namespace nocturne {

namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kDirectoryMode = 0700;
constexpr long kCifs = 0xFF534D42; // not in linux/magic.h of Debian 12's kernel headers
constexpr long kFuse = 0x65735546;
constexpr long kSmb2 = 0xFE534D42;
constexpr long kCeph = 0x00C36400;
constexpr long kLustre = 0x0BD00BD0;
constexpr long kVboxShare = 0x786F4256;

tl::unexpected<int> lastError() { return tl::unexpected(errno); }

IoResult<void> succeeded(int result)
{
    if (result < 0)
        return lastError();
    return {};
}

/// Closes a descriptor at the end of a function.
class Closer
{
public:
    explicit Closer(int file)
        : m_file(file)
    {}
    Closer(const Closer&) = delete;
    Closer& operator=(const Closer&) = delete;
    ~Closer() { ::close(m_file); }

private:
    int m_file;
};

class MappedFile final : public FileView
{
public:
    MappedFile(void* start, std::size_t size)
        : m_start(start)
        , m_size(size)
    {}
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile() override
    {
        if (m_size != 0)
            munmap(m_start, m_size);
    }

    std::span<const std::byte> bytes() const override { return {static_cast<const std::byte*>(m_start), m_size}; }

private:
    void* m_start;
    std::size_t m_size;
};

} // namespace

IoResult<IoLayer::File> PosixIo::open(const std::string& path, Open mode)
{
    const int flags = mode == Open::Read ? O_RDONLY : O_WRONLY | O_CREAT | O_EXCL | O_APPEND;
    const int file = ::open(path.c_str(), flags | O_CLOEXEC, kFileMode); // NOLINT: the interface of POSIX
    if (file < 0)
        return lastError();
    return file;
}

void PosixIo::close(File file) { ::close(file); }

IoResult<std::size_t> PosixIo::write(File file, std::span<const std::byte> bytes)
{
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0)
        return lastError();
    return static_cast<std::size_t>(written);
}

IoResult<void> PosixIo::sync(File file) { return succeeded(::fdatasync(file)); }

IoResult<void> PosixIo::truncate(const std::string& path, std::uint64_t size)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC); // NOLINT: the interface of POSIX
    if (file < 0)
        return lastError();
    const Closer closer(file);
    if (::ftruncate(file, static_cast<off_t>(size)) < 0)
        return lastError();
    return succeeded(::fsync(file));
}

IoResult<void> PosixIo::allocate(File file, std::uint64_t size)
{
    const int error = ::posix_fallocate(file, 0, static_cast<off_t>(size));
    if (error != 0)
        return tl::unexpected(error);
    return {};
}

IoResult<std::shared_ptr<const FileView>> PosixIo::map(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC); // NOLINT: the interface of POSIX
    if (file < 0)
        return lastError();
    const Closer closer(file);
    struct stat status = {};
    if (fstat(file, &status) < 0)
        return lastError();
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0)
        return std::make_shared<const MappedFile>(nullptr, 0);
    void* start = mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
    if (start == MAP_FAILED) // NOLINT: the interface of POSIX
        return lastError();
    return std::make_shared<const MappedFile>(start, size);
}

IoResult<void> PosixIo::rename(const std::string& from, const std::string& to)
{
    return succeeded(::rename(from.c_str(), to.c_str()));
}

IoResult<void> PosixIo::remove(const std::string& path) { return succeeded(::unlink(path.c_str())); }

IoResult<void> PosixIo::syncDirectory(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); // NOLINT: the interface of POSIX
    if (file < 0)
        return lastError();
    const Closer closer(file);
    return succeeded(::fsync(file));
}

IoResult<void> PosixIo::makeDirectory(const std::string& path)
{
    if (::mkdir(path.c_str(), kDirectoryMode) == 0)
        return {};
    const int error = errno;
    struct stat status = {};
    if (error == EEXIST && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
        return {};
    return tl::unexpected(error);
}

IoResult<std::vector<std::string>> PosixIo::list(const std::string& path)
{
    std::error_code error;
    std::vector<std::string> names;
    for (auto entry = std::filesystem::directory_iterator(path, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        if (entry->is_regular_file(error))
            names.push_back(entry->path().filename().string());
    }
    if (error)
        return tl::unexpected(error.value());
    std::ranges::sort(names);
    return names;
}

IoResult<std::uint64_t> PosixIo::size(const std::string& path)
{
    struct stat status = {};
    if (stat(path.c_str(), &status) < 0)
        return lastError();
    return static_cast<std::uint64_t>(status.st_size);
}

IoResult<DiskSpace> PosixIo::space(const std::string& path)
{
    struct statvfs status = {};
    if (statvfs(path.c_str(), &status) < 0)
        return lastError();
    return DiskSpace{status.f_bavail * status.f_frsize, status.f_blocks * status.f_frsize};
}

bool isRemoteFileSystem(long type)
{
    constexpr std::array<long, 10> kRemote = {NFS_SUPER_MAGIC, SMB_SUPER_MAGIC,  kCifs, kSmb2,   kFuse,
                                              AFS_SUPER_MAGIC, CODA_SUPER_MAGIC, kCeph, kLustre, kVboxShare};
    // Some kernels give the type as a signed, some as an unsigned number of 32 bits.
    const auto bits = static_cast<std::uint32_t>(type);
    return std::ranges::any_of(kRemote, [bits](long known) { return static_cast<std::uint32_t>(known) == bits; });
}

IoResult<bool> PosixIo::isRemote(const std::string& path)
{
    struct statfs status = {};
    if (statfs(path.c_str(), &status) < 0)
        return lastError();
    return isRemoteFileSystem(static_cast<long>(status.f_type));
}

IoResult<IoLayer::File> PosixIo::lock(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode); // NOLINT: the interface of POSIX
    if (file < 0)
        return lastError();
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
        const auto id = std::to_string(::getpid()) + "\n"; // for whoever is refused; on a full disk it stays empty
        if (::ftruncate(file, 0) == 0)
            (void)!::write(file, id.data(), id.size());
        return file;
    }
    const int error = errno;
    ::close(file);
    return tl::unexpected(error);
}

IoResult<bool> PosixIo::isNamed(File file, const std::string& path)
{
    struct stat ours = {};
    struct stat there = {};
    if (fstat(file, &ours) < 0)
        return lastError();
    if (stat(path.c_str(), &there) == 0)
        return ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
    if (errno == ENOENT || errno == ENOTDIR)
        return false;
    return lastError();
}

} // namespace nocturne
