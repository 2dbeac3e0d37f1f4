// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nocturne::templates {

/// For the function `html`: `<`, `>`, `&`, quotes and NUL. Source: Go, text/template, HTMLEscape.
std::string escapeHtml(std::string_view text);
/// For what an action prints into HTML: those and `+`. Source: Go, html/template, htmlReplacementTable.
std::string escapeHtmlElement(std::string_view text);
/// For the inside of a JavaScript string. Source: Go, text/template, JSEscape.
std::string escapeJs(std::string_view text);
/// For a query of a URL: a blank is `+`. Source: Go, net/url, QueryEscape.
std::string escapeQuery(std::string_view text);

} // namespace nocturne::templates
