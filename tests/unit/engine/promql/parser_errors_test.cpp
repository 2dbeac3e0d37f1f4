// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/parser.h"

namespace nocturne::promql {

class ParserErrorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QByteArray>("expr");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* name, const char* expr, const char* error) {
            QTest::newRow(name) << QByteArray(expr) << QByteArray(error);
        };
        row("misspelt function", "rat(x[5m])", "1:1: unknown function \"rat\": did you mean \"rate\"?");
        row("misspelt aggregation", "1 + summ(x)", "1:5: unknown function \"summ\": did you mean \"sum\"?");
        row("misspelt keyword", "foo ofset 5m", "1:5: unexpected identifier \"ofset\": did you mean \"offset\"?");
        row("operator of other languages", "a && b", "1:3: unexpected character \"&\": did you mean \"and\"?");
        row("assignment", "a = b", "1:3: unexpected \"=\": did you mean \"==\"?");
        row("value without quotes", "a{job=api}",
            "1:7: unexpected identifier \"api\" in label matching, expected string: write job=\"api\"");
        row("missing parenthesis", "sum(rate(x[5m])", "1:4: unclosed left parenthesis: expected \")\" at the end");
        row("missing bracket", "rate(x[5m", "1:7: unclosed left bracket: expected \"]\" at the end");
        row("missing brace", "x{a=\"b\"", "1:2: unclosed left brace: expected \"}\" at the end");
        row("one parenthesis too many", "(1))",
            "1:4: unexpected right parenthesis \")\": there is no left parenthesis to close");
        row("nothing behind the operator", "a +", "1:4: unexpected end of input, expected an expression");
        row("range missing", "rate(x)",
            "1:6: expected type range vector in call to function \"rate\", got instant vector: add a range such as "
            "[5m]");
        row("subquery missing", "rate(sum(x))",
            "1:6: expected type range vector in call to function \"rate\", got instant vector: make it a subquery such "
            "as (...)[5m:]");
        row("range where none belongs", "sum(x[5m])",
            "1:5: expected type instant vector in aggregation expression, got range vector: leave the range out, or "
            "wrap it in rate() or another function over a range");
        row("range of an expression", "sum(x)[5m]",
            "1:7: ranges only allowed for vector selectors: write a subquery such as [5m:]");
        row("second line", "a +\n  b c", "2:5: unexpected identifier \"c\"");
        row("wrong unit", "x[5q]", "1:3: bad number or duration syntax: \"5q\"");
        row("wrong escape", "\"\\d\"",
            "1:1: unknown escape sequence in string \"\\d\": write a backslash as \"\\\\\", or use `...`");
        row("experimental function", "info(a)",
            "1:1: function \"info\" is experimental: switch on the feature promql-experimental-functions to use it");
        row("comparison of numbers", "1 > 2", "1:3: comparisons between scalars must use BOOL modifier: write > bool");
    }

    void saysWhatIsWrongAndWhere()
    {
        QFETCH(QByteArray, expr);
        QFETCH(QByteArray, error);

        const auto parsed = parse(expr.toStdString());

        QVERIFY(!parsed);
        QCOMPARE(QByteArray::fromStdString(parsed.error().text()), error);
    }

    void aWrongRegularExpressionIsPointedAt()
    {
        const auto error = parse("a{b=~\"(\"}").error();

        QCOMPARE(error.where, (SourcePosition{1, 6}));
    }

    void anEditorGetsTheBytesToUnderline()
    {
        const auto source = std::string_view("1 + rat(x)");

        QCOMPARE(errorRange(parse(source).error(), source), (SourceRange{4, 7}));
        QCOMPARE(parseExpression("floor(a, 1)").error().range, (SourceRange{0, 11}));
        QCOMPARE(errorRange(Error{}, source), SourceRange{});
    }

    void explanationsPutCaretsUnderThePlace()
    {
        const auto source = std::string_view("sum(a) +\n\trat(ü)");

        QCOMPARE(QByteArray::fromStdString(explain(parse(source).error(), source)),
                 QByteArray("2:2: unknown function \"rat\": did you mean \"rate\"?\n  \trat(ü)\n  \t^^^"));
    }

    void explanationsBehindTheEndHaveOneCaret()
    {
        QCOMPARE(QByteArray::fromStdString(explain(parse("a +").error(), "a +")),
                 QByteArray("1:4: unexpected end of input, expected an expression\n  a +\n     ^"));
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::ParserErrorsTest)
#include "parser_errors_test.moc"
