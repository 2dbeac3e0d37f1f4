// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/form.h"

#include <algorithm>

#include "base/core/text.h"

namespace nocturne::server {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

Result<std::string> percentDecoded(std::string_view text, bool plusIsBlank)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plusIsBlank) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return fail(Error::Kind::InvalidInput,
                            "invalid URL escape \"" + printable(text.substr(i, 3), 16) + "\": write %25 for a %");
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return out;
}

Result<void> Form::add(std::string_view encoded)
{
    while (!encoded.empty()) {
        const auto pair = encoded.substr(0, encoded.find('&'));
        encoded.remove_prefix(std::min(pair.size() + 1, encoded.size()));
        if (pair.empty())
            continue;
        if (pair.find(';') != std::string_view::npos)
            return fail(Error::Kind::InvalidInput, "a semicolon separates no parameters: write & or %3B");
        if (m_values.size() == kMaxValues)
            return fail(Error::Kind::LimitExceeded, "more than " + std::to_string(kMaxValues) + " parameters");
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = percentDecoded(pair.substr(0, equals), true);
        auto value = percentDecoded(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value)
            return tl::unexpected(name ? value.error() : name.error());
        m_values.emplace_back(std::move(*name), std::move(*value));
    }
    return {};
}

bool Form::has(std::string_view name) const
{
    return std::ranges::any_of(m_values, [&](const auto& pair) { return pair.first == name; });
}

std::string_view Form::get(std::string_view name) const
{
    const auto found = std::ranges::find_if(m_values, [&](const auto& pair) { return pair.first == name; });
    return found == m_values.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string> Form::all(std::string_view name) const
{
    std::vector<std::string> values;
    for (const auto& [key, value] : m_values) {
        if (key == name)
            values.push_back(value);
    }
    return values;
}

} // namespace nocturne::server
