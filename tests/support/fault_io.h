// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <optional>

#include "base/core/io_layer.h"

namespace nocturne::support {

/// What a FaultIo does wrong.
struct IoFault
{
    std::uint64_t call = 0; ///< the call that fails, from one; 0: none
    int code = 0;           ///< its errno; for a write 0 is one of half the length
    bool sticky = false;    ///< all calls after it fail too
};

/// Passes calls on to another layer, counts them, and fails where it is told: the error loops of SQLite's tests.
/// close() and questions about room are not counted, since callers cannot be hurt by them. Any thread.
class FaultIo final : public IoLayer
{
public:
    explicit FaultIo(IoLayer& below)
        : m_below(below)
    {}

    void setFault(const IoFault& fault) { m_fault = fault; }
    /// Called before each counted call with its number; to cut the power in between.
    void onCall(std::function<void(std::uint64_t)> listener) { m_listener = std::move(listener); }
    std::uint64_t calls() const { return m_calls; }

    IoResult<File> open(const std::string& path, Open mode) override;
    void close(File file) override { m_below.close(file); }
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
    IoResult<DiskSpace> space(const std::string& path) override { return m_below.space(path); }
    IoResult<bool> isRemote(const std::string& path) override { return m_below.isRemote(path); }
    IoResult<File> lock(const std::string& path) override;
    IoResult<bool> isNamed(File file, const std::string& path) override { return m_below.isNamed(file, path); }

private:
    /// Counts a call; the error it is to fail with, if any.
    std::optional<int> next();
    template <typename T, typename Call>
    IoResult<T> pass(Call call);

    IoLayer& m_below;
    IoFault m_fault;
    std::function<void(std::uint64_t)> m_listener;
    std::atomic<std::uint64_t> m_calls{0};
};

} // namespace nocturne::support
