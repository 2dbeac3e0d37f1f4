// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctime>

#include <QTest>

#include "base/yaml/parse.h"

using namespace nocturne;
using namespace Qt::StringLiterals;

namespace {

QString firstError(const std::string& text)
{
    const auto root = yaml::parse(text);
    return root ? u"no error"_s : QString::fromStdString(root.error().text());
}

std::string repeated(std::string_view piece, int times)
{
    std::string text;
    for (int i = 0; i < times; ++i)
        text += piece;
    return text;
}

std::string billionLaughs()
{
    std::string text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
    for (int i = 1; i < 10; ++i) {
        const auto name = "a" + std::to_string(i);
        text += name + ": &" + name + " [" + repeated("*a" + std::to_string(i - 1) + ", ", 8) + "*a" +
                std::to_string(i - 1) + "]\n";
    }
    return text;
}

std::string mergeBomb()
{
    std::string text = "base: &base {";
    for (int i = 0; i < 1000; ++i)
        text += "k" + std::to_string(i) + ": v, ";
    text += "}\nlist:\n";
    return text + repeated("  - <<: *base\n", 900);
}

} // namespace

class ParseTest : public QObject
{
    Q_OBJECT

private slots:
    void badDocumentIsRefusedAtItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");

        const auto row = [](const char* name, const QByteArray& text, const char* expected) {
            QTest::newRow(name) << text << QString::fromUtf8(expected);
        };
        row("duplicate key", "a: 1\nb: 2\na: 3\n",
            "3:1: key \"a\" stands twice in this map: the first is at 1:1, remove one");
        row("duplicate key in a flow map", "x: {a: 1, a: 2}\n",
            "1:11: key \"a\" stands twice in this map: the first is at 1:5, remove one");
        row("quoted and plain key are the same", "a: 1\n\"a\": 2\n",
            "2:1: key \"a\" stands twice in this map: the first is at 1:1, remove one");
        row("tab before a key", "a:\n\tb: 1\n", "2:1: tab in the indentation: use spaces");
        row("tab after spaces", "a:\n  \tb: 1\n", "2:3: tab in the indentation: use spaces");
        row("tab before a list item", "a:\n\t- b\n", "2:1: tab in the indentation: use spaces");
        row("python tag", "a: !!python/object:os.system x\n",
            "1:4: tag \"tag:yaml.org,2002:python/object:os.system\" is not supported: remove it");
        row("local tag", "a: !secret x\n", "1:4: tag \"!secret\" is not supported: remove it");
        row("tag on a map", "a: !!omap {b: 1}\n", "1:4: tag \"tag:yaml.org,2002:omap\" is not supported: remove it");
        row("map as key", "? {a: 1}\n: 2\n", "1:3: a key must be a text, got a map: put it in quotes");
        row("null as key", "~: 2\n", "1:1: a key must be a text, got nothing: put it in quotes");
        row("two documents", "a: 1\n---\nb: 2\n", "3:1: a second document starts here: keep one document a file");
        row("colon in a text", "a: b: c\n",
            "1:5: unexpected \":\": check the indentation, or put a text that holds \": \" in quotes");
        row("wrong indentation", "a:\n    b: 1\n  c: 2\n",
            "3:3: this line fits no map around it: check the indentation and that each key ends in \":\"");
        row("last line without colon", "a: 1\nb\n",
            "2:1: key \"b\" has no value: write \"key: value\", or check the indentation");
        row("line without colon", "a: 1\nb\nc: 2\n",
            "3:2: unexpected \":\": check the indentation, or put a text that holds \": \" in quotes");
        row("unclosed list", "a: [1, 2\n", "1:4: a \"[\" is never closed: add \"]\"");
        row("unclosed map", "a: {b: 1\nc: 2\n", "1:4: a \"{\" is never closed: add \"}\"");
        row("bracket too many", "a: [1, 2]]\n", "1:10: a \"]\" or \"}\" too many");
        row("unclosed quote", "a: \"b\n", "2:1: a quote above is never closed");
        row("undefined alias", "a: *nobody\n", "1:4: the alias names an anchor that is not defined above it");
        row("alias of itself", "a: &a [*a]\n", "1:8: the alias stands inside of what it refers to");
        row("merge of a text", "a:\n  <<: b\n", "2:7: \"<<\" merges maps, got a text");
        row("NUL", QByteArray("a: b\nc: \0d\n", 11), "2:4: control character \\x00: remove it");
        row("end of transmission, which yaml-cpp takes for the end",
            "a: b\n\x04"
            "c: d\n",
            "2:1: control character \\x04: remove it");
        row("latin-1", "a: b\nc: caf\xE9\n", "2:1: this line is not UTF-8: save the file in that encoding");
        row("UTF-16",
            QByteArray("\xFF\xFE"
                       "a\0:\0",
                       6),
            "1:4: control character \\x00: remove it");
    }

    void badDocumentIsRefusedAtItsPlace()
    {
        QFETCH(QByteArray, text);
        QTEST(firstError(text.toStdString()), "expected");
    }

    void bombIsRefusedAtOnce_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");

        const auto row = [](const char* name, const std::string& text, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(text) << QString::fromUtf8(expected);
        };
        row("billion laughs", billionLaughs(), "6:15: more than 200000 values, aliases included: split the document");
        row("too many aliases", "a: &a 1\nb: [" + repeated("*a, ", 1001) + "]\n",
            "2:4005: more than 1000 aliases: write the values out");
        row("merge keys", mergeBomb(), "52:9: more than 200000 values, aliases included: split the document");
        row("100 000 brackets", repeated("[", 100'000), "1:33: nested deeper than 64 levels");
        row("100 000 braces", repeated("{a: ", 100'000), "1:253: nested deeper than 64 levels");
        row("100 000 dashes", repeated("- ", 100'000), "1:129: nested deeper than 64 levels");
        row("100 000 question marks", repeated("? ", 100'000), "1:129: nested deeper than 64 levels");
        row("depth by alias",
            "a: &a " + repeated("[", 40) + repeated("]", 40) + "\nb: " + repeated("[", 40) + "*a" + repeated("]", 40),
            "2:44: nested deeper than 64 levels by this alias");
        row("100 MB", std::string(std::size_t{100} << 20U, 'a'),
            "1:1: the document has 104857600 bytes, more than the limit of 4194304: split it");
        row("anchor of a megabyte", "a: &" + std::string(std::size_t{1} << 20U, 'x') + " 1\nb: *y\n",
            "2:4: the alias names an anchor that is not defined above it");
    }

    void bombIsRefusedAtOnce()
    {
        QFETCH(QByteArray, text);
        const auto document = text.toStdString();
        const auto begun = std::clock();

        const auto error = firstError(document);

        const auto elapsed = (std::clock() - begun) * 1000 / CLOCKS_PER_SEC;
        QTEST(error, "expected");
        QVERIFY2(elapsed <= 1000, qPrintable(u"took %1 ms of the processor"_s.arg(elapsed)));
    }

    void manyValuesAreRefused()
    {
        QCOMPARE(firstError(repeated("- a\n", 200'001)),
                 u"200000:3: more than 200000 values, aliases included: split the document"_s);
    }

    void severalDuplicatesAreReportedAtOnce()
    {
        yaml::Findings findings;

        const auto root = yaml::parse("a: 1\na: 2\nb: 3\nb: 4\n", findings);

        QVERIFY(root);
        QCOMPARE(findings.errorCount(), 2U);
        QCOMPARE(root->find("a")->raw(), "1");
    }

    void treeKeepsOrderPlacesAndQuotes()
    {
        const auto root = yaml::parse("zeta: 1\nalpha:\n  - 'x'\n  - y\nnone:\n");

        QVERIFY(root);
        QVERIFY(root->isMap());
        QCOMPARE(root->entries().size(), 3U);
        QCOMPARE(root->entries()[0].key, std::string("zeta"));
        QCOMPARE(root->entries()[1].position, (SourcePosition{2, 1}));
        const auto& alpha = root->entries()[1].value;
        QVERIFY(alpha.isSequence());
        QCOMPARE(alpha.items()[0].position(), (SourcePosition{3, 5}));
        QVERIFY(alpha.items()[0].isQuoted());
        QVERIFY(!alpha.items()[1].isQuoted());
        QVERIFY(root->find("none")->isNull());
        QCOMPARE(root->find("absent"), nullptr);
    }

    void emptyDocumentIsNull_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("blanks") << QByteArray("\n\n");
        QTest::newRow("comment") << QByteArray("# nothing here\n");
        QTest::newRow("markers") << QByteArray("---\n...\n");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF");
    }

    void emptyDocumentIsNull()
    {
        QFETCH(QByteArray, text);
        const auto root = yaml::parse(text.toStdString());
        QVERIFY(root && root->isNull());
    }

    void mergeKeyGivesWhatTheMapLacks()
    {
        const auto root = yaml::parse("base: &base {a: 1, b: 2}\nuse:\n  <<: *base\n  b: 3\n");

        QVERIFY(root);
        const auto* use = root->find("use");
        QCOMPARE(use->find("a")->raw(), "1");
        QCOMPARE(use->find("b")->raw(), "3");
    }

    void tabsAreFineWhereTheyIndentNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("in a block text") << QByteArray("a: |\n  \tone\n  \ttwo\nb: 1\n");
        QTest::newRow("before a comment") << QByteArray("a: 1\t# one\n");
        QTest::newRow("inside brackets") << QByteArray("a: [\n\t1,\n\t2]\n");
    }

    void tabsAreFineWhereTheyIndentNothing()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(firstError(text.toStdString()), u"no error"_s);
    }

    void windowsLineEndsKeepLineNumbers()
    {
        QCOMPARE(firstError("a: 1\r\nb: 2\r\na: 3\r\n"),
                 u"3:1: key \"a\" stands twice in this map: the first is at 1:1, remove one"_s);
    }
};

QTEST_APPLESS_MAIN(ParseTest)
#include "parse_test.moc"
