// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any answer of a server that is looked at is judged, in words that are bounded; the first byte chooses the question.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/core/text.h"
#include "service/probe/judge_answer.h"

using namespace nocturne;
using namespace nocturne::probe;

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
    if (size == 0)
        return 0;
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    net::HttpResponse answer;
    answer.status = (data[0] & 8U) != 0 ? 503 : 200;
    answer.body = text.substr(1);
    const auto verdict = judgeAnswer(static_cast<Question>(data[0] % 8U), answer);
    demand(!verdict.words.empty() && verdict.words.size() < 4000, "words that are none, or too many");
    demand(!verdict.finding || verdict.finding->version.size() < 2000, "a version without an end");
    return 0;
}
