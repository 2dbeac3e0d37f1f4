// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QSystemTrayIcon>
#include <QTest>

#include "ui/desktop/tray.h"
#include "ui/desktop/tray_badge.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using alerts::Severity;

namespace {

Tally of(Severity severity, int count, int held = 0)
{
    Tally tally;
    tally.bySeverity[static_cast<int>(severity)] = count;
    tally.held = held;
    return tally;
}

/// What is left of a picture without its colours: which pixels are drawn, and how light they are.
QByteArray grey(const QImage& image)
{
    QByteArray out;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            out.append(static_cast<char>(qAlpha(image.pixel(x, y)) / 16));
            out.append(static_cast<char>(qGray(image.pixel(x, y)) / 64));
        }
    }
    return out;
}

} // namespace

class TrayTest : public QObject
{
    Q_OBJECT

private slots:
    void everyStateIsToldWithoutColour_data()
    {
        QTest::addColumn<int>("side");
        for (const int side : {16, 22, 24, 32, 48})
            QTest::addRow("%d px", side) << side;
    }
    void everyStateIsToldWithoutColour()
    {
        QFETCH(int, side);
        std::set<QByteArray> pictures;
        const std::vector<Tally> states = {{},
                                           of(Severity::Critical, 1),
                                           of(Severity::Critical, 2),
                                           of(Severity::Error, 1),
                                           of(Severity::Warning, 1),
                                           of(Severity::Unknown, 1),
                                           of(Severity::Info, 1),
                                           of(Severity::Info, 0, 1)};
        for (const auto& tally : states) {
            const auto picture = trayBadge(tally, side);
            QCOMPARE(picture.size(), QSize(side, side));
            pictures.insert(grey(picture));
        }
        QCOMPARE(pictures.size(), states.size());
    }

    void theIconHasEverySizeDrawnForItself()
    {
        const auto icon = trayIcon(of(Severity::Critical, 7));
        for (const int side : {16, 22, 24, 32, 48})
            QVERIFY(icon.availableSizes().contains(QSize(side, side)));
    }

    void countsAreTheWorstOpenOnesAndHeldOnesDoNotRaiseIt()
    {
        alerts::AlertInstance open;
        open.state = alerts::AlertState::Firing;
        open.severity = Severity::Warning;
        auto taken = open;
        taken.severity = Severity::Critical;
        taken.acknowledgement.emplace();
        auto pending = open;
        pending.state = alerts::AlertState::Pending;

        const auto tally = tallyOf(alerts::AlertList::of({open, taken, pending}), "Mara");

        QCOMPARE(tally.worst(), status::Warning);
        QCOMPARE(tally.worstCount(), 1);
        QCOMPARE(tally.held, 1);
        QCOMPARE(textOf(tally), u"1 warning(s); 1 taken or quiet"_s);
        QCOMPARE(textOf({}), u"No open alerts"_s);
        QCOMPARE(Tally().worst(), status::Ok);
    }

    void unknownIsWorseThanAWarningAndBetterThanAnError()
    {
        auto tally = of(Severity::Unknown, 1);
        tally.bySeverity[static_cast<int>(Severity::Warning)] = 5;
        QCOMPARE(tally.worst(), status::Unknown);
        tally.bySeverity[static_cast<int>(Severity::Error)] = 1;
        QCOMPARE(tally.worst(), status::Error);
    }

    void theMenuOpensMutesAndQuits()
    {
        Tray tray;
        tray.setTally(of(Severity::Error, 3));
        QCOMPARE(tray.icon()->toolTip(), u"Nocturne: 3 error(s)"_s);
        QSignalSpy opened(&tray, &Tray::openRequested);
        QSignalSpy muted(&tray, &Tray::muteRequested);
        QSignalSpy quit(&tray, &Tray::quitRequested);
        QStringList texts;
        for (auto* action : tray.menu()->actions()) {
            if (!action->isSeparator())
                texts.append(action->text());
            action->trigger();
        }
        QCOMPARE(texts, (QStringList{u"Open Nocturne"_s, u"Mute sound for 1 h"_s, u"Quit"_s}));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(muted.count(), 1);
        QVERIFY(muted.at(0).at(0).toBool());
        QCOMPARE(quit.count(), 1);
        tray.setMuted(true);
        QCOMPARE(tray.menu()->actions().at(1)->text(), u"Sound on again"_s);
    }
};

QTEST_MAIN(TrayTest)
#include "tray_test.moc"
