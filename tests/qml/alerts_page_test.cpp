// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page of alerts walked by keyboard alone.
#include <algorithm>

#include <QApplication>
#include <QSignalSpy>
#include <QStandardPaths>

#include "shown.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::itemsOf;
using nocturne::tests::Shown;

namespace {

bool isTyping(const Shown& shown)
{
    const auto* item = shown.window()->activeFocusItem();
    return item != nullptr && item->inherits("QQuickTextInput");
}

QString focusText(const Shown& shown)
{
    const auto* item = shown.window()->activeFocusItem();
    return item == nullptr ? QString() : item->property("text").toString();
}

void type(const Shown& shown, const char* text)
{
    for (const char* c = text; *c != '\0'; ++c)
        QTest::keyClick(shown.window(), *c);
}

// Walks the chain of focus to what is called `text`.
bool tabTo(const Shown& shown, const QString& text)
{
    for (int i = 0; i < 80; ++i) {
        if (focusText(shown) == text)
            return true;
        QTest::keyClick(shown.window(), Qt::Key_Tab);
    }
    return false;
}

bool shows(const Shown& shown, const QString& text)
{
    const auto items = itemsOf(shown.window());
    return std::any_of(items.begin(), items.end(), [&](QQuickItem* item) {
        return item->isVisible() && item->property("text").toString().contains(text);
    });
}

alerts::AlertInstance firing(const char* name, alerts::Severity severity)
{
    alerts::AlertInstance out;
    out.labels = {{"alertname", name}, {"service", "late"}};
    out.state = alerts::AlertState::Firing;
    out.severity = severity;
    out.activeAt = out.firedAt = 1000;
    return out;
}

QRectF placeOf(const QQuickItem* item) { return item->mapRectToScene({0, 0, item->width(), item->height()}); }

QList<QQuickItem*> seen(const Shown& shown, const QByteArray& type)
{
    QList<QQuickItem*> out;
    for (auto* item : itemsOf(shown.window()))
        if (item->isVisible() && QByteArray(item->metaObject()->className()).startsWith(type))
            out.append(item);
    return out;
}

bool isControl(const QQuickItem* item)
{
    return item->inherits("QQuickAbstractButton") || item->inherits("QQuickComboBox") ||
           item->inherits("QQuickTextField");
}

// What can be clicked above the lists, outermost items only.
QList<QQuickItem*> toolsOf(const Shown& shown)
{
    QList<QQuickItem*> out;
    for (auto* item : itemsOf(shown.window())) {
        bool isPart = !item->isVisible() || !isControl(item) || item->width() <= 0;
        for (auto* parent = item->parentItem(); parent != nullptr && !isPart; parent = parent->parentItem())
            isPart = isControl(parent) || parent->inherits("QQuickFlickable");
        if (!isPart)
            out.append(item);
    }
    return out;
}

QString nameOf(const QQuickItem* item)
{
    return QString::fromLatin1(item->metaObject()->className()) + u' ' + item->property("text").toString() + u' ' +
           item->property("displayText").toString();
}

// The first two tools that lie over each other or beyond the window; empty: none do.
QString overlapOf(const Shown& shown)
{
    const auto tools = toolsOf(shown);
    const QRectF window(0, 0, shown.window()->width(), shown.window()->height());
    for (qsizetype i = 0; i < tools.size(); ++i) {
        const auto place = placeOf(tools[i]);
        if (!window.contains(place))
            return nameOf(tools[i]) + u" leaves the window"_s;
        for (qsizetype k = i + 1; k < tools.size(); ++k)
            if (place.adjusted(1, 1, -1, -1).intersects(placeOf(tools[k])))
                return nameOf(tools[i]) + u" and "_s + nameOf(tools[k]);
    }
    return tools.size() < 5 ? u"there are no tools"_s : QString();
}

// Five alerts of one rule that differ in their host alone.
std::vector<alerts::AlertInstance> alikeButForTheHost()
{
    std::vector<alerts::AlertInstance> out;
    for (const char* host : {"a", "b", "c", "a-host-with-a-name-as-long-as-they-are-in-clouds.example.org", "e"}) {
        auto& alert = out.emplace_back(firing("DiskPending", alerts::Severity::Critical));
        alert.labels = {{"alertname", "DiskPending"}, {"host", host}, {"instance", "127.0.0.1:18802"}, {"job", "t"}};
        alert.expression = "disk_used > 90";
        alert.threshold = 90;
        alert.value = 99;
    }
    return out;
}

void addSizes()
{
    QTest::addColumn<QSize>("size");
    for (const QSize size :
         {QSize(1024, 768), QSize(1280, 800), QSize(1440, 900), QSize(1600, 900), QSize(1920, 1080), QSize(3840, 2160)})
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
}

struct Page : Shown
{
    AlertListModel* alerts = nullptr;
    AlertDetail* detail = nullptr;

    void open()
    {
        fixture.fill();
        start({.page = u"alerts"_s});
        alerts = session().alerts();
        detail = session().alertDetail();
        QTRY_VERIFY(alerts->rowCount() > 3);
        QTRY_VERIFY(window()->activeFocusItem() != nullptr);
    }
    void settle() const { QTest::qWait(300); } // sheets have faded, focus is back
};

} // namespace

class AlertsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void severalAreChosenTakenAndUndone()
    {
        Page page;
        page.open();

        for (int i = 0; i < 2; ++i) {
            page.press(Qt::Key_J);
            page.press(Qt::Key_Space);
        }
        QCOMPARE(page.alerts->chosenCount(), 2);
        QTRY_VERIFY(shows(page, u"2 chosen"_s));
        const auto ids = page.alerts->chosenIds();
        page.press(Qt::Key_A);
        QTRY_VERIFY(isTyping(page));
        type(page, "mine");
        page.press(Qt::Key_Return);

        QTRY_COMPARE(page.alerts->mineCount(), 2);
        QTRY_COMPARE(page.alerts->chosenCount(), 0);
        QCOMPARE(QString::fromStdString(page.alerts->find(ids[1])->acknowledgement->comment), u"mine"_s);
        page.settle();
        page.press(Qt::Key_U);
        QTRY_COMPARE(page.alerts->mineCount(), 0);
    }

    void aGroupIsTakenAtOnce()
    {
        Page page;
        page.open();
        page.press(Qt::Key_J);
        const auto group = page.alerts->groupIds(page.detail->alertId());
        QVERIFY(group.size() > 1);

        QTest::keyClick(page.window(), Qt::Key_A, Qt::ShiftModifier);
        QTRY_VERIFY(isTyping(page));
        page.press(Qt::Key_Return);

        QTRY_COMPARE(page.alerts->mineCount(), group.size());
    }

    void aSilenceIsMadeFromAnAlertAndMastered()
    {
        Page page;
        page.open();
        page.press(Qt::Key_J);
        page.press(Qt::Key_S);
        QTRY_VERIFY(isTyping(page));
        QVERIFY(page.session().silenceForm()->matches()->rowCount() >= 1);
        QVERIFY(shows(page, u"mutes 1 of"_s));
        type(page, "until the new disks come");
        page.press(Qt::Key_Return);
        QTRY_VERIFY(page.detail->quiet());
        page.settle();

        QVERIFY(tabTo(page, u"Silences"_s));
        page.press(Qt::Key_Return);
        page.press(Qt::Key_J);
        auto* silences = page.session().silences();
        QTRY_COMPARE(silences->activeCount(), 1);
        const auto end = page.fixture.board.silences()->front().endsAt;
        page.press(Qt::Key_E);
        QTRY_COMPARE(page.fixture.board.silences()->front().endsAt, end + 3'600'000);
        page.press(Qt::Key_X);
        QTRY_COMPARE(silences->activeCount(), 0);
        page.press(Qt::Key_R);
        QTRY_COMPARE(silences->activeCount(), 1);
        page.press(Qt::Key_Return);
        QTRY_VERIFY(shows(page, u"Change the silence"_s));
        QVERIFY(page.session().silenceForm()->isChanging());
        page.press(Qt::Key_Escape);
        page.settle();
        page.press(Qt::Key_N);
        QTRY_VERIFY(shows(page, u"Say which alerts"_s));
    }

    void aSilenceOfEverythingAsksFirst()
    {
        Page page;
        page.open();
        page.press(Qt::Key_J);
        page.press(Qt::Key_S);
        QTRY_VERIFY(isTyping(page));
        auto* form = page.session().silenceForm();
        while (form->rowCount() > 1)
            form->removeMatcher(1);
        form->setOperator(0, 2);
        form->setValue(0, u".+"_s);

        page.press(Qt::Key_Return);
        QTest::qWait(100);
        QVERIFY(page.fixture.board.silences()->empty());
        QVERIFY(tabTo(page, u"This is wanted"_s));
        page.press(Qt::Key_Space);
        QVERIFY(form->isConfirmed());
        QVERIFY(tabTo(page, u"Silence"_s));
        page.press(Qt::Key_Return);

        QTRY_COMPARE(page.fixture.board.silences()->size(), std::size_t(1));
    }

    void aDowntimeIsPlannedAndMastered()
    {
        Page page;
        page.open();
        QVERIFY(tabTo(page, u"Downtimes"_s));
        page.press(Qt::Key_Return);
        page.press(Qt::Key_N);
        QTRY_VERIFY(isTyping(page));
        auto* form = page.session().downtimeForm();
        form->setName(0, u"instance"_s);
        form->setValue(0, u"hub-1"_s);
        QTRY_VERIFY(shows(page, u"mutes 1 of"_s));
        type(page, "new kernel");
        page.press(Qt::Key_Return);

        auto* downtimes = page.session().downtimes();
        QTRY_COMPARE(downtimes->activeCount(), 1);
        page.settle();
        QVERIFY(shows(page, u"new kernel"_s));
        page.press(Qt::Key_J);
        const auto end = page.fixture.board.downtimes()->front().first.end;
        page.press(Qt::Key_E);
        QTRY_COMPARE(page.fixture.board.downtimes()->front().first.end, end + 3'600'000);
        page.press(Qt::Key_Return);
        QTRY_VERIFY(shows(page, u"Change the downtime"_s));
        QVERIFY(form->isChanging());
        page.press(Qt::Key_Escape);
        page.settle();
        page.press(Qt::Key_X);
        QTRY_COMPARE(downtimes->activeCount(), 0);
        page.press(Qt::Key_R);
        QTRY_VERIFY(isTyping(page));
        QCOMPARE(form->comment(), u"new kernel"_s);
    }

    void aDowntimeOfEverythingAsksFirst()
    {
        Page page;
        page.open();
        page.session().run(u"alerts:downtimes"_s);
        page.press(Qt::Key_N);
        QTRY_VERIFY(isTyping(page));
        auto* form = page.session().downtimeForm();
        form->setName(0, u"alertname"_s);
        form->setOperator(0, 2);
        form->setValue(0, u".+"_s);

        page.press(Qt::Key_Return);
        page.settle();
        QVERIFY(page.fixture.board.downtimes()->empty());
        QVERIFY(tabTo(page, u"This is wanted"_s));
        page.press(Qt::Key_Space);
        QVERIFY(tabTo(page, u"Plan"_s));
        page.press(Qt::Key_Return);

        QTRY_COMPARE(page.fixture.board.downtimes()->size(), std::size_t(1));
    }

    void theHistoryIsWalked()
    {
        Page page;
        page.open();
        QVERIFY(page.alerts->acknowledge(page.alerts->idAt(0), u"Mara"_s, u"looking"_s));
        QVERIFY(tabTo(page, u"History"_s));
        page.press(Qt::Key_Return);
        auto* past = page.session().past();
        QTRY_VERIFY(past->rules()->rowCount() > 3);

        page.press(Qt::Key_J);
        const auto rule = past->rules()->nameAt(0);
        page.press(Qt::Key_Return);
        QCOMPARE(past->rule(), rule);
        QTRY_VERIFY(past->occurrences()->rowCount() > 0 && !past->occurrences()->isLoading());
        page.press(Qt::Key_J);
        QTRY_VERIFY(past->course()->rowCount() > 0);
        QVERIFY(shows(page, u"began to fire"_s));
        page.press(Qt::Key_Escape);
        QCOMPARE(past->rule(), QString());
        page.press(Qt::Key_3);
        QTRY_VERIFY(shows(page, u"acknowledge"_s));
        QTRY_VERIFY(past->audit()->rowCount() > 0);
        page.press(Qt::Key_Slash);
        QTRY_VERIFY(isTyping(page));
        type(page, "hub-2");
        QCOMPARE(past->text(), u"hub-2"_s);
        page.press(Qt::Key_Escape);
        QCOMPARE(past->text(), QString());
    }

    void oneIsPutOff()
    {
        Page page;
        page.open();
        page.press(Qt::Key_J);
        page.press(Qt::Key_Z);
        page.settle();
        QVERIFY(tabTo(page, u"Put off"_s));
        page.press(Qt::Key_Return);

        QTRY_VERIFY(page.detail->quiet());
        QCOMPARE(page.alerts->mutedCount(), 1);
    }

    void theListOfADashboardDoesTheSameInSmall()
    {
        Page page;
        page.fixture.fill();
        page.start({.dashboard = u"service-health"_s});
        auto* alerts = page.session().alerts();
        const auto find = [&]() -> QQuickItem* {
            for (auto* item : itemsOf(page.window()))
                if (item->isVisible() && item->inherits("QQuickListView") && item->property("count").toInt() > 0 &&
                    QByteArray(item->parentItem()->metaObject()->className()).startsWith("AlertListPanel"))
                    return item;
            return nullptr;
        };
        QTRY_VERIFY(find() != nullptr);
        const auto muted = alerts->mutedCount();
        find()->forceActiveFocus();
        page.press(Qt::Key_J);

        page.press(Qt::Key_A);
        QTRY_VERIFY(isTyping(page));
        page.press(Qt::Key_Return);
        QTRY_COMPARE(alerts->mineCount(), 1);
        page.settle();
        QTRY_VERIFY(shows(page, u"yours"_s));
        find()->forceActiveFocus();
        page.press(Qt::Key_U);
        QTRY_COMPARE(alerts->mineCount(), 0);
        page.settle();
        page.press(Qt::Key_Z);
        page.settle();
        QVERIFY(tabTo(page, u"Put off"_s));
        page.press(Qt::Key_Return);
        QTRY_VERIFY(shows(page, u"put off"_s));
        QTRY_COMPARE(alerts->mutedCount(), muted + 1);
        page.settle();
        find()->forceActiveFocus();
        page.press(Qt::Key_S);
        QTRY_VERIFY(shows(page, u"mutes 1 of"_s));
        page.press(Qt::Key_Escape);
        page.settle();
        find()->forceActiveFocus();
        page.press(Qt::Key_O);
        QTRY_COMPARE(page.session().page(), u"alerts"_s);
        QVERIFY(!page.session().alertDetail()->alertId().isEmpty());
    }

    void theEvidenceOpensAndTheRunbookAsks()
    {
        Page page;
        page.open();
        page.press(Qt::Key_J);
        QTRY_VERIFY(page.session().evidence()->isActive());
        QTRY_VERIFY(shows(page, u"Why it fires"_s));
        QVERIFY(shows(page, u"The last times"_s));

        page.press(Qt::Key_R);
        QTRY_VERIFY(shows(page, u"https://wiki.example.org/runbooks/ws-drop"_s));
        QTRY_COMPARE(focusText(page), u"Open"_s);
        page.press(Qt::Key_Escape);
        page.settle();
        page.press(Qt::Key_O);
        QTRY_VERIFY(!page.session().evidence()->isActive());
        page.press(Qt::Key_Return);
        QTRY_VERIFY(page.session().evidence()->isActive());
    }

    void aPendingOneShowsHowFarItIs()
    {
        Page page;
        page.open();
        page.alerts->setText(u"WebSocketSlowInitialState"_s);
        QTRY_COMPARE(page.alerts->rowCount(), 1);

        page.press(Qt::Key_J);

        QVERIFY(shows(page, u"pending 3:10 of 5:00"_s));
        QCOMPARE(qRound(page.detail->holdShare() * 100), 63);
    }

    void nothingJumpsWhilePaused()
    {
        Page page;
        page.open();
        QTest::keyClick(page.window(), Qt::Key_Space, Qt::AltModifier);
        QTRY_VERIFY(page.alerts->isPaused());
        const auto first = page.alerts->idAt(0);
        const int rows = page.alerts->rowCount();

        page.fixture.board.report("late", {firing("Late", alerts::Severity::Critical),
                                           firing("Later", alerts::Severity::Critical),
                                           firing("Latest", alerts::Severity::Critical)});

        QTRY_VERIFY(shows(page, u"3 new"_s));
        QCOMPARE(page.alerts->idAt(0), first);
        QCOMPARE(page.alerts->rowCount(), rows);
        QTest::keyClick(page.window(), Qt::Key_Space, Qt::AltModifier);
        QTRY_COMPARE(page.alerts->rowCount(), rows + 3);
    }

    void filtersAreReachedAndCleared()
    {
        Page page;
        page.open();
        page.press(Qt::Key_Slash);
        QTRY_VERIFY(isTyping(page));
        type(page, "hub-2");
        QCOMPARE(page.alerts->text(), u"hub-2"_s);
        QVERIFY(shows(page, u"Clear the filter"_s));
        page.press(Qt::Key_Escape);
        QCOMPARE(page.alerts->text(), QString());

        page.alerts->setSeverity(status::Critical);
        QVERIFY(tabTo(page, u"Clear the filter"_s));
        page.press(Qt::Key_Return);
        QVERIFY(!page.alerts->isFiltered());
    }

    void theEndOfAnOwnAcknowledgementIsTold()
    {
        Page page;
        page.open();
        QVERIFY(page.alerts->acknowledge(page.alerts->idAt(0), u"Mara"_s, {}, 10));

        QTRY_VERIFY(shows(page, u"WebSocketConnectionDrop is yours for another 10 min"_s));
        page.session().setPage(u"logs"_s); // it is told wherever one is
        QVERIFY(tabTo(page, u"Show"_s));
        page.press(Qt::Key_Return);

        QTRY_COMPARE(page.session().page(), u"alerts"_s);
        QTRY_COMPARE(int(page.alerts->tab()), int(AlertListModel::Mine));
    }

    void thePaneStandsBesideTheList_data() { addSizes(); }
    void thePaneStandsBesideTheList()
    {
        QFETCH(QSize, size);
        Page page;
        page.fixture.fill();
        page.start({.page = u"alerts"_s, .width = size.width(), .height = size.height()});
        const auto frame = [&] {
            const auto rows = seen(page, "AlertRow");
            return rows.isEmpty() ? QRectF() : placeOf(rows.front());
        };
        const bool isWide = size.width() > 1200;
        QTRY_COMPARE(seen(page, "AlertPane").size(), isWide ? 1 : 0);
        QTRY_VERIFY(frame().width() > size.width() / 3.0);
        if (isWide)
            QTRY_VERIFY(placeOf(seen(page, "AlertPane").front()).left() > frame().right());
        if (isWide)
            QVERIFY(placeOf(seen(page, "AlertPane").front()).width() > size.width() / 5.0);

        page.press(Qt::Key_J);
        page.press(Qt::Key_Return);
        QTRY_COMPARE(seen(page, "AlertPane").size(), isWide ? 0 : 1);
    }

    void rowsOfOneRuleReadDifferently_data() { addSizes(); }
    void rowsOfOneRuleReadDifferently()
    {
        QFETCH(QSize, size);
        Page page;
        page.fixture.board.report("rules", alikeButForTheHost());
        page.start({.page = u"alerts"_s, .width = size.width(), .height = size.height()});
        QTRY_COMPARE(seen(page, "AlertRow").size(), 5);
        const auto hosts = [&] { // that can be read, from edge to edge, in a row
            QStringList out;
            for (const auto* chip : seen(page, "Chip")) {
                const auto place = placeOf(chip);
                const auto line = placeOf(chip->parentItem()->parentItem());
                if (chip->property("key").toString() == u"host"_s && place.width() > 40 &&
                    place.right() <= line.right() + 1 && place.left() - line.left() < 1)
                    out.append(chip->property("value").toString());
            }
            return out;
        };

        QTRY_COMPARE(hosts().size(), 5);
        page.session().setPage(u"overview"_s);
        QTRY_COMPARE(hosts().size(), 5);
    }

    void noToolLiesOverAnother_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QString>("language");
        QTest::addColumn<double>("scale");
        for (const int width : {1024, 1280, 1366, 1440, 1600, 1920})
            for (const auto& language : {u"en"_s, u"de"_s, u"ar"_s})
                for (const double scale : {1.0, 1.5})
                    QTest::addRow("%d, %s, %g", width, qPrintable(language), scale)
                        << QSize(width, 800) << language << scale;
    }
    void noToolLiesOverAnother()
    {
        QFETCH(QSize, size);
        QFETCH(QString, language);
        QFETCH(double, scale);
        const QTemporaryDir folder;
        PosixIo io;
        rules::RuleBook book(io, folder.filePath(u"made.rules.yml"_s).toStdString(), {},
                             [](auto) -> Result<void> { return {}; });
        Page page;
        page.fixture.fill();
        page.ruleBook = &book;
        page.start({.page = u"alerts"_s, .language = language, .width = size.width(), .height = size.height()});
        page.session().settings()->setTextScale(scale);
        page.session().alerts()->setSeverity(status::Critical); // one more tool: clear the filter

        for (const auto& view : {u"alerts:mine"_s, u"alerts:silences"_s, u"alerts:downtimes"_s, u"alerts:history"_s}) {
            page.session().run(view);
            QTRY_COMPARE(overlapOf(page), QString());
        }
    }

    void viewsWarnOfNothing_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<double>("scale");
        QTest::newRow("English") << u"en"_s << 1.0;
        QTest::newRow("German, large") << u"de"_s << 1.5;
        QTest::newRow("Arabic, huge") << u"ar"_s << 3.0;
    }
    void viewsWarnOfNothing()
    {
        QFETCH(QString, language);
        QFETCH(double, scale);
        Page page;
        page.fixture.fill();
        page.start({.page = u"alerts"_s, .language = language});
        QSignalSpy warnings(&page.application->engine(), &QQmlEngine::warnings);
        page.session().settings()->setTextScale(scale);

        for (const auto& view : {u"alerts:evidence"_s, u"alerts:silence"_s, u"alerts:silences"_s, u"alerts:downtime"_s,
                                 u"alerts:downtimes"_s, u"alerts:history"_s, u"alerts:mine"_s}) {
            page.session().run(view);
            QTest::qWait(200);
            (void)page.window()->grabWindow();
            page.press(Qt::Key_Escape);
            QTest::qWait(200);
        }

        QVERIFY2(warnings.isEmpty(),
                 warnings.isEmpty() ? "" : qPrintable(warnings[0][0].value<QList<QQmlError>>().first().toString()));
    }
};

int main(int argc, char* argv[])
{
    QStandardPaths::setTestModeEnabled(true);
    Application::prepare();
    const QApplication app(argc, argv);
    AlertsPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "alerts_page_test.moc"
