// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QFontMetricsF>
#include <QTest>

#include "ui/theme/fonts.h"
#include "ui/theme/tabular_font.h"

using namespace Qt::StringLiterals;
using namespace nocturne::ui;

class FontsTest : public QObject
{
    Q_OBJECT

private slots:
    void everyDigitHasOneWidth()
    {
        if (!fonts().tabular)
            QSKIP("fonts-inter is not installed");
        for (const int weight : {QFont::Normal, QFont::Medium, QFont::DemiBold}) {
            QFont font(fonts().sans);
            font.setPixelSize(26);
            font.setWeight(static_cast<QFont::Weight>(weight));
            const QFontMetricsF metrics(font);

            for (char16_t digit = u'0'; digit <= u'9'; ++digit)
                QVERIFY(std::abs(metrics.horizontalAdvance(QString(8, QChar(digit))) -
                                 metrics.horizontalAdvance(u"00000000"_s)) < 0.5);
        }
    }

    void lettersStayAsTheyAre()
    {
        if (!fonts().tabular)
            QSKIP("fonts-inter is not installed");
        QFont ours(fonts().sans);
        QFont inter(u"Inter"_s);
        ours.setPixelSize(26);
        inter.setPixelSize(26);

        QCOMPARE(QFontMetricsF(ours).horizontalAdvance(u"Alerts, worst first"_s),
                 QFontMetricsF(inter).horizontalAdvance(u"Alerts, worst first"_s));
    }

    void brokenFontsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("font");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no tables") << QByteArray(12, '\0');
        QTest::newRow("tables beyond the end")
            << QByteArray("OTTO\0\x02\0\0\0\0\0\0cmap\0\0\0\0\xff\xff\xff\xff\0\0\0\1GSUB", 32);
        QTest::newRow("noise") << QByteArray(4096, '\xa5');
    }
    void brokenFontsAreRefused()
    {
        QFETCH(QByteArray, font);

        QVERIFY(withTabularDigits(font, u"Inter"_s, u"Intab"_s).isEmpty());
    }
};

QTEST_MAIN(FontsTest)
#include "fonts_test.moc"
