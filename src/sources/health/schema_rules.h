// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <re2/re2.h>
#include <simdjson.h>

namespace nocturne::health {

/// What of JSON something may be; a set of bits. A number without a fraction is an Integer and a Number.
enum SchemaType : unsigned { // NOLINT(performance-enum-size): bits
    NullType = 1,
    BooleanType = 2,
    IntegerType = 4,
    NumberType = 8,
    StringType = 16,
    ArrayType = 32,
    ObjectType = 64,
};

/// One schema. Schemas within it are named by their index in SchemaRules::schemas; long double holds every number that
/// simdjson reads.
struct SchemaRule
{
    using Index = std::size_t;
    using Maybe = std::optional<Index>;

    bool isNever = false;                                     ///< the schema `false`
    Maybe ref = {};                                           ///< nothing else counts where it is set
    unsigned types = 0;                                       ///< 0: any
    std::optional<std::vector<std::string>> enumeration = {}; ///< canonical
    std::optional<std::string> constant = {};                 ///< canonical
    std::string enumerationWords = {};
    std::string constantWords = {};

    std::optional<long double> multipleOf = {};
    std::optional<long double> maximum = {};
    std::optional<long double> exclusiveMaximum = {};
    std::optional<long double> minimum = {};
    std::optional<long double> exclusiveMinimum = {};

    std::optional<std::uint64_t> maxLength = {};
    std::optional<std::uint64_t> minLength = {};
    const RE2* pattern = nullptr;

    Maybe items = {};
    std::optional<std::vector<Index>> itemList = {};
    Maybe additionalItems = {};
    Maybe contains = {};
    std::optional<std::uint64_t> maxItems = {};
    std::optional<std::uint64_t> minItems = {};
    bool uniqueItems = false;

    std::map<std::string, Index, std::less<>> properties = {};
    std::vector<std::pair<const RE2*, Index>> patternProperties = {};
    Maybe additionalProperties = {};
    Maybe propertyNames = {};
    std::vector<std::string> required = {};
    std::map<std::string, std::vector<std::string>> dependentKeys = {};
    std::map<std::string, Index> dependentSchemas = {};
    std::optional<std::uint64_t> maxProperties = {};
    std::optional<std::uint64_t> minProperties = {};

    std::vector<Index> allOf = {};
    std::vector<Index> anyOf = {};
    std::vector<Index> oneOf = {};
    Maybe isNot = {};
    Maybe condition = {};
    Maybe then = {};
    Maybe otherwise = {};
};

struct SchemaRules
{
    std::string text;
    std::deque<SchemaRule> schemas; ///< the first is the whole
    std::deque<RE2> patterns;
};

/// A text that is the same for values that are equal as JSON: members sorted, 1.0 as 1. `steps` grows by its cost.
std::string canonical(const simdjson::dom::element& value, std::size_t& steps);

constexpr std::size_t kSchemaJsonDepth = 64;

} // namespace nocturne::health
