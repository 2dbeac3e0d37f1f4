// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Go's template language that is understood:
//
//   template = { text | "{{" [ "- " ] [ comment | pipeline ] [ " -" ] "}}" }
//   pipeline = operand { "|" function }
//   operand  = "$value" | ".Value" | labels name | quoted | function operand
//   labels   = "$labels." | ".Labels." | "$externalLabels." | ".ExternalLabels."
//   function = "humanize" | ... | "printf" quoted
#include "watch/rules/template.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/core/text.h"
#include "engine/model/label_set.h"

namespace nocturne::rules {

namespace {

constexpr std::size_t kMaxOutput = std::size_t{64} << 10U;
constexpr std::array<std::string_view, 9> kFunctions = {
    "humanize", "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "toUpper", "toLower",
    "title",    "printf"};
constexpr std::string_view kBlanks = " \t\r\n";

/// Whether `format` is text with exactly one of the verbs we print, and if so which.
char verbOf(std::string_view format)
{
    const auto at = format.find('%');
    if (at == std::string_view::npos || format.find('%', at + 1) != std::string_view::npos)
        return 0;
    const auto verb = format.find_first_not_of("+-# 0123456789.", at + 1);
    if (verb == std::string_view::npos || verb - at > 8 ||
        std::string_view("fgedsv").find(format[verb]) == std::string_view::npos)
        return 0;
    return format[verb];
}

std::string printNumber(std::string_view format, double value)
{
    const char verb = verbOf(format);
    const auto at = format.find('%');
    const auto verbAt = format.find(verb, at);
    std::string spec(format.substr(at, verbAt - at));
    std::string text;
    std::array<char, 512> buffer{};
    if (verb == 's' || verb == 'v') {
        text = goNumber(value);
    } else if (verb == 'd') {
        std::snprintf(buffer.data(), buffer.size(), (spec + "lld").c_str(), static_cast<long long>(value)); // NOLINT
        text = buffer.data();
    } else {
        std::snprintf(buffer.data(), buffer.size(), (spec + verb).c_str(), value); // NOLINT: spec was checked
        text = buffer.data();
    }
    return std::string(format.substr(0, at)) + text + std::string(format.substr(verbAt + 1));
}

std::string titled(std::string text)
{
    bool start = true;
    for (char& c : text) {
        if (start)
            c = asciiUpper(c);
        start = kBlanks.find(c) != std::string_view::npos;
    }
    return text;
}

/// A number, or text that may be one: what travels through a pipeline.
struct Item
{
    std::string text;
    double number = 0;
    bool isNumber = false;

    double asNumber() const { return isNumber ? number : std::strtod(text.c_str(), nullptr); }
    std::string asText() const { return isNumber ? goNumber(number) : text; }
};

Item applied(const std::string& function, const std::string& format, const Item& item)
{
    if (function == "humanize")
        return {humanize(item.asNumber())};
    if (function == "humanize1024")
        return {humanize1024(item.asNumber())};
    if (function == "humanizeDuration")
        return {humanizeDuration(item.asNumber())};
    if (function == "humanizePercentage")
        return {humanizePercentage(item.asNumber())};
    if (function == "humanizeTimestamp")
        return {humanizeTimestamp(item.asNumber())};
    if (function == "toUpper")
        return {asciiUpper(item.asText())};
    if (function == "toLower")
        return {asciiLower(item.asText())};
    if (function == "title")
        return {titled(item.asText())};
    const char verb = verbOf(format);
    if ((verb == 's' || verb == 'v') && !item.isNumber) {
        const auto at = format.find('%');
        return {format.substr(0, at) + item.text + format.substr(format.find(verb, at) + 1)};
    }
    return {printNumber(format, item.asNumber())};
}

} // namespace

/// Reads one template. The text outlives it.
class Template::Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {}

    Result<std::vector<Piece>> read()
    {
        bool trimNext = false;
        while (m_at < m_text.size()) {
            const auto open = std::min(m_text.find("{{", m_at), m_text.size());
            auto literal = m_text.substr(m_at, open - m_at);
            if (trimNext)
                literal.remove_prefix(std::min(literal.find_first_not_of(kBlanks), literal.size()));
            trimNext = false;
            const bool trims = m_text.substr(open).starts_with("{{- ");
            if (trims)
                literal.remove_suffix(literal.size() - std::min(literal.find_last_not_of(kBlanks) + 1, literal.size()));
            if (!literal.empty())
                m_pieces.push_back({std::string(literal), {}});
            if (open == m_text.size())
                break;
            m_at = open + (trims ? 4 : 2);
            if (auto action = readAction(); !action)
                return tl::unexpected(action.error());
            else
                trimNext = *action;
        }
        return std::move(m_pieces);
    }

private:
    tl::unexpected<Error> refuse(std::size_t at, std::string message) const
    {
        return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition::at(m_text, at));
    }

    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(kBlanks, m_at), m_text.size()); }

    /// Behind "{{": up to and with "}}". Tells whether blanks behind it are to be trimmed.
    Result<bool> readAction()
    {
        skipBlanks();
        if (m_text.substr(m_at).starts_with("/*")) {
            const auto end = m_text.find("*/", m_at);
            if (end == std::string_view::npos)
                return refuse(m_at, "comment without an end: expected \"*/\"");
            m_at = end + 2;
        } else {
            Piece piece;
            if (auto done = readOperand(piece); !done)
                return tl::unexpected(done.error());
            for (skipBlanks(); m_at < m_text.size() && m_text[m_at] == '|'; skipBlanks()) {
                ++m_at;
                if (auto done = readFunction(piece); !done)
                    return tl::unexpected(done.error());
            }
            m_pieces.push_back(std::move(piece));
        }
        skipBlanks();
        const bool trims = m_text.substr(m_at).starts_with("-}}");
        m_at += trims ? 1 : 0;
        if (!m_text.substr(m_at).starts_with("}}"))
            return refuse(m_at, "expected \"}}\" or \"|\" in a template");
        m_at += 2;
        return trims;
    }

    std::string_view readWord()
    {
        const auto start = m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (!isAsciiLetter(c) && !isAsciiDigit(c) && c != '_' && c != '.' && c != '$')
                break;
            ++m_at;
        }
        return m_text.substr(start, m_at - start);
    }

    Result<std::string> readQuoted()
    {
        const auto start = m_at;
        const char quote = m_text[m_at++];
        std::string out;
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\' && quote == '"' && m_at + 1 < m_text.size()) {
                const char escaped = m_text[++m_at];
                out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
            } else {
                out += m_text[m_at];
            }
            ++m_at;
        }
        if (m_at >= m_text.size())
            return refuse(start, "text without a closing quote in a template");
        ++m_at;
        return out;
    }

    bool atQuote() const { return m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '`'); }

    Result<void> readOperand(Piece& piece)
    {
        skipBlanks();
        if (atQuote()) {
            auto text = readQuoted();
            if (!text)
                return tl::unexpected(text.error());
            piece.operand = std::move(*text);
            return {};
        }
        const auto start = m_at;
        const auto word = readWord();
        if (word == "$value" || word == ".Value") {
            piece.operand = Value{};
            return {};
        }
        for (const std::string_view prefix : {"$labels.", ".Labels.", "$externalLabels.", ".ExternalLabels."}) {
            if (word.starts_with(prefix) && model::isClassicLabelName(word.substr(prefix.size()))) {
                piece.operand =
                    LabelValue{std::string(word.substr(prefix.size())), prefix.find("xternal") != prefix.npos};
                return {};
            }
        }
        if (std::ranges::find(kFunctions, word) != kFunctions.end()) {
            m_at = start;
            if (auto function = readFunction(piece); !function)
                return function;
            const auto first = piece.functions.back();
            piece.functions.pop_back();
            auto operand = readOperand(piece);
            piece.functions.push_back(first);
            return operand;
        }
        static constexpr std::array<std::string_view, 6> kNames = {"$value", "$labels", "$externalLabels",
                                                                   ".Value", ".Labels", ".ExternalLabels"};
        const auto hint = nearest(word, kNames);
        return refuse(start, word.empty() ? "expected $value, $labels.NAME or a function in a template"
                                          : "unknown name \"" + printable(word) + "\" in a template" +
                                                (hint.empty() ? "" : ": did you mean \"" + std::string(hint) + "\"?"));
    }

    Result<void> readFunction(Piece& piece)
    {
        skipBlanks();
        const auto start = m_at;
        const auto name = readWord();
        if (std::ranges::find(kFunctions, name) == kFunctions.end()) {
            const auto hint = nearest(name, kFunctions);
            return refuse(start, "unknown template function \"" + printable(name) + "\"" +
                                     (hint.empty() ? "" : ": did you mean \"" + std::string(hint) + "\"?"));
        }
        Function function{std::string(name), {}};
        if (name == "printf") {
            skipBlanks();
            const auto formatAt = m_at;
            if (!atQuote())
                return refuse(m_at, "printf needs a format in quotes, such as \"%.2f\"");
            auto format = readQuoted();
            if (!format)
                return tl::unexpected(format.error());
            if (verbOf(*format) == 0)
                return refuse(formatAt, "printf understands exactly one of the verbs f g e d s v here");
            function.format = std::move(*format);
        }
        piece.functions.push_back(std::move(function));
        return {};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<Piece> m_pieces;
};

Result<Template> Template::parse(std::string_view text)
{
    auto pieces = Reader(text).read();
    if (!pieces)
        return tl::unexpected(pieces.error());
    Template made;
    made.m_source = text;
    made.m_pieces = std::move(*pieces);
    return made;
}

std::string Template::render(const TemplateData& data) const
{
    std::string out;
    for (const auto& piece : m_pieces) {
        Item item;
        if (std::holds_alternative<Value>(piece.operand))
            item = {{}, data.value, true};
        else if (const auto* label = std::get_if<LabelValue>(&piece.operand))
            item.text = (label->isExternal ? data.externalLabels : data.labels).get(label->name);
        else
            item.text = std::get<std::string>(piece.operand);
        for (const auto& function : piece.functions)
            item = applied(function.name, function.format, item);
        out += item.asText();
        if (out.size() > kMaxOutput) {
            out.resize(kMaxOutput);
            break;
        }
    }
    return out;
}

} // namespace nocturne::rules
