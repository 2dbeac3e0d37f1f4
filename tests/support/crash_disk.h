// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>

#include "base/core/io_layer.h"

namespace nocturne::support {

/// A disk in memory that can lose its power: it knows what was synced and what merely written.
///
/// cut() leaves what a real disk may leave. Of each file: the synced bytes, and of those written since any 512-byte
/// sectors, old, new or zero, in any order, with any length in between. Of each folder: the synced names, and of the
/// creations, renames and removals since a prefix. May be used from any thread.
class CrashDisk final : public IoLayer
{
public:
    CrashDisk() = default;

    /// The power fails; files opened before are gone, locks as well. What is left depends on `seed` alone.
    void cut(std::uint64_t seed);
    /// Like cut(), but on a copy: what a start would find if the power failed now.
    std::unique_ptr<CrashDisk> afterCut(std::uint64_t seed) const;
    /// The process dies: its locks and open files go, everything written stays.
    void dropProcess();

    /// The content of a file, to be read or damaged; null when there is none.
    std::vector<std::byte>* content(const std::string& path);
    /// Paths of all files, sorted.
    std::vector<std::string> files() const;
    /// Bytes that fit; writes beyond fail with ENOSPC, short first.
    void setCapacity(std::uint64_t bytes);
    void setRemote(bool remote) { m_remote = remote; }

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

private:
    struct Node
    {
        std::vector<std::byte> now;
        std::vector<std::byte> synced;
        std::uint64_t allocated = 0; // room beyond what is written; no content
    };
    using Names = std::map<std::string, std::shared_ptr<Node>>;
    /// A change of names: `to` is made a name of `node`, `from` goes. Either may be empty.
    struct Change
    {
        std::string from;
        std::string to;
        std::shared_ptr<Node> node;
    };

    static void apply(Names& names, const Change& change);
    static std::vector<std::byte> tornContent(const Node& node, std::mt19937_64& random);
    void change(const Change& change);
    std::uint64_t used() const;

    mutable std::mutex m_mutex;
    Names m_names;                                      // as the running program sees it
    Names m_synced;                                     // as it is on the platters
    std::map<std::string, std::vector<Change>> m_since; // by folder
    std::map<File, std::shared_ptr<Node>> m_open;
    std::map<File, std::string> m_locks;
    std::set<std::string> m_folders;
    File m_nextFile = 3;
    std::uint64_t m_capacity = std::uint64_t{1} << 40U;
    bool m_remote = false;
};

} // namespace nocturne::support
