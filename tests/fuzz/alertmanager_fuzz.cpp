// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any answer of an Alertmanager reads or is refused, and a silence that reads is written so that it reads the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sources/alertmanager/api_v2_json.h"

using namespace nocturne;
using namespace nocturne::alertmanager;

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
    (void)readStatus(text);
    (void)readSilenceId(text);
    demand(readRefusal(text).size() < 2000, "a refusal is longer than a line");
    if (const auto alerts = readAlerts(text)) {
        for (const auto& alert : alerts->items)
            demand(!alert.labels.empty(), "an alert without labels");
    }
    const auto silences = readSilences(text);
    if (!silences)
        return 0;
    for (auto silence : silences->items) {
        const auto again = readSilences("[" + writeSilence(silence) + "]");
        silence.updatedAt = 0;
        demand(again && again->items.size() == 1 && again->items.front() == silence, "a silence reads differently");
    }
    return 0;
}
