// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever the bytes: groups within the limit, or an error with words.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/scrape/target_group.h"

using namespace nocturne;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t kMost = 50;
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const auto groups = scrape::readTargetGroups({reinterpret_cast<const char*>(data), size}, kMost);
    if (!groups && groups.error().message.empty())
        std::abort();
    std::size_t targets = 0;
    for (const auto& group : groups.value_or(std::vector<scrape::TargetGroup>()))
        targets += group.addresses.size();
    if (targets > kMost)
        std::abort();
    return 0;
}
