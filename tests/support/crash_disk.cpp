// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/crash_disk.h"

#include <algorithm>
#include <cerrno>

#include "base/core/io_files.h"

namespace nocturne::support {

namespace {

constexpr std::size_t kSector = 512;

class CopiedFile final : public FileView
{
public:
    explicit CopiedFile(std::vector<std::byte> content)
        : m_content(std::move(content))
    {}
    std::span<const std::byte> bytes() const override { return m_content; }

private:
    std::vector<std::byte> m_content;
};

} // namespace

void CrashDisk::apply(Names& names, const Change& change)
{
    if (!change.from.empty())
        names.erase(change.from);
    if (!change.to.empty())
        names[change.to] = change.node;
}

void CrashDisk::change(const Change& change)
{
    apply(m_names, change);
    m_since[folderOf(change.to.empty() ? change.from : change.to)].push_back(change);
}

std::uint64_t CrashDisk::used() const
{
    std::uint64_t bytes = 0;
    for (const auto& [name, node] : m_names)
        bytes += std::max<std::uint64_t>(node->now.size(), node->allocated);
    return bytes;
}

std::vector<std::byte> CrashDisk::tornContent(const Node& node, std::mt19937_64& random)
{
    auto torn = node.now;
    if (torn.size() > node.synced.size() && random() % 2 == 0)
        torn.resize(node.synced.size() + random() % (torn.size() - node.synced.size() + 1));
    for (std::size_t at = 0; at < torn.size(); at += kSector) {
        if (random() % 2 == 0)
            continue; // this sector made it
        for (auto i = at; i < std::min(at + kSector, torn.size()); ++i)
            torn[i] = i < node.synced.size() ? node.synced[i] : std::byte{0};
    }
    return torn;
}

std::unique_ptr<CrashDisk> CrashDisk::afterCut(std::uint64_t seed) const
{
    const std::lock_guard lock(m_mutex);
    std::mt19937_64 random(seed);
    auto disk = std::make_unique<CrashDisk>();
    disk->m_folders = m_folders;
    auto names = m_synced;
    for (const auto& [folder, changes] : m_since) {
        const auto kept = random() % (changes.size() + 1);
        for (std::size_t i = 0; i < kept; ++i)
            apply(names, changes[i]);
    }
    for (const auto& [name, node] : names) {
        auto copy = std::make_shared<Node>();
        copy->now = tornContent(*node, random);
        copy->synced = copy->now;
        copy->allocated = node->allocated;
        disk->m_names[name] = copy;
    }
    disk->m_synced = disk->m_names;
    return disk;
}

void CrashDisk::cut(std::uint64_t seed)
{
    auto after = afterCut(seed);
    const std::lock_guard lock(m_mutex);
    m_names = after->m_names;
    m_synced = after->m_synced;
    m_since.clear();
    m_open.clear();
    m_locks.clear();
}

void CrashDisk::dropProcess()
{
    const std::lock_guard lock(m_mutex);
    m_open.clear();
    m_locks.clear();
}

std::vector<std::byte>* CrashDisk::content(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_names.find(path);
    return found == m_names.end() ? nullptr : &found->second->now;
}

std::vector<std::string> CrashDisk::files() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> paths;
    for (const auto& [name, node] : m_names)
        paths.push_back(name);
    return paths;
}

void CrashDisk::setCapacity(std::uint64_t bytes)
{
    const std::lock_guard lock(m_mutex);
    m_capacity = bytes;
}

IoResult<IoLayer::File> CrashDisk::open(const std::string& path, Open mode)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_names.find(path);
    if (mode == Open::Read && found == m_names.end())
        return tl::unexpected(ENOENT);
    if (mode == Open::CreateNew && found != m_names.end())
        return tl::unexpected(EEXIST);
    if (mode == Open::CreateNew && !m_folders.contains(folderOf(path)))
        return tl::unexpected(ENOENT);
    auto node = found == m_names.end() ? std::make_shared<Node>() : found->second;
    if (found == m_names.end())
        change({{}, path, node});
    m_open[m_nextFile] = node;
    return m_nextFile++;
}

void CrashDisk::close(File file)
{
    const std::lock_guard lock(m_mutex);
    m_open.erase(file);
    m_locks.erase(file);
}

IoResult<std::size_t> CrashDisk::write(File file, std::span<const std::byte> bytes)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_open.find(file);
    if (found == m_open.end())
        return tl::unexpected(EBADF);
    const auto taken = used();
    const auto fits = std::min<std::uint64_t>(bytes.size(), m_capacity > taken ? m_capacity - taken : 0);
    if (fits == 0 && !bytes.empty())
        return tl::unexpected(ENOSPC);
    auto& content = found->second->now;
    content.insert(content.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(fits));
    return static_cast<std::size_t>(fits);
}

IoResult<void> CrashDisk::sync(File file)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_open.find(file);
    if (found == m_open.end())
        return tl::unexpected(EBADF);
    found->second->synced = found->second->now;
    return {};
}

IoResult<void> CrashDisk::truncate(const std::string& path, std::uint64_t size)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_names.find(path);
    if (found == m_names.end())
        return tl::unexpected(ENOENT);
    found->second->now.resize(size);
    found->second->synced = found->second->now;
    return {};
}

IoResult<void> CrashDisk::allocate(File file, std::uint64_t size)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_open.find(file);
    if (found == m_open.end())
        return tl::unexpected(EBADF);
    const auto taken = used();
    if (taken + size > m_capacity)
        return tl::unexpected(ENOSPC);
    found->second->allocated = size;
    return {};
}

IoResult<std::shared_ptr<const FileView>> CrashDisk::map(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_names.find(path);
    if (found == m_names.end())
        return tl::unexpected(ENOENT);
    return std::make_shared<const CopiedFile>(found->second->now);
}

IoResult<void> CrashDisk::rename(const std::string& from, const std::string& to)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_names.find(from);
    if (found == m_names.end())
        return tl::unexpected(ENOENT);
    change({from, to, found->second});
    return {};
}

IoResult<void> CrashDisk::remove(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    if (!m_names.contains(path))
        return tl::unexpected(ENOENT);
    change({path, {}, nullptr});
    return {};
}

IoResult<void> CrashDisk::syncDirectory(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    if (!m_folders.contains(path))
        return tl::unexpected(ENOENT);
    for (const auto& change : m_since[path])
        apply(m_synced, change);
    m_since.erase(path);
    return {};
}

IoResult<void> CrashDisk::makeDirectory(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    m_folders.insert(path);
    return {};
}

IoResult<std::vector<std::string>> CrashDisk::list(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    if (!m_folders.contains(path))
        return tl::unexpected(ENOENT);
    std::vector<std::string> names;
    for (const auto& [name, node] : m_names) {
        if (folderOf(name) == path)
            names.push_back(name.substr(path.size() + 1));
    }
    return names;
}

IoResult<std::uint64_t> CrashDisk::size(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_names.find(path);
    if (found == m_names.end())
        return tl::unexpected(ENOENT);
    return std::max<std::uint64_t>(found->second->now.size(), found->second->allocated);
}

IoResult<DiskSpace> CrashDisk::space(const std::string&)
{
    const std::lock_guard lock(m_mutex);
    const auto taken = used();
    return DiskSpace{m_capacity > taken ? m_capacity - taken : 0, m_capacity};
}

IoResult<bool> CrashDisk::isRemote(const std::string&) { return m_remote; }

IoResult<IoLayer::File> CrashDisk::lock(const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    for (const auto& [file, name] : m_locks) {
        if (name == path)
            return tl::unexpected(EWOULDBLOCK);
    }
    m_locks[m_nextFile] = path;
    return m_nextFile++;
}

IoResult<bool> CrashDisk::isNamed(File file, const std::string& path)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_locks.find(file);
    return found != m_locks.end() && found->second == path;
}

} // namespace nocturne::support
