// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "color_science.h"
#include "ui/theme/palette.h"

using namespace Qt::StringLiterals;
using namespace nocturne::ui;
using namespace nocturne::tests;

namespace {

QByteArray pairName(const QColor& a, const QColor& b) { return (a.name() + u" on "_s + b.name()).toUtf8(); }

} // namespace

class PaletteTest : public QObject
{
    Q_OBJECT

private slots:
    // Published values for pairs given in sRGB.
    void measuresAgreeWithTheLiterature()
    {
        QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
        QCOMPARE(qRound(contrast(QColor(0x777777U), QColor(0xffffffU)) * 100), 448);
        QCOMPARE(qRound(ciede2000(Qt::black, Qt::white)), 100);
        QCOMPARE(qRound(ciede2000(QColor(0xff0000U), QColor(0x00ff00U)) * 10), 866);
        QVERIFY(ciede2000(QColor(0x123456U), QColor(0x123456U)) < 1e-9);
    }

    void allPalettes_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString& name : paletteNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void textStandsOutFromItsGround_data() { allPalettes_data(); }
    void textStandsOutFromItsGround()
    {
        QFETCH(QString, name);
        const Palette& p = palette(name);

        for (const QColor& ground : {p.background, p.surface, p.raised})
            for (const QColor& ink : {p.text, p.dim, p.accent})
                QVERIFY2(contrast(ink, ground) >= 4.5, pairName(ink, ground));
        for (const QColor& ground : {p.background, p.surface})
            QVERIFY2(contrast(p.faint, ground) >= 4.5, pairName(p.faint, ground));
        QVERIFY2(contrast(p.text, p.lifted) >= 4.5, pairName(p.text, p.lifted));
        QVERIFY2(contrast(p.onAccent, p.accent) >= 4.5, pairName(p.onAccent, p.accent));
    }

    void highContrastIsFifteenToOne_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("dark") << u"contrast-dark"_s;
        QTest::newRow("light") << u"contrast-light"_s;
    }
    void highContrastIsFifteenToOne()
    {
        QFETCH(QString, name);
        const Palette& p = palette(name);

        QVERIFY(p.highContrast);
        for (const QColor& ink : {p.text, p.dim, p.faint})
            QVERIFY2(contrast(ink, p.background) >= 15, pairName(ink, p.background));
        QVERIFY2(contrast(p.text, p.raised) >= 15, pairName(p.text, p.raised));
    }

    void wordsOfAStatusCanBeRead_data() { allPalettes_data(); }
    void wordsOfAStatusCanBeRead()
    {
        QFETCH(QString, name);
        const Palette& p = palette(name);

        for (const QColor& ink : p.status)
            for (const QColor& ground : {p.background, p.surface})
                QVERIFY2(contrast(ink, ground) >= 4.5, pairName(ink, ground));
    }

    void seriesStandOutFromTheirGround_data() { allPalettes_data(); }
    void seriesStandOutFromTheirGround()
    {
        QFETCH(QString, name);
        const Palette& p = palette(name);

        for (const QColor& ink : p.series)
            for (const QColor& ground : {p.background, p.surface})
                QVERIFY2(contrast(ink, ground) >= 3, pairName(ink, ground));
    }

    void seriesAreToldApartByEveryEye_data() { allPalettes_data(); }
    void seriesAreToldApartByEveryEye()
    {
        QFETCH(QString, name);
        const auto& series = palette(name).series;

        for (const Vision vision : {Vision::Normal, Vision::Protan, Vision::Deutan, Vision::Tritan})
            for (std::size_t i = 0; i < series.size(); ++i)
                for (std::size_t j = i + 1; j < series.size(); ++j)
                    QVERIFY2(ciede2000(seenWith(vision, series[i]), seenWith(vision, series[j])) >= 12,
                             pairName(series[i], series[j]));
    }

    void severitiesAreToldApartByEveryEye_data() { allPalettes_data(); }
    void severitiesAreToldApartByEveryEye()
    {
        QFETCH(QString, name);
        const auto& all = palette(name).status;

        for (const Vision vision : {Vision::Normal, Vision::Protan, Vision::Deutan, Vision::Tritan})
            for (int i = status::Ok; i <= status::Critical; ++i)
                for (int j = i + 1; j <= status::Critical; ++j)
                    QVERIFY2(ciede2000(seenWith(vision, all[static_cast<std::size_t>(i)]),
                                       seenWith(vision, all[static_cast<std::size_t>(j)])) >= 5,
                             pairName(all[static_cast<std::size_t>(i)], all[static_cast<std::size_t>(j)]));
    }
};

QTEST_GUILESS_MAIN(PaletteTest)
#include "palette_test.moc"
