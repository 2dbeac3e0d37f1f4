// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What parses must print, and what was printed must parse to the same tree: told by printing it again.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "engine/promql/highlight.h"
#include "engine/promql/lexer.h"
#include "engine/promql/parser.h"
#include "engine/promql/printer.h"
#include "engine/promql/series_notation.h"

using namespace nocturne;

namespace {

void demand(bool condition, std::string_view what, std::string_view input, const std::string& detail)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\ninput:  %.*s\ndetail: %s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(input.size()), input.data(), detail.c_str());
    std::abort();
}

bool sameTree(const promql::Expr& a, const promql::Expr& b)
{
    const auto left = promql::childrenOf(a);
    const auto right = promql::childrenOf(b);
    if (a.kind() != b.kind() || promql::typeOf(a) != promql::typeOf(b) || left.size() != right.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (!sameTree(*left[i], *right[i]))
            return false;
    }
    return true;
}

void tokensCoverTheText(std::string_view text)
{
    std::size_t end = 0;
    for (const auto& token : promql::tokenize(text)) {
        demand(token.range.begin >= end && token.range.end >= token.range.begin && token.range.end <= text.size(),
               "tokens overlap", text, std::to_string(token.range.begin));
        end = token.range.end;
    }
    promql::highlight(text);
}

void printsToTheSameTree(std::string_view text)
{
    const auto options = promql::ParserOptions::all();
    const auto tree = promql::parseExpression(text, options);
    if (!tree) {
        demand(tree.error().range.end <= text.size() || text.size() > promql::kMaxExpressionBytes,
               "an error points behind the text", text, tree.error().error.text());
        demand(!promql::explain(tree.error().error, text).empty(), "an error without words", text, "");
        return;
    }
    const auto printed = promql::print(**tree);
    if (printed.size() > promql::kMaxExpressionBytes)
        return;
    for (const auto& form : {printed, promql::prettyPrint(**tree, 20)}) {
        if (form.size() > promql::kMaxExpressionBytes)
            continue;
        const auto again = promql::parse(form, options);
        demand(again.has_value(), "the printed form does not parse", text, form);
        demand(sameTree(**tree, **again), "the printed form has another tree", text, form);
        demand(promql::print(**again) == printed, "the printed form prints differently", text, form);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    tokensCoverTheText(text);
    printsToTheSameTree(text);
    static_cast<void>(promql::parseSelector(text));
    if (text.size() < 200)
        static_cast<void>(promql::parseSeries(text));
    return 0;
}
