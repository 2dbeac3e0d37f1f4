// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/text_map.h"

#include <simdjson.h>

#include "base/core/text.h"

namespace nocturne::alerts {

namespace {

void appendText(std::string& out, std::string_view text)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kDigits[byte >> 4U];
            out += kDigits[byte & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendMember(std::string& out, std::string_view name, std::string_view value)
{
    if (out.size() > 1)
        out += ',';
    appendText(out, name);
    out += ':';
    // JSON is UTF-8: what is not is kept in a form that can be read.
    if (isValidUtf8(value))
        appendText(out, value);
    else
        appendText(out, printable(value, value.size() * 4));
}

/// Calls `take(name, value)` for each member.
template <typename Take>
Result<void> readMembers(std::string_view json, Take take)
{
    thread_local simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS)
        return fail(Error::Kind::Corrupt, "no JSON object: " + printable(json, 80));
    for (const auto member : object) {
        std::string_view value;
        if (member.value.get(value) != simdjson::SUCCESS)
            return fail(Error::Kind::Corrupt, "\"" + printable(member.key, 80) + "\" is no text");
        take(member.key, value);
    }
    return {};
}

} // namespace

std::string toJson(const model::LabelSet& labels)
{
    std::string out = "{";
    for (const auto label : labels)
        appendMember(out, label.name, label.value);
    return out + '}';
}

std::string toJson(const Annotations& annotations)
{
    std::string out = "{";
    for (const auto& [name, text] : annotations)
        appendMember(out, name, text);
    return out + '}';
}

Result<model::LabelSet> labelsFromJson(std::string_view json)
{
    model::LabelSetBuilder labels;
    auto read = readMembers(json, [&](std::string_view name, std::string_view value) { labels.set(name, value); });
    return read ? Result<model::LabelSet>(labels.build()) : tl::unexpected(read.error());
}

Result<Annotations> annotationsFromJson(std::string_view json)
{
    Annotations annotations;
    auto read = readMembers(
        json, [&](std::string_view name, std::string_view value) { annotations[std::string(name)] = value; });
    return read ? Result<Annotations>(std::move(annotations)) : tl::unexpected(read.error());
}

} // namespace nocturne::alerts
