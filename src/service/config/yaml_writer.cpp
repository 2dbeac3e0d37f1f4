// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/yaml_writer.h"

#include <algorithm>
#include <array>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::config {

namespace {

bool isPlainCharacter(char c)
{
    static constexpr std::string_view kMarks = "_-./+()$%=;~^<>@ ";
    return isAsciiLetter(c) || isAsciiDigit(c) || kMarks.find(c) != std::string_view::npos;
}

bool isPlain(std::string_view text)
{
    static constexpr std::array<std::string_view, 17> kWords = {"true", "false", "null", "yes",  "no",    "on",
                                                                "off",  "y",     "n",    "True", "False", "Null",
                                                                "Yes",  "No",    "On",   "Off",  "~"};
    if (text.empty())
        return false;
    const char first = text.front();
    return (isAsciiLetter(first) || isAsciiDigit(first) || first == '/') && text.back() != ' ' &&
           std::ranges::all_of(text, isPlainCharacter) && std::ranges::find(kWords, text) == kWords.end() &&
           !parseNumber(text);
}

} // namespace

std::string yamlScalar(std::string_view text)
{
    static constexpr std::string_view kHex = "0123456789abcdef";
    if (isPlain(text))
        return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\x";
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        } else {
            out += c;
        }
    }
    return out + '"';
}

void YamlWriter::line(std::string_view key, std::string_view value)
{
    m_out.append(2 * m_depth, ' ');
    if (m_startsItem) {
        m_out.replace(m_out.size() - 2, 2, "- ");
        m_startsItem = false;
    }
    m_out += yamlScalar(key);
    m_out += value.empty() ? ":" : ": ";
    m_out += value;
    m_out += '\n';
}

void YamlWriter::text(std::string_view key, std::string_view value) { line(key, yamlScalar(value)); }

void YamlWriter::textIfSet(std::string_view key, std::string_view value)
{
    if (!value.empty())
        text(key, value);
}

void YamlWriter::flag(std::string_view key, bool value) { line(key, value ? "true" : "false"); }
void YamlWriter::number(std::string_view key, std::uint64_t value) { line(key, std::to_string(value)); }
void YamlWriter::decimal(std::string_view key, double value) { line(key, formatNumber(value)); }
void YamlWriter::duration(std::string_view key, std::chrono::milliseconds value) { line(key, formatDuration(value)); }

void YamlWriter::list(std::string_view key, const std::vector<std::string>& values)
{
    std::string flow = "[";
    for (const auto& value : values)
        flow += (flow.size() > 1 ? ", " : "") + yamlScalar(value);
    line(key, flow + ']');
}

void YamlWriter::numbers(std::string_view key, const std::vector<std::string>& values)
{
    std::string flow = "[";
    for (const auto& value : values)
        flow += (flow.size() > 1 ? ", " : "") + value;
    line(key, flow + ']');
}

void YamlWriter::map(std::string_view key, const std::map<std::string, std::string>& values)
{
    if (values.empty())
        return;
    section(key, [&] {
        for (const auto& [name, value] : values)
            text(name, value);
    });
}

void YamlWriter::section(std::string_view key, const std::function<void()>& content)
{
    line(key, {});
    ++m_depth;
    content();
    --m_depth;
}

void YamlWriter::block(std::string_view key, std::string_view lines)
{
    line(key, {});
    while (!lines.empty()) {
        const auto size = std::min(lines.find('\n'), lines.size() - 1) + 1;
        m_out.append(2 * m_depth + 2, ' ').append(lines.substr(0, size));
        lines.remove_prefix(size);
    }
}

void YamlWriter::item(const std::function<void()>& content)
{
    ++m_depth;
    m_startsItem = true;
    content();
    m_startsItem = false;
    --m_depth;
}

} // namespace nocturne::config
