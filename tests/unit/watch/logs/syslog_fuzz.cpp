// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes are a record of valid texts; a stream gives the same messages however it is cut into reads.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/text.h"
#include "watch/logs/syslog_frames.h"
#include "watch/logs/syslog_message.h"

using namespace nocturne;

namespace {

void checkRecord(std::string_view message)
{
    const auto record = logs::parseSyslog(message, 1'700'000'000'000);
    bool isText = isValidUtf8(record.message) && isValidUtf8(record.service);
    for (const auto& [name, value] : record.fields)
        isText = isText && isValidUtf8(name) && isValidUtf8(value);
    if (!isText || record.fields.size() > 80)
        std::abort();
}

std::vector<std::string> messages(std::string_view stream, std::size_t step)
{
    std::vector<std::string> found;
    logs::SyslogFrames frames(256);
    const auto take = [&](std::string_view message) { found.emplace_back(message); };
    while (!stream.empty()) {
        const auto part = stream.substr(0, step);
        if (!frames.add(part, take))
            return found;
        stream.remove_prefix(part.size());
    }
    frames.finish(take);
    return found;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view stream(reinterpret_cast<const char*>(data), size);
    checkRecord(stream);
    const auto whole = messages(stream, size + 1);
    if (whole != messages(stream, 1) || whole != messages(stream, 7))
        std::abort();
    for (const auto& message : whole) {
        if (message.size() > 256)
            std::abort();
        checkRecord(message);
    }
    return 0;
}
