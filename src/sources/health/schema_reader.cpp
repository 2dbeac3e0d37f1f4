// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// JSON Schema, draft 7, as draft-handrews-json-schema-01 and draft-handrews-json-schema-validation-01 tell. Schemas are
// read from a list of those that are still to be read, not by recursion, as references may form circles.
#include <algorithm>
#include <cmath>

#include "base/core/text.h"
#include "sources/health/json_fault.h"
#include "sources/health/json_schema.h"
#include "sources/health/schema_rules.h"

namespace nocturne::health {

namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kMaxSchemas = 10'000;
constexpr std::size_t kMaxPatterns = 256;
constexpr std::size_t kMaxPatternBytes = 4096;
constexpr std::size_t kShownBytes = 80;

/// Thrown within this file alone.
struct Refusal
{
    Error error;
};

std::string inQuotes(std::string_view text) { return '"' + printable(text, kShownBytes) + '"'; }

/// A key as a step of a JSON pointer (RFC 6901, section 3).
std::string escaped(std::string_view key)
{
    std::string step = "/";
    for (const char c : key)
        step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return step;
}

std::string unescaped(std::string_view step)
{
    std::string key;
    for (std::size_t i = 0; i < step.size(); ++i) {
        const bool isEscape = step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1');
        key += !isEscape ? step[i] : step[i + 1] == '0' ? '~' : '/';
        i += isEscape ? 1 : 0;
    }
    return key;
}

int hexDigit(char c)
{
    return isAsciiDigit(c) ? c - '0' : asciiLower(c) >= 'a' && asciiLower(c) <= 'f' ? asciiLower(c) - 'a' + 10 : -1;
}

/// A fragment of a URL without its percent signs; those that are none stay.
std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            decoded += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            decoded += text[i];
        }
    }
    return decoded;
}

std::optional<std::string_view> textOf(const element& value)
{
    std::string_view text;
    return value.get(text) == SUCCESS ? std::optional(text) : std::nullopt;
}

std::optional<long double> numberOf(const element& value)
{
    std::int64_t whole = 0;
    std::uint64_t large = 0;
    double number = 0;
    if (value.get(whole) == SUCCESS)
        return static_cast<long double>(whole);
    if (value.get(large) == SUCCESS)
        return static_cast<long double>(large);
    return value.get(number) == SUCCESS ? std::optional<long double>(number) : std::nullopt;
}

/// An `$id` that gives what stands below it another address.
bool isMoved(const element& schema)
{
    std::string_view id;
    return schema["$id"].get(id) == SUCCESS && !id.starts_with('#');
}

class SchemaReader
{
public:
    SchemaReader(SchemaRules& rules, element root)
        : m_rules(rules)
        , m_root(root)
    {}

    /// Throws Refusal.
    void read()
    {
        checkVersion();
        at("", m_root, false);
        while (!m_pending.empty()) {
            const auto next = std::move(m_pending.front());
            m_pending.pop_front();
            m_place = next.place;
            m_isMoved = next.isMoved;
            readSchema(next.schema, m_rules.schemas[next.index]);
        }
    }

private:
    struct Pending
    {
        std::string place;
        element schema;
        bool isMoved;
        std::size_t index;
    };

    [[noreturn]] void refuse(std::string_view keyword, const std::string& words,
                             Error::Kind kind = Error::Kind::InvalidInput) const
    {
        const auto place = m_place + (keyword.empty() ? std::string() : escaped(keyword));
        throw Refusal{
            {kind, (place.empty() ? std::string("the schema") : "at " + printable(place, 200)) + ": " + words}};
    }

    void checkVersion() const
    {
        std::string_view version;
        if (m_root["$schema"].get(version) != SUCCESS)
            return;
        const auto at = version.find("//json-schema.org/draft-0");
        if (at == std::string_view::npos || (!version.substr(at).starts_with("//json-schema.org/draft-07/schema") &&
                                             !version.substr(at).starts_with("//json-schema.org/draft-06/schema")))
            refuse("$schema", inQuotes(version) + " is not known: write the schema in draft 7, "
                                                  "http://json-schema.org/draft-07/schema#");
    }

    std::size_t at(const std::string& place, const element& schema, bool isMoved)
    {
        const auto [found, isNew] = m_places.try_emplace(place, m_rules.schemas.size());
        if (!isNew)
            return found->second;
        if (m_rules.schemas.size() >= kMaxSchemas)
            refuse({}, "there are more than " + std::to_string(kMaxSchemas) + " schemas within it",
                   Error::Kind::LimitExceeded);
        m_rules.schemas.emplace_back();
        m_pending.push_back({place, schema, isMoved, found->second});
        return found->second;
    }

    std::size_t child(const std::string& path, const element& schema) { return at(m_place + path, schema, m_isMoved); }

    void readSchema(const element& schema, SchemaRule& rule)
    {
        bool isAny = false;
        object members;
        if (schema.get(isAny) == SUCCESS) {
            rule.isNever = !isAny;
            return;
        }
        if (schema.get(members) != SUCCESS)
            refuse({}, "a schema is an object, true or false");
        m_isMoved = m_isMoved || (!m_place.empty() && isMoved(schema));
        element ref;
        if (members.at_key("$ref").get(ref) == SUCCESS) {
            rule.ref = referenced(ref);
            return;
        }
        for (const auto& [key, value] : members)
            readKeyword(key, value, rule);
    }

    std::size_t referenced(const element& ref)
    {
        const auto target = textOf(ref);
        if (!target || (*target != "#" && !target->starts_with("#/")))
            refuse("$ref", (target ? inQuotes(*target) : std::string("this")) +
                               " is not within this schema, and nothing is fetched: write what it means under "
                               "\"definitions\" and point there, as in \"#/definitions/name\"");
        if (m_isMoved)
            refuse("$ref", "it is below a \"$id\", which gives it another meaning: take that \"$id\" out");
        auto found = m_root;
        std::string place;
        bool isTargetMoved = false;
        auto rest = percentDecoded(target->substr(1));
        std::string_view steps = rest;
        while (!steps.empty()) {
            steps.remove_prefix(1);
            const auto step = unescaped(steps.substr(0, steps.find('/')));
            steps.remove_prefix(std::min(steps.find('/'), steps.size()));
            found = stepInto(found, step, *target);
            isTargetMoved = isTargetMoved || isMoved(found);
            place += escaped(step);
        }
        return at(place, found, isTargetMoved);
    }

    element stepInto(const element& from, const std::string& step, std::string_view target) const
    {
        element next;
        object members;
        array items;
        if (from.get(members) == SUCCESS && members.at_key(step).get(next) == SUCCESS)
            return next;
        const bool isIndex = !step.empty() && step.size() < 7 && std::ranges::all_of(step, isAsciiDigit);
        if (from.get(items) == SUCCESS && isIndex && items.at(std::stoul(step)).get(next) == SUCCESS)
            return next;
        refuse("$ref", "nothing is at " + inQuotes(target));
    }

    void readKeyword(std::string_view key, const element& value, SchemaRule& rule)
    {
        using Read = void (SchemaReader::*)(std::string_view, const element&, SchemaRule&);
        static const std::map<std::string_view, Read> kReaders{
            {"type", &SchemaReader::readTypes},
            {"enum", &SchemaReader::readEnumeration},
            {"const", &SchemaReader::readConstant},
            {"pattern", &SchemaReader::readPattern},
            {"items", &SchemaReader::readItems},
            {"uniqueItems", &SchemaReader::readUnique},
            {"properties", &SchemaReader::readProperties},
            {"patternProperties", &SchemaReader::readPatternProperties},
            {"dependencies", &SchemaReader::readDependencies},
            {"required", &SchemaReader::readRequired},
        };
        if (const auto reader = kReaders.find(key); reader != kReaders.end())
            (this->*reader->second)(key, value, rule);
        else if (!readLimit(key, value, rule) && !readCount(key, value, rule) && !readChild(key, value, rule))
            readChildren(key, value, rule);
    }

    bool readLimit(std::string_view key, const element& value, SchemaRule& rule) const
    {
        static const std::map<std::string_view, std::optional<long double> SchemaRule::*> kLimits{
            {"multipleOf", &SchemaRule::multipleOf},
            {"maximum", &SchemaRule::maximum},
            {"exclusiveMaximum", &SchemaRule::exclusiveMaximum},
            {"minimum", &SchemaRule::minimum},
            {"exclusiveMinimum", &SchemaRule::exclusiveMinimum},
        };
        const auto limit = kLimits.find(key);
        if (limit == kLimits.end())
            return false;
        const auto number = numberOf(value);
        if (!number || (key == "multipleOf" && !(*number > 0)))
            refuse(key, key == "multipleOf" ? "write a number above zero" : "write a number");
        rule.*limit->second = number;
        return true;
    }

    bool readCount(std::string_view key, const element& value, SchemaRule& rule) const
    {
        static const std::map<std::string_view, std::optional<std::uint64_t> SchemaRule::*> kCounts{
            {"maxLength", &SchemaRule::maxLength},         {"minLength", &SchemaRule::minLength},
            {"maxItems", &SchemaRule::maxItems},           {"minItems", &SchemaRule::minItems},
            {"maxProperties", &SchemaRule::maxProperties}, {"minProperties", &SchemaRule::minProperties},
        };
        const auto count = kCounts.find(key);
        if (count == kCounts.end())
            return false;
        const auto number = numberOf(value);
        if (!number || !(*number >= 0 && *number <= 1e15L) || std::floor(*number) != *number)
            refuse(key, "write a whole number, 0 or more");
        rule.*count->second = static_cast<std::uint64_t>(*number);
        return true;
    }

    bool readChild(std::string_view key, const element& value, SchemaRule& rule)
    {
        static const std::map<std::string_view, SchemaRule::Maybe SchemaRule::*> kChildren{
            {"additionalItems", &SchemaRule::additionalItems},
            {"contains", &SchemaRule::contains},
            {"additionalProperties", &SchemaRule::additionalProperties},
            {"propertyNames", &SchemaRule::propertyNames},
            {"not", &SchemaRule::isNot},
            {"if", &SchemaRule::condition},
            {"then", &SchemaRule::then},
            {"else", &SchemaRule::otherwise},
        };
        const auto place = kChildren.find(key);
        if (place == kChildren.end())
            return false;
        rule.*place->second = child(escaped(key), value);
        return true;
    }

    void readChildren(std::string_view key, const element& value, SchemaRule& rule)
    {
        static const std::map<std::string_view, std::vector<std::size_t> SchemaRule::*> kLists{
            {"allOf", &SchemaRule::allOf}, {"anyOf", &SchemaRule::anyOf}, {"oneOf", &SchemaRule::oneOf}};
        if (const auto list = kLists.find(key); list != kLists.end()) {
            rule.*list->second = listOf(key, value);
            if ((rule.*list->second).empty())
                refuse(key, "write a list of one schema at least");
        }
    }

    std::vector<std::size_t> listOf(std::string_view key, const element& value)
    {
        array items;
        if (value.get(items) != SUCCESS)
            refuse(key, "write a list of schemas");
        std::vector<std::size_t> list;
        for (const auto item : items)
            list.push_back(child(escaped(key) + '/' + std::to_string(list.size()), item));
        return list;
    }

    object mapOf(std::string_view key, const element& value) const
    {
        object map;
        if (value.get(map) != SUCCESS)
            refuse(key, "write an object");
        return map;
    }

    std::vector<std::string> textsOf(std::string_view key, const element& value) const
    {
        array items;
        std::vector<std::string> texts;
        if (value.get(items) != SUCCESS)
            refuse(key, "write a list of texts");
        for (const auto item : items) {
            const auto text = textOf(item);
            if (!text)
                refuse(key, "write a list of texts");
            texts.emplace_back(*text);
        }
        return texts;
    }

    void readTypes(std::string_view key, const element& value, SchemaRule& rule)
    {
        static const std::map<std::string_view, unsigned> kTypes{
            {"null", NullType},     {"boolean", BooleanType}, {"integer", IntegerType}, {"number", NumberType},
            {"string", StringType}, {"array", ArrayType},     {"object", ObjectType}};
        const auto single = textOf(value);
        for (const auto& name : single ? std::vector{std::string(*single)} : textsOf(key, value)) {
            const auto type = kTypes.find(name);
            if (type == kTypes.end())
                refuse(key,
                       inQuotes(name) + " is no type: write null, boolean, integer, number, string, array or object");
            rule.types |= type->second;
        }
        if (rule.types == 0)
            refuse(key, "write one type at least");
    }

    void readEnumeration(std::string_view key, const element& value, SchemaRule& rule)
    {
        array items;
        if (value.get(items) != SUCCESS)
            refuse(key, "write a list of values");
        std::size_t steps = 0;
        rule.enumeration.emplace();
        for (const auto item : items)
            rule.enumeration->push_back(canonical(item, steps));
        std::ranges::sort(*rule.enumeration);
        rule.enumerationWords = printable(std::string(simdjson::minify(value)), kShownBytes);
    }

    void readConstant(std::string_view /*key*/, const element& value, SchemaRule& rule)
    {
        std::size_t steps = 0;
        rule.constant = canonical(value, steps);
        rule.constantWords = printable(std::string(simdjson::minify(value)), kShownBytes);
    }

    void readPattern(std::string_view key, const element& value, SchemaRule& rule)
    {
        const auto text = textOf(value);
        if (!text)
            refuse(key, "write a regular expression");
        rule.pattern = pattern(key, *text);
    }

    const RE2* pattern(std::string_view key, std::string_view text)
    {
        if (m_rules.patterns.size() >= kMaxPatterns || text.size() > kMaxPatternBytes)
            refuse(key,
                   "regular expressions are at most " + std::to_string(kMaxPatterns) + " of " +
                       std::to_string(kMaxPatternBytes) + " bytes each",
                   Error::Kind::LimitExceeded);
        RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(std::int64_t{1} << 20U);
        const auto& regex = m_rules.patterns.emplace_back(re2::StringPiece(text.data(), text.size()), options);
        if (!regex.ok())
            refuse(key, inQuotes(text) + " is no regular expression of RE2: " + printable(regex.error()));
        return &regex;
    }

    void readItems(std::string_view key, const element& value, SchemaRule& rule)
    {
        if (value.is_array())
            rule.itemList = listOf(key, value);
        else
            rule.items = child(escaped(key), value);
    }

    void readUnique(std::string_view key, const element& value, SchemaRule& rule)
    {
        if (value.get(rule.uniqueItems) != SUCCESS)
            refuse(key, "write true or false");
    }

    void readProperties(std::string_view key, const element& value, SchemaRule& rule)
    {
        for (const auto& [name, schema] : mapOf(key, value))
            rule.properties.try_emplace(std::string(name), child(escaped(key) + escaped(name), schema));
    }

    void readPatternProperties(std::string_view key, const element& value, SchemaRule& rule)
    {
        for (const auto& [name, schema] : mapOf(key, value))
            rule.patternProperties.emplace_back(pattern(key, name), child(escaped(key) + escaped(name), schema));
    }

    void readDependencies(std::string_view key, const element& value, SchemaRule& rule)
    {
        for (const auto& [name, what] : mapOf(key, value)) {
            if (what.is_array())
                rule.dependentKeys.try_emplace(std::string(name), textsOf(key, what));
            else
                rule.dependentSchemas.try_emplace(std::string(name), child(escaped(key) + escaped(name), what));
        }
    }

    void readRequired(std::string_view key, const element& value, SchemaRule& rule)
    {
        rule.required = textsOf(key, value);
    }

    SchemaRules& m_rules;
    element m_root;
    std::map<std::string, std::size_t> m_places;
    std::deque<Pending> m_pending;
    std::string m_place;
    bool m_isMoved = false;
};

} // namespace

Result<JsonSchema> JsonSchema::parse(std::string_view text)
{
    if (text.size() > kMaxBytes)
        return fail(Error::Kind::LimitExceeded, "the schema is larger than 256 KiB");
    simdjson::dom::parser parser;
    if (parser.allocate(std::max<std::size_t>(text.size(), 256), kSchemaJsonDepth) != SUCCESS)
        return fail(Error::Kind::LimitExceeded, "no memory is left to read the schema");
    element root;
    if (const auto error = parser.parse(text.data(), text.size()).get(root); error != SUCCESS)
        return fail(Error::Kind::InvalidInput,
                    std::string("the schema is not JSON: ") + printable(simdjson::error_message(error)),
                    jsonFaultIn(text, kSchemaJsonDepth));
    auto rules = std::make_shared<SchemaRules>();
    rules->text = text;
    try {
        SchemaReader(*rules, root).read();
    } catch (const Refusal& refusal) {
        return tl::unexpected(refusal.error);
    }
    return JsonSchema(std::move(rules));
}

bool JsonSchema::operator==(const JsonSchema& other) const
{
    return m_rules == other.m_rules || m_rules->text == other.m_rules->text;
}

} // namespace nocturne::health
