// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/json_schema.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/core/number.h"
#include "base/core/text.h"
#include "sources/health/schema_rules.h"

namespace nocturne::health {

namespace {

using simdjson::SUCCESS;
using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;
using Index = SchemaRule::Index;

constexpr std::size_t kMostSteps = 2'000'000;
constexpr std::size_t kMostLevels = 512;
constexpr std::size_t kBytesPerStep = 16; ///< of texts that are counted, matched or compared
constexpr std::size_t kShownBytes = 80;

/// Where in the document something stands: a list from the inside out, on the stack.
struct Place
{
    const Place* outer = nullptr;
    std::string_view key = {};
    std::size_t index = 0;
    bool isIndex = false;
};

std::string pointerTo(const Place* place)
{
    std::vector<std::string> steps;
    for (; place->outer != nullptr; place = place->outer) {
        std::string step = "/";
        if (place->isIndex)
            step += std::to_string(place->index);
        for (const char c : place->key)
            step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        steps.push_back(std::move(step));
    }
    std::string pointer;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        pointer += *step;
    return pointer;
}

std::string inQuotes(std::string_view text) { return '"' + printable(text, kShownBytes) + '"'; }

/// A value of the document, or a key of it, which is a text.
struct Subject
{
    const element* value = nullptr; ///< none: a key
    std::string_view text = {};
    unsigned type = 0;
    long double number = 0;
};

bool isWhole(double number) { return std::isfinite(number) && std::floor(number) == number; }

Subject subjectOf(const element& value)
{
    switch (value.type()) {
    case element_type::NULL_VALUE:
        return {&value, {}, NullType};
    case element_type::BOOL:
        return {&value, {}, BooleanType};
    case element_type::INT64:
        return {&value, {}, IntegerType | NumberType, static_cast<long double>(std::int64_t(value))};
    case element_type::UINT64:
        return {&value, {}, IntegerType | NumberType, static_cast<long double>(std::uint64_t(value))};
    case element_type::DOUBLE:
        return {&value, {}, isWhole(double(value)) ? IntegerType | NumberType : unsigned{NumberType}, double(value)};
    case element_type::STRING:
        return {&value, std::string_view(value), StringType};
    case element_type::ARRAY:
        return {&value, {}, ArrayType};
    case element_type::OBJECT:
        return {&value, {}, ObjectType};
    }
    return {&value};
}

std::string typeWords(unsigned types)
{
    std::string words;
    for (const auto& [type, word] : {std::pair{NullType, "null"},
                                     {BooleanType, "boolean"},
                                     {IntegerType, "integer"},
                                     {NumberType, "number"},
                                     {StringType, "string"},
                                     {ArrayType, "array"},
                                     {ObjectType, "object"}}) {
        if ((types & type) != 0)
            words += (words.empty() ? "" : " or ") + std::string(word);
    }
    return words;
}

std::string numberWords(long double number) { return formatNumber(static_cast<double>(number)); }

/// Quotients of numbers that are not whole are off by their rounding.
bool isMultiple(long double number, long double of)
{
    if (std::floor(number) == number && std::floor(of) == of)
        return std::fmod(number, of) == 0;
    const auto quotient = number / of;
    return std::isfinite(quotient) && std::abs(quotient - std::round(quotient)) <= std::abs(quotient) * 1e-15L;
}

std::size_t charactersIn(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

class Judge
{
public:
    explicit Judge(const SchemaRules& rules)
        : m_rules(rules)
    {}

    std::string complaintAbout(const element& document)
    {
        const Place root;
        if (fits(0, subjectOf(document), root) && !m_isOver)
            return {};
        return m_isOver ? "the body takes more steps or levels of the schema than there may be" : m_complaint;
    }

private:
    bool complain(const Place& place, const std::string& words)
    {
        if (m_quiet == 0 && m_complaint.empty()) {
            const auto pointer = pointerTo(&place);
            m_complaint = (pointer.empty() ? "the body" : printable(pointer, 200)) + ' ' + words;
        }
        return false;
    }

    bool spend(std::size_t steps)
    {
        m_steps += steps;
        m_isOver = m_isOver || m_steps > kMostSteps;
        return !m_isOver;
    }

    /// Whether the subject fits, and nobody is told if not.
    bool fitsQuietly(Index index, const Subject& subject, const Place& place)
    {
        ++m_quiet;
        const bool fit = fits(index, subject, place);
        --m_quiet;
        return fit;
    }

    bool fits(Index index, const Subject& subject, const Place& place)
    {
        if (!spend(1))
            return false;
        if (++m_level > kMostLevels)
            m_isOver = true;
        const bool fit = !m_isOver && fitsRule(m_rules.schemas[index], subject, place);
        --m_level;
        return fit;
    }

    bool fitsRule(const SchemaRule& rule, const Subject& subject, const Place& place)
    {
        if (rule.isNever)
            return complain(place, "is there, and must not be");
        if (rule.ref)
            return fits(*rule.ref, subject, place);
        if (rule.types != 0 && (rule.types & subject.type) == 0)
            return complain(
                place,
                "is " + typeWords(subject.type == (IntegerType | NumberType) ? unsigned{IntegerType} : subject.type) +
                    ", not " + typeWords(rule.types));
        return fitsValues(rule, subject, place) && fitsKind(rule, subject, place) && fitsLogic(rule, subject, place);
    }

    bool fitsValues(const SchemaRule& rule, const Subject& subject, const Place& place)
    {
        if (!rule.constant && !rule.enumeration)
            return true;
        const auto value = canonicalOf(subject);
        if (rule.constant && value != *rule.constant)
            return complain(place, "is not " + rule.constantWords);
        if (rule.enumeration && !std::ranges::binary_search(*rule.enumeration, value))
            return complain(place, "is none of " + rule.enumerationWords);
        return !m_isOver;
    }

    std::string canonicalOf(const Subject& subject)
    {
        std::size_t steps = 0;
        auto text = subject.value != nullptr ? canonical(*subject.value, steps) : 's' + std::string(subject.text);
        spend(steps);
        return text;
    }

    bool fitsKind(const SchemaRule& rule, const Subject& subject, const Place& place)
    {
        if ((subject.type & NumberType) != 0)
            return fitsNumber(rule, subject.number, place);
        if (subject.type == StringType)
            return fitsText(rule, subject.text, place);
        if (subject.type == ArrayType)
            return fitsArray(rule, array(*subject.value), place);
        return subject.type != ObjectType || fitsObject(rule, subject, place);
    }

    bool fitsNumber(const SchemaRule& rule, long double number, const Place& place)
    {
        const auto is = [&] { return "is " + numberWords(number) + ", "; };
        if (rule.maximum && number > *rule.maximum)
            return complain(place, is() + "more than " + numberWords(*rule.maximum));
        if (rule.exclusiveMaximum && number >= *rule.exclusiveMaximum)
            return complain(place, is() + "not less than " + numberWords(*rule.exclusiveMaximum));
        if (rule.minimum && number < *rule.minimum)
            return complain(place, is() + "less than " + numberWords(*rule.minimum));
        if (rule.exclusiveMinimum && number <= *rule.exclusiveMinimum)
            return complain(place, is() + "not more than " + numberWords(*rule.exclusiveMinimum));
        if (rule.multipleOf && !isMultiple(number, *rule.multipleOf))
            return complain(place, is() + "no multiple of " + numberWords(*rule.multipleOf));
        return true;
    }

    bool fitsText(const SchemaRule& rule, std::string_view text, const Place& place)
    {
        if (!rule.maxLength && !rule.minLength && rule.pattern == nullptr)
            return true;
        if (!spend(text.size() / kBytesPerStep))
            return false;
        const auto length = rule.maxLength || rule.minLength ? charactersIn(text) : 0;
        if (rule.maxLength && length > *rule.maxLength)
            return complain(place, "is longer than " + std::to_string(*rule.maxLength) + " characters");
        if (rule.minLength && length < *rule.minLength)
            return complain(place, "is shorter than " + std::to_string(*rule.minLength) + " characters");
        if (rule.pattern != nullptr && !isFound(*rule.pattern, text))
            return complain(place, "is " + inQuotes(text) + ", does not match " + inQuotes(rule.pattern->pattern()));
        return true;
    }

    static bool isFound(const RE2& pattern, std::string_view text)
    {
        return RE2::PartialMatch({text.data(), text.size()}, pattern);
    }

    bool fitsArray(const SchemaRule& rule, const array& items, const Place& place)
    {
        if (rule.items || rule.itemList || rule.contains || rule.uniqueItems || rule.maxItems || rule.minItems) {
            std::size_t count = 0;
            bool isContained = !rule.contains.has_value();
            for (const auto item : items) {
                const Place inner{&place, {}, count, true};
                const auto subject = subjectOf(item);
                if (!fitsItem(rule, subject, count, inner))
                    return false;
                isContained = isContained || fitsQuietly(*rule.contains, subject, inner);
                ++count;
            }
            if (rule.maxItems && count > *rule.maxItems)
                return complain(place,
                                "has " + std::to_string(count) + " items, more than " + std::to_string(*rule.maxItems));
            if (rule.minItems && count < *rule.minItems)
                return complain(place,
                                "has " + std::to_string(count) + " items, less than " + std::to_string(*rule.minItems));
            if (!isContained)
                return complain(place, "has no item that \"contains\" asks for");
        }
        return !rule.uniqueItems || areUnique(items, place);
    }

    bool fitsItem(const SchemaRule& rule, const Subject& item, std::size_t index, const Place& place)
    {
        if (!spend(1))
            return false;
        if (rule.items)
            return fits(*rule.items, item, place);
        if (!rule.itemList)
            return true;
        if (index < rule.itemList->size())
            return fits((*rule.itemList)[index], item, place);
        return !rule.additionalItems || fits(*rule.additionalItems, item, place);
    }

    bool areUnique(const array& items, const Place& place)
    {
        std::set<std::string> seen;
        for (const auto item : items) {
            if (!seen.insert(canonicalOf(subjectOf(item))).second)
                return complain(place, "has the same item twice");
            if (m_isOver)
                return false;
        }
        return true;
    }

    bool fitsObject(const SchemaRule& rule, const Subject& subject, const Place& place)
    {
        const object members = *subject.value;
        std::size_t count = 0;
        for (const auto& [key, value] : members) {
            ++count;
            if (!spend(1) || !fitsMember(rule, key, subjectOf(value), place))
                return false;
        }
        if (rule.maxProperties && count > *rule.maxProperties)
            return complain(place, "has " + std::to_string(count) + " members, more than " +
                                       std::to_string(*rule.maxProperties));
        if (rule.minProperties && count < *rule.minProperties)
            return complain(place, "has " + std::to_string(count) + " members, less than " +
                                       std::to_string(*rule.minProperties));
        return hasAll(members, count, rule.required, place, "lacks ") && fitsDependencies(rule, subject, count, place);
    }

    /// at_key() goes through all members.
    bool has(const object& members, std::size_t count, const std::string& key)
    {
        element found;
        return spend(1 + count / kBytesPerStep) && members.at_key(key).get(found) == SUCCESS;
    }

    bool hasAll(const object& members, std::size_t count, const std::vector<std::string>& keys, const Place& place,
                const std::string& words)
    {
        for (const auto& key : keys) {
            if (!has(members, count, key))
                return complain(place, words + inQuotes(key));
        }
        return true;
    }

    bool fitsDependencies(const SchemaRule& rule, const Subject& subject, std::size_t count, const Place& place)
    {
        const object members = *subject.value;
        for (const auto& [key, others] : rule.dependentKeys) {
            if (has(members, count, key) &&
                !hasAll(members, count, others, place, "has " + inQuotes(key) + " but lacks "))
                return false;
        }
        for (const auto& [key, schema] : rule.dependentSchemas) {
            if (has(members, count, key) && !fits(schema, subject, place))
                return false;
        }
        return !m_isOver;
    }

    bool fitsMember(const SchemaRule& rule, std::string_view key, const Subject& value, const Place& place)
    {
        const Place inner{&place, key};
        if (rule.propertyNames && !fitsQuietly(*rule.propertyNames, {nullptr, key, StringType}, inner))
            return complain(place, "has the name " + inQuotes(key) + ", which \"propertyNames\" does not take");
        bool isNamed = false;
        if (const auto found = rule.properties.find(key); found != rule.properties.end()) {
            isNamed = true;
            if (!fits(found->second, value, inner))
                return false;
        }
        for (const auto& [pattern, schema] : rule.patternProperties) {
            if (!spend(1 + key.size() / kBytesPerStep))
                return false;
            if (!isFound(*pattern, key))
                continue;
            isNamed = true;
            if (!fits(schema, value, inner))
                return false;
        }
        return isNamed || !rule.additionalProperties || fits(*rule.additionalProperties, value, inner);
    }

    bool fitsLogic(const SchemaRule& rule, const Subject& subject, const Place& place)
    {
        for (const auto schema : rule.allOf) {
            if (!fits(schema, subject, place))
                return false;
        }
        const auto fit = [&](Index schema) { return fitsQuietly(schema, subject, place); };
        if (!rule.anyOf.empty() && std::ranges::none_of(rule.anyOf, fit))
            return complain(place, "fits none of " + std::to_string(rule.anyOf.size()) + " schemas of \"anyOf\"");
        if (!rule.oneOf.empty()) {
            const auto fitting = std::ranges::count_if(rule.oneOf, fit);
            if (fitting != 1)
                return complain(place, "fits " + std::to_string(fitting) + " schemas of \"oneOf\", not one");
        }
        if (rule.isNot && fit(*rule.isNot))
            return complain(place, "is what \"not\" rules out");
        if (!rule.condition)
            return !m_isOver;
        const auto& branch = fit(*rule.condition) ? rule.then : rule.otherwise;
        return !branch || fits(*branch, subject, place);
    }

    const SchemaRules& m_rules;
    std::string m_complaint;
    std::size_t m_steps = 0;
    std::size_t m_level = 0;
    std::size_t m_quiet = 0;
    bool m_isOver = false;
};

std::string canonicalNumber(const element& value)
{
    std::int64_t whole = 0;
    std::uint64_t large = 0;
    if (value.get(whole) == SUCCESS)
        return 'n' + std::to_string(whole);
    if (value.get(large) == SUCCESS)
        return 'n' + std::to_string(large);
    const double number = value;
    constexpr double kEndOfWhole = 9.2e18;
    return isWhole(number) && std::abs(number) < kEndOfWhole ? 'n' + std::to_string(static_cast<std::int64_t>(number))
                                                             : 'n' + formatNumber(number);
}

std::string lengthened(std::string text) { return std::to_string(text.size()) + ':' + std::move(text); }

} // namespace

std::string canonical(const element& value, std::size_t& steps)
{
    ++steps;
    array items;
    object members;
    std::string_view text;
    bool flag = false;
    if (value.get(text) == SUCCESS) {
        steps += text.size() / kBytesPerStep;
        return 's' + std::string(text);
    }
    if (value.get(items) == SUCCESS) {
        std::string all = "a";
        for (const auto item : items)
            all += lengthened(canonical(item, steps));
        return all;
    }
    if (value.get(members) == SUCCESS) {
        std::vector<std::string> sorted;
        for (const auto& [key, member] : members)
            sorted.push_back(lengthened(std::string(key)) + lengthened(canonical(member, steps)));
        std::ranges::sort(sorted);
        std::string all = "o";
        for (const auto& member : sorted)
            all += member;
        return all;
    }
    if (value.get(flag) == SUCCESS)
        return flag ? "t" : "f";
    return value.is_null() ? "z" : canonicalNumber(value);
}

std::string JsonSchema::complaintAbout(std::string_view json) const
{
    simdjson::dom::parser parser;
    if (parser.allocate(std::max<std::size_t>(json.size(), 256), kSchemaJsonDepth) != SUCCESS)
        return "no memory is left to read the body";
    element root;
    if (const auto error = parser.parse(json.data(), json.size()).get(root); error != SUCCESS)
        return std::string("the body is not JSON: ") + simdjson::error_message(error);
    return Judge(*m_rules).complaintAbout(root);
}

} // namespace nocturne::health
