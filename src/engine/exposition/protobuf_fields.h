// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include <protozero/pbf_reader.hpp>

namespace nocturne::exposition::proto {

/// Fields by number and kind, for `switch (message.tag_and_type())`: a field of another kind than expected is unknown.
constexpr std::uint32_t varintField(std::uint32_t number)
{
    return protozero::tag_and_type(number, protozero::pbf_wire_type::varint);
}
constexpr std::uint32_t doubleField(std::uint32_t number)
{
    return protozero::tag_and_type(number, protozero::pbf_wire_type::fixed64);
}
constexpr std::uint32_t bytesField(std::uint32_t number)
{
    return protozero::tag_and_type(number, protozero::pbf_wire_type::length_delimited);
}

inline protozero::pbf_reader readerOf(std::string_view bytes)
{
    return protozero::pbf_reader(protozero::data_view(bytes.data(), bytes.size()));
}

inline std::string_view bytesOf(protozero::pbf_reader& message)
{
    const auto view = message.get_view();
    return {view.data(), view.size()};
}

} // namespace nocturne::exposition::proto
