// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::model {

/// A regular expression that needs no engine: literal text, `.*` and `.+`, groups of literal alternatives and classes
/// of a few characters, alternated as a whole. That is how dashboards write matchers: `a|b|c`, `host-0[1-9].*`,
/// `.*_total`, `node_(memory|disk)_.+`. Anchored at both ends; `.` is any character. Immutable.
class SimplePattern
{
public:
    /// Nothing where `text` is more than that, or stands for too many variants, or is no regular expression.
    static std::optional<SimplePattern> parse(std::string_view text);

    bool matches(std::string_view value) const;
    /// The values that match, sorted, where those are finite; else empty.
    std::vector<std::string> literals() const;
    /// The literal that every match starts with; empty when there is none.
    std::string prefix() const;

private:
    /// Literal pieces with something arbitrary between them: `head`, a gap, piece, a gap, ... `tail`.
    struct Variant
    {
        struct Piece
        {
            std::string text;
            std::size_t gap = 0; ///< at least that many bytes stand before it
            bool operator==(const Piece&) const = default;
        };
        std::string head;
        std::vector<Piece> pieces; ///< after each gap; the last one ends the value

        void append(std::string_view literal);
        /// False where the length of two gaps in a row cannot be told in bytes.
        bool appendGap(std::size_t least);
        bool matches(std::string_view value) const;
    };

    static std::optional<std::vector<Variant>> parseBranch(std::string_view text);

    std::vector<Variant> m_variants;
};

} // namespace nocturne::model
