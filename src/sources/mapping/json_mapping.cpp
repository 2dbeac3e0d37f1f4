// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/mapping/json_mapping.h"

namespace nocturne::mapping {

Result<Place> parsePlace(std::string_view text)
{
    Place place;
    place.text = text;
    if (text == "@~") {
        place.from = Place::From::Key;
        return place;
    }
    if (!text.starts_with('$') && !text.starts_with('@'))
        return place;
    place.from = text.front() == '$' ? Place::From::Message : Place::From::Element;
    auto steps = json::parsePath("$" + std::string(text.substr(1)));
    if (!steps)
        return fail(Error::Kind::InvalidInput, steps.error().message + ": $ is the message, @ the element of each");
    place.steps = std::move(*steps);
    return place;
}

} // namespace nocturne::mapping
