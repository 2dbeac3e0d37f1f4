// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "watch/templates/executor.h"

namespace nocturne::templates {

struct TemplateOptions
{
    std::string name = "template";           ///< how errors and `template` call the whole text
    std::vector<std::string> variables = {}; ///< given at expansion, with the dollar sign
    const FunctionTable* functions = &prometheusFunctions();
    /// Definitions that the text may use, one or several files; text between them does not count. A text that defines a
    /// name again has its own.
    std::string library = {};
};

/// Bytes of a template; a longer one does not parse.
inline constexpr std::size_t kMaxTemplateBytes = std::size_t{64} << 10U;

/// A text with `{{ ... }}` in it, in Go's template language with the functions of Prometheus.
///
/// Immutable; copies share the tree; any thread. In HTML mode what actions print is escaped as in an element or a
/// quoted attribute; scripts, styles and URLs are not told apart, as html/template would.
class Template
{
public:
    /// The empty text.
    Template();
    /// Fails with InvalidInput or LimitExceeded and the place within `text`; one in the library is told without a
    /// place.
    static Result<Template> parse(std::string_view text, const TemplateOptions& options = {});
    /// A text that stays as it is, braces and all.
    static Template literal(std::string text);

    /// Fails with InvalidInput or LimitExceeded and the place. All variables of the options have to be given.
    Result<std::string> expand(const Expansion& expansion) const;
    const std::string& source() const;
    /// Whether there is nothing to expand, so that the expansion is the source.
    bool isPlain() const;

private:
    struct Parsed;
    std::shared_ptr<const Parsed> m_parsed;
};

} // namespace nocturne::templates
