// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sources/mapping/mapper.h"

namespace nocturne::mapping {

/// One thing that a mapping made of a message, for people who write mappings. Plain text, bounded, one line.
struct PreviewLine
{
    enum class Kind { Sample, Log, Alert, Fault, Nothing };

    Kind kind = Kind::Nothing;
    std::string text; ///< `price{symbol="A"} 12.5 at 2026-08-01T10:00:00.000Z`

    bool operator==(const PreviewLine&) const = default;
};

std::string_view toString(PreviewLine::Kind kind);

/// What the mapping makes of a message, at most `limit` lines and one more that tells of the rest. A text that is no
/// JSON is a fault.
std::vector<PreviewLine> preview(Mapper& mapper, std::string_view message, std::size_t limit = 200);

/// The messages of a text: the text itself where all of it is one JSON document, else its lines that are not empty.
std::vector<std::string> messagesOf(std::string_view text);

} // namespace nocturne::mapping
