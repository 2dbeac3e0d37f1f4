// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::health {

struct SchemaRules;

/// What a JSON document has to be, by a JSON Schema of draft 7 (draft-handrews-json-schema-validation-01; draft 6 is a
/// part of it).
///
/// A `$ref` points into the schema itself: `#` or `#/definitions/name`. Regular expressions are RE2's, so that they
/// take linear time whatever the document holds. `format`, `contentEncoding` and unknown keywords say nothing, as the
/// standard allows. A value, cheap to copy; const calls from any thread.
class JsonSchema
{
public:
    static constexpr std::size_t kMaxBytes = std::size_t{256} << 10U;

    /// Reads a schema of at most kMaxBytes, 64 levels, 10 000 schemas within it and 256 regular expressions. Fails with
    /// InvalidInput or LimitExceeded: with a position where it is no JSON, else with a JSON pointer to the keyword.
    static Result<JsonSchema> parse(std::string_view text);

    /// Why `json` is not accepted: the first fault found, in one bounded plain sentence with a JSON pointer (RFC 6901);
    /// empty where it is. What takes more than two million steps or 512 levels of schemas is not accepted.
    std::string complaintAbout(std::string_view json) const;

    /// Whether both were read from the same text.
    bool operator==(const JsonSchema& other) const;

private:
    explicit JsonSchema(std::shared_ptr<const SchemaRules> rules)
        : m_rules(std::move(rules))
    {}

    std::shared_ptr<const SchemaRules> m_rules; ///< never null
};

} // namespace nocturne::health
