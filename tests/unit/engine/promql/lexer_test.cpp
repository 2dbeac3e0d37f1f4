// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/highlight.h"
#include "engine/promql/lexer.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

std::vector<TokenKind> kindsOf(std::string_view text)
{
    std::vector<TokenKind> kinds;
    for (const auto& token : tokenize(text))
        kinds.push_back(token.kind);
    return kinds;
}

using enum TokenKind;

} // namespace

class LexerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keywordsAreNamesInBraces()
    {
        QCOMPARE(kindsOf("sum{by=\"x\"} by"),
                 (std::vector{Sum, LeftBrace, Identifier, Assign, String, RightBrace, By, EndOfInput}));
    }

    void colonsBelongToNamesOutsideBrackets()
    {
        QCOMPARE(kindsOf("a:b[1h:step()]"), (std::vector{Identifier, LeftBracket, Duration, Colon, Step, LeftParen,
                                                         RightParen, RightBracket, EndOfInput}));
    }

    void keywordsAreReadInAnyCase()
    {
        QCOMPARE(kindsOf("A AND b OFFSET 5m"),
                 (std::vector{Identifier, And, Identifier, Offset, Duration, EndOfInput}));
    }

    void operatorsAreTheLongestPossible()
    {
        QCOMPARE(kindsOf("a<=b</c>/d>=e!=f==g"),
                 (std::vector{Identifier, LessEqual, Identifier, TrimUpper, Identifier, TrimLower, Identifier,
                              GreaterEqual, Identifier, NotEqual, Identifier, EqualEqual, Identifier, EndOfInput}));
    }

    void commentsReachToTheEndOfTheLine()
    {
        QCOMPARE(kindsOf("a # b\n+ c"), (std::vector{Identifier, Comment, Plus, Identifier, EndOfInput}));
    }

    void wrongTokensSayWhy_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("error");
        QTest::newRow("two units") << QByteArray("5mm") << int(LexicalError::BadNumber);
        QTest::newRow("units in the wrong order") << QByteArray("5m1h") << int(LexicalError::BadNumber);
        QTest::newRow("exponent without digits") << QByteArray("1e") << int(LexicalError::BadNumber);
        QTest::newRow("two points") << QByteArray("1.2.3") << int(LexicalError::BadNumber);
        QTest::newRow("underscore at the end") << QByteArray("1_") << int(LexicalError::BadNumber);
        QTest::newRow("open string") << QByteArray("\"abc") << int(LexicalError::UnterminatedString);
        QTest::newRow("string over two lines") << QByteArray("'a\nb'") << int(LexicalError::UnterminatedString);
        QTest::newRow("open raw string") << QByteArray("`abc") << int(LexicalError::UnterminatedRawString);
        QTest::newRow("escape that is none") << QByteArray("\"\\c\"") << int(LexicalError::BadEscape);
        QTest::newRow("the other quote escaped") << QByteArray("\"\\'\"") << int(LexicalError::BadEscape);
        QTest::newRow("surrogate") << QByteArray("\"\\ud800\"") << int(LexicalError::BadEscape);
        QTest::newRow("octal over a byte") << QByteArray("\"\\400\"") << int(LexicalError::BadEscape);
        QTest::newRow("bytes that are no UTF-8") << QByteArray("\"\xff\"") << int(LexicalError::InvalidUtf8);
        QTest::newRow("stray character") << QByteArray("?") << int(LexicalError::UnexpectedCharacter);
        QTest::newRow("letter beyond ASCII") << QByteArray("ä") << int(LexicalError::UnexpectedCharacter);
    }

    void wrongTokensSayWhy()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, error);

        const auto tokens = tokenize(text.toStdString());

        QVERIFY(tokens.front().kind == TokenKind::Error);
        QCOMPARE(int(tokens.front().error), error);
    }

    void numbersAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("expected");
        QTest::newRow("leading point") << QByteArray(".5") << 0.5;
        QTest::newRow("trailing point") << QByteArray("3.") << 3.0;
        QTest::newRow("separators") << QByteArray("1_000_000") << 1e6;
        QTest::newRow("separators behind the prefix") << QByteArray("0x_1F") << 31.0;
        QTest::newRow("octal") << QByteArray("0755") << 493.0;
        QTest::newRow("no octal") << QByteArray("089") << 89.0;
        QTest::newRow("exponent") << QByteArray("1.5e-3") << 0.0015;
        QTest::newRow("too small") << QByteArray("1e-999") << 0.0;
        QTest::newRow("infinite") << QByteArray("iNf") << std::numeric_limits<double>::infinity();
    }

    void numbersAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(double, expected);

        QCOMPARE(parseNumberLiteral(text.toStdString()), std::optional(expected));
    }

    void numbersPrintAsPrometheusDoes()
    {
        QCOMPARE(printNumber(0), std::string("0"));
        QCOMPARE(printNumber(100000), std::string("100000"));
        QCOMPARE(printNumber(1000000), std::string("1e+06"));
        QCOMPARE(printNumber(0.0001), std::string("0.0001"));
        QCOMPARE(printNumber(0.00001), std::string("1e-05"));
        QCOMPARE(printNumber(-2.5), std::string("-2.5"));
    }

    void quotingIsUndoneByUnquoting()
    {
        const std::string text = "a\"b\\c\n\x01ü\xff\u202e";

        QCOMPARE(quote(text), std::string("\"a\\\"b\\\\c\\n\\x01ü\\xff\\u202e\""));
        QCOMPARE(unquote(quote(text)), text);
        QCOMPARE(unquote("`a\\n`"), std::string("a\\n"));
        QCOMPARE(unquote("'\\'\\x41\\101\\u00e9\\U0001F600'"), std::string("'AAé😀"));
    }

    void highlightingTellsRolesApart()
    {
        const auto ranges = highlight("sum by (job) (rate(up{on=\"x\"}[5m])) > ?");

        std::vector<Highlight> kinds;
        for (const auto& range : ranges) {
            if (range.kind != Highlight::Punctuation)
                kinds.push_back(range.kind);
        }
        using enum Highlight;
        QCOMPARE(kinds, (std::vector{Aggregation, Keyword, LabelName, Function, Metric, LabelName, Operator,
                                     Highlight::String, Highlight::Duration, Operator, Highlight::Error}));
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::LexerTest)
#include "lexer_test.moc"
