// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/expectation.h"

#include <algorithm>
#include <variant>
#include <vector>

#include <re2/re2.h>
#include <simdjson.h>

#include "base/core/duration.h"
#include "base/core/iso_time.h"
#include "base/core/json_fields.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/net/http.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kMaxJsonDepth = 64;
constexpr std::size_t kMaxPatternBytes = 4096;
constexpr std::size_t kShownBytes = 80;

RE2::Options regexOptions()
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(std::int64_t{1} << 20U);
    return options;
}

Result<simdjson::dom::element> walk(simdjson::dom::element from, const std::vector<json::PathStep>& steps)
{
    for (const auto& step : steps) {
        const auto next = json::stepInto(from, step);
        if (!next)
            return fail(Error::Kind::NotFound, "nothing is at \"" + printable(step.key, kShownBytes) + "\"");
        from = *next;
    }
    return from;
}

/// The text that an expectation is about, or why there is none.
Result<std::string> subjectOf(const Expectation& expectation, const net::HttpResponse& answer)
{
    switch (expectation.of) {
    case Expectation::Of::Body:
        return answer.body;
    case Expectation::Of::Json:
        return jsonValueAt(answer.body, expectation.subject);
    case Expectation::Of::Header:
        break;
    }
    const auto found = std::ranges::find_if(
        answer.headers, [&](const auto& header) { return net::sameHeaderName(header.name, expectation.subject); });
    if (found == answer.headers.end())
        return fail(Error::Kind::NotFound, "it is missing");
    return found->value;
}

std::string nameOf(const Expectation& expectation)
{
    switch (expectation.of) {
    case Expectation::Of::Body:
        return "the body";
    case Expectation::Of::Json:
        return printable(expectation.subject, kShownBytes);
    case Expectation::Of::Header:
        return "the header " + printable(expectation.subject, kShownBytes);
    }
    return "the body";
}

std::string inQuotes(std::string_view text) { return "\"" + printable(text, kShownBytes) + "\""; }

bool isFound(const std::string& pattern, std::string_view text)
{
    const RE2 regex(pattern, regexOptions());
    return regex.ok() && RE2::PartialMatch({text.data(), text.size()}, regex);
}

std::string textComplaint(const Expectation& expectation, const std::string& text)
{
    const bool isBody = expectation.of == Expectation::Of::Body;
    const auto is = isBody ? std::string() : " is " + inQuotes(text) + ",";
    if (expectation.equals && text != *expectation.equals)
        return is + " not " + inQuotes(*expectation.equals);
    if (expectation.notEquals && text == *expectation.notEquals)
        return " is " + inQuotes(text);
    if (expectation.contains && text.find(*expectation.contains) == std::string::npos)
        return is + " does not contain " + inQuotes(*expectation.contains);
    if (expectation.notContains && text.find(*expectation.notContains) != std::string::npos)
        return is + " contains " + inQuotes(*expectation.notContains);
    if (expectation.matches && !isFound(*expectation.matches, text))
        return is + " does not match " + inQuotes(*expectation.matches);
    if (expectation.notMatches && isFound(*expectation.notMatches, text))
        return is + " matches " + inQuotes(*expectation.notMatches);
    return {};
}

std::string numberComplaint(const Expectation& expectation, const std::string& text)
{
    if (!expectation.atLeast && !expectation.atMost)
        return {};
    const auto number = parseNumber(trimmed(text));
    if (!number)
        return " is " + inQuotes(text) + ", no number";
    // Written so that NaN meets nothing.
    if (expectation.atLeast && !(*number >= *expectation.atLeast))
        return " is " + formatNumber(*number) + ", less than " + formatNumber(*expectation.atLeast);
    if (expectation.atMost && !(*number <= *expectation.atMost))
        return " is " + formatNumber(*number) + ", more than " + formatNumber(*expectation.atMost);
    return {};
}

std::string ageComplaint(const Expectation& expectation, const std::string& text, Timestamp now)
{
    if (!expectation.newerThan)
        return {};
    const auto moment = momentFrom(text);
    if (!moment)
        return " is " + inQuotes(text) + ", no moment";
    if (now - *moment <= expectation.newerThan->count())
        return {};
    return " is " + formatDuration(std::chrono::milliseconds((now - *moment) / 1000 * 1000)) + " old, more than " +
           formatDuration(*expectation.newerThan);
}

} // namespace

Result<void> validate(const Expectation& expectation)
{
    for (const auto& pattern : {expectation.matches, expectation.notMatches}) {
        if (!pattern)
            continue;
        if (pattern->size() > kMaxPatternBytes)
            return fail(Error::Kind::InvalidInput, "the regular expression is too long");
        const RE2 regex(*pattern, regexOptions());
        if (!regex.ok())
            return fail(Error::Kind::InvalidInput,
                        inQuotes(*pattern) + " is no regular expression: " + printable(regex.error()));
    }
    if (expectation.of != Expectation::Of::Json)
        return {};
    const auto steps = json::parsePath(expectation.subject);
    return steps ? Result<void>() : tl::unexpected(steps.error());
}

std::string complaintOf(const Expectation& expectation, const net::HttpResponse& answer, Timestamp now)
{
    const auto text = subjectOf(expectation, answer);
    if (!text)
        return nameOf(expectation) + ": " + text.error().message;
    auto complaint = textComplaint(expectation, *text);
    if (complaint.empty())
        complaint = numberComplaint(expectation, *text);
    if (complaint.empty())
        complaint = ageComplaint(expectation, *text, now);
    return complaint.empty() ? std::string() : nameOf(expectation) + complaint;
}

Result<std::string> jsonValueAt(std::string_view text, std::string_view path)
{
    const auto steps = json::parsePath(path);
    if (!steps)
        return tl::unexpected(steps.error());
    simdjson::dom::parser parser;
    if (parser.allocate(std::max<std::size_t>(text.size(), 256), kMaxJsonDepth) != simdjson::SUCCESS)
        return fail(Error::Kind::LimitExceeded, "no memory is left to read the JSON");
    simdjson::dom::element root;
    if (const auto error = parser.parse(text.data(), text.size()).get(root); error != simdjson::SUCCESS)
        return fail(Error::Kind::InvalidInput,
                    std::string("the answer is not JSON: ") + simdjson::error_message(error));
    const auto found = walk(root, *steps);
    if (!found)
        return tl::unexpected(found.error());
    std::string_view value;
    return found->get(value) == simdjson::SUCCESS ? std::string(value) : std::string(simdjson::minify(*found));
}

std::optional<Timestamp> momentFrom(std::string_view text)
{
    const auto number = parseNumber(trimmed(text));
    return number ? timeFromNumber(*number) : parseIsoTime(trimmed(text));
}

} // namespace nocturne::health
