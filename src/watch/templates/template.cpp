// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/templates/template.h"

#include "base/core/text.h"
#include "watch/templates/parser.h"

namespace nocturne::templates {

struct Template::Parsed
{
    std::string source;
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
        ParserSetting setting;
        setting.name = options.name;
        setting.variables = options.variables;
        setting.isFunction = [&](std::string_view name) { return options.functions->contains(name); };
        setting.nearby = [&](std::string_view name) {
            std::vector<std::string_view> names;
            for (const auto& [known, function] : *options.functions)
                names.push_back(known);
            return std::string(nearest(name, names));
        };
        auto definitions = parseDefinitions(parsed->source, setting);
        if (!definitions)
            return tl::unexpected(definitions.error());
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
    return execute(m_parsed->definitions, m_parsed->source, m_parsed->name, *m_parsed->functions, expansion);
}

const std::string& Template::source() const { return m_parsed->source; }
bool Template::isPlain() const { return m_parsed->isPlain; }

} // namespace nocturne::templates
