// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"

namespace nocturne::model {

/// Selects label values: `name="value"`, `!=`, `=~`, `!~`. Immutable; copies share the compiled expression.
/// May be used from any thread.
///
/// Regular expressions are RE2's, anchored at both ends, and `.` matches a line feed too, as in Prometheus 3.
class Matcher
{
public:
    enum class Op { Equal, NotEqual, Regex, NotRegex };

    /// Fails with InvalidInput when `value` is no regular expression, or one over 4 MiB compiled.
    static Result<Matcher> make(Op op, std::string name, std::string value);
    /// The one kind that cannot fail.
    static Matcher equal(std::string name, std::string value);

    Op op() const { return m_op; }
    const std::string& name() const { return m_name; }
    const std::string& value() const { return m_value; }

    bool matches(std::string_view value) const;
    bool matches(const LabelSet& labels) const { return matches(labels.get(m_name)); }
    /// Whether a series without this label is selected.
    bool matchesEmpty() const { return matches(std::string_view()); }

    /// For a positive expression that is only an alternation of literals (`a|b|c`, `(a|b)`): those, else empty.
    /// Lets an index look values up instead of trying each.
    const std::vector<std::string>& setMatches() const;
    /// The literal that every match starts with; empty when there is none.
    std::string_view prefix() const;

    /// `name=~"value"`
    std::string toString() const;
    bool operator==(const Matcher& other) const
    {
        return m_op == other.m_op && m_name == other.m_name && m_value == other.m_value;
    }

private:
    struct Pattern;
    Matcher(Op op, std::string name, std::string value)
        : m_op(op)
        , m_name(std::move(name))
        , m_value(std::move(value))
    {}

    Op m_op;
    std::string m_name;
    std::string m_value;
    std::shared_ptr<const Pattern> m_pattern; // for Regex and NotRegex
};

/// `=`, `!=`, `=~`, `!~`
std::string_view toString(Matcher::Op op);

/// Whether all of `matchers` select `labels`.
bool matchesAll(const std::vector<Matcher>& matchers, const LabelSet& labels);

} // namespace nocturne::model
