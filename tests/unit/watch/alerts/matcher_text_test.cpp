// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "watch/alerts/matcher_text.h"

using namespace nocturne;
using namespace nocturne::alerts;

namespace {

std::string read(const char* text)
{
    const auto reading = readMatchers(text);
    return reading ? matcherText(reading->matchers) : "error " + reading.error().text();
}

} // namespace

class MatcherTextTest : public QObject
{
    Q_OBJECT

private slots:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<bool>("isUnclear");
        const auto row = [](const char* name, const char* text, const char* expected, bool isUnclear = false) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected) << isUnclear;
        };
        row("nothing", "", "{}");
        row("empty braces", "{}", "{}");
        row("quoted", R"({severity="critical"})", R"({severity="critical"})");
        row("bare, without braces", "severity=critical", R"({severity="critical"})");
        row("all operators", R"(a="1",b!="2",c=~"3.*",d!~"4|5")", R"({a="1",b!="2",c=~"3.*",d!~"4|5"})");
        row("blanks everywhere", R"( { a = "1" , b != 2 } )", R"({a="1",b!="2"})");
        row("comma at the end", R"({a="1",})", R"({a="1"})");
        row("comma in quotes", R"(a="x,y")", R"({a="x,y"})");
        row("name beyond ASCII", "üb=\"ö\"", "{\"üb\"=\"ö\"}");
        row("quoted name", R"({"a.b c"="1"})", R"({"a.b c"="1"})");
        row("escapes of Go", R"(a="\u00e9\t")", R"({a="\\u00e9\\t"})",
            true); // the classic notation keeps the backslashes
        row("empty value in quotes", R"(a="")", R"({a=""})");
        row("empty value, classic", "a=", R"({a=""})", true);
        row("value with blanks, classic", "a=x y", R"({a="x y"})", true);
        row("backslash, classic", R"(a=~"\d+")", R"({a=~"\\d+"})", true);
        row("equals sign in a value, classic", "a=b=c", R"({a="b=c"})", true);
    }
    void reads()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QFETCH(bool, isUnclear);

        const auto reading = readMatchers(text.toStdString());

        QVERIFY2(reading.has_value(), reading ? "" : reading.error().text().c_str());
        QCOMPARE(QByteArray::fromStdString(matcherText(reading->matchers)), expected);
        QCOMPARE(!reading->warning.empty(), isUnclear);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* text, const char* error) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(error);
        };
        row("{", "error 1:2: the closing brace is missing");
        row("}", "error 1:1: there is no opening brace to this one");
        row("{a=b} c", "error 1:7: nothing may follow the brace");
        row(",", "error 1:1: expected the name of a label");
        row("severity", "error 1:9: one of =, !=, =~ and !~ has to follow \"severity\"");
        row("a=\"x", "error 1:3: the quote is not closed");
        row("\"\"=x", "error 1:1: the name of a label is empty");
        row("a=~\"(\"", "error 1:4: invalid regular expression \"(\": missing ): (");
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);

        QCOMPARE(QByteArray::fromStdString(read(text.constData())), error);
    }

    void whatIsUnclearIsTakenInTheClassicSense()
    {
        const auto reading = readMatchers(R"(a="\x41")");

        QVERIFY(reading.has_value());
        QCOMPARE(reading->matchers.front().value(), std::string("\\x41"));
        QVERIFY(reading->warning.starts_with("this can be read in two ways"));
    }

    void missingLabelsMatchTheEmptyValue()
    {
        const auto reading = readMatchers("team!=\"\",tier=~\"|gold\"");

        QVERIFY(model::matchesAll(reading->matchers, model::LabelSet{{"team", "db"}}));
        QVERIFY(!model::matchesAll(reading->matchers, model::LabelSet{{"tier", "gold"}}));
    }
};

QTEST_GUILESS_MAIN(MatcherTextTest)
#include "matcher_text_test.moc"
