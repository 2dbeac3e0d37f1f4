// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any text reads as matchers or is refused with its place, and what reads prints as what reads the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "watch/alerts/matcher_text.h"

using namespace nocturne;

namespace {

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto reading = alerts::readMatchers(text);
    if (!reading) {
        demand(reading.error().where.has_value(), "an error without a place");
        return 0;
    }
    const auto again = alerts::readMatchers(alerts::matcherText(reading->matchers));
    demand(again && again->matchers == reading->matchers, "what was printed reads differently");
    demand(again->warning.empty(), "what was printed is unclear");
    return 0;
}
