// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/secret_string.h"

#include <algorithm>
#include <cstring>
#include <memory_resource>
#include <mutex>
#include <new>

#include <sys/mman.h>
#include <unistd.h>

namespace nocturne {

namespace {

/// Whole pages of their own, locked as far as that is allowed.
class LockedPages final : public std::pmr::memory_resource
{
private:
    static std::size_t wholePages(std::size_t bytes)
    {
        static const auto kPage = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        return (bytes + kPage - 1) / kPage * kPage;
    }
    void* do_allocate(std::size_t bytes, std::size_t /*alignment*/) override
    {
        const auto size = wholePages(bytes);
        void* pages = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED) // NOLINT: the system's macro
            throw std::bad_alloc();
        static_cast<void>(::mlock(pages, size));
        static_cast<void>(::madvise(pages, size, MADV_DONTDUMP));
        return pages;
    }
    void do_deallocate(void* pages, std::size_t bytes, std::size_t /*alignment*/) override
    {
        ::munmap(pages, wholePages(bytes));
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

/// Where secrets stand. Never torn down: those of other statics may outlive it.
class Vault
{
public:
    static Vault& instance()
    {
        static auto& vault = *new Vault; // NOLINT: see above
        return vault;
    }
    char* take(std::size_t size)
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<char*>(m_pool.allocate(size, 1));
    }
    void giveBack(char* bytes, std::size_t size)
    {
        wipeBytes(bytes, size);
        const std::lock_guard lock(m_mutex);
        m_pool.deallocate(bytes, size, 1);
    }

private:
    static constexpr std::size_t kLargestShared = 4096; // larger ones have pages of their own

    std::mutex m_mutex;
    LockedPages m_pages;
    std::pmr::unsynchronized_pool_resource m_pool{{0, kLargestShared}, &m_pages};
};

} // namespace

void wipeBytes(void* memory, std::size_t size)
{
    if (size > 0)
        ::explicit_bzero(memory, size);
}

void wipe(std::string& text)
{
    text.resize(text.capacity());
    wipeBytes(text.data(), text.size());
    text.clear();
}

SecretString::SecretString(std::string_view text)
    : m_size(text.size())
{
    if (text.empty())
        return;
    auto& vault = Vault::instance();
    const auto room = text.size() + 1;
    char* bytes = vault.take(room);
    std::ranges::copy(text, bytes);
    bytes[text.size()] = '\0';
    m_bytes = {bytes, [&vault, bytes, room](const char* /*same*/) { vault.giveBack(bytes, room); }};
}

SecretString::SecretString(std::string&& text)
    : SecretString(std::string_view(text))
{
    wipe(text);
}

} // namespace nocturne
