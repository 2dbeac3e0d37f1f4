// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/templates/template.h"

#include "base/core/text.h"
#include "watch/templates/parser.h"

namespace nocturne::templates {

namespace {

constexpr std::string_view kMark = "\n{{/**/}}"; // parts the texts of library and template

/// The place in the text that stands behind `prefix`; nothing when it lies within that.
std::optional<SourcePosition> behind(std::string_view prefix, std::optional<SourcePosition> where)
{
    if (prefix.empty() || !where)
        return where;
    const auto start = SourcePosition::at(prefix, prefix.size());
    if (where->line < start.line || (where->line == start.line && where->column < start.column))
        return std::nullopt;
    if (where->line == start.line)
        return SourcePosition{1, where->column - start.column + 1};
    return SourcePosition{where->line - start.line + 1, where->column};
}

Error told(Error error, std::string_view prefix)
{
    auto where = behind(prefix, error.where);
    if (error.where && !where)
        error.message = "in the definitions, " + error.text();
    error.where = where;
    return error;
}

} // namespace

struct Template::Parsed
{
    std::string source; ///< of the template itself
    std::string whole;  ///< the library, the mark, and the source
    std::size_t prefix = 0;
    std::string name;
    const FunctionTable* functions = nullptr;
    Definitions definitions;
    bool isPlain = true;
};

Template::Template()
    : m_parsed(std::make_shared<const Parsed>())
{}

Result<Template> Template::parse(std::string_view text, const TemplateOptions& options)
{
    if (text.size() > kMaxTemplateBytes)
        return fail(Error::Kind::LimitExceeded,
                    "a template is longer than " + std::to_string(kMaxTemplateBytes) + " bytes", SourcePosition());
    auto parsed = std::make_shared<Parsed>();
    parsed->source = text;
    parsed->name = options.name;
    parsed->functions = options.functions;
    parsed->isPlain = text.find("{{") == std::string_view::npos;
    if (!parsed->isPlain) {
        if (!options.library.empty())
            parsed->whole = options.library + std::string(kMark);
        parsed->prefix = parsed->whole.size();
        parsed->whole += text;
        ParserSetting setting;
        setting.name = options.name;
        setting.variables = options.variables;
        setting.mayRedefine = !options.library.empty();
        setting.isFunction = [&](std::string_view name) { return options.functions->contains(name); };
        setting.nearby = [&](std::string_view name) {
            std::vector<std::string_view> names;
            for (const auto& [known, function] : *options.functions)
                names.push_back(known);
            return std::string(nearest(name, names));
        };
        auto definitions = parseDefinitions(parsed->whole, setting);
        if (!definitions)
            return tl::unexpected(told(definitions.error(), std::string_view(parsed->whole).substr(0, parsed->prefix)));
        auto& root = *definitions->find(options.name)->second;
        std::erase_if(root.children, [&](const NodePtr& node) { return node->begin < parsed->prefix; });
        parsed->definitions = std::move(*definitions);
    }
    Template made;
    made.m_parsed = std::move(parsed);
    return made;
}

Template Template::literal(std::string text)
{
    auto parsed = std::make_shared<Parsed>();
    parsed->source = std::move(text);
    Template made;
    made.m_parsed = std::move(parsed);
    return made;
}

Result<std::string> Template::expand(const Expansion& expansion) const
{
    if (m_parsed->isPlain)
        return m_parsed->source;
    auto expanded = execute(m_parsed->definitions, m_parsed->whole, m_parsed->name, *m_parsed->functions, expansion);
    if (!expanded)
        return tl::unexpected(told(expanded.error(), std::string_view(m_parsed->whole).substr(0, m_parsed->prefix)));
    return expanded;
}

const std::string& Template::source() const { return m_parsed->source; }
bool Template::isPlain() const { return m_parsed->isPlain; }

} // namespace nocturne::templates
