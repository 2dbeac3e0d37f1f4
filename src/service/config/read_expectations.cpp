// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

using health::Expectation;

/// "200", "2xx" or "200-299".
std::optional<health::StatusRange> statusRange(std::string_view text)
{
    const auto isStatus = [](std::string_view digits) {
        return digits.size() == 3 && digits[0] >= '1' && digits[0] <= '5' && isAsciiDigit(digits[1]) &&
               isAsciiDigit(digits[2]);
    };
    const auto number = [](std::string_view digits) { return std::stoi(std::string(digits)); };
    if (text.size() == 3 && text.ends_with("xx") && isStatus(std::string{text[0], '0', '0'}))
        return health::StatusRange{(text[0] - '0') * 100, (text[0] - '0') * 100 + 99};
    const auto first = text.substr(0, 3);
    if (!isStatus(first))
        return std::nullopt;
    if (text.size() == 3)
        return health::StatusRange{number(first), number(first)};
    const auto last = text.substr(std::min<std::size_t>(4, text.size()));
    if (text[3] != '-' || !isStatus(last) || number(last) < number(first))
        return std::nullopt;
    return health::StatusRange{number(first), number(last)};
}

void readSubject(yaml::MapReader& reader, Expectation& expectation)
{
    const bool isJson = reader.read("json", expectation.subject);
    if (isJson)
        expectation.of = Expectation::Of::Json;
    if (reader.read("header", expectation.subject)) {
        if (isJson)
            reader.error("header", "json and header exclude each other: write two expectations");
        expectation.of = Expectation::Of::Header;
    }
}

Expectation readExpectation(const yaml::Node& node, ReadContext& context)
{
    Expectation expectation;
    yaml::MapReader reader(node, context.findings, "expectation");
    readSubject(reader, expectation);
    reader.read("equals", expectation.equals);
    reader.read("not_equals", expectation.notEquals);
    reader.read("contains", expectation.contains);
    reader.read("not_contains", expectation.notContains);
    reader.read("matches", expectation.matches);
    reader.read("not_matches", expectation.notMatches);
    reader.read("at_least", expectation.atLeast);
    reader.read("at_most", expectation.atMost);
    reader.read("newer_than", expectation.newerThan);
    reader.readChoice<bool>("severity", expectation.isWarning, {{"critical", false}, {"warning", true}});
    if (const auto valid = health::validate(expectation); !valid)
        context.findings.error(reader.position(), valid.error().message);
    reader.finish();
    return expectation;
}

/// What a file of a schema holds, one byte more than a schema may have at most.
Result<std::string> schemaText(const std::string& path)
{
    std::error_code unknown;
    std::ifstream file;
    if (std::filesystem::is_regular_file(path, unknown))
        file.open(path, std::ios::binary);
    if (!file.is_open())
        return fail(Error::Kind::Unavailable, "cannot be read, or is no file");
    std::string text(health::JsonSchema::kMaxBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

} // namespace

void readSchema(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    if (!reader.read("schema", check.schemaFile))
        return;
    check.schemaFile = context.resolved(check.schemaFile);
    auto schema = schemaText(check.schemaFile).and_then(health::JsonSchema::parse);
    if (schema)
        check.schema = std::move(*schema);
    else
        reader.error("schema", "schema: " + printable(check.schemaFile) + (schema.error().where ? ":" : ": ") +
                                   schema.error().text());
}

std::vector<health::StatusRange> readStatuses(yaml::MapReader& reader, ReadContext& context)
{
    std::vector<health::StatusRange> ranges;
    const auto* node = reader.take("expected_status");
    if (node == nullptr)
        return ranges;
    const auto readOne = [&](const yaml::Node& item) {
        const auto text = item.text();
        if (const auto range = text ? statusRange(*text) : std::nullopt)
            ranges.push_back(*range);
        else
            context.findings.error(item.position(),
                                   "expected_status: write a status from 100 to 599, a range 200-299 or a class 2xx");
    };
    if (!node->isSequence()) {
        readOne(*node);
        return ranges;
    }
    for (const auto& item : node->items())
        readOne(item);
    return ranges;
}

std::vector<Expectation> readExpectations(yaml::MapReader& reader, ReadContext& context)
{
    std::vector<Expectation> all;
    reader.readEach("expect", [&](const yaml::Node& item) { all.push_back(readExpectation(item, context)); });
    return all;
}

void readThresholds(yaml::MapReader& reader, std::string_view key, health::Thresholds& thresholds, ReadContext& context)
{
    const auto* node = reader.take(key);
    if (node == nullptr)
        return;
    yaml::MapReader inner(*node, context.findings, std::string(key));
    inner.read("warning", thresholds.warning);
    inner.read("critical", thresholds.critical);
    inner.finish();
    const bool isCrossed =
        thresholds.warning && thresholds.critical &&
        (thresholds.isFloor ? *thresholds.warning < *thresholds.critical : *thresholds.warning > *thresholds.critical);
    if (isCrossed)
        reader.error(key, std::string(key) + ": critical is reached before warning: exchange them");
}

} // namespace nocturne::config
