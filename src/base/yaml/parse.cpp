// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/yaml/parse.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

#include <yaml-cpp/yaml.h>

#include "base/core/text.h"
#include "base/yaml/tree_builder.h"

namespace nocturne::yaml {

namespace {

struct Translation
{
    std::string_view theirs;
    std::string_view ours;
};

/// yaml-cpp's words, for those who do not know its inside.
constexpr std::array<Translation, 11> kTranslations = {{
    {"illegal map value", "unexpected \":\": check the indentation, or put a text that holds \": \" in quotes"},
    {"end of map not found", "this line fits no map around it: check the indentation and that each key ends in \":\""},
    {"end of sequence not found", "this line fits no list around it: check the indentation"},
    {"end of map flow not found", "a \"{\" is never closed: add \"}\""},
    {"end of sequence flow not found", "a \"[\" is never closed: add \"]\""},
    {"illegal flow end", "a \"]\" or \"}\" too many"},
    {"illegal block entry", "unexpected \"- \": check the indentation"},
    {"illegal document indicator in scalar", "a quote above is never closed"},
    {"illegal EOF in scalar", "a quote is never closed"},
    {"the referenced anchor is not defined", "the alias names an anchor that is not defined above it"},
    {"illegal tab when looking for indentation", "tab in the indentation: use spaces"},
}};

std::string translated(const std::string& message)
{
    const auto found = std::ranges::find_if(
        kTranslations, [&](const Translation& entry) { return message.starts_with(entry.theirs); });
    return found == kTranslations.end() ? printable(message) : std::string(found->ours);
}

std::optional<std::size_t> controlCharacter(std::string_view text)
{
    const auto found = std::ranges::find_if(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7f;
    });
    return found == text.end() ? std::nullopt : std::optional<std::size_t>(found - text.begin());
}

/// What can be said before the grammar is looked at.
std::optional<Error> refusal(std::string_view text, const Budget& budget)
{
    if (text.size() > budget.bytes) {
        return Error{Error::Kind::LimitExceeded,
                     "the document has " + std::to_string(text.size()) + " bytes, more than the limit of " +
                         std::to_string(budget.bytes) + ": split it",
                     SourcePosition{}};
    }
    if (const auto at = controlCharacter(text)) {
        return Error{Error::Kind::InvalidInput, "control character " + printable(text.substr(*at, 1)) + ": remove it",
                     SourcePosition::at(text, *at)};
    }
    if (!isValidUtf8(text)) {
        std::size_t at = 0;
        for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', at)) {
            if (!isValidUtf8(text.substr(at, end - at)))
                break;
            at = end + 1;
        }
        return Error{Error::Kind::InvalidInput, "this line is not UTF-8: save the file in that encoding",
                     SourcePosition::at(text, at)};
    }
    return std::nullopt;
}

/// yaml-cpp overlooks a quote that is still open at the end of the input; an end marker makes it see.
std::string withEndMarker(std::string_view text)
{
    return std::string(text) + (text.empty() || text.ends_with('\n') ? "...\n" : "\n...\n");
}

/// Warns of a second document, also of one that does not parse.
void noteSecond(std::string_view text, YAML::Parser& parser, TreeBuilder& rest, Findings& findings)
{
    const auto warn = [&](SourcePosition where) {
        findings.warning(where, "a second document starts here and is not read: make it a file of its own");
    };
    try {
        if (parser.HandleNextDocument(rest))
            warn(rest.root().position());
    } catch (const std::exception&) {
        warn(SourcePosition::at(text, text.size()));
    } catch (const Refused& refused) {
        warn(refused.error.where.value_or(SourcePosition()));
    }
}

enum class Further { Refused, Ignored };

Node build(std::string_view text, TreeBuilder& builder, Further further, Findings& findings)
{
    std::istringstream stream(withEndMarker(text));
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder))
        return {};
    Node root = builder.root();
    Findings ignored;
    TreeBuilder rest(text, {}, ignored);
    if (further == Further::Ignored) {
        noteSecond(text, parser, rest, findings);
    } else if (parser.HandleNextDocument(rest)) {
        throw Refused{{Error::Kind::InvalidInput, "a second document starts here: keep one document a file",
                       rest.root().position()}};
    }
    return root;
}

std::optional<Node> read(std::string_view text, Findings& findings, const Budget& budget, Further further)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    if (auto error = refusal(text, budget)) {
        findings.add(std::move(*error));
        return std::nullopt;
    }
    TreeBuilder builder(text, budget, findings);
    try {
        return build(text, builder, further, findings);
    } catch (const Refused& refused) {
        findings.add(refused.error);
    } catch (const YAML::Exception& exception) {
        const auto& mark = exception.mark;
        const bool isOpen = exception.msg.find("flow not found") != std::string::npos;
        if (const auto bracket = builder.openFlow(); bracket && isOpen)
            findings.error(*bracket, translated(exception.msg));
        else if (const auto tab = builder.tabInIndentation(mark.line, mark.column + 1))
            findings.error({mark.line + 1, *tab}, "tab in the indentation: use spaces");
        else
            findings.error({std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1}, translated(exception.msg));
    } catch (const std::exception& exception) {
        findings.add({Error::Kind::Internal, printable(exception.what()), SourcePosition{}});
    }
    return std::nullopt;
}

} // namespace

std::optional<Node> parse(std::string_view text, Findings& findings, const Budget& budget)
{
    return read(text, findings, budget, Further::Refused);
}

std::optional<Node> parseFirst(std::string_view text, Findings& findings, const Budget& budget)
{
    return read(text, findings, budget, Further::Ignored);
}

Result<Node> parse(std::string_view text, const Budget& budget)
{
    Findings findings;
    auto root = parse(text, findings, budget);
    if (!root || findings.hasErrors())
        return tl::unexpected(findings.firstError());
    return *root;
}

} // namespace nocturne::yaml
