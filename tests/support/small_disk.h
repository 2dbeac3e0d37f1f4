// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <tl/expected.hpp>

namespace nocturne::support {

/// A real file system of a size that a test chooses, in memory, seen by this process and its children alone.
///
/// enterNamespace() comes first in main(), before there are threads.
class SmallDisk
{
public:
    /// Makes mounts of this process its own, and asks for the right to mount. Why it cannot, on failure.
    static tl::expected<void, std::string> enterNamespace();
    /// Why it cannot be mounted, on failure.
    static tl::expected<std::unique_ptr<SmallDisk>, std::string> mount(std::uint64_t bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    const std::string& path() const { return m_path; }
    /// Fails while files are open for writing.
    bool setReadOnly(bool readOnly) const;
    /// Takes `bytes` of room away with a file `name`.
    bool fill(const std::string& name, std::uint64_t bytes) const;

private:
    explicit SmallDisk(std::string path)
        : m_path(std::move(path))
    {}
    std::string m_path;
};

} // namespace nocturne::support
