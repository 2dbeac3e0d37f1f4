// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "ui/models/outside_text.h"
#include "ui/models/settings.h"
#include "ui/models/wording.h"

using namespace Qt::StringLiterals;
using namespace nocturne::ui;

class TextTest : public QObject
{
    Q_OBJECT

private slots:
    void outsideTextIsMadeVisible_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("markup stays as it is") << QByteArray("<img src=x>&amp;") << u"<img src=x>&amp;"_s;
        QTest::newRow("escape") << QByteArray("a\x1b[0m") << u"a\\x1b[0m"_s;
        QTest::newRow("right-to-left override") << QByteArray("a\xe2\x80\xae"
                                                              "b")
                                                << u"a\\u202eb"_s;
        QTest::newRow("zero-width space") << QByteArray("a\xe2\x80\x8b"
                                                        "b")
                                          << u"a\\u200bb"_s;
        QTest::newRow("line feed in one line") << QByteArray("a\nb") << u"a\\nb"_s;
        QTest::newRow("a second line smuggled in") << QByteArray("crit\r\nBcc: x@y") << u"crit\\r\\nBcc: x@y"_s;
        QTest::newRow("tab in one line") << QByteArray("a\tb") << u"a\\tb"_s;
        QTest::newRow("control of the second block") << QByteArray("a\xc2\x85") << u"a\\x85"_s;
        QTest::newRow("broken UTF-8") << QByteArray("a\xff") << u"a\ufffd"_s;
        QTest::newRow("beyond the first plane") << QByteArray("\xf0\x9f\x9a\x80") << u"\U0001F680"_s;
        QTest::newRow("Arabic letters") << QByteArray("\xd8\xb3") << u"س"_s;
        QTest::newRow("tag characters") << QByteArray("\xf3\xa0\x81\x81") << u"\\ue0041"_s;
        QTest::newRow("too long") << QByteArray(50, 'x') << QString(20, u'x') + u'…';
    }
    void outsideTextIsMadeVisible()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);

        QCOMPARE(outsideText(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), 20), expected);
    }

    void proseFlowsOnOneLine()
    {
        QCOMPARE(outsideProse("disk full:\r\n\n  96 %\t\x1b[0m\n"), u"disk full: 96 % \\x1b[0m"_s);
        QCOMPARE(outsideProse(std::string(50, 'x'), 20), QString(20, u'x') + u'…');
    }

    void onlyWebLinksAreSafe_data()
    {
        QTest::addColumn<QByteArray>("link");
        QTest::addColumn<bool>("safe");
        QTest::newRow("https") << QByteArray("https://wiki.example.org/x") << true;
        QTest::newRow("http") << QByteArray("http://localhost:9090/graph?g0.expr=up") << true;
        QTest::newRow("script") << QByteArray("javascript:alert(1)") << false;
        QTest::newRow("file") << QByteArray("file:///etc/passwd") << false;
        QTest::newRow("share") << QByteArray("smb://host/x") << false;
        QTest::newRow("editor") << QByteArray("vscode://file/x") << false;
        QTest::newRow("no host") << QByteArray("http:///x") << false;
        QTest::newRow("endless") << "https://x/" + QByteArray(100'000, 'a') << false;
    }
    void onlyWebLinksAreSafe()
    {
        QFETCH(QByteArray, link);
        QFETCH(bool, safe);

        QCOMPARE(!safeLink(std::string_view(link.constData(), static_cast<std::size_t>(link.size()))).isEmpty(), safe);
    }

    void spansAreRoundedDown_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("expected");
        QTest::newRow("below zero") << qint64(-5) << u"0 s"_s;
        QTest::newRow("seconds") << qint64(59'999) << u"59 s"_s;
        QTest::newRow("minutes") << qint64(3'599'000) << u"59 min"_s;
        QTest::newRow("hours until two days") << qint64(47) * 3'600'000 << u"47 h"_s;
        QTest::newRow("days") << qint64(49) * 3'600'000 << u"2 d"_s;
    }
    void spansAreRoundedDown()
    {
        QFETCH(qint64, milliseconds);
        QFETCH(QString, expected);

        QCOMPARE(Wording::span(milliseconds), expected);
    }

    void numbersHaveThreeDigits_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("zero") << 0.0 << u"0"_s;
        QTest::newRow("small") << 0.0123 << u"0.012"_s;
        QTest::newRow("one") << 7.634 << u"7.63"_s;
        QTest::newRow("trailing zeros") << 3.9 << u"3.9"_s;
        QTest::newRow("thousands") << 187'200.0 << u"187 k"_s;
        QTest::newRow("just below a prefix") << 999.6 << u"1 k"_s;
        QTest::newRow("not a number") << double(NAN) << u"NaN"_s;
        QTest::newRow("infinite") << -double(INFINITY) << u"-∞"_s;
    }
    void numbersHaveThreeDigits()
    {
        QFETCH(double, value);
        QFETCH(QString, expected);

        QCOMPARE(Wording::number(value), expected);
    }

    void settingsAreKept()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"deep/interface.ini"_s);
        {
            Settings settings(path);
            settings.setTheme(u"contrast-dark"_s);
            settings.setTextScale(9);
            settings.setUserName(u"  Mara "_s);
            settings.overrideLanguage(u"ar"_s);
        }
        const Settings settings(path);

        QCOMPARE(settings.theme(), u"contrast-dark"_s);
        QCOMPARE(settings.textScale(), 3.0);
        QCOMPARE(settings.userName(), u"Mara"_s);
        QCOMPARE(settings.language(), QString());
    }

    void nonsenseInTheFileIsTheDefault()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"interface.ini"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[look]\ntheme=<img>\ntext_scale=large\ndensity=77\n");
        file.close();
        const Settings settings(path);

        QCOMPARE(settings.theme(), u"night"_s);
        QCOMPARE(settings.textScale(), 0.8);
        QCOMPARE(settings.density(), 2);
    }
};

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
