// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//   line    = [name] ["{" [item {"," item} [","]] "}"] {blank value}
//   item    = label "=" string | string "=" string | string          (the last one is the metric name)
//   value   = number | "stale" | "_" | pattern
//   pattern = "_x" n | "stalex" n | number "x" n | number ("+" | "-") number "x" n       (n + 1 values, "_x" n of them)
#include "engine/promql/series_notation.h"

#include <charconv>

#include "base/core/text.h"
#include "engine/model/sample.h"
#include "engine/promql/lexer.h"
#include "engine/promql/number_literal.h"

namespace nocturne::promql {

namespace {

using Values = std::vector<std::optional<double>>;

tl::unexpected<Error> failAt(std::string message, std::size_t offset)
{
    return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition{1, static_cast<int>(offset) + 1});
}

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::optional<double> signedNumber(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const auto number = parseNumberLiteral(text);
    return number && negative ? -*number : number;
}

/// Takes `xN` off the end.
std::optional<std::size_t> takeCount(std::string_view& text)
{
    const auto x = text.rfind('x');
    if (x == std::string_view::npos || x + 1 == text.size()) {
        return std::nullopt;
    }
    std::size_t count = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + x + 1, end, count);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
        return std::nullopt;
    }
    text = text.substr(0, x);
    return count;
}

/// Where the second number of `a+b` or `a-b` begins, with its sign; npos when there is one number only.
std::size_t secondNumber(std::string_view text)
{
    for (std::size_t i = 1; i < text.size(); ++i) {
        const bool isExponent = text[i - 1] == 'e' || text[i - 1] == 'E';
        if ((text[i] == '+' || text[i] == '-') && !isExponent) {
            return i;
        }
    }
    return std::string_view::npos;
}

bool appendValue(std::string_view word, Values& values)
{
    if (word == "_") {
        values.emplace_back();
        return true;
    }
    if (word == "stale") {
        values.emplace_back(model::kStaleMarker);
        return true;
    }
    auto head = word;
    const auto count = takeCount(head);
    if (!count) {
        const auto number = signedNumber(word);
        values.push_back(number);
        return number.has_value();
    }
    if (values.size() + *count >= kMaxNotatedValues) {
        return false;
    }
    if (head == "_") {
        values.resize(values.size() + *count);
        return true;
    }
    const auto second = secondNumber(head);
    const auto first = head == "stale" ? std::optional(model::kStaleMarker) : signedNumber(head.substr(0, second));
    const auto step = second == std::string_view::npos ? std::optional(0.0) : signedNumber(head.substr(second));
    if (!first || !step) {
        return false;
    }
    double v = *first;
    for (std::size_t i = 0; i <= *count; ++i) {
        values.emplace_back(v);
        v = second == std::string_view::npos ? v : v + *step;
    }
    return true;
}

/// Reads the labels; `end` becomes the offset behind them.
Result<model::LabelSet> parseLabels(std::string_view line, std::size_t& end)
{
    const auto tokens = tokenize(line);
    model::LabelSetBuilder labels;
    std::size_t next = 0;
    const auto textOf = [&](const Token& token) {
        return line.substr(token.range.begin, token.range.end - token.range.begin);
    };
    if (tokens[0].kind == TokenKind::Identifier || canBeMetricName(tokens[0].kind)) {
        labels.set(model::kMetricName, textOf(tokens[0]));
        end = tokens[0].range.end;
        next = 1;
    }
    if (tokens[next].kind != TokenKind::LeftBrace) {
        return next > 0 ? Result<model::LabelSet>(labels.build())
                        : failAt("expected a metric name or \"{\"", tokens[0].range.begin);
    }
    ++next;
    while (tokens[next].kind != TokenKind::RightBrace) {
        const auto& name = tokens[next];
        const bool isQuoted = name.kind == TokenKind::String;
        if (!isQuoted && name.kind != TokenKind::Identifier) {
            return failAt("expected a label name", name.range.begin);
        }
        const auto label = isQuoted ? unquote(textOf(name)) : std::string(textOf(name));
        ++next;
        if (tokens[next].kind == TokenKind::Assign) {
            if (tokens[++next].kind != TokenKind::String) {
                return failAt("expected a label value in quotes", tokens[next].range.begin);
            }
            labels.set(label, unquote(textOf(tokens[next++])));
        } else if (isQuoted) {
            labels.set(model::kMetricName, label);
        } else {
            return failAt("expected \"=\"", tokens[next].range.begin);
        }
        if (tokens[next].kind == TokenKind::Comma) {
            ++next;
        } else if (tokens[next].kind != TokenKind::RightBrace) {
            return failAt("expected \",\" or \"}\"", tokens[next].range.begin);
        }
    }
    end = tokens[next].range.end;
    return labels.build();
}

Result<Values> parseValues(std::string_view text, std::size_t from)
{
    Values values;
    for (auto i = from; i < text.size();) {
        if (isBlank(text[i])) {
            ++i;
            continue;
        }
        auto end = i;
        while (end < text.size() && !isBlank(text[end])) {
            ++end;
        }
        const auto word = text.substr(i, end - i);
        if (word.starts_with("{{")) {
            return failAt("native histograms are not supported", i);
        }
        if (!appendValue(word, values)) {
            return failAt("bad value \"" + printable(word) + "\"", i);
        }
        i = end;
    }
    return values;
}

} // namespace

Result<SeriesNotation> parseSeriesNotation(std::string_view line)
{
    SeriesNotation series;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
        return series;
    }
    std::size_t end = 0;
    auto labels = parseLabels(line, end);
    if (!labels) {
        return tl::unexpected(std::move(labels).error());
    }
    if (end < line.size() && !isBlank(line[end])) {
        return failAt("expected a blank before the values", end);
    }
    auto values = parseValues(line, end);
    if (!values) {
        return tl::unexpected(std::move(values).error());
    }
    series.labels = std::move(*labels);
    series.values = std::move(*values);
    return series;
}

Result<std::vector<std::optional<double>>> parseNotatedValues(std::string_view text) { return parseValues(text, 0); }

} // namespace nocturne::promql
