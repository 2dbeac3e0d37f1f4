// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panel of logs, without the pages around it.
#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/models/log_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;

namespace {

constexpr Timestamp kNow = 1'773'482'400'000;
constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

void collect(QQuickItem* item, QList<QQuickItem*>& out)
{
    out.append(item);
    for (QQuickItem* child : item->childItems())
        collect(child, out);
}

/// Two records in a panel of 800 by 400.
struct Page
{
    tests::HandClock clock{kNow};
    logs::LogStore store;
    LogListModel model{store, nullptr, clock};
    QQmlEngine engine;
    QQuickWindow window;
    std::unique_ptr<QObject> panel;

    Page()
    {
        add("order placed", {{"order", "17"}});
        add("payment refused", {{"http.status", "502"}, {"note", "<b>no</b> markup"}, {"trace_id", kTrace}});
        engine.addImportPath(u"qrc:/qt/qml"_s);
        QQmlComponent component(&engine);
        component.setData("import Nocturne.Panels\nLogPanel { width: 800; height: 400 }", QUrl(u"inline.qml"_s));
        panel.reset(component.createWithInitialProperties({{u"logs"_s, QVariant::fromValue(&model)}}));
        if (!panel)
            qFatal("%s", qPrintable(component.errorString()));
        window.resize(800, 400);
        qobject_cast<QQuickItem*>(panel.get())->setParentItem(window.contentItem());
        window.show();
    }
    void add(const char* message, std::map<std::string, std::string> fields)
    {
        logs::LogRecord record;
        record.time = kNow - 60'000;
        record.service = "shop";
        record.source = "file:/var/log/shop.log";
        record.message = message;
        record.fields = std::move(fields);
        store.add(std::move(record));
    }
    QList<QQuickItem*> items() const
    {
        QList<QQuickItem*> out;
        collect(window.contentItem(), out);
        return out;
    }
    QStringList texts() const
    {
        QStringList texts;
        for (auto* item : items()) {
            if (item->inherits("QQuickText") && item->isVisible())
                texts.append(item->property("text").toString());
        }
        return texts;
    }
    QQuickItem* named(const QString& name) const
    {
        for (auto* item : items()) {
            const auto* accessible = QAccessible::queryAccessibleInterface(item);
            if (item->isVisible() && accessible != nullptr && accessible->text(QAccessible::Name) == name)
                return item;
        }
        return nullptr;
    }
    void click(QQuickItem* item)
    {
        const auto at = item->mapToScene({item->width() / 2, std::min(item->height() / 2, 8.0)}).toPoint();
        QTest::mouseClick(&window, Qt::LeftButton, {}, at);
    }
};

} // namespace

class LogPanelTest : public QObject
{
    Q_OBJECT

private slots:
    void aRecordUnfoldsToItsFieldsAndFoldsAgain()
    {
        Page page;
        QVERIFY(QTest::qWaitForWindowExposed(&page.window));
        QTRY_VERIFY(page.texts().contains(u"payment refused"_s));
        QVERIFY(!page.texts().contains(u"http.status"_s));

        page.click(page.named(u"Info, shop, payment refused"_s));

        QTRY_VERIFY(page.texts().contains(u"http.status"_s));
        for (const auto& text : {u"502"_s, u"<b>no</b> markup"_s, u"file:/var/log/shop.log"_s})
            QVERIFY2(page.texts().contains(text), qPrintable(text));
        QVERIFY(!page.texts().contains(u"17"_s)); // of the other one
        QVERIFY(page.named(u"Only records with this http.status"_s) == nullptr);
        page.click(page.named(u"Copy trace_id"_s));
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(kTrace));

        page.click(page.named(u"Info, shop, payment refused"_s));
        QTRY_VERIFY(!page.texts().contains(u"http.status"_s));
    }

    void keysUnfoldToo()
    {
        Page page;
        QVERIFY(QTest::qWaitForWindowExposed(&page.window));
        QTRY_VERIFY(page.texts().contains(u"payment refused"_s));
        page.named(u"Log"_s)->forceActiveFocus();

        QTest::keyClick(&page.window, Qt::Key_J);
        QTest::keyClick(&page.window, Qt::Key_K);
        QTest::keyClick(&page.window, Qt::Key_O);

        QTRY_VERIFY(page.texts().contains(u"17"_s));
    }
};

QTEST_MAIN(LogPanelTest)
#include "log_panel_test.moc"
