// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/utf8.h"

#include <QtTest>

using namespace nocturne;

class Utf8Test : public QObject
{
    Q_OBJECT

private slots:
    void everyCharacterComesBack()
    {
        for (std::uint32_t code = 0; code <= 0x110000; ++code) {
            if (!isCharacter(code))
                continue;
            std::string text;
            appendUtf8(text, code);
            const auto expected = code < 0x80 ? 1U : code < 0x800 ? 2U : code < 0x10000 ? 3U : 4U;
            if (text.size() != expected || utf8Length(text + "x") != expected || decodeUtf8(text) != code)
                QFAIL(qPrintable(QStringLiteral("U+%1").arg(code, 4, 16, QLatin1Char('0'))));
        }
    }

    void whatIsNoCharacter_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a tail alone") << QByteArray("\x80");
        QTest::newRow("overlong of two") << QByteArray("\xc1\xbf");
        QTest::newRow("overlong of three") << QByteArray("\xe0\x9f\xbf");
        QTest::newRow("overlong of four") << QByteArray("\xf0\x8f\xbf\xbf");
        QTest::newRow("a surrogate") << QByteArray("\xed\xa0\x80");
        QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80");
        QTest::newRow("a lead beyond") << QByteArray("\xf5\x80\x80\x80");
        QTest::newRow("cut") << QByteArray("\xe2\x82");
        QTest::newRow("cut by another") << QByteArray("\xe2\x82x");
    }

    void whatIsNoCharacter()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(utf8Length({bytes.constData(), static_cast<std::size_t>(bytes.size())}), std::size_t{0});
    }

    void charactersEndWhereUnicodeDoes()
    {
        QVERIFY(isCharacter(0xd7ff) && isCharacter(0xe000) && isCharacter(0x10ffff));
        QVERIFY(!isCharacter(0xd800) && !isCharacter(0xdfff) && !isCharacter(0x110000));
    }
};

QTEST_APPLESS_MAIN(Utf8Test)
#include "utf8_test.moc"
