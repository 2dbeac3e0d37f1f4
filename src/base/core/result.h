// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace nocturne {

/// A place in a text, both counted from one; columns count bytes.
struct SourcePosition
{
    int line = 1;
    int column = 1;

    bool operator==(const SourcePosition&) const = default;

    /// The place of byte `offset` in `text`; the end of the text when `offset` lies behind it.
    static SourcePosition at(std::string_view text, std::size_t offset);
};

/// Why an operation failed, in words for the person who has to act on it.
struct Error
{
    enum class Kind { InvalidInput, NotFound, Unavailable, Timeout, Corrupt, Cancelled, LimitExceeded, Internal };

    Kind kind = Kind::Internal;
    std::string message;                      ///< one sentence, lower case, no full stop
    std::optional<SourcePosition> where = {}; ///< line and column, set by every parser

    bool operator==(const Error&) const = default;

    /// The same error, told from one floor higher: "context: message".
    Error within(std::string_view context) const;
    /// "3:14: message", or the bare message where there is no place.
    std::string text() const;
};

/// A stable lower-case word for a kind, as shown in the interface and in metrics: "timeout".
std::string_view toString(Error::Kind kind);

template <typename T>
using Result = tl::expected<T, Error>;

/// What a fallible function returns when it fails: `return fail(Error::Kind::NotFound, "no such target");`
tl::unexpected<Error> fail(Error::Kind kind, std::string message, std::optional<SourcePosition> where = {});

} // namespace nocturne
