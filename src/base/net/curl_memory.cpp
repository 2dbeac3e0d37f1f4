// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/curl_memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <curl/curl.h>
#include <malloc.h>

#include "base/core/secret_string.h"

namespace nocturne::net {

// NOLINTBEGIN(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory): libcurl's memory is malloc's
namespace {

void wipeAndFree(void* memory)
{
    if (memory != nullptr)
        wipeBytes(memory, ::malloc_usable_size(memory));
    std::free(memory);
}

/// realloc(3) may move the bytes and leave the old ones behind.
void* moveAndWipe(void* memory, std::size_t size)
{
    const auto room = memory == nullptr ? 0 : ::malloc_usable_size(memory);
    if (memory != nullptr && size <= room && size >= room / 2)
        return memory;
    void* moved = std::malloc(std::max<std::size_t>(size, 1));
    if (moved == nullptr)
        return nullptr;
    if (memory != nullptr)
        std::memcpy(moved, memory, std::min(room, size));
    wipeAndFree(memory);
    return moved;
}

char* copyOf(const char* text) { return ::strdup(text); }

} // namespace

void initializeCurl()
{
    static const auto kCode =
        curl_global_init_mem(CURL_GLOBAL_DEFAULT, &std::malloc, &wipeAndFree, &moveAndWipe, &copyOf, &std::calloc);
    static_cast<void>(kCode);
}
// NOLINTEND(cppcoreguidelines-no-malloc,cppcoreguidelines-owning-memory)

} // namespace nocturne::net
