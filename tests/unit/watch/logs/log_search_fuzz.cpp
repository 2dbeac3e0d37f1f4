// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any text is a search or refused with its place; a search may be asked about any record.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "watch/logs/log_search.h"

using namespace nocturne;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto search = logs::LogSearch::parse(text);
    if (!search) {
        const auto& where = search.error().where;
        if (!where || where->column < 1 || where->column > static_cast<int>(size) + 1)
            std::abort();
        return 0;
    }
    logs::LogRecord record;
    record.message = text;
    record.fields["status"] = "500";
    const bool isSelected = search->selects(record);
    if (search->isEmpty() && !isSelected)
        std::abort();
    return 0;
}
