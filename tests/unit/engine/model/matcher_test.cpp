// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/matcher.h"

#include <QtTest>

#include <random>

#include "engine/model/simple_pattern.h"

using namespace nocturne;
using model::LabelSet;
using model::Matcher;
using Op = model::Matcher::Op;

Q_DECLARE_METATYPE(model::Matcher::Op)

class MatcherTest : public QObject
{
    Q_OBJECT

private slots:
    void matches_data()
    {
        QTest::addColumn<Op>("op");
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* name, Op op, const char* pattern, const char* value, bool expected) {
            QTest::newRow(name) << op << QByteArray(pattern) << QByteArray(value) << expected;
        };
        row("equal", Op::Equal, "api", "api", true);
        row("equal is no prefix", Op::Equal, "ap", "api", false);
        row("equal to nothing", Op::Equal, "", "", true);
        row("not equal", Op::NotEqual, "api", "db", true);
        row("not equal to absent", Op::NotEqual, "api", "", true);
        row("literal", Op::Regex, "api", "api", true);
        row("literal is anchored", Op::Regex, "api", "xapi", false);
        row("set", Op::Regex, "a|b|c", "b", true);
        row("set, miss", Op::Regex, "a|b|c", "d", false);
        row("set in group", Op::Regex, "(a|b)", "a", true);
        row("set in silent group", Op::Regex, "(?:a|b)", "b", true);
        row("set with nothing", Op::Regex, "a|", "", true);
        row("group of nothing", Op::Regex, "()", "", true);
        row("everything", Op::Regex, ".*", "", true);
        row("something", Op::Regex, ".+", "", false);
        row("anchored at both ends", Op::Regex, "a.c", "abcd", false);
        row("alternatives are anchored as a whole", Op::Regex, "a.|b.", "b1x", false);
        row("dot takes a line feed", Op::Regex, "a.b", "a\nb", true);
        row("own anchors", Op::Regex, "^a.+$", "abc", true);
        row("optional tail of a literal", Op::Regex, "abc?", "ab", true);
        row("optional character of two bytes", Op::Regex, "zé?", "z", true);
        row("repeated zero times", Op::Regex, "ab{0}", "a", true);
        row("case folded", Op::Regex, "(?i)API", "api", true);
        row("case folded behind a prefix", Op::Regex, "a(?i:PI)", "api", true);
        row("class up to the last of ASCII", Op::Regex, "[~-\x7f]", "\x7f", true);
        row("negative", Op::NotRegex, "a.*", "abc", false);
        row("negative of absent", Op::NotRegex, "a.*", "", true);
        row("negative of everything", Op::NotRegex, ".*", "a", false);
    }
    void matches()
    {
        QFETCH(Op, op);
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, value);
        QFETCH(bool, expected);

        const auto matcher = Matcher::make(op, "job", pattern.toStdString());

        QVERIFY(matcher);
        QCOMPARE(matcher->matches(value.toStdString()), expected);
    }

    void brokenExpressionsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::newRow("open group") << QByteArray("(a");
        QTest::newRow("closed too often") << QByteArray("a)|(b");
        QTest::newRow("back reference") << QByteArray("(a)\\1");
        QTest::newRow("look ahead") << QByteArray("(?=a)");
        QTest::newRow("nothing to repeat") << QByteArray("*");
        QTest::newRow("repeated too often") << QByteArray("(a{1000}){1000}");
        QTest::newRow("no UTF-8") << QByteArray("\xff+");
    }
    void brokenExpressionsAreRefused()
    {
        QFETCH(QByteArray, pattern);

        const auto matcher = Matcher::make(Op::Regex, "job", pattern.toStdString());

        QVERIFY(!matcher);
        QVERIFY(matcher.error().kind == Error::Kind::InvalidInput);
    }

    void shortcutsAreOffered()
    {
        QCOMPARE(Matcher::make(Op::Regex, "a", "c|b")->setMatches(), (std::vector<std::string>{"b", "c"}));
        QVERIFY(Matcher::make(Op::NotRegex, "a", "c|b")->setMatches().empty());
        QVERIFY(Matcher::make(Op::Regex, "a", "c|b.")->setMatches().empty());
        QVERIFY(Matcher::make(Op::Regex, "a", "abc.*")->prefix() == "abc");
        QVERIFY(Matcher::make(Op::Regex, "a", "abc?.*")->prefix() == "ab");
        QVERIFY(Matcher::make(Op::Regex, "a", "abc.*|x")->prefix().empty());
    }
    /// Expressions made of parts that need no engine, next to the same one in brackets that hide them.
    void simpleExpressionsMeanWhatTheEngineSays()
    {
        const std::vector<std::string> parts = {"a",    "b",      "ab", ".*", ".+",  "(a|b)", "(?:|ab)",
                                                "[ab]", "[a-c_]", "|",  "é",  "\\.", "(a|.)", "c?"};
        std::vector<std::string> values = {""};
        for (std::size_t i = 0; i < values.size() && values.size() < 600; ++i) {
            for (const auto* next : {"a", "b", "c", ".", "é", "\n"})
                values.push_back(values[i] + next);
        }
        std::mt19937 random(5); // NOLINT: the same in every run
        int simple = 0;
        for (int round = 0; round < 600; ++round) {
            std::string pattern;
            for (auto n = random() % 5; n > 0; --n)
                pattern += parts[random() % parts.size()];
            const auto matcher = Matcher::make(Op::Regex, "l", pattern);
            const auto plain = Matcher::make(Op::Regex, "l", "((((" + pattern + "))))");
            QVERIFY(matcher.has_value() && plain.has_value());
            QVERIFY(!model::SimplePattern::parse("((((" + pattern + "))))"));
            simple += model::SimplePattern::parse(pattern) ? 1 : 0;
            for (const auto& value : values) {
                if (matcher->matches(value) != plain->matches(value))
                    QFAIL(qPrintable(QString::fromStdString(pattern + " and " + value)));
                if (matcher->matches(value) && !value.starts_with(matcher->prefix()))
                    QFAIL("a match that does not start with the prefix");
            }
        }
        QVERIFY(simple > 250 && simple < 600);
    }
    void anAbsentLabelIsAnEmptyOne()
    {
        const LabelSet labels{{"__name__", "up"}};

        QVERIFY(Matcher::make(Op::NotEqual, "job", "api")->matches(labels));
        QVERIFY(Matcher::equal("job", "").matches(labels));
        QVERIFY(!Matcher::equal("job", "api").matches(labels));
    }
    void printsAsItIsWritten()
    {
        QCOMPARE(QString::fromStdString(Matcher::make(Op::NotRegex, "job", "a\"b")->toString()),
                 QStringLiteral("job!~\"a\\\"b\""));
        QCOMPARE(QString::fromStdString(Matcher::equal("a.b", "c").toString()), QStringLiteral("\"a.b\"=\"c\""));
    }
};

QTEST_APPLESS_MAIN(MatcherTest)
#include "matcher_test.moc"
