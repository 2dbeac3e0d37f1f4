// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// An answer: {"status": "success", "data": {"resultType": "streams", "result": [{"stream": {label: text},
// "values": [["NANOSECONDS", "line", {"structuredMetadata": {name: text}, "parsed": {name: text}}]]}]}}; older ones put
// the metadata into the third member itself. A message of tail: {"streams": [...], "dropped_entries":
// [{"labels": {}, "timestamp": "NANOSECONDS"}]}.
#include "sources/loki/loki_json.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include "base/core/json_fields.h"
#include "base/core/limits.h"
#include "base/core/text.h"
#include "watch/logs/line_parser.h"

namespace nocturne::loki {

namespace {

using json::array;
using json::element;
using json::object;
using simdjson::SUCCESS;

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMostLabels = 256;
constexpr std::size_t kLongestName = 1024;
constexpr std::size_t kMostNames = 100'000;
constexpr std::size_t kShownRefusal = 500;

tl::unexpected<Error> corrupt(const std::string& what)
{
    return fail(Error::Kind::Corrupt, "the answer cannot be read: " + what);
}

struct Document
{
    simdjson::dom::parser parser;
    element root;
};

Result<object> parse(std::string_view text, Document& document)
{
    auto error = document.parser.allocate(std::clamp<std::size_t>(text.size() + 1, 64, kLargestAnswer), kMaxDepth);
    if (error == SUCCESS)
        error = document.parser.parse(text.data(), text.size()).get(document.root);
    if (error != SUCCESS)
        return corrupt(std::string(simdjson::error_message(error)) + ": is this the address of a Loki?");
    object root;
    if (document.root.get(root) != SUCCESS)
        return corrupt("it is no JSON object: is this the address of a Loki?");
    return root;
}

std::optional<std::int64_t> nanoseconds(const element& from)
{
    std::string_view text;
    std::int64_t ns = 0;
    if (from.get(text) != SUCCESS)
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ns);
    return error == std::errc() && end == text.data() + text.size() && ns >= 0 ? std::optional(ns) : std::nullopt;
}

/// The texts of a map; others are left out, long ones cut.
Labels labelsOf(const object& from)
{
    Labels labels;
    for (const auto member : from) {
        std::string_view text;
        if (labels.size() < kMostLabels && !member.key.empty() && member.key.size() <= kLongestName &&
            member.value.get(text) == SUCCESS)
            labels.emplace(printable(member.key, kLongestName), printable(text, Limits().labelValueBytes));
    }
    return labels;
}

/// Of both shapes.
Labels metadataOf(const object& from)
{
    auto metadata = labelsOf(from);
    for (const auto* group : {"structuredMetadata", "parsed"}) {
        object inner;
        if (from.at_key(group).get(inner) == SUCCESS)
            metadata.merge(labelsOf(inner));
    }
    return metadata;
}

std::optional<Entry> entryOf(const array& from, const Labels& labels)
{
    Entry entry;
    std::size_t at = 0;
    for (const auto part : from) {
        std::string_view text;
        object metadata;
        if (at == 0) {
            const auto ns = nanoseconds(part);
            if (!ns)
                return std::nullopt;
            entry.ns = *ns;
        } else if (at == 1) {
            if (part.get(text) != SUCCESS)
                return std::nullopt;
            entry.line = text.substr(0, Limits().logLineBytes);
        } else if (at == 2 && part.get(metadata) == SUCCESS) {
            entry.metadata = metadataOf(metadata);
        }
        ++at;
    }
    if (at < 2)
        return std::nullopt;
    entry.labels = labels;
    return entry;
}

Result<Entries> entriesOf(const array& streams, std::size_t limit)
{
    Entries all;
    for (const auto item : streams) {
        object stream;
        object labels;
        array values;
        if (item.get(stream) != SUCCESS || stream.at_key("stream").get(labels) != SUCCESS ||
            stream.at_key("values").get(values) != SUCCESS)
            return corrupt("a stream without labels or values");
        const auto names = labelsOf(labels);
        for (const auto value : values) {
            if (all.entries.size() == limit)
                return fail(Error::Kind::LimitExceeded,
                            "the answer has more than the " + std::to_string(limit) + " entries that were asked for");
            array parts;
            auto entry = value.get(parts) == SUCCESS ? entryOf(parts, names) : std::nullopt;
            if (entry)
                all.entries.push_back(std::move(*entry));
            else
                ++all.unreadable;
        }
    }
    std::ranges::stable_sort(all.entries, {}, &Entry::ns);
    return all;
}

/// The label that says who speaks, by the names people give it.
std::string serviceOf(const Labels& labels)
{
    for (const auto* name : {"service_name", "app", "service", "job", "container", "unit"}) {
        if (const auto found = labels.find(name); found != labels.end())
            return found->second;
    }
    return {};
}

} // namespace

Result<Entries> readStreams(std::string_view json, std::size_t limit)
{
    Document document;
    const auto root = parse(json, document);
    if (!root)
        return tl::unexpected(root.error());
    object data;
    std::string_view type;
    array result;
    if (root->at_key("data").get(data) != SUCCESS || data.at_key("resultType").get(type) != SUCCESS ||
        data.at_key("result").get(result) != SUCCESS)
        return corrupt("it has no result: is this the address of a Loki?");
    if (type != "streams")
        return fail(Error::Kind::InvalidInput, "the query gives " + printable(type, 40) +
                                                   ", not lines: leave out the function around the selector");
    return entriesOf(result, limit);
}

Result<Entries> readTailMessage(std::string_view json, std::size_t limit)
{
    Document document;
    const auto root = parse(json, document);
    if (!root)
        return tl::unexpected(root.error());
    array streams;
    const auto error = root->at_key("streams").get(streams);
    auto entries = error == SUCCESS ? entriesOf(streams, limit) : Result<Entries>(Entries());
    array dropped;
    if (entries && root->at_key("dropped_entries").get(dropped) == SUCCESS)
        entries->dropped = dropped.size();
    else if (entries && error != SUCCESS)
        return corrupt("a message without streams");
    return entries;
}

Result<std::vector<std::string>> readNames(std::string_view json)
{
    Document document;
    const auto root = parse(json, document);
    if (!root)
        return tl::unexpected(root.error());
    std::vector<std::string> names;
    array data;
    const auto error = root->at_key("data").get(data);
    std::string_view status;
    if (root->at_key("status").get(status) != SUCCESS || status != "success")
        return corrupt("it says no success: is this the address of a Loki?");
    if (error != SUCCESS)
        return names; // left out where there are none
    for (const auto item : data) {
        std::string_view name;
        if (item.get(name) == SUCCESS && name.size() <= kLongestName && names.size() < kMostNames)
            names.push_back(printable(name, kLongestName));
    }
    return names;
}

std::string readRefusal(std::string_view body)
{
    Document document;
    if (const auto root = body.starts_with('{') ? parse(body, document) : corrupt("")) {
        for (const auto* key : {"error", "message"}) {
            std::string_view text;
            if (root->at_key(key).get(text) == SUCCESS)
                return printable(text, kShownRefusal);
        }
    }
    const auto text = trimmed(body.substr(0, 4 * kShownRefusal), " \t\r\n");
    return text.starts_with('<') ? std::string() : printable(text, kShownRefusal); // a page is for a browser
}

logs::LogRecord recordOf(const Entry& entry, const std::string& source)
{
    auto record = logs::parseLine(entry.line, logs::LineFormat::Auto, entry.ns / 1'000'000);
    record.time = entry.ns / 1'000'000;
    record.source = source;
    for (const auto* group : {&entry.labels, &entry.metadata}) {
        for (const auto& [name, value] : *group) {
            const bool isLevel = name == "level" || name == "detected_level" || name == "severity";
            if (const auto level = isLevel ? logs::levelFromText(value) : std::nullopt)
                record.level = *level;
            record.fields[name] = value;
        }
    }
    if (auto service = serviceOf(entry.labels); !service.empty())
        record.service = std::move(service);
    return record;
}

std::uint64_t identityOf(const Entry& entry)
{
    const std::hash<std::string> hash;
    std::uint64_t identity = static_cast<std::uint64_t>(entry.ns) * 0x9e3779b97f4a7c15ULL;
    const auto mix = [&](const std::string& text) {
        identity = (identity ^ hash(text)) * 0x100000001b3ULL + (identity >> 29U);
    };
    mix(entry.line);
    for (const auto& [name, value] : entry.labels) {
        mix(name);
        mix(value);
    }
    return identity;
}

} // namespace nocturne::loki
