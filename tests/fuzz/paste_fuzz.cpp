// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever is pasted is read or refused: readings are ranked and of different kinds, lists are bounded and fit to be
// shown, a request holds no user and password in its URL.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string_view>

#include "base/core/text.h"
#include "service/paste/config_edit.h"
#include "service/paste/curl_command.h"
#include "service/paste/recognise.h"

using namespace nocturne;
using namespace nocturne::paste;

namespace {

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

void checkRows(const Reading& reading)
{
    demand(reading.rows.size() <= Reading::kMostRows, "more rows than the limit");
    demand(reading.faults.size() <= Reading::kMostFaults, "more faults than the limit");
    demand(reading.faults.size() <= reading.faultCount, "faults that are not counted");
    for (const auto& row : reading.rows) {
        for (const auto& text : {row.title, row.note, row.detail}) {
            demand(text.size() < 2000 && isValidUtf8(text), "a row that is not fit to be shown");
            demand(text.find('\n') == std::string::npos, "a row of several lines");
        }
    }
}

void checkJobs(const Reading& reading)
{
    for (const auto& job : reading.jobs) {
        demand(job.obstacle.empty() != job.item.lines.empty(), "a job that can be taken over, without lines");
        demand(job.secrets.empty() || job.item.lines.find("keychain:") != std::string::npos,
               "a secret nobody asks for");
        demand(job.item.lines.empty() || withItem({}, job.item).has_value(), "a job that is no configuration");
    }
}

void check(const Recognition& read)
{
    std::set<Kind> kinds;
    int rank = 100;
    for (const auto& reading : read.readings) {
        demand(reading.rank > 0 && reading.rank <= rank, "readings out of order");
        rank = reading.rank;
        demand(kinds.insert(reading.kind).second, "two readings of one kind");
        demand((reading.kind == Kind::Url || reading.kind == Kind::Curl) == reading.request.has_value(),
               "a request where there is none, or none where there is one");
        checkRows(reading);
        checkJobs(reading);
    }
    for (const auto& refusal : read.refusals)
        demand(!refusal.error.message.empty(), "a refusal without words");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = recognise(text);
    check(read);
    demand(!read.unusable || read.readings.empty(), "a reading of what was not looked at");
    if (const auto command = parseCurl(text)) {
        demand(!command->request.url.empty(), "a command without a URL");
        for (const auto& header : command->request.headers)
            demand((header.name + header.value).find_first_of("\r\n") == std::string::npos, "a header of two lines");
    }
    const ConfigItem item{{"scrape_configs"}, "- job_name: fuzz\n"};
    if (const auto edited = withItem(text, item))
        demand(edited->size() > text.size(), "a file that lost something");
    return 0;
}
