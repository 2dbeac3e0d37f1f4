// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//   line   = labels { blank item }
//   labels = name [{ pairs }] | { pairs }           as a selector, with `=` only
//   item   = "_" ["x" count] | "stale" | value ["x" count] | value ("+" | "-") value "x" count
//   value  = number | "{{" ... "}}"
#include "engine/promql/series_notation.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/model/sample.h"
#include "engine/promql/lexer.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isSign(char c) { return c == '+' || c == '-'; }

tl::unexpected<Error> wrong(std::string_view text, std::size_t at, std::string message,
                            Error::Kind kind = Error::Kind::InvalidInput)
{
    return fail(kind, std::move(message), SourcePosition::at(text, at));
}

/// Labels and where they end.
struct LabelsRead
{
    model::LabelSet labels;
    std::size_t end = 0;
};

class LabelReader
{
public:
    explicit LabelReader(std::string_view text)
        : m_text(text)
        , m_tokens(tokenize(text))
    {}

    Result<LabelsRead> read()
    {
        if (canBeMetricName(current().kind))
            m_builder.set(model::kMetricName, textOf(take()));
        else if (current().kind != TokenKind::LeftBrace && current().kind != TokenKind::EndOfInput)
            return wrong(m_text, current().range.begin, "expected a metric name or \"{\" at the front of a series");
        if (current().kind == TokenKind::LeftBrace && !atHistogram()) {
            take();
            if (auto done = pairs(); !done)
                return tl::unexpected(done.error());
        }
        return LabelsRead{m_builder.build(), m_end};
    }

private:
    const Token& current() const { return m_tokens[m_at]; }
    std::string_view textOf(const Token& token) const
    {
        return m_text.substr(token.range.begin, token.range.end - token.range.begin);
    }
    Token take()
    {
        m_end = current().range.end;
        return m_tokens[m_at++];
    }

    bool atHistogram() const { return m_text.substr(current().range.begin).starts_with("{{"); }

    Result<void> pairs()
    {
        while (current().kind != TokenKind::RightBrace) {
            if (auto done = pair(); !done)
                return done;
            if (current().kind == TokenKind::Comma)
                take();
            else if (current().kind != TokenKind::RightBrace)
                return wrong(m_text, current().range.begin, "expected \",\" or \"}\" in the labels of a series");
        }
        take();
        return {};
    }

    Result<void> pair()
    {
        const auto kind = current().kind;
        if (kind != TokenKind::Identifier && kind != TokenKind::String) {
            const bool open = current().error == LexicalError::UnterminatedString;
            return wrong(m_text, current().range.begin, open ? "unterminated quoted string" : "expected a label name");
        }
        const auto label = take();
        const auto name = kind == TokenKind::String ? unquote(textOf(label)) : std::string(textOf(label));
        if (current().kind != TokenKind::Assign) {
            if (kind != TokenKind::String)
                return wrong(m_text, current().range.begin, "expected \"=\" behind a label of a series");
            m_builder.set(model::kMetricName, name);
            return {};
        }
        take();
        if (current().kind != TokenKind::String)
            return wrong(m_text, current().range.begin, "expected a quoted label value");
        m_builder.set(name, unquote(textOf(take())));
        return {};
    }

    std::string_view m_text;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    std::size_t m_end = 0;
    model::LabelSetBuilder m_builder;
};

class ValueReader
{
public:
    ValueReader(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(at)
    {}

    Result<std::vector<SeriesValue>> read()
    {
        while (true) {
            while (m_at < m_text.size() && isBlank(m_text[m_at]))
                ++m_at;
            if (m_at >= m_text.size())
                return std::move(m_values);
            if (auto done = item(); !done)
                return tl::unexpected(done.error());
            if (m_at < m_text.size() && !isBlank(m_text[m_at]))
                return unexpected();
        }
    }

private:
    bool startsWith(std::string_view prefix) const { return m_text.substr(m_at).starts_with(prefix); }
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    tl::unexpected<Error> unexpected() const
    {
        if (m_at >= m_text.size())
            return wrong(m_text, m_at, "unexpected end of series values");
        const auto end = m_text.find_first_of(" \t", m_at);
        return wrong(m_text, m_at,
                     "unexpected " + quote(printable(m_text.substr(m_at, end - m_at), 40)) + " in series values");
    }

    Result<void> item()
    {
        if (peek() == '_') {
            ++m_at;
            return repeat(SeriesValue{true, 0, nullptr}, 0);
        }
        if (startsWith("stale")) {
            m_at += 5;
            return add({false, model::kStaleMarker, nullptr});
        }
        return startsWith("{{") ? histogramItem() : numberItem();
    }

    Result<void> numberItem()
    {
        const auto first = number();
        if (!first)
            return unexpected();
        if (!isSign(peek()))
            return repeat({false, *first, nullptr}, 1);
        const auto step = number();
        if (!step || peek() != 'x')
            return unexpected();
        const auto count = times();
        if (!count)
            return tl::unexpected(count.error());
        double value = *first;
        for (std::size_t i = 0; i <= *count; ++i, value += *step) {
            if (auto done = add({false, value, nullptr}); !done)
                return done;
        }
        return {};
    }

    Result<void> histogramItem()
    {
        auto first = histogram();
        if (!first)
            return tl::unexpected(first.error());
        if (!isSign(peek()))
            return repeat({false, 0, std::make_shared<const HistogramNotation>(*first)}, 1);
        const double factor = peek() == '-' ? -1 : 1;
        ++m_at;
        if (!startsWith("{{"))
            return unexpected();
        const auto step = histogram();
        if (!step)
            return tl::unexpected(step.error());
        if (peek() != 'x')
            return unexpected();
        const auto count = times();
        if (!count)
            return tl::unexpected(count.error());
        auto value = std::move(*first);
        for (std::size_t i = 0; i <= *count; ++i) {
            if (i > 0) {
                auto sum = combine(value, *step, factor);
                if (!sum)
                    return wrong(m_text, m_at, sum.error().message);
                value = std::move(*sum);
            }
            if (auto done = add({false, 0, std::make_shared<const HistogramNotation>(value)}); !done)
                return done;
        }
        return {};
    }

    Result<HistogramNotation> histogram()
    {
        auto rest = m_text.substr(m_at);
        auto parsed = parseHistogramNotation(rest);
        if (!parsed) {
            const auto column = static_cast<std::size_t>(parsed.error().where.value_or(SourcePosition{}).column);
            return wrong(m_text, m_at + column - 1, parsed.error().message);
        }
        m_at = m_text.size() - rest.size();
        return parsed;
    }

    /// A number with its sign. `0x10` is a zero repeated, unless hexadecimal letters follow.
    std::optional<double> number()
    {
        const auto begin = m_at;
        const bool negative = peek() == '-';
        if (isSign(peek()))
            ++m_at;
        const auto digits = m_at;
        if (!hexadecimal())
            decimal();
        auto value = parseNumberLiteral(m_text.substr(digits, m_at - digits));
        if (m_text.substr(digits, m_at - digits).starts_with('0') && !m_text.substr(digits, 2).ends_with('x'))
            value = nocturne::parseNumber(m_text.substr(digits, m_at - digits)); // 010 is ten here
        if (!value)
            m_at = begin;
        return value && negative ? -*value : value;
    }

    bool hexadecimal()
    {
        if (peek() != '0' || peek(1) != 'x')
            return false;
        const auto end = m_text.find_first_not_of("0123456789abcdefABCDEF", m_at + 2);
        const auto digits = m_text.substr(m_at + 2, end - m_at - 2);
        if (digits.find_first_of("abcdefABCDEF") == std::string_view::npos)
            return false;
        m_at += 2 + digits.size();
        return true;
    }

    void decimal()
    {
        const auto letters = [this](std::string_view word) {
            for (std::size_t i = 0; i < word.size(); ++i) {
                if ((static_cast<unsigned char>(peek(i)) | 0x20U) != static_cast<unsigned char>(word[i]))
                    return false;
            }
            m_at += word.size();
            return true;
        };
        if (letters("inf") || letters("nan"))
            return;
        while (isDigit(peek()) || peek() == '.' || peek() == '_')
            ++m_at;
        const bool exponent = peek() == 'e' || peek() == 'E';
        if (!exponent || !(isDigit(peek(1)) || (isSign(peek(1)) && isDigit(peek(2)))))
            return;
        m_at += 2;
        while (isDigit(peek()))
            ++m_at;
    }

    /// The count behind `x`.
    Result<std::size_t> times()
    {
        ++m_at;
        const auto begin = m_at;
        while (isDigit(peek()))
            ++m_at;
        std::size_t count = 0;
        const auto [end, error] = std::from_chars(m_text.data() + begin, m_text.data() + m_at, count);
        if (begin == m_at || (m_at < m_text.size() && !isBlank(m_text[m_at]))) {
            m_at = begin;
            return unexpected();
        }
        if (error != std::errc{} || count > kMaxSeriesValues)
            return tooMany(begin);
        return count;
    }

    tl::unexpected<Error> tooMany(std::size_t at) const
    {
        return wrong(m_text, at, "series has more than " + std::to_string(kMaxSeriesValues) + " values",
                     Error::Kind::LimitExceeded);
    }

    /// `value`, or `valuexN`, which stands for N values and `extra` more.
    Result<void> repeat(const SeriesValue& value, std::size_t extra)
    {
        if (peek() != 'x')
            return add(value);
        const auto count = times();
        if (!count)
            return tl::unexpected(count.error());
        for (std::size_t i = 0; i < *count + extra; ++i) {
            if (auto done = add(value); !done)
                return done;
        }
        return {};
    }

    Result<void> add(SeriesValue value)
    {
        if (m_values.size() >= kMaxSeriesValues)
            return tooMany(m_at);
        m_values.push_back(std::move(value));
        return {};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::vector<SeriesValue> m_values;
};

} // namespace

Result<SeriesLine> parseSeries(std::string_view line)
{
    auto labels = LabelReader(line).read();
    if (!labels)
        return tl::unexpected(labels.error());
    if (labels->end < line.size() && labels->end > 0 && !isBlank(line[labels->end]))
        return wrong(line, labels->end, "expected a blank between labels and values");
    auto values = ValueReader(line, labels->end).read();
    if (!values)
        return tl::unexpected(values.error());
    return SeriesLine{std::move(labels->labels), std::move(*values)};
}

Result<model::LabelSet> parseSeriesLabels(std::string_view text)
{
    auto labels = LabelReader(text).read();
    if (!labels)
        return tl::unexpected(labels.error());
    if (text.find_first_not_of(" \t\r\n", labels->end) != std::string_view::npos)
        return wrong(text, labels->end, "unexpected text behind the labels of a series");
    return std::move(labels->labels);
}

Result<std::vector<SeriesValue>> parseSeriesValues(std::string_view text) { return ValueReader(text, 0).read(); }

} // namespace nocturne::promql
