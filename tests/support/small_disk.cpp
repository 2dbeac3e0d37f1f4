// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/small_disk.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace nocturne::support {

namespace {

tl::unexpected<std::string> failed(const char* call)
{
    return tl::unexpected(std::string(call) + ": " + std::strerror(errno)); // NOLINT: one thread
}

} // namespace

tl::expected<void, std::string> SmallDisk::enterNamespace()
{
    const auto user = getuid();
    const auto group = getgid();
    if (user == 0 ? unshare(CLONE_NEWNS) != 0 : unshare(CLONE_NEWNS | CLONE_NEWUSER) != 0)
        return failed("unshare");
    if (user != 0) { // root within, and nobody outside
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
        std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    }
    if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return failed("mount --make-rprivate");
    return {};
}

tl::expected<std::unique_ptr<SmallDisk>, std::string> SmallDisk::mount(std::uint64_t bytes)
{
    std::string path = std::filesystem::temp_directory_path() / "nocturne-disk-XXXXXX";
    if (mkdtemp(path.data()) == nullptr)
        return failed("mkdtemp");
    const auto size = "mode=0755,size=" + std::to_string(bytes);
    if (::mount("tmpfs", path.c_str(), "tmpfs", 0, size.c_str()) != 0) {
        const auto why = failed("mount");
        std::filesystem::remove(path);
        return why;
    }
    return std::unique_ptr<SmallDisk>(new SmallDisk(std::move(path))); // NOLINT: private constructor
}

SmallDisk::~SmallDisk()
{
    umount2(m_path.c_str(), MNT_DETACH);
    std::error_code error;
    std::filesystem::remove(m_path, error);
}

bool SmallDisk::setReadOnly(bool readOnly) const
{
    const unsigned long flags = readOnly ? static_cast<unsigned long>(MS_RDONLY) : 0;
    return ::mount("tmpfs", m_path.c_str(), "tmpfs", MS_REMOUNT | flags, nullptr) == 0;
}

bool SmallDisk::fill(const std::string& name, std::uint64_t bytes) const
{
    const auto path = m_path + "/" + name;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); // NOLINT: of POSIX
    const bool filled = file >= 0 && posix_fallocate(file, 0, static_cast<off_t>(bytes)) == 0;
    ::close(file);
    return filled;
}

} // namespace nocturne::support
