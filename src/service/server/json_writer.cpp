// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::server {

namespace {

/// Bytes that cannot stand as they are.
constexpr std::array<bool, 256> kEscaped = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < 0x20; ++i)
        table.at(i) = true;
    for (const char c : {'"', '\\', '<', '>', '&', '\x7f'})
        table.at(static_cast<unsigned char>(c)) = true;
    return table;
}();

void appendEscape(std::string& out, char c)
{
    static constexpr std::string_view kHex = "0123456789abcdef";
    switch (c) {
    case '"':
    case '\\':
        out += '\\';
        out += c;
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += "\\u00";
        out += kHex[static_cast<unsigned char>(c) >> 4U];
        out += kHex[static_cast<unsigned char>(c) & 15U];
    }
}

void appendEscaped(std::string& out, std::string_view text)
{
    while (!text.empty()) {
        const auto plain = std::ranges::find_if(text, [](char c) { return kEscaped[static_cast<unsigned char>(c)]; });
        const auto length = static_cast<std::size_t>(plain - text.begin());
        out += text.substr(0, length);
        if (length == text.size())
            return;
        appendEscape(out, text[length]);
        text.remove_prefix(length + 1);
    }
}

/// The longest start of `text` that is UTF-8; characters are at most four bytes long.
std::string_view validStart(std::string_view text)
{
    std::size_t end = 0;
    while (end < text.size()) {
        std::size_t length = 1;
        while (length <= 4 && end + length <= text.size() && !isValidUtf8(text.substr(end, length)))
            ++length;
        if (length > 4 || end + length > text.size())
            break;
        end += length;
    }
    return text.substr(0, end);
}

/// "-1.25e-07" without exponent: "-0.000000125".
std::string withoutExponent(std::string_view scientific)
{
    const auto e = scientific.find('e');
    if (e == std::string_view::npos)
        return std::string(scientific);
    std::string text;
    auto mantissa = scientific.substr(0, e);
    if (mantissa.front() == '-') {
        text = '-';
        mantissa.remove_prefix(1);
    }
    std::size_t exponent = 0;
    std::from_chars(scientific.data() + e + 2, scientific.data() + scientific.size(), exponent);
    auto digits = std::string(mantissa.substr(0, 1));
    digits += mantissa.substr(std::min<std::size_t>(2, mantissa.size()));
    if (scientific[e + 1] == '-')
        return text + "0." + std::string(exponent - 1, '0') + digits;
    return text + digits + std::string(exponent + 1 - digits.size(), '0');
}

} // namespace

void appendApiSeconds(std::string& out, Timestamp ms)
{
    if (ms < 0) {
        out += '-';
        ms = -ms;
    }
    out += std::to_string(ms / 1000);
    if (const auto rest = ms % 1000; rest != 0) {
        const auto digits = std::to_string(1000 + rest); // the leading 1 keeps the zeros
        out += '.';
        out += std::string_view(digits).substr(1);
    }
}

std::string rfc3339(Timestamp ms)
{
    using namespace std::chrono;
    const auto point = sys_time<milliseconds>(milliseconds(ms));
    const auto day = floor<days>(point);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<milliseconds>(point - day));
    const auto padded = [](auto number, std::size_t width) {
        auto digits = std::to_string(number);
        return std::string(width - std::min(width, digits.size()), '0') + digits;
    };
    auto text = padded(static_cast<int>(date.year()), 4) + '-' + padded(static_cast<unsigned>(date.month()), 2) + '-' +
                padded(static_cast<unsigned>(date.day()), 2) + 'T' + padded(clock.hours().count(), 2) + ':' +
                padded(clock.minutes().count(), 2) + ':' + padded(clock.seconds().count(), 2);
    if (const auto rest = clock.subseconds().count(); rest != 0) {
        text += '.' + padded(rest, 3);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text + 'Z';
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out += ',';
    m_needsComma = true;
}

JsonWriter& JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    text(name);
    m_out += ':';
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value)
{
    separate();
    m_out += '"';
    if (isValidUtf8(value)) {
        appendEscaped(m_out, value);
    } else {
        while (!value.empty()) {
            const auto valid = validStart(value);
            appendEscaped(m_out, valid);
            value.remove_prefix(valid.size());
            if (!value.empty()) {
                m_out += "\\ufffd";
                value.remove_prefix(1);
            }
        }
    }
    m_out += '"';
    return *this;
}

JsonWriter& JsonWriter::number(double value)
{
    if (!std::isfinite(value))
        return text(formatNumber(value));
    return raw(formatNumber(value));
}

JsonWriter& JsonWriter::sampleValue(double value)
{
    separate();
    m_out += '"';
    appendNumber(m_out, value);
    m_out += '"';
    return *this;
}

JsonWriter& JsonWriter::plainValue(double value) { return text(withoutExponent(formatNumber(value))); }

JsonWriter& JsonWriter::seconds(Timestamp ms)
{
    separate();
    appendApiSeconds(m_out, ms);
    return *this;
}

JsonWriter& JsonWriter::date(Timestamp ms) { return text(ms == 0 ? "0001-01-01T00:00:00Z" : rfc3339(ms)); }

JsonWriter& JsonWriter::labels(const model::LabelSet& labels)
{
    beginObject();
    for (const auto label : labels)
        key(label.name).text(label.value);
    return endObject();
}

JsonWriter& JsonWriter::raw(std::string_view json)
{
    separate();
    m_out += json;
    return *this;
}

} // namespace nocturne::server
