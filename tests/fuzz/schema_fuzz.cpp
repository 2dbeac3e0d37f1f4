// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A schema, an empty line, a document: whatever they are, reading and judging end, the sentences are fit for one line,
// and a document that is not JSON is never accepted.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/core/text.h"
#include "sources/health/json_schema.h"

namespace {

void expectOneLine(const std::string& sentence)
{
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (sentence.size() > 1000 || !nocturne::isValidUtf8(sentence) || std::ranges::any_of(sentence, isControl))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using nocturne::health::JsonSchema;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size); // NOLINT: libFuzzer hands over bytes
    const auto end = std::min(bytes.find("\n\n"), bytes.size());
    const auto document = bytes.substr(std::min(end + 2, bytes.size()));
    const auto schema = JsonSchema::parse(bytes.substr(0, end));
    if (!schema) {
        expectOneLine(schema.error().message);
        return 0;
    }
    const auto complaint = schema->complaintAbout(document);
    expectOneLine(complaint);
    if (complaint != schema->complaintAbout(document))
        std::abort();
    const auto any = JsonSchema::parse("true");
    if (complaint.empty() && !any->complaintAbout(document).empty())
        std::abort();
    return 0;
}
