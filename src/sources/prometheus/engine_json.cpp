// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/engine_json.h"

#include <algorithm>
#include <cstdint>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/promql/eval_result.h"
#include "sources/prometheus/engine_answer.h"

namespace nocturne::prometheus {

namespace wire {

namespace {

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMostLabels = 256;
constexpr std::size_t kMostNotes = 64;                 // warnings and infos of one answer
constexpr double kFarthestSeconds = 253'402'300'800.0; // the year 10000
constexpr std::string_view kWrongPlace = "is this the address of a Prometheus-compatible server?";

std::vector<std::string> notesIn(value from)
{
    std::vector<std::string> notes;
    array items;
    if (from.get_array().get(items) != SUCCESS)
        return notes; // null where there are none
    for (auto item : items) {
        std::string_view text;
        if (item.get_string().get(text) != SUCCESS || notes.size() == kMostNotes)
            break;
        notes.push_back(printable(text, kLongestNote));
    }
    return notes;
}

/// What stands beside the data; `key` is one of its members.
Walk takeNote(Envelope& envelope, std::string_view key, value from)
{
    if (key == "warnings")
        envelope.warnings = notesIn(from);
    else if (key == "infos")
        envelope.infos = notesIn(from);
    else if (key == "isPartial")
        envelope.isPartial = from.get_bool().get(envelope.isPartial) == SUCCESS && envelope.isPartial;
    else if (key == "status" || key == "error" || key == "errorType") {
        const auto field = key == "status" ? 0 : key == "error" ? 1 : 2;
        const auto text = textIn(from, kLongestText, "its status");
        if (!text)
            return field == 2 ? Walk() : tl::unexpected(text.error()); // VictoriaMetrics sends a number, too
        if (field == 0)
            envelope.status = std::string(*text);
        else
            (field == 1 ? envelope.error : envelope.errorType) = *text;
    }
    return {};
}

Error::Kind kindOf(std::string_view errorType, int status)
{
    if (errorType == "bad_data" || errorType == "execution" || status == 400 || status == 422)
        return Error::Kind::InvalidInput;
    if (errorType == "timeout")
        return Error::Kind::Timeout;
    if (errorType == "canceled")
        return Error::Kind::Cancelled;
    if (errorType == "not_found" || status == 404)
        return Error::Kind::NotFound;
    return Error::Kind::Unavailable;
}

/// Takes "1:5: parse error: ..." apart. Source: Prometheus, promql/parser/parse.go, ParseErr.
std::optional<SourcePosition> takePlace(std::string& message)
{
    static constexpr std::string_view kParameter = "invalid parameter \"query\": ";
    if (message.starts_with(kParameter))
        message.erase(0, kParameter.size());
    const auto number = [&](std::size_t& at) -> std::optional<int> {
        int read = 0;
        const auto start = at;
        while (at < message.size() && isAsciiDigit(message[at]) && at - start < 6)
            read = read * 10 + (message[at++] - '0');
        return at > start && at < message.size() && message[at] == ':' ? std::optional(read) : std::nullopt;
    };
    std::size_t at = 0;
    const auto line = number(at);
    const auto column = line ? number(++at) : std::nullopt;
    if (!line || !column || *line == 0 || *column == 0)
        return std::nullopt;
    message.erase(0, at + 1);
    message = std::string(trimmed(message));
    return SourcePosition{*line, *column};
}

const char* cureOf(int status)
{
    switch (status) {
    case 401:
        return ": give basic_auth or authorization, or renew them";
    case 403:
        return ": these credentials may not do this; the tenant or the rights of the token may be wrong";
    case 404:
        return ": the url may lack the prefix that the API is served under, such as /prometheus";
    case 413:
    case 414:
        return ": the query is longer than it takes";
    case 429:
        return ": it is asked too often; a longer refresh helps";
    default:
        return "";
    }
}

Error refusalOf(const Envelope& envelope, int status)
{
    Error error;
    error.kind = kindOf(envelope.errorType, status);
    auto message = envelope.error.empty() ? "an error without words" : envelope.error;
    error.where = takePlace(message);
    error.message = printable(message, kLongestNote);
    return error;
}

} // namespace

tl::unexpected<Error> corrupt(const std::string& what)
{
    return fail(Error::Kind::Corrupt, "the answer cannot be read: " + what);
}

tl::unexpected<Error> tooMuch(std::size_t limit, const char* what, const char* cure)
{
    return fail(Error::Kind::LimitExceeded,
                "the answer has more than " + std::to_string(limit) + ' ' + what + ": " + cure);
}

Result<std::string_view> textIn(value from, std::size_t most, const char* what)
{
    auto text = get<std::string_view>(from.get_string(), what);
    if (text && text->size() > most)
        return corrupt(std::string(what) + " is longer than " + std::to_string(most) + " bytes");
    return text;
}

Result<Timestamp> timeIn(value from)
{
    const auto seconds = get<double>(from.get_double(), "a time that is no number");
    if (!seconds)
        return tl::unexpected(seconds.error());
    if (!(std::abs(*seconds) <= kFarthestSeconds))
        return corrupt("a time out of range");
    return static_cast<Timestamp>(std::llround(*seconds * 1000));
}

Result<double> numberIn(value from)
{
    const auto text = textIn(from, kLongestName, "a value that is no text");
    if (!text)
        return tl::unexpected(text.error());
    const auto number = parseNumber(*text);
    if (!number)
        return corrupt("\"" + printable(*text, 40) + "\" in the place of a number");
    return promql::isAbsent(*number) ? std::nan("") : *number;
}

Result<model::LabelSet> labelsIn(value from)
{
    auto members = get<object>(from.get_object(), "labels that are no map");
    if (!members)
        return tl::unexpected(members.error());
    model::LabelSetBuilder labels;
    std::size_t count = 0;
    for (auto member : *members) {
        std::string_view name;
        value text;
        if (member.unescaped_key().get(name) != SUCCESS || member.value().get(text) != SUCCESS)
            return corrupt("a label");
        if (name.empty() || name.size() > kLongestName || ++count > kMostLabels)
            return corrupt("a name of a label that is empty or too long, or too many labels");
        const auto content = textIn(text, kLongestText, "a label");
        if (!content)
            return tl::unexpected(content.error());
        if (!isValidUtf8(name) || !isValidUtf8(*content))
            return corrupt("a label that is no UTF-8");
        labels.set(name, *content);
    }
    return labels.build();
}

Result<Envelope> walkAnswer(std::string& body, const std::function<Walk(value)>& takeData, int status)
{
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::parser parser;
    if (parser.allocate(std::max<std::size_t>(body.size(), 64), kMaxDepth) != SUCCESS)
        return fail(Error::Kind::LimitExceeded, "the answer does not fit into memory");
    simdjson::ondemand::document document;
    object root;
    if (parser.iterate(body.data(), body.size(), body.capacity()).get(document) != SUCCESS ||
        document.get_object().get(root) != SUCCESS)
        return corrupt("it is no JSON object: " + std::string(kWrongPlace));
    Envelope envelope;
    bool hasData = false;
    for (auto member : root) {
        std::string_view key;
        value content;
        if (member.unescaped_key().get(key) != SUCCESS || member.value().get(content) != SUCCESS)
            return corrupt("it ends early, or is no JSON");
        hasData = hasData || key == "data";
        auto walked = key == "data" ? takeData(content) : takeNote(envelope, key, content);
        if (!walked)
            return tl::unexpected(walked.error());
    }
    if (const char* rest = nullptr; document.current_location().get(rest) == SUCCESS)
        return corrupt("something follows its end");
    if (envelope.status == "error")
        return tl::unexpected(refusalOf(envelope, status));
    if (envelope.status != "success" || !hasData)
        return corrupt("it has no status and data: " + std::string(kWrongPlace));
    if (envelope.isPartial)
        envelope.warnings.emplace_back("the answer is partial: some of the stores behind this server did not answer");
    return envelope;
}

} // namespace wire

Error readRefusal(std::string body, int status)
{
    const auto text =
        printable(trimmed(std::string_view(body).substr(0, 4 * wire::kLongestNote), " \t\r\n"), wire::kLongestNote);
    const auto isJson = text.starts_with('{');
    const auto read = isJson ? wire::walkAnswer(
                                   body, [](wire::value) { return wire::Walk(); }, status)
                             : Result<wire::Envelope>();
    Error error;
    if (isJson && !read && read.error().kind != Error::Kind::Corrupt) {
        error = read.error();
    } else {
        error.kind = wire::kindOf({}, status);
        error.message = text.empty() || text.starts_with('<') ? "no words" : text; // a page is for a browser
    }
    error.message = "it answered " + std::to_string(status) + ": " + error.message + wire::cureOf(status);
    return error;
}

} // namespace nocturne::prometheus
