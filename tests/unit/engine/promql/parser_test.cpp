// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "engine/promql/functions.h"
#include "engine/promql/parser.h"
#include "engine/promql/printer.h"

namespace nocturne::promql {

namespace {

std::string repeated(std::string_view part, int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += part;
    return text;
}

} // namespace

class ParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodesKnowTheirPlaces()
    {
        const auto expr = parse("1 + rate(up[5m] offset 1m)");

        const auto& sum = as<BinaryExpr>(**expr);
        QCOMPARE(sum.range, (SourceRange{0, 26}));
        QCOMPARE(sum.opRange, (SourceRange{2, 3}));
        QCOMPARE(sum.rhs->range, (SourceRange{4, 26}));
        const auto& call = as<Call>(*sum.rhs);
        QVERIFY(call.function->id == FunctionId::Rate);
        QCOMPARE(call.args.front()->range, (SourceRange{9, 25}));
    }

    void matchingIsSettledByTypes()
    {
        QVERIFY(as<BinaryExpr>(**parse("a + b")).matching.has_value());
        QVERIFY(!as<BinaryExpr>(**parse("a + 1")).matching.has_value());
        QVERIFY(as<BinaryExpr>(**parse("a and on () b")).matching->card == MatchCard::ManyToMany);
        QVERIFY(as<BinaryExpr>(**parse("a and on () b")).matching->on);
    }

    void fillValuesAreKept()
    {
        const auto expr = parse("a + on (x) fill_left(-1) fill_right(2) b", {.fillModifiers = true});

        const auto& matching = *as<BinaryExpr>(**expr).matching;
        QCOMPARE(matching.fillLeft, std::optional(-1.0));
        QCOMPARE(matching.fillRight, std::optional(2.0));
    }

    void rangeModeBelongsToTheSelector()
    {
        const auto expr = parse("a[5m] smoothed", {.extendedRangeSelectors = true});

        QVERIFY(as<MatrixSelector>(**expr).selector->mode == RangeMode::Smoothed);
    }

    void infoTakesMatchersThatSelectNothing()
    {
        const auto expr = parse("info(a, {x=~\".*\"})", {.experimentalFunctions = true});

        QVERIFY(as<VectorSelector>(*as<Call>(**expr).args[1]).isLabelFilter);
    }

    void featuresAreOffByDefault_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("function") << QByteArray("mad_over_time(a[5m])");
        QTest::newRow("aggregation") << QByteArray("limitk(1, a)");
        QTest::newRow("range mode") << QByteArray("a[5m] anchored");
        QTest::newRow("fill") << QByteArray("a + fill(0) b");
    }

    void featuresAreOffByDefault()
    {
        QFETCH(QByteArray, text);

        QVERIFY(!parse(text.toStdString()));
        QVERIFY(parse(text.toStdString(), ParserOptions::all()).has_value());
    }

    void durationExpressionsCanBeSwitchedOff()
    {
        const ParserOptions options{.durationExpressions = false};

        QVERIFY(parse("a[5m] offset -1m", options).has_value());
        QVERIFY(!parse("a[5m+1m]", options));
        QVERIFY(!parse("a offset (1m)", options));
        QVERIFY(!parse("a[step()]", options));
    }

    void depthIsLimited_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        row("parentheses", repeated("(", 30'000) + "1" + repeated(")", 30'000));
        row("open parentheses", repeated("(", 60'000));
        row("signs", repeated("-", 60'000) + "a");
        row("chain of operators", "1" + repeated("+1", 30'000));
        row("powers", "1" + repeated("^1", 30'000));
        row("calls", repeated("abs(", 10'000) + "a" + repeated(")", 10'000));
        row("aggregations", repeated("sum(", 10'000) + "a" + repeated(")", 10'000));
        row("subqueries", "a" + repeated("[1h:]", 10'000));
        row("durations", "a[" + repeated("(", 30'000) + "1" + repeated(")", 30'000) + "]");
        row("chain of durations", "a[1" + repeated("+1", 30'000) + "]");
        row("signs of durations", "a[" + repeated("-", 30'000) + "step()]");
        row("chains within parentheses", repeated("(", 200) + "1" + repeated(repeated("+1", 200) + ")", 100));
    }

    void depthIsLimited()
    {
        QFETCH(QByteArray, text);

        QVERIFY(!parse(text.toStdString(), ParserOptions::all()));
    }

    void ordinaryDepthIsFine()
    {
        QVERIFY(parse(repeated("(", 240) + "1" + repeated(")", 240)).has_value());
        QVERIFY(parse("a" + repeated(" or a", 240)).has_value());
    }

    void lengthIsLimited()
    {
        const auto error = parse("1" + repeated(" ", 70'000)).error();

        QVERIFY(error.kind == Error::Kind::LimitExceeded);
    }

    void selectorsAreReadForTheApi()
    {
        const auto matchers = parseSelector("up{job=~\"a|b\", x!=\"\"}");

        QCOMPARE(matchers.value().size(), std::size_t{3});
        QCOMPARE(matchers->at(2), model::Matcher::equal("__name__", "up"));
        QCOMPARE(parseSelector("{\"my.metric\"}").value().front(), model::Matcher::equal("__name__", "my.metric"));
    }

    void onlyBareSelectorsAreSelectors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("selects everything") << QByteArray("{}");
        QTest::newRow("matches nothing in particular") << QByteArray("{x=~\".*\"}");
        QTest::newRow("range") << QByteArray("up[5m]");
        QTest::newRow("offset") << QByteArray("up offset 5m");
        QTest::newRow("expression") << QByteArray("sum(up)");
        QTest::newRow("number") << QByteArray("1");
        QTest::newRow("name twice") << QByteArray("up{__name__=\"down\"}");
    }

    void onlyBareSelectorsAreSelectors()
    {
        QFETCH(QByteArray, text);

        QVERIFY(parseSelector(text.toStdString()).error().kind == Error::Kind::InvalidInput);
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::ParserTest)
#include "parser_test.moc"
