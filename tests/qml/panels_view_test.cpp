// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What hands do on panels: point, drag, double click, choose a range and a refresh.
#include <QApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTest>

#include "shown.h"
#include "support/panels_fixture/scripted_service.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/app/application.h"
#include "ui/panels/data_context.h"
#include "ui/panels/panel_words.h"
#include "ui/panels/time_range.h"
#include "ui/panels/workspace.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::panels;

namespace {

constexpr Timestamp kNow = 1'773'482'400'000; // 2026-03-14 10:00:00 UTC
constexpr int kWidth = 800;

const auto kPage = R"(
    import QtQuick
    import Nocturne.Controls
    import Nocturne.Panels
    import Nocturne.Panels.Core

    Item {
        id: root
        required property DataContext dataContext
        required property TimeRange timeRange
        required property var panel
        TimeControls { timeRange: root.timeRange; anchors.right: parent.right }
        PanelView { objectName: "upper"; y: 60; width: 800; height: 240; panel: root.panel
            dataContext: root.dataContext; timeRange: root.timeRange }
        PanelView { objectName: "lower"; y: 310; width: 800; height: 240; panel: root.panel
            dataContext: root.dataContext; timeRange: root.timeRange }
    })";

query::QueryResult answerTo(const query::RangeQuery& query)
{
    query::QueryResult result;
    result.type = query::ValueType::Matrix;
    result.series.push_back({{}, {}});
    for (Timestamp t = query.start; t <= query.end; t += query.step.count()) {
        result.times.push_back(t);
        result.series[0].values.push_back(static_cast<double>(t % 7000));
    }
    result.warnings = {"PromQL warning: <b>odd</b> (1:1)"};
    result.infos = {"PromQL info: plain"};
    if (query.explain)
        result.nodes = {{0, "x", true, 1, 42, 0.001}};
    return result;
}

QStringList g_warnings; // of everything, QML among it
QtMessageHandler g_before = nullptr;

void gather(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (type != QtDebugMsg && type != QtInfoMsg)
        g_warnings.append(text);
    g_before(type, context, text);
}

/// Gathers warnings while it lives.
struct Gathering
{
    Gathering()
    {
        g_warnings.clear();
        g_before = qInstallMessageHandler(&gather);
    }
    ~Gathering() { qInstallMessageHandler(g_before); }
};

/// Two charts of one line each, below the controls of their range.
struct Page
{
    tests::HandClock clock{kNow};
    tests::ScriptedService service;
    WorkerPool pool{1};
    DataContext context{service, clock, pool};
    TimeRange range;
    QQuickWindow window;
    QQmlEngine engine;
    std::unique_ptr<QObject> root;

    Page()
    {
        service.onRange = [](const query::RangeQuery& query) -> Result<query::QueryResult> { return answerTo(query); };
        range.setContext(&context);
        dashboards::Panel spec;
        spec.targets = {{"x"}};
        engine.addImportPath(u"qrc:/qt/qml"_s);
        QQmlComponent component(&engine);
        component.setData(kPage, QUrl(u"inline.qml"_s));
        root.reset(component.createWithInitialProperties({{u"dataContext"_s, QVariant::fromValue(&context)},
                                                          {u"timeRange"_s, QVariant::fromValue(&range)},
                                                          {u"panel"_s, QVariant::fromValue(PanelSpec(spec))}}));
        if (!root)
            qFatal("%s", qPrintable(component.errorString()));
        auto* item = qobject_cast<QQuickItem*>(root.get());
        item->setSize(QSizeF(kWidth, 560));
        item->setParentItem(window.contentItem());
        window.resize(kWidth, 560);
        window.show();
    }
    ~Page()
    {
        root.reset();
        range.setContext(nullptr);
    }

    static void collect(QQuickItem* item, const QByteArray& type, QList<QQuickItem*>& out)
    {
        if (item->isVisible() && QByteArray(item->metaObject()->className()).contains(type))
            out.append(item);
        for (auto* child : item->childItems())
            collect(child, type, out);
    }
    QList<QQuickItem*> itemsOf(const QByteArray& type) const
    {
        QList<QQuickItem*> out;
        collect(window.contentItem(), type, out);
        return out;
    }
    QQuickItem* panel(int index) const { return itemsOf("PanelView").value(index); }
    QQuickItem* chart(int index) const { return itemsOf("TimeSeriesChart").value(index); }
    /// A point of the upper chart's plot, `share` of its width from the left.
    QPoint at(double share) const
    {
        const auto plot = chart(0)->property("plotArea").toRectF();
        return chart(0)->mapToScene(plot.topLeft() + QPointF(plot.width() * share, plot.height() / 2)).toPoint();
    }
    /// The button or entry whose words hold `text`.
    QQuickItem* saying(const QString& text) const
    {
        for (auto* item : itemsOf("")) {
            if (item->property("text").toString().contains(text) && item->inherits("QQuickAbstractButton"))
                return item;
        }
        for (auto* item : itemsOf("PlainLabel")) {
            if (item->property("text").toString() == text)
                return item;
        }
        return nullptr;
    }
    void click(QQuickItem* item)
    {
        QTest::mouseClick(&window, Qt::LeftButton, {},
                          item->mapToScene(QPointF(item->width() / 2, item->height() / 2)).toPoint());
    }
};

} // namespace

class PanelsViewTest : public QObject
{
    Q_OBJECT

private slots:
    void pointingShowsTheTimeOnAllPanels()
    {
        Page page;
        QTRY_COMPARE(page.itemsOf("TimeSeriesChart").size(), 2);
        QTRY_VERIFY(page.chart(0)->property("plotArea").toRectF().width() > 100);

        QTest::mouseMove(&page.window, page.at(0.4));
        QTest::mouseMove(&page.window, page.at(0.5));

        QTRY_VERIFY(page.chart(0)->property("snappedTime").toDouble() > 0);
        QCOMPARE(page.chart(1)->property("snappedTime").toDouble(), page.chart(0)->property("snappedTime").toDouble());
        const auto middle = (page.range.start() + page.range.end()) / 2;
        QVERIFY(std::abs(page.context.cursorTime() - static_cast<double>(middle)) < 60'000);
        QTest::mouseMove(&page.window, QPoint(5, 5));
        QTRY_COMPARE(page.context.cursorTime(), 0.0);
    }

    void draggingZoomsAndADoubleClickGoesBack()
    {
        Page page;
        QTRY_COMPARE(page.itemsOf("TimeSeriesChart").size(), 2);
        QTRY_VERIFY(page.chart(0)->property("plotArea").toRectF().width() > 100);
        const auto span = page.range.end() - page.range.start();

        QTest::mousePress(&page.window, Qt::LeftButton, {}, page.at(0.25));
        QTest::mouseMove(&page.window, page.at(0.5));
        QTest::mouseMove(&page.window, page.at(0.75));
        QTest::mouseRelease(&page.window, Qt::LeftButton, {}, page.at(0.75));
        QVERIFY(!page.range.isLive());
        const auto zoomed = static_cast<double>(page.range.end() - page.range.start());
        QVERIFY(std::abs(zoomed / static_cast<double>(span) - 0.5) < 0.05);

        QTest::mouseDClick(&page.window, Qt::LeftButton, {}, page.at(0.5));
        QTRY_VERIFY(page.range.isLive());
        QCOMPARE(page.range.end() - page.range.start(), span);
    }

    void warningsAreMarkedAndToldByKeyboard()
    {
        Page page;
        QTRY_COMPARE(page.itemsOf("QueryNotesMark").size(), 2);
        auto* mark = page.itemsOf("QueryNotesMark").first();
        QCOMPARE(mark->property("counts").toString(), u"1 warning(s), 1 info(s)"_s); // plurals are of the translations
        QVERIFY(mark->property("activeFocusOnTab").toBool() || mark->property("focusPolicy").toInt() != 0);

        page.panel(0)->forceActiveFocus();
        QTest::keyClick(&page.window, Qt::Key_W);

        QTRY_VERIFY(page.saying(u"<b>odd</b>"_s) != nullptr); // as it is
        QVERIFY(page.saying(u"line 1, column 1"_s) != nullptr);
        QVERIFY(page.saying(u"Info"_s) != nullptr);
        QTest::keyClick(&page.window, Qt::Key_Escape);
        QTRY_VERIFY(page.saying(u"<b>odd</b>"_s) == nullptr);
    }

    void theInspectorOpensByKeyAndEscapeClosesIt()
    {
        Page page;
        QTRY_COMPARE(page.itemsOf("TimeSeriesChart").size(), 2);
        page.panel(0)->forceActiveFocus();

        QTest::keyClick(&page.window, Qt::Key_I);

        QTRY_COMPARE(page.itemsOf("QueryTree").size(), 1);
        QTRY_VERIFY(page.saying(u"42"_s) != nullptr); // samples of the node
        QVERIFY(page.saying(u"Copy PromQL"_s) != nullptr);
        page.click(page.saying(u"Answer"_s));
        QTRY_COMPARE(page.itemsOf("QuerySamples").size(), 1);
        QTest::keyClick(&page.window, Qt::Key_Escape);
        QTRY_COMPARE(page.itemsOf("QuerySamples").size(), 0);
    }

    void rangeAndRefreshAreChosen()
    {
        Page page;
        QTRY_VERIFY(page.saying(page.range.text()) != nullptr);

        page.click(page.saying(page.range.text()));
        QTRY_COMPARE(page.itemsOf("QQuickGridView").size(), 1);
        auto* grid = page.itemsOf("QQuickGridView").first();
        const auto before = page.range.from();
        QTest::qWait(300); // the popup's way in
        QTest::mouseClick(&page.window, Qt::LeftButton, {}, grid->mapToScene(QPointF(20, 10)).toPoint());
        QTRY_VERIFY(page.range.from() != before);

        page.click(page.saying(page.range.refreshText()));
        QTRY_VERIFY(page.saying(u"Off"_s) != nullptr);
        QTest::qWait(300);
        page.click(page.saying(u"Off"_s));
        QTRY_COMPARE(page.range.refreshSeconds(), 0);
    }

    void panelsOpenAndCloseWithoutAWarning()
    {
        const Gathering gathering;
        {
            Page page;
            QTRY_COMPARE(page.itemsOf("TimeSeriesChart").size(), 2);
            QTRY_VERIFY(page.chart(0)->property("plotArea").toRectF().width() > 100);
        }
        QCOMPARE(g_warnings, QStringList());
    }

    void pagesAndDashboardsOpenAndCloseWithoutAWarning()
    {
        tests::ScriptedService service;
        service.onRange = [](const query::RangeQuery& query) -> Result<query::QueryResult> { return answerTo(query); };
        service.onInstant = [](const query::InstantQuery& query) -> Result<query::QueryResult> {
            return tests::vectorOf({{{}, 1}}, query.time);
        };
        const Gathering gathering;
        {
            tests::Shown shown;
            shown.fixture.fill();
            shown.query = &service;
            shown.start({.width = 1920, .height = 1080});
            auto* workspace = shown.session().workspace();
            const auto ids = workspace->library()->ids();
            QVERIFY(ids.size() > 5);
            for (const auto& id : ids) {
                workspace->setDashboardId(id);
                shown.visit(u"dashboards"_s);
                QTest::qWait(200);
            }
            for (const auto& page : ui::Session::pageNames())
                shown.visit(page);
        }
        QCOMPARE(g_warnings, QStringList());
    }
};

int main(int argc, char* argv[])
{
    QStandardPaths::setTestModeEnabled(true);
    ui::Application::prepare();
    const QApplication app(argc, argv);
    PanelsViewTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "panels_view_test.moc"
