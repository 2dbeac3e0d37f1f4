// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/json_fault.h"

#include <algorithm>

#include <simdjson.h>

namespace nocturne::health {

namespace {

using simdjson::SUCCESS;

simdjson::error_code walk(simdjson::ondemand::value value);

simdjson::error_code walkMembers(simdjson::ondemand::value& value)
{
    simdjson::ondemand::object members;
    if (const auto error = value.get_object().get(members))
        return error;
    for (auto field : members) {
        std::string_view key;
        simdjson::ondemand::value member;
        if (const auto error = field.unescaped_key().get(key))
            return error;
        if (const auto error = field.value().get(member))
            return error;
        if (const auto error = walk(member))
            return error;
    }
    return SUCCESS;
}

simdjson::error_code walkItems(simdjson::ondemand::value& value)
{
    simdjson::ondemand::array items;
    if (const auto error = value.get_array().get(items))
        return error;
    for (auto item : items) {
        simdjson::ondemand::value next;
        if (const auto error = item.get(next))
            return error;
        if (const auto error = walk(next))
            return error;
    }
    return SUCCESS;
}

/// Goes where the text stops being JSON.
simdjson::error_code walk(simdjson::ondemand::value value)
{
    using Type = simdjson::ondemand::json_type;
    Type type{};
    if (const auto error = value.type().get(type))
        return error;
    switch (type) {
    case Type::object:
        return walkMembers(value);
    case Type::array:
        return walkItems(value);
    case Type::number:
        return value.get_double().error();
    case Type::string:
        return value.get_string().error();
    case Type::boolean:
        return value.get_bool().error();
    case Type::null:
        return value.is_null().error();
    }
    return SUCCESS;
}

} // namespace

SourcePosition jsonFaultIn(std::string_view text, std::size_t maxDepth)
{
    const simdjson::padded_string padded(text);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::value root;
    const char* place = nullptr;
    if (parser.allocate(std::max<std::size_t>(text.size(), 256), maxDepth) != SUCCESS ||
        parser.iterate(padded).get(document) != SUCCESS || document.get_value().get(root) != SUCCESS)
        return SourcePosition::at(text, text.size());
    walk(root);
    if (document.current_location().get(place) != SUCCESS)
        return SourcePosition::at(text, text.size());
    return SourcePosition::at(text, static_cast<std::size_t>(place - padded.data()));
}

} // namespace nocturne::health
