// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/result.h"

#include <algorithm>

namespace nocturne {

SourcePosition SourcePosition::at(std::string_view text, std::size_t offset)
{
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    return {static_cast<int>(line), static_cast<int>(before.size() - lineStart) + 1};
}

Error Error::within(std::string_view context) const { return {kind, std::string(context) + ": " + message, where}; }

std::string Error::text() const
{
    if (!where)
        return message;
    return std::to_string(where->line) + ":" + std::to_string(where->column) + ": " + message;
}

std::string_view toString(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::InvalidInput:
        return "invalid input";
    case Error::Kind::NotFound:
        return "not found";
    case Error::Kind::Unavailable:
        return "unavailable";
    case Error::Kind::Timeout:
        return "timeout";
    case Error::Kind::Corrupt:
        return "corrupt";
    case Error::Kind::Cancelled:
        return "cancelled";
    case Error::Kind::LimitExceeded:
        return "limit exceeded";
    case Error::Kind::Internal:
        return "internal";
    }
    return "internal";
}

tl::unexpected<Error> fail(Error::Kind kind, std::string message, std::optional<SourcePosition> where)
{
    return tl::unexpected<Error>(Error{kind, std::move(message), where});
}

} // namespace nocturne
