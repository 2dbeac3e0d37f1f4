// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QAccessible>
#include <QApplication>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>

#include "shown.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::itemsOf;
using nocturne::tests::Shown;

namespace {

const QStringList kOwnPages{u"overview"_s, u"alerts"_s, u"targets"_s, u"logs"_s, u"settings"_s};

} // namespace

class ShellTest : public QObject
{
    Q_OBJECT

private slots:
    void hostileTextIsOnlyText()
    {
        QTcpServer canary;
        QVERIFY(canary.listen(QHostAddress::LocalHost));
        Shown shown;
        shown.fixture.fillHostile("http://127.0.0.1:" + std::to_string(canary.serverPort()));
        shown.start();
        shown.session().alerts()->setTab(AlertListModel::All);
        shown.session().alertDetail()->setAlertId(shown.session().alerts()->idAt(0));

        int literal = 0;
        for (const QString& page : kOwnPages) {
            shown.visit(page);
            if (page == u"targets"_s)
                shown.session().sources()->toggle(0);
            QTest::qWait(50);
            for (QQuickItem* item : itemsOf(shown.window())) {
                if (!item->inherits("QQuickText"))
                    continue;
                QCOMPARE(item->property("textFormat").toInt(), int(Qt::PlainText));
                literal += item->property("text").toString().contains(u"<img src="_s);
            }
        }
        shown.session().run(u"action:palette"_s);
        QTest::qWait(300);

        QVERIFY2(literal > 10, qPrintable(QString::number(literal)));
        QVERIFY(!canary.hasPendingConnections());
    }

    void anAlertIsTakenByKeyboard()
    {
        Shown shown;
        shown.fixture.fill();
        shown.start({.page = u"alerts"_s});
        const QString id = shown.session().alerts()->idAt(0);

        shown.press(Qt::Key_J);
        QCOMPARE(shown.session().alertDetail()->alertId(), id);
        shown.press(Qt::Key_A);
        QTRY_VERIFY(shown.window()->activeFocusItem()->inherits("QQuickTextInput"));
        QTest::qWait(200);
        for (const char key : {'o', 'n', ' ', 'i', 't'})
            QTest::keyClick(shown.window(), key);
        shown.press(Qt::Key_Return);

        QTRY_VERIFY(shown.session().alertDetail()->acknowledged());
        QCOMPARE(shown.session().alertDetail()->owner(), u"Mara"_s);
        QCOMPARE(shown.session().alertDetail()->comment(), u"on it"_s);
        QTest::qWait(300);
        shown.press(Qt::Key_U);
        QTRY_VERIFY(!shown.session().alertDetail()->acknowledged());
    }

    void twoKeysGoToAPage()
    {
        Shown shown;
        shown.fixture.fill();
        shown.start();

        shown.press(Qt::Key_G);
        shown.press(Qt::Key_T);

        QTRY_COMPARE(shown.session().page(), u"targets"_s);
    }

    void thePaletteFindsAndRuns()
    {
        Shown shown;
        shown.start();

        QTest::keyClick(shown.window(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(shown.window()->activeFocusItem()->inherits("QQuickTextInput"));
        for (const char key : {'l', 'o', 'g', 's'})
            QTest::keyClick(shown.window(), key);
        QTRY_COMPARE(shown.session().commands()->idAt(0), u"page:logs"_s);
        shown.press(Qt::Key_Return);

        QTRY_COMPARE(shown.session().page(), u"logs"_s);
    }

    void theShortcutsAreListed()
    {
        Shown shown;
        shown.start();
        QSignalSpy warnings(&shown.application->engine(), &QQmlEngine::warnings);

        QTest::keyClick(shown.window(), '?');

        const auto listed = [&] {
            const auto items = itemsOf(shown.window());
            return std::any_of(items.begin(), items.end(), [](QQuickItem* item) {
                return item->isVisible() && item->property("text").toString() == u"Keyboard shortcuts"_s;
            });
        };
        QTRY_VERIFY(listed());
        QVERIFY(warnings.isEmpty());
    }

    void tablesUseTheRoomTheyGet()
    {
        Shown shown;
        shown.fixture.fill();
        shown.start({.page = u"targets"_s});
        const auto places = [&] { // of the column heads that can be seen
            std::set<int> out;
            int heads = 0;
            for (QQuickItem* item : itemsOf(shown.window())) {
                static const QStringList words{u"Source"_s, u"Kind"_s, u"Address"_s, u"Samples"_s, u"Every"_s};
                if (!item->isVisible() || !item->inherits("QQuickText") ||
                    !words.contains(item->property("text").toString()))
                    continue;
                ++heads;
                out.insert(static_cast<int>(item->mapToScene({}).x()));
            }
            return std::pair(heads, static_cast<int>(out.size()));
        };

        QTRY_COMPARE(places(), std::pair(5, 5));
        shown.window()->resize(640, 600);
        QTRY_COMPARE(places(), std::pair(1, 1));
        shown.window()->resize(1900, 900);

        QTRY_COMPARE(places(), std::pair(5, 5));
    }

    void plainLettersAreTextInAField()
    {
        Shown shown;
        shown.start({.page = u"logs"_s});

        shown.press(Qt::Key_Slash);
        QTRY_VERIFY(shown.window()->activeFocusItem()->inherits("QQuickTextInput"));
        QTest::keyClick(shown.window(), 'g');
        QTest::keyClick(shown.window(), 'a');
        QTest::qWait(300);

        QCOMPARE(shown.session().page(), u"logs"_s);
        QCOMPARE(shown.session().logs()->text(), u"ga"_s);
    }

    void theStoreSpeaksAboveEveryPage()
    {
        Shown shown;
        auto health = std::make_shared<tsdb::StoreHealth>();
        health->state = tsdb::StoreHealth::State::DiskFull;
        health->folder = "/data/metrics";
        health->damages = {{"/data/metrics/blocks/1.block", "a chunk does not decode", 1, 2, 3}};
        shown.storeHealth = [health] { return *health; };
        shown.start();
        const auto shows = [&](const QString& text) {
            const auto items = itemsOf(shown.window());
            return std::any_of(items.begin(), items.end(), [&](QQuickItem* item) {
                return item->isVisible() && item->property("text").toString() == text;
            });
        };

        QTRY_VERIFY(shows(u"The disk is full: nothing new is saved"_s));
        QVERIFY(shows(u"1 part of the history could not be read"_s));
        shown.session().storeNotices()->dismiss(1);
        QTRY_VERIFY(!shows(u"1 part of the history could not be read"_s));
        health->state = tsdb::StoreHealth::State::Good;
        shown.session().setWatching(false);
        shown.session().setWatching(true);
        QTRY_VERIFY(!shows(u"The disk is full: nothing new is saved"_s));
    }

    void titlesFollowTheLanguage()
    {
        Shown shown;
        shown.start({.dashboard = u"this-computer"_s, .language = u"en"_s});
        const auto shows = [&](const QString& text) {
            const auto items = itemsOf(shown.window());
            return std::any_of(items.begin(), items.end(), [&](QQuickItem* item) {
                return item->isVisible() && item->property("text").toString() == text;
            });
        };
        const auto* library = shown.session().workspace()->library();
        const auto* dashboard = library->find(shown.session().workspace()->dashboardId());
        QVERIFY(dashboard != nullptr);
        QTRY_VERIFY(shows(QString::fromStdString(dashboard->title)));
        QTRY_VERIFY(shows(QString::fromStdString(dashboard->panels.front().title)));

        shown.session().settings()->setLanguage(u"de"_s);

        const auto title = panels::dashboardWord(dashboard->title);
        const auto panel = panels::dashboardWord(dashboard->panels.front().title);
        QVERIFY(title != QString::fromStdString(dashboard->title));
        QTRY_VERIFY(shows(title));
        QTRY_VERIFY(shows(panel));
    }

    void everyControlHasAName()
    {
        Shown shown;
        shown.fixture.fill();
        shown.start();
        for (const QString& page : kOwnPages) {
            shown.visit(page);
            for (QQuickItem* item : itemsOf(shown.window())) {
                const bool control = item->inherits("QQuickAbstractButton") || item->inherits("QQuickComboBox") ||
                                     item->inherits("QQuickTextInput");
                if (!control || !item->isVisible())
                    continue;
                QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(item);
                QVERIFY2(accessible != nullptr, item->metaObject()->className());
                QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                         qPrintable(page + u": "_s + QString::fromLatin1(item->metaObject()->className())));
            }
        }
    }

    void pagesWarnOfNothing_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<double>("scale");
        QTest::newRow("English, night") << u"en"_s << u"night"_s << 1.0;
        QTest::newRow("German, day, large") << u"de"_s << u"day"_s << 1.5;
        QTest::newRow("Arabic, high contrast, huge") << u"ar"_s << u"contrast-dark"_s << 3.0;
        QTest::newRow("English, small") << u"en"_s << u"contrast-light"_s << 0.8;
    }
    void pagesWarnOfNothing()
    {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        QFETCH(double, scale);
        Shown shown;
        shown.fixture.fill();
        shown.start({.theme = theme, .language = language});
        QSignalSpy warnings(&shown.application->engine(), &QQmlEngine::warnings);
        shown.session().settings()->setTextScale(scale);

        for (const QString& page : kOwnPages)
            shown.visit(page);

        QVERIFY2(warnings.isEmpty(),
                 warnings.isEmpty() ? "" : qPrintable(warnings[0][0].value<QList<QQmlError>>().first().toString()));
        QCOMPARE(shown.session().isRightToLeft(), language == u"ar"_s);
    }

    void escapeHeldForTwoSecondsLeavesTheKiosk()
    {
        Shown shown;
        shown.start();
        shown.session().setKiosk(true);

        QTest::keyPress(shown.window(), Qt::Key_Escape);
        QTest::qWait(700);
        QTest::keyRelease(shown.window(), Qt::Key_Escape);
        QTest::qWait(1700); // a tap is not meant
        QVERIFY(shown.session().isKiosk());

        QTest::keyPress(shown.window(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!shown.session().isKiosk(), 4000);
        QTest::keyRelease(shown.window(), Qt::Key_Escape);
    }

    void onlyVisitedPagesAreMade()
    {
        Shown shown;
        shown.fixture.fill();
        shown.start();
        const auto lists = [&] {
            const auto items = itemsOf(shown.window());
            return std::count_if(items.begin(), items.end(), [](QQuickItem* item) {
                return QByteArray(item->metaObject()->className()).startsWith("AlertsPage");
            });
        };

        QCOMPARE(lists(), 0);
        shown.visit(u"alerts"_s);

        QCOMPARE(lists(), 1);
    }
};

int main(int argc, char* argv[])
{
    QStandardPaths::setTestModeEnabled(true);
    Application::prepare();
    const QApplication app(argc, argv);
    ShellTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "shell_test.moc"
