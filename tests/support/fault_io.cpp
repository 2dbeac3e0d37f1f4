// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fault_io.h"

#include <cerrno>

namespace nocturne::support {

std::optional<int> FaultIo::next()
{
    const auto call = ++m_calls;
    if (m_listener)
        m_listener(call);
    if (m_fault.call != 0 && (call == m_fault.call || (m_fault.sticky && call > m_fault.call)))
        return m_fault.code;
    return std::nullopt;
}

template <typename T, typename Call>
IoResult<T> FaultIo::pass(Call call)
{
    if (const auto code = next())
        return tl::unexpected(*code == 0 ? EIO : *code);
    return call();
}

IoResult<IoLayer::File> FaultIo::open(const std::string& path, Open mode)
{
    return pass<File>([&] { return m_below.open(path, mode); });
}

IoResult<std::size_t> FaultIo::write(File file, std::span<const std::byte> bytes)
{
    const auto code = next();
    if (code && *code != 0)
        return tl::unexpected(*code);
    return m_below.write(file, code ? bytes.first((bytes.size() + 1) / 2) : bytes);
}

IoResult<void> FaultIo::sync(File file)
{
    return pass<void>([&] { return m_below.sync(file); });
}

IoResult<void> FaultIo::truncate(const std::string& path, std::uint64_t size)
{
    return pass<void>([&] { return m_below.truncate(path, size); });
}

IoResult<void> FaultIo::allocate(File file, std::uint64_t size)
{
    return pass<void>([&] { return m_below.allocate(file, size); });
}

IoResult<std::shared_ptr<const FileView>> FaultIo::map(const std::string& path)
{
    return pass<std::shared_ptr<const FileView>>([&] { return m_below.map(path); });
}

IoResult<void> FaultIo::rename(const std::string& from, const std::string& to)
{
    return pass<void>([&] { return m_below.rename(from, to); });
}

IoResult<void> FaultIo::remove(const std::string& path)
{
    return pass<void>([&] { return m_below.remove(path); });
}

IoResult<void> FaultIo::syncDirectory(const std::string& path)
{
    return pass<void>([&] { return m_below.syncDirectory(path); });
}

IoResult<void> FaultIo::makeDirectory(const std::string& path)
{
    return pass<void>([&] { return m_below.makeDirectory(path); });
}

IoResult<std::vector<std::string>> FaultIo::list(const std::string& path)
{
    return pass<std::vector<std::string>>([&] { return m_below.list(path); });
}

IoResult<std::uint64_t> FaultIo::size(const std::string& path)
{
    return pass<std::uint64_t>([&] { return m_below.size(path); });
}

IoResult<IoLayer::File> FaultIo::lock(const std::string& path)
{
    return pass<File>([&] { return m_below.lock(path); });
}

} // namespace nocturne::support
