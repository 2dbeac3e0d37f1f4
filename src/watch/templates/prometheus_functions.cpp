// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>

#include <arpa/inet.h>
#include <re2/re2.h>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "watch/templates/escape.h"
#include "watch/templates/function_table.h"
#include "watch/templates/go_format.h"
#include "watch/templates/humanize.h"
#include "watch/templates/utf8.h"

namespace nocturne::templates {

namespace {

using Arguments = Function::Arguments;
using Kind = Value::Kind;
using Env = Environment;

/// Go's ParseFloat: decimal and hexadecimal, `inf`, `infinity`, `nan` in any case.
Result<double> numberFromText(const std::string& text)
{
    const auto refuse = [&](std::string_view why) {
        return callFailure("strconv.ParseFloat: parsing \"" + printable(text) + "\": " + std::string(why));
    };
    const bool isHex = text.find_first_of("xX") != std::string::npos;
    const bool startsWell =
        !text.empty() && std::string_view("+-.0123456789iInN").find(text[0]) != std::string_view::npos;
    if (!startsWell || text.find('(') != std::string::npos || (isHex && text.find_first_of("pP") == std::string::npos))
        return refuse("invalid syntax");
    char* end = nullptr;
    errno = 0;
    const double number = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size())
        return refuse("invalid syntax");
    if (errno == ERANGE && std::isinf(number))
        return refuse("value out of range");
    return number;
}

Result<double> numberOf(const Value& value)
{
    switch (value.kind()) {
    case Kind::Float:
        return value.asFloat();
    case Kind::Int:
        return static_cast<double>(value.asInt());
    case Kind::Uint:
        return static_cast<double>(value.asUint());
    case Kind::Span:
        return static_cast<double>(value.asSpan().nanoseconds) / 1e9;
    case Kind::String:
        return numberFromText(value.asText());
    default:
        return callFailure("can't convert " + value.typeName() + " to float");
    }
}

template <std::string (*Print)(double)>
Result<Value> printNumber(Arguments arguments, const Env&)
{
    const auto number = numberOf(arguments[0]);
    if (!number)
        return tl::unexpected(number.error());
    return Value::text(Print(*number));
}

Result<Value> printTimestamp(Arguments arguments, const Env&)
{
    const auto number = numberOf(arguments[0]);
    if (!number)
        return tl::unexpected(number.error());
    auto text = humanizeTimestamp(*number);
    if (!text)
        return tl::unexpected(text.error());
    return Value::text(std::move(*text));
}

Result<Value> toTime(Arguments arguments, const Env&)
{
    const auto number = numberOf(arguments[0]);
    if (!number)
        return tl::unexpected(number.error());
    const auto time = timeOf(*number);
    if (!time)
        return tl::unexpected(time.error());
    return Value::time(*time);
}

Result<Value> toSpan(Arguments arguments, const Env&)
{
    const auto number = numberOf(arguments[0]);
    if (!number)
        return tl::unexpected(number.error());
    const double nanoseconds = *number * 1e9;
    const bool fits = std::abs(nanoseconds) < 0x1p63; // false for NaN
    return Value::span({fits ? static_cast<std::int64_t>(nanoseconds) : std::numeric_limits<std::int64_t>::min()});
}

Result<Value> durationSeconds(Arguments arguments, const Env&)
{
    const std::string_view text = arguments[0].asText();
    const bool isNegative = text.starts_with('-');
    const auto duration = parseDuration(text.substr(isNegative ? 1 : 0));
    if (!duration)
        return tl::unexpected(duration.error());
    const double seconds = static_cast<double>(duration->count()) / 1000;
    return Value::number(isNegative ? -seconds : seconds);
}

Result<Value> query(Arguments arguments, const Env& environment)
{
    if (!environment.query)
        return callFailure("there is nothing to query here");
    return environment.query(arguments[0].asText());
}

Result<Value> first(Arguments arguments, const Env&)
{
    const auto& items = arguments[0].asList().items;
    if (items.empty())
        return callFailure("first() called on vector with no elements");
    return items.front();
}

std::string labelOf(const Value& sample, const std::string& name)
{
    const auto& labels = sample.asMap().entries.find("Labels")->second.asMap().entries;
    const auto label = labels.find(name);
    return label == labels.end() ? std::string() : label->second.asText();
}

Result<Value> sortByLabel(Arguments arguments, const Env&)
{
    auto items = arguments[1].asList().items;
    const auto& name = arguments[0].asText();
    std::ranges::stable_sort(items, {}, [&](const Value& sample) { return labelOf(sample, name); });
    return vectorValue(std::move(items));
}

Result<Value> namedArguments(Arguments arguments, const Env&)
{
    Map map;
    map.typeName = "map[string]interface {}";
    for (std::size_t i = 0; i < arguments.size(); ++i)
        map.entries.emplace("arg" + std::to_string(i), arguments[i]);
    return Value::map(std::move(map));
}

/// A compiled expression, or why there is none.
Result<std::unique_ptr<RE2>> compiled(const std::string& pattern)
{
    auto expression = std::make_unique<RE2>(pattern, RE2::Quiet);
    if (!expression->ok())
        return callFailure("error parsing regexp: " + expression->error());
    return expression;
}

Result<Value> match(Arguments arguments, const Env&)
{
    const auto expression = compiled(arguments[0].asText());
    if (!expression)
        return tl::unexpected(expression.error());
    return Value::boolean(RE2::PartialMatch(arguments[1].asText(), **expression));
}

/// The group that `$name` or `${name}` at the front of `text` stands for, which it takes off.
std::optional<std::string_view> takeGroupName(std::string_view& text)
{
    const bool isBraced = text.size() > 1 && text[1] == '{';
    const std::size_t begin = isBraced ? 2 : 1;
    auto end = begin;
    while (end < text.size() && isWordRune(runeAt(text, end)))
        end += runeAt(text, end).bytes;
    if (end == begin || (isBraced && (end >= text.size() || text[end] != '}')))
        return std::nullopt;
    const auto name = text.substr(begin, end - begin);
    text.remove_prefix(end + (isBraced ? 1 : 0));
    return name;
}

/// `replacement` with the groups of one match in it, as Go's Regexp.Expand has them.
void expandInto(std::string& out, std::string_view replacement, const RE2& expression,
                const std::vector<re2::StringPiece>& groups)
{
    while (!replacement.empty()) {
        const auto dollar = std::min(replacement.find('$'), replacement.size());
        out += replacement.substr(0, dollar);
        replacement.remove_prefix(dollar);
        if (replacement.empty())
            return;
        if (replacement.starts_with("$$")) {
            out += '$';
            replacement.remove_prefix(2);
            continue;
        }
        const auto name = takeGroupName(replacement);
        if (!name) {
            out += '$';
            replacement.remove_prefix(1);
            continue;
        }
        std::size_t index = groups.size();
        if (name->find_first_not_of("0123456789") == std::string_view::npos && name->size() < 6) {
            index = std::stoul(std::string(*name));
        } else if (const auto named = expression.NamedCapturingGroups().find(std::string(*name));
                   named != expression.NamedCapturingGroups().end()) {
            index = static_cast<std::size_t>(named->second);
        }
        if (index < groups.size())
            out.append(groups[index].data() == nullptr ? "" : groups[index].data(), groups[index].size());
    }
}

Result<Value> replaceAll(Arguments arguments, const Env&)
{
    constexpr std::size_t kMaxBytes = std::size_t{1} << 20U;
    const auto expression = compiled(arguments[0].asText());
    if (!expression)
        return tl::unexpected(expression.error());
    const auto& text = arguments[2].asText();
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>((*expression)->NumberOfCapturingGroups()) + 1);
    std::string out;
    std::size_t copied = 0; // up to here the text is in `out`
    std::size_t from = 0;
    while (from <= text.size() && out.size() <= kMaxBytes &&
           (*expression)
               ->Match(text, from, text.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size()))) {
        const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
        const auto end = begin + groups[0].size();
        out.append(text, copied, begin - copied);
        // An empty match right behind another match does not count.
        if (end > copied || begin > copied || copied == 0)
            expandInto(out, arguments[1].asText(), **expression, groups);
        copied = end;
        from = end > from ? end : from + (from < text.size() ? runeAt(text, from).bytes : 1);
    }
    if (out.size() > kMaxBytes)
        return callFailure("the replaced text is longer than " + std::to_string(kMaxBytes) + " bytes");
    out.append(text, copied, std::string::npos);
    return Value::text(std::move(out));
}

struct HostPort
{
    std::string host;
    std::string port;
};

/// Go's net.SplitHostPort: nothing where there is no port, too many colons or a bracket out of place.
std::optional<HostPort> splitHostPort(const std::string& text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string::npos)
        return std::nullopt;
    std::string host = text.substr(0, colon);
    if (text.starts_with('[')) {
        if (text.find(']') + 1 != colon)
            return std::nullopt;
        host = text.substr(1, colon - 2);
    } else if (host.find(':') != std::string::npos) {
        return std::nullopt;
    }
    const auto port = text.substr(colon + 1);
    if ((host + port).find_first_of("[]") != std::string::npos)
        return std::nullopt;
    return HostPort{host, port};
}

bool isIpAddress(const std::string& text)
{
    std::array<unsigned char, sizeof(in6_addr)> buffer{};
    return inet_pton(AF_INET, text.c_str(), buffer.data()) == 1 ||
           inet_pton(AF_INET6, text.c_str(), buffer.data()) == 1;
}

Result<Value> stripPort(Arguments arguments, const Env&)
{
    const auto split = splitHostPort(arguments[0].asText());
    return split ? Value::text(split->host) : Value::text(arguments[0].asText());
}

Result<Value> stripDomain(Arguments arguments, const Env&)
{
    const auto& text = arguments[0].asText();
    const auto split = splitHostPort(text).value_or(HostPort{text, ""});
    if (isIpAddress(split.host))
        return Value::text(text);
    const auto host = split.host.substr(0, split.host.find('.'));
    if (split.port.empty())
        return Value::text(host);
    return Value::text((host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + split.port);
}

/// The path of a URL.
std::string pathOf(std::string_view url)
{
    const auto scheme = url.find("://");
    const auto begin = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    if (begin == std::string_view::npos)
        return {};
    return std::string(url.substr(begin, url.find_first_of("?#", begin) - begin));
}

Value link(const std::string& expression, int tab)
{
    return Value::text("/graph?g0.expr=" + escapeQuery(expression) + "&g0.tab=" + std::to_string(tab));
}

FunctionTable makeTable()
{
    using Type = ParameterType;
    auto table = builtinFunctions();
    const auto one = [&](std::string_view name, Type type, Function::Call call) {
        table[std::string(name)] = {{type}, {}, call};
    };
    const auto none = [&](std::string_view name, Function::Call call) { table[std::string(name)] = {{}, {}, call}; };
    one("query", Type::Text, query);
    one("first", Type::Vector, first);
    table["label"] = {{Type::Text, Type::Sample}, {}, [](Arguments a, const Env&) -> Result<Value> {
                          return Value::text(labelOf(a[1], a[0].asText()));
                      }};
    one("value", Type::Sample,
        [](Arguments a, const Env&) -> Result<Value> { return a[0].asMap().entries.find("Value")->second; });
    one("strvalue", Type::Sample,
        [](Arguments a, const Env&) -> Result<Value> { return Value::text(labelOf(a[0], "__value__")); });
    table["sortByLabel"] = {{Type::Text, Type::Vector}, {}, sortByLabel};
    table["args"] = {{}, Type::Any, namedArguments};
    table["match"] = {{Type::Text, Type::Text}, {}, match};
    table["reReplaceAll"] = {{Type::Text, Type::Text, Type::Text}, {}, replaceAll};
    one("safeHtml", Type::Text, [](Arguments a, const Env&) -> Result<Value> { return Value::html(a[0].asText()); });
    one("title", Type::Text,
        [](Arguments a, const Env&) -> Result<Value> { return Value::text(toTitle(a[0].asText())); });
    one("toUpper", Type::Text,
        [](Arguments a, const Env&) -> Result<Value> { return Value::text(toUpper(a[0].asText())); });
    one("toLower", Type::Text,
        [](Arguments a, const Env&) -> Result<Value> { return Value::text(toLower(a[0].asText())); });
    one("stripPort", Type::Text, stripPort);
    one("stripDomain", Type::Text, stripDomain);
    one("graphLink", Type::Text, [](Arguments a, const Env&) -> Result<Value> { return link(a[0].asText(), 0); });
    one("tableLink", Type::Text, [](Arguments a, const Env&) -> Result<Value> { return link(a[0].asText(), 1); });
    one("humanize", Type::Any, printNumber<humanize>);
    one("humanize1024", Type::Any, printNumber<humanize1024>);
    one("humanizeDuration", Type::Any, printNumber<humanizeDuration>);
    one("humanizePercentage", Type::Any, printNumber<humanizePercentage>);
    one("humanizeTimestamp", Type::Any, printTimestamp);
    one("toTime", Type::Any, toTime);
    one("toDuration", Type::Any, toSpan);
    one("parseDuration", Type::Text, durationSeconds);
    one("urlQueryEscape", Type::Text,
        [](Arguments a, const Env&) -> Result<Value> { return Value::text(escapeQuery(a[0].asText())); });
    none("now",
         [](Arguments, const Env& e) -> Result<Value> { return Value::number(static_cast<double>(e.now) / 1000); });
    none("externalURL", [](Arguments, const Env& e) -> Result<Value> { return Value::text(e.externalUrl); });
    none("pathPrefix", [](Arguments, const Env& e) -> Result<Value> { return Value::text(pathOf(e.externalUrl)); });
    return table;
}

} // namespace

const FunctionTable& prometheusFunctions()
{
    static const FunctionTable kTable = makeTable();
    return kTable;
}

} // namespace nocturne::templates
