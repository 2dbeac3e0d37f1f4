// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever the bytes and the format: all texts of the record are UTF-8, and no more fields are kept than there are
// bytes for.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/core/text.h"
#include "watch/logs/line_parser.h"

using namespace nocturne;
using logs::LineFormat;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    for (const auto format : {LineFormat::Auto, LineFormat::Plain, LineFormat::Json, LineFormat::Logfmt}) {
        const auto record = logs::parseLine(line, format, 7);
        bool isText = isValidUtf8(record.message) && isValidUtf8(record.service);
        for (const auto& [name, value] : record.fields)
            isText = isText && isValidUtf8(name) && isValidUtf8(value);
        if (!isText || record.fields.size() > size)
            std::abort();
    }
    return 0;
}
