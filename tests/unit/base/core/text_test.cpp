// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/text.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace nocturne;

class TextTest : public QObject
{
    Q_OBJECT

private slots:
    void caseIsMappedForAsciiAlone()
    {
        QCOMPARE(asciiLower("ABC-xyz \xc3\x84@[`{"), std::string("abc-xyz \xc3\x84@[`{"));
        QCOMPARE(asciiUpper("ABC-xyz \xc3\xa4@[`{"), std::string("ABC-XYZ \xc3\xa4@[`{"));
        QVERIFY(equalsIgnoringCase("Content-Type", "content-tYPE"));
        QVERIFY(!equalsIgnoringCase("a", "ab"));
        QVERIFY(isAsciiLetter('a') && isAsciiLetter('Z') && !isAsciiLetter('@') && !isAsciiLetter('\xe4'));
        QVERIFY(isAsciiDigit('0') && isAsciiDigit('9') && !isAsciiDigit(':'));
    }

    void blanksAreTrimmedAtBothEnds()
    {
        QCOMPARE(trimmed(" \ta b\t "), std::string_view("a b"));
        QCOMPARE(trimmed(" \t"), std::string_view());
        QCOMPARE(trimmed("xax", "x"), std::string_view("a"));
    }

    void utf8_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("empty") << QByteArray("") << true;
        QTest::newRow("ascii in strides") << QByteArray("0123456789abcdefg") << true;
        QTest::newRow("two, three and four bytes") << QByteArray("é€🌙") << true;
        QTest::newRow("behind a stride") << QByteArray("01234567é") << true;
        QTest::newRow("last code point") << QByteArray("\xF4\x8F\xBF\xBF") << true;
        QTest::newRow("beyond the last") << QByteArray("\xF4\x90\x80\x80") << false;
        QTest::newRow("overlong slash") << QByteArray("\xC0\xAF") << false;
        QTest::newRow("overlong in three") << QByteArray("\xE0\x9F\xBF") << false;
        QTest::newRow("overlong in four") << QByteArray("\xF0\x8F\xBF\xBF") << false;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false;
        QTest::newRow("tail alone") << QByteArray("a\x80") << false;
        QTest::newRow("cut short") << QByteArray("abcdefgh\xE2\x82") << false;
        QTest::newRow("five bytes") << QByteArray("\xF8\x88\x80\x80\x80") << false;
    }
    void utf8()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        QCOMPARE(isValidUtf8(text.toStdString()), valid);
    }

    void printable_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("maxBytes");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("up{a=\"é\"}") << 200 << QByteArray("up{a=\"é\"}");
        QTest::newRow("controls") << QByteArray("a\nb\x1b[31m\x7f") << 200 << QByteArray("a\\x0ab\\x1b[31m\\x7f");
        QTest::newRow("controls of two bytes") << QByteArray("\xC2\x9B!") << 200 << QByteArray("\\xc2\\x9b!");
        QTest::newRow("no-break space is none") << QByteArray("\xC2\xA0") << 200 << QByteArray("\xC2\xA0");
        QTest::newRow("invalid") << QByteArray("\xff\xe2\x82") << 200 << QByteArray("\\xff\\xe2\\x82");
        QTest::newRow("fits exactly") << QByteArray("0123456789") << 10 << QByteArray("0123456789");
        QTest::newRow("one too long") << QByteArray("0123456789a") << 10 << QByteArray("0123456…");
        QTest::newRow("never inside a character") << QByteArray("12345€€") << 10 << QByteArray("12345…");
        QTest::newRow("never inside an escape") << QByteArray("12345\n\n") << 10 << QByteArray("12345…");
    }
    void printable()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, maxBytes);
        QFETCH(QByteArray, expected);

        const auto shown = nocturne::printable(text.toStdString(), static_cast<std::size_t>(maxBytes));

        QCOMPARE(QByteArray::fromStdString(shown), expected);
        QVERIFY(shown.size() <= static_cast<std::size_t>(maxBytes));
    }

    void editDistanceCountsSingleEdits()
    {
        QCOMPARE(editDistance("", "abc"), std::size_t{3});
        QCOMPARE(editDistance("rate", "rate"), std::size_t{0});
        QCOMPARE(editDistance("rat", "rate"), std::size_t{1});
        QCOMPARE(editDistance("kitten", "sitting"), std::size_t{3});
    }
    void nearestNamesTheCloseOne()
    {
        const std::vector<std::string> names = {"sum", "rate", "irate", "label_replace"};
        QCOMPARE(std::string(nearest("rat", names)), std::string("rate"));
        QCOMPARE(std::string(nearest("lable_replace", names)), std::string("label_replace"));
    }
    void nearestIsSilentWhenNoneIsClose()
    {
        const std::vector<std::string> names = {"histogram_quantile"};
        QVERIFY(nearest("xyz", names).empty());
    }
};

QTEST_APPLESS_MAIN(TextTest)
#include "text_test.moc"
