// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever the bytes and the format: all texts of the record are UTF-8, and no more fields are kept than there are
// bytes for. Joined lines hold together what came, whatever the cuts.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/core/text.h"
#include "watch/logs/line_joiner.h"
#include "watch/logs/line_parser.h"

using namespace nocturne;
using logs::LineFormat;

namespace {

void checkRecord(std::string_view line)
{
    for (const auto format :
         {LineFormat::Auto, LineFormat::Plain, LineFormat::Json, LineFormat::Logfmt, LineFormat::Access}) {
        const auto record = logs::parseLine(line, format, 7);
        bool isText = isValidUtf8(record.message) && isValidUtf8(record.service);
        for (const auto& [name, value] : record.fields)
            isText = isText && isValidUtf8(name) && isValidUtf8(value);
        if (!isText || record.fields.size() > line.size())
            std::abort();
    }
}

void checkJoin(std::string_view text, logs::JoinOptions options)
{
    options.maxLines = 3;
    options.maxBytes = 64;
    auto joiner = logs::LineJoiner::make(options);
    if (!joiner)
        std::abort();
    std::size_t lines = 0;
    std::size_t taken = 0;
    const auto take = [&](std::string_view record) {
        taken += 1 + static_cast<std::size_t>(std::count(record.begin(), record.end(), '\n'));
        if (record.size() > options.maxBytes)
            std::abort();
    };
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        joiner->add(text.substr(0, end), {}, take);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++lines;
    }
    joiner->flush(take);
    if (taken != lines || joiner->isWaiting())
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    checkRecord(line);
    checkJoin(line, {.indented = true});
    checkJoin(line, {.start = "[0-9{<]"});
    return 0;
}
