// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace nocturne {

/// What a call on files gives: its value, or the `errno` of its failure.
template <typename T>
using IoResult = tl::expected<T, int>;

/// The bytes of a file, readable as long as the object lives, even when the file is removed meanwhile.
class FileView
{
public:
    virtual ~FileView() = default;
    virtual std::span<const std::byte> bytes() const = 0;
};

/// Room in a file system, in bytes.
struct DiskSpace
{
    std::uint64_t free = 0; ///< for unprivileged programs
    std::uint64_t total = 0;
};

/// The calls on files that a durable store makes, so that tests put a misbehaving disk in their place.
///
/// Each function is one system call with its semantics: a write may be short or be interrupted, what was written
/// survives a power cut only after sync(), and a name only after syncDirectory() of its folder. Files grow at the end
/// alone. io_files.h has the calls that are made of several. May be used from any thread.
class IoLayer
{
public:
    enum class Open { Read, CreateNew };
    using File = int;

    virtual ~IoLayer() = default;

    virtual IoResult<File> open(const std::string& path, Open mode) = 0;
    virtual void close(File file) = 0;
    /// Appends up to all of `bytes`; returns how many.
    virtual IoResult<std::size_t> write(File file, std::span<const std::byte> bytes) = 0;
    /// Makes the content of `file` survive a power cut.
    virtual IoResult<void> sync(File file) = 0;
    virtual IoResult<void> truncate(const std::string& path, std::uint64_t size) = 0;
    /// Gives a new file `size` bytes of room that nobody else can take.
    virtual IoResult<void> allocate(File file, std::uint64_t size) = 0;
    virtual IoResult<std::shared_ptr<const FileView>> map(const std::string& path) = 0;

    virtual IoResult<void> rename(const std::string& from, const std::string& to) = 0;
    virtual IoResult<void> remove(const std::string& path) = 0;
    /// Makes the names in `path` survive a power cut.
    virtual IoResult<void> syncDirectory(const std::string& path) = 0;
    /// With mode 0700. Succeeds when there is one.
    virtual IoResult<void> makeDirectory(const std::string& path) = 0;
    /// Names of the files in `path`, sorted.
    virtual IoResult<std::vector<std::string>> list(const std::string& path) = 0;
    virtual IoResult<std::uint64_t> size(const std::string& path) = 0;
    virtual IoResult<DiskSpace> space(const std::string& path) = 0;
    /// Whether `path` lies on a file system of another computer, whose locks and syncs cannot be trusted.
    virtual IoResult<bool> isRemote(const std::string& path) = 0;
    /// Takes the lock file `path` for this process until close(), and writes the process's id into it. Fails with
    /// EWOULDBLOCK when another has it; the kernel gives it back when a process dies.
    virtual IoResult<File> lock(const std::string& path) = 0;
    /// Whether `path` still names `file`: not when it was removed, moved away, or another lies there by now.
    virtual IoResult<bool> isNamed(File file, const std::string& path) = 0;
};

/// Whether files of the file system `type`, which statfs() tells, lie on another computer or behind a program.
bool isRemoteFileSystem(long type);

/// The operating system's files. Files are made with mode 0600.
class PosixIo final : public IoLayer
{
public:
    IoResult<File> open(const std::string& path, Open mode) override;
    void close(File file) override;
    IoResult<std::size_t> write(File file, std::span<const std::byte> bytes) override;
    IoResult<void> sync(File file) override;
    IoResult<void> truncate(const std::string& path, std::uint64_t size) override;
    IoResult<void> allocate(File file, std::uint64_t size) override;
    IoResult<std::shared_ptr<const FileView>> map(const std::string& path) override;
    IoResult<void> rename(const std::string& from, const std::string& to) override;
    IoResult<void> remove(const std::string& path) override;
    IoResult<void> syncDirectory(const std::string& path) override;
    IoResult<void> makeDirectory(const std::string& path) override;
    IoResult<std::vector<std::string>> list(const std::string& path) override;
    IoResult<std::uint64_t> size(const std::string& path) override;
    IoResult<DiskSpace> space(const std::string& path) override;
    IoResult<bool> isRemote(const std::string& path) override;
    IoResult<File> lock(const std::string& path) override;
    IoResult<bool> isNamed(File file, const std::string& path) override;
};

} // namespace nocturne
