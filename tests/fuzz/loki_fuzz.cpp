// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any answer and any message of a Loki reads or is refused; what reads is in the order of time, and its records are
// bounded and valid UTF-8.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/core/text.h"
#include "sources/loki/loki_json.h"

using namespace nocturne;
using namespace nocturne::loki;

namespace {

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

void check(const Result<Entries>& read)
{
    if (!read) {
        demand(!read.error().message.empty(), "a refusal without words");
        return;
    }
    demand(read->entries.size() <= 100, "more than the limit");
    demand(std::ranges::is_sorted(read->entries, {}, &Entry::ns), "entries out of order");
    for (const auto& entry : read->entries) {
        const auto record = recordOf(entry, "loki:x");
        demand(isValidUtf8(record.message), "a message that is no UTF-8");
        demand(record.time == entry.ns / 1'000'000, "another time");
        for (const auto& [name, value] : record.fields)
            demand(isValidUtf8(name) && isValidUtf8(value), "a field that is no UTF-8");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check(readStreams(text, 100));
    check(readTailMessage(text, 100));
    (void)readNames(text);
    demand(readRefusal(text).size() < 3000, "a refusal is longer than a few lines");
    return 0;
}
