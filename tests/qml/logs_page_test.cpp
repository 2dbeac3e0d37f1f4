// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QQuickItem>
#include <QTest>

#include "shown.h"
#include "ui/models/log_list_model.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::itemsOf;
using nocturne::tests::Shown;

namespace {

constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

void add(Shown& shown, LogLevel level, std::string message, std::map<std::string, std::string> fields = {})
{
    logs::LogRecord record;
    record.time = shown.fixture.clock.now() - 60'000;
    record.level = level;
    record.service = "shop";
    record.source = "file:/var/log/shop.log";
    record.message = std::move(message);
    record.fields = std::move(fields);
    shown.fixture.logs.add(std::move(record));
}

QStringList textsOf(const Shown& shown)
{
    QStringList texts;
    for (QQuickItem* item : itemsOf(shown.window())) {
        if (item->inherits("QQuickText") && item->isVisible())
            texts.append(item->property("text").toString());
    }
    return texts;
}

QQuickItem* named(const Shown& shown, const QString& name)
{
    for (QQuickItem* item : itemsOf(shown.window())) {
        const auto* accessible = QAccessible::queryAccessibleInterface(item);
        if (item->isVisible() && accessible != nullptr && accessible->text(QAccessible::Name) == name &&
            accessible->role() == QAccessible::Button)
            return item;
    }
    return nullptr;
}

/// A click in the middle of it.
void click(const Shown& shown, QQuickItem* item)
{
    const auto at = item->mapToScene({item->width() / 2, item->height() / 2}).toPoint();
    QTest::mouseClick(shown.window(), Qt::LeftButton, {}, at);
}

/// A picture, where somebody asks for one: NOCTURNE_TEST_PICTURES is a folder.
void picture(const Shown& shown, const QString& name)
{
    const auto folder = qEnvironmentVariable("NOCTURNE_TEST_PICTURES");
    if (!folder.isEmpty())
        shown.window()->grabWindow().save(folder + u'/' + name + u".png"_s);
}

} // namespace

class LogsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void recordUnfoldsToItsFields()
    {
        Shown shown;
        add(shown, LogLevel::Info, "order placed", {{"order", "17"}});
        add(shown, LogLevel::Error, "payment refused",
            {{"http.status", "502"}, {"note", "<b>no</b> markup"}, {"trace_id", kTrace}});
        shown.start({.page = u"logs"_s});
        auto* logs = shown.session().logs();
        QTRY_COMPARE(logs->rowCount(), 2);
        QTRY_VERIFY(textsOf(shown).contains(u"trace 4bf92f35"_s));

        QTest::keyClick(shown.window(), Qt::Key_J);
        QTest::keyClick(shown.window(), Qt::Key_J);
        QTest::keyClick(shown.window(), Qt::Key_O);

        QTRY_VERIFY(textsOf(shown).contains(u"http.status"_s));
        const auto texts = textsOf(shown);
        for (const auto& text :
             {u"502"_s, u"<b>no</b> markup"_s, u"trace_id"_s, QString::fromLatin1(kTrace), u"file:/var/log/shop.log"_s})
            QVERIFY2(texts.contains(text), qPrintable(text + u" is not in "_s + texts.join(u'|')));
        QVERIFY(!logs->isLive());
        picture(shown, u"unfolded"_s);

        auto* copy = named(shown, u"Copy trace_id"_s);
        QVERIFY(copy != nullptr);
        click(shown, copy);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QString::fromLatin1(kTrace));
        auto* narrow = named(shown, u"Only records with this http.status"_s);
        QVERIFY(narrow != nullptr);
        click(shown, narrow);
        QTRY_COMPARE(logs->text(), u"http.status=502"_s);
        QTRY_COMPARE(logs->rowCount(), 1);
    }

    void barShowsItsRecordsAlone()
    {
        Shown shown;
        add(shown, LogLevel::Error, "now");
        logs::LogRecord old;
        old.time = shown.fixture.clock.now() - 30 * 60'000;
        old.message = "half an hour ago";
        shown.fixture.logs.add(old);
        shown.start({.page = u"logs"_s});
        auto* logs = shown.session().logs();
        QTRY_COMPARE(logs->rowCount(), 2);
        QTRY_COMPARE(logs->histogram()->totalText(), u"records 2, errors 1"_s);
        picture(shown, u"bars"_s);

        for (int bar = 0; bar < logs->histogram()->rowCount(); ++bar) {
            const auto index = logs->histogram()->index(bar);
            if (logs->histogram()->data(index, LogHistogramModel::ErrorRole).toDouble() > 0)
                logs->histogram()->choose(bar);
        }

        QTRY_COMPARE(logs->rowCount(), 1);
        QTRY_VERIFY(!textsOf(shown).filter(u", show all"_s).isEmpty());
        QVERIFY(!textsOf(shown).contains(u"half an hour ago"_s));
        picture(shown, u"chosen"_s);
    }

    void aSearchThatIsNoneIsSaid()
    {
        Shown shown;
        add(shown, LogLevel::Info, "x");
        shown.start({.page = u"logs"_s});

        shown.session().logs()->setText(u"/(/"_s);

        QTRY_VERIFY(textsOf(shown).contains(u"This cannot be searched for"_s));
        QVERIFY(!textsOf(shown).filter(u"missing )"_s).isEmpty());
    }
};

QTEST_MAIN(LogsPageTest)
#include "logs_page_test.moc"
