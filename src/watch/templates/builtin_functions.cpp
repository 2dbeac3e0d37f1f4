// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "base/core/text.h"
#include "watch/templates/escape.h"
#include "watch/templates/function_table.h"
#include "watch/templates/go_format.h"

namespace nocturne::templates {

namespace {

using Arguments = Function::Arguments;
using Kind = Value::Kind;

constexpr std::string_view kBadComparison = "incompatible types for comparison";
constexpr std::string_view kBadComparisonType = "invalid type for comparison";

/// Texts of either kind compare alike.
Kind comparableKind(const Value& value) { return value.kind() == Kind::Html ? Kind::String : value.kind(); }

bool areMixedIntegers(const Value& a, const Value& b)
{
    return (a.kind() == Kind::Int && b.kind() == Kind::Uint) || (a.kind() == Kind::Uint && b.kind() == Kind::Int);
}

/// -1, 0 or 1 for an int and a uint.
int compareMixed(const Value& a, const Value& b)
{
    if (a.kind() == Kind::Uint)
        return -compareMixed(b, a);
    if (a.asInt() < 0)
        return -1;
    const auto left = static_cast<std::uint64_t>(a.asInt());
    return left < b.asUint() ? -1 : left == b.asUint() ? 0 : 1;
}

Result<bool> isEqual(const Value& a, const Value& b)
{
    if (areMixedIntegers(a, b))
        return compareMixed(a, b) == 0;
    if (comparableKind(a) != comparableKind(b)) {
        if (a.isAbsent() || b.isAbsent())
            return false;
        return callFailure(std::string(kBadComparison));
    }
    switch (comparableKind(a)) {
    case Kind::Absent:
        return true;
    case Kind::Bool:
        return a.asBool() == b.asBool();
    case Kind::Int:
        return a.asInt() == b.asInt();
    case Kind::Uint:
        return a.asUint() == b.asUint();
    case Kind::Float:
        return a.asFloat() == b.asFloat();
    case Kind::String:
        return a.asText() == b.asText();
    case Kind::Time:
        return a.asTime() == b.asTime();
    case Kind::Span:
        return a.asSpan() == b.asSpan();
    default:
        return callFailure("non-comparable type " + a.typeName());
    }
}

Result<bool> isLess(const Value& a, const Value& b)
{
    if (areMixedIntegers(a, b))
        return compareMixed(a, b) < 0;
    const auto isOrdered = [](Kind kind) {
        return kind == Kind::Int || kind == Kind::Uint || kind == Kind::Float || kind == Kind::String ||
               kind == Kind::Bool;
    };
    if (!isOrdered(comparableKind(a)) || !isOrdered(comparableKind(b)))
        return callFailure(std::string(kBadComparisonType));
    if (comparableKind(a) != comparableKind(b))
        return callFailure(std::string(kBadComparison));
    switch (comparableKind(a)) {
    case Kind::Int:
        return a.asInt() < b.asInt();
    case Kind::Uint:
        return a.asUint() < b.asUint();
    case Kind::Float:
        return a.asFloat() < b.asFloat();
    case Kind::String:
        return a.asText() < b.asText();
    default:
        return callFailure(std::string(kBadComparisonType));
    }
}

Result<bool> isLessOrEqual(const Value& a, const Value& b)
{
    const auto less = isLess(a, b);
    return !less || *less ? less : isEqual(a, b);
}

Result<Value> truth(const Result<bool>& result, bool wanted = true)
{
    if (!result)
        return tl::unexpected(result.error());
    return Value::boolean(*result == wanted);
}

Result<Value> equalsAny(Arguments arguments, const Environment&)
{
    if (arguments.size() < 2)
        return callFailure("missing argument for comparison");
    for (const auto& other : arguments.subspan(1)) {
        const auto equal = isEqual(arguments[0], other);
        if (!equal)
            return tl::unexpected(equal.error());
        if (*equal)
            return Value::boolean(true);
    }
    return Value::boolean(false);
}

Result<Value> length(Arguments arguments, const Environment&)
{
    const auto& value = arguments[0];
    if (value.isText())
        return Value::integer(static_cast<std::int64_t>(value.asText().size()));
    if (value.kind() == Kind::List)
        return Value::integer(static_cast<std::int64_t>(value.asList().items.size()));
    if (value.kind() == Kind::Map && !value.asMap().isStruct)
        return Value::integer(static_cast<std::int64_t>(value.asMap().entries.size()));
    return callFailure(value.isAbsent() ? "len of nil pointer" : "len of type " + value.typeName());
}

/// A position in something of `size`, up to and including `size` where `mayEnd`.
Result<std::size_t> positionOf(const Value& index, std::size_t size, bool mayEnd)
{
    if (index.isAbsent())
        return callFailure("cannot index slice/array with nil");
    if (index.kind() != Kind::Int && index.kind() != Kind::Uint)
        return callFailure("cannot index slice/array with type " + index.typeName());
    const bool isNegative = index.kind() == Kind::Int && index.asInt() < 0;
    const auto position = index.kind() == Kind::Int ? static_cast<std::uint64_t>(index.asInt()) : index.asUint();
    if (isNegative || position > size || (!mayEnd && position == size))
        return callFailure("index out of range: " + sprint(index));
    return static_cast<std::size_t>(position);
}

Result<Value> indexOnce(const Value& value, const Value& index)
{
    if (value.kind() == Kind::Map && !value.asMap().isStruct) {
        if (!index.isText())
            return callFailure("value has type " + index.typeName() + "; should be string");
        const auto entry = value.asMap().entries.find(index.asText());
        if (entry != value.asMap().entries.end())
            return entry->second;
        return value.asMap().isOfText ? Value::text({}) : Value();
    }
    if (value.kind() != Kind::List && !value.isText())
        return callFailure("can't index item of type " + value.typeName());
    const auto size = value.isText() ? value.asText().size() : value.asList().items.size();
    const auto position = positionOf(index, size, false);
    if (!position)
        return tl::unexpected(position.error());
    if (value.isText())
        return Value::unsignedInteger(static_cast<unsigned char>(value.asText()[*position]));
    return value.asList().items[*position];
}

Result<Value> indexOf(Arguments arguments, const Environment&)
{
    Value value = arguments[0];
    for (const auto& index : arguments.subspan(1)) {
        if (value.isAbsent())
            return callFailure("index of untyped nil");
        auto next = indexOnce(value, index);
        if (!next)
            return next;
        value = std::move(*next);
    }
    return value;
}

Result<Value> slice(Arguments arguments, const Environment&)
{
    const auto& value = arguments[0];
    if (value.isAbsent())
        return callFailure("slice of untyped nil");
    if (arguments.size() > 4)
        return callFailure("too many slice indexes: " + std::to_string(arguments.size() - 1));
    if (value.isText() && arguments.size() == 4)
        return callFailure("cannot 3-index slice a string");
    if (!value.isText() && value.kind() != Kind::List)
        return callFailure("can't slice item of type " + value.typeName());
    const auto size = value.isText() ? value.asText().size() : value.asList().items.size();
    std::vector<std::size_t> bounds = {0, size};
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const auto position = positionOf(arguments[i], size, true);
        if (!position)
            return tl::unexpected(position.error());
        bounds.resize(std::max(bounds.size(), i));
        bounds[i - 1] = *position;
    }
    for (std::size_t i = 1; i < bounds.size(); ++i) {
        if (bounds[i - 1] > bounds[i])
            return callFailure("invalid slice index: " + std::to_string(bounds[i - 1]) + " > " +
                               std::to_string(bounds[i]));
    }
    if (value.isText())
        return Value::text(value.asText().substr(bounds[0], bounds[1] - bounds[0]));
    const auto& items = value.asList().items;
    const auto begin = items.begin();
    return Value::list(
        {value.asList().typeName,
         {begin + static_cast<std::ptrdiff_t>(bounds[0]), begin + static_cast<std::ptrdiff_t>(bounds[1])}});
}

/// What the escaping functions escape: one text as it is, else all printed.
std::string joined(Arguments arguments)
{
    return arguments.size() == 1 && arguments[0].isText() ? arguments[0].asText() : sprint(arguments);
}

Result<Value> formatted(Arguments arguments, const Environment&)
{
    return Value::text(sprintf(arguments[0].asText(), arguments.subspan(1)));
}

FunctionTable makeTable()
{
    using Type = ParameterType;
    using Env = Environment;
    const auto two = [](Function::Call call) { return Function{{Type::Any, Type::Any}, {}, call}; };
    const auto any = [](Function::Call call) { return Function{{}, Type::Any, call}; };
    FunctionTable table;
    for (const auto* language : {"and", "or", "tmpl"})
        table[language] = {};
    table["not"] = {
        {Type::Any}, {}, [](Arguments a, const Env&) -> Result<Value> { return Value::boolean(!a[0].isTrue()); }};
    table["eq"] = {{Type::Any}, Type::Any, equalsAny};
    table["ne"] = two([](Arguments a, const Env&) { return truth(isEqual(a[0], a[1]), false); });
    table["lt"] = two([](Arguments a, const Env&) { return truth(isLess(a[0], a[1])); });
    table["le"] = two([](Arguments a, const Env&) { return truth(isLessOrEqual(a[0], a[1])); });
    table["gt"] = two([](Arguments a, const Env&) { return truth(isLessOrEqual(a[0], a[1]), false); });
    table["ge"] = two([](Arguments a, const Env&) { return truth(isLess(a[0], a[1]), false); });
    table["len"] = {{Type::Any}, {}, length};
    table["index"] = {{Type::Any}, Type::Any, indexOf};
    table["slice"] = {{Type::Any}, Type::Any, slice};
    table["print"] = any([](Arguments a, const Env&) -> Result<Value> { return Value::text(sprint(a)); });
    table["println"] = any([](Arguments a, const Env&) -> Result<Value> { return Value::text(sprintln(a)); });
    table["printf"] = {{Type::Text}, Type::Any, formatted};
    table["html"] = any([](Arguments a, const Env&) -> Result<Value> { return Value::text(escapeHtml(joined(a))); });
    table["js"] = any([](Arguments a, const Env&) -> Result<Value> { return Value::text(escapeJs(joined(a))); });
    table["urlquery"] =
        any([](Arguments a, const Env&) -> Result<Value> { return Value::text(escapeQuery(joined(a))); });
    table["call"] = {{Type::Any}, Type::Any, [](Arguments a, const Env&) -> Result<Value> {
                         return callFailure(a[0].isAbsent() ? "call of nil"
                                                            : "non-function of type " + a[0].typeName());
                     }};
    return table;
}

} // namespace

const FunctionTable& builtinFunctions()
{
    static const FunctionTable kTable = makeTable();
    return kTable;
}

tl::unexpected<Error> callFailure(std::string message) { return fail(Error::Kind::InvalidInput, std::move(message)); }

} // namespace nocturne::templates
