// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_writer.h"

#include <array>
#include <cstdio>

#include "base/core/duration.h"

namespace nocturne::rules {

namespace {

void addTexts(std::string& out, std::string_view key, const WrittenRule::Texts& texts)
{
    if (texts.empty())
        return;
    out.append("        ").append(key).append(":\n");
    for (const auto& [name, text] : texts)
        out += "          " + quotedYaml(name) + ": " + quotedYaml(text) + "\n";
}

void addDuration(std::string& out, std::string_view key, std::chrono::milliseconds duration)
{
    if (duration.count() > 0)
        out.append("        ").append(key).append(": ").append(formatDuration(duration)).append("\n");
}

} // namespace

std::string quotedYaml(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\x%02X", static_cast<unsigned>(c)); // NOLINT
            out += escaped.data();
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string ruleLines(const WrittenRule& rule)
{
    std::string out =
        "      - alert: " + quotedYaml(rule.alert) + "\n        expr: " + quotedYaml(rule.expression) + "\n";
    addDuration(out, "for", rule.holdFor);
    addDuration(out, "keep_firing_for", rule.keepFiringFor);
    addTexts(out, "labels", rule.labels);
    addTexts(out, "annotations", rule.annotations);
    return out;
}

} // namespace nocturne::rules
