// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QQuickItem>
#include <QTest>

#include "shown.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::itemsOf;
using nocturne::tests::Shown;

namespace {

/// The one that is on the screen and called `name`.
QQuickItem* named(const Shown& shown, const QString& name)
{
    for (QQuickItem* item : itemsOf(shown.window())) {
        const auto* accessible = QAccessible::queryAccessibleInterface(item);
        if (item->isVisible() && accessible != nullptr && accessible->text(QAccessible::Name) == name &&
            accessible->role() != QAccessible::StaticText && accessible->role() != QAccessible::Grouping &&
            accessible->role() != QAccessible::Pane && accessible->role() != QAccessible::Heading)
            return item;
    }
    return nullptr;
}

/// As by the keyboard, which also reaches what lies below the window's end.
void click(const Shown& shown, QQuickItem* item)
{
    item->forceActiveFocus(Qt::TabFocusReason);
    QTest::keyClick(shown.window(), Qt::Key_Space);
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

} // namespace

class SettingsPageTest : public QObject
{
    Q_OBJECT

private slots:
    void channelsAreSwitchedByHand()
    {
        Shown shown;
        shown.start({.page = u"settings"_s});
        shown.session().run(u"settings:channels"_s);
        shown.visit(u"settings"_s);
        const auto* settings = shown.session().desktop()->settings();
        QVERIFY(!settings->sound());

        auto* sound = named(shown, u"Sound"_s);
        QVERIFY(sound != nullptr);
        click(shown, sound);
        QTRY_VERIFY(settings->sound());
        auto* notifications = named(shown, u"Notifications"_s);
        QVERIFY(notifications != nullptr);
        click(shown, notifications);
        QTRY_VERIFY(!settings->notifications());
        auto* mute = named(shown, u"Mute for 1 h"_s);
        QVERIFY(mute != nullptr);
        click(shown, mute);
        QTRY_VERIFY(shown.session().desktop()->isMuted());
        QTRY_VERIFY(named(shown, u"Sound on again"_s) != nullptr);
    }

    void receiversTellHowTheyGo()
    {
        Shown shown;
        shown.fixture.fill();
        shown.start({.page = u"settings"_s});
        shown.session().run(u"settings:receivers"_s);
        shown.visit(u"settings"_s);

        const auto texts = textsOf(shown);
        for (const auto& text : {u"pager"_s, u"1 waiting, trying again"_s, u"connection refused by 10.0.3.7:443"_s,
                                 u"550 5.1.1 night@example.org: no such user"_s, u"nobody is told"_s})
            QVERIFY2(texts.contains(text), qPrintable(text + u" is not in "_s + texts.join(u'|')));
    }

    void aTestShowsTheAnswer()
    {
        Shown shown;
        shown.fixture.fill();
        shown.start({.page = u"settings"_s});
        shown.session().run(u"settings:receivers"_s);
        shown.visit(u"settings"_s);

        auto* send = named(shown, u"Send a test"_s);
        QVERIFY(send != nullptr);
        click(shown, send);
        QTRY_COMPARE(shown.fixture.receivers.asked, std::string("nobody by Mara"));
        shown.fixture.receivers.testing({{"nobody/email[0]", {notify::SendResult::Kind::Refused, "550 <b>no</b>"}}});

        QTRY_VERIFY(textsOf(shown).contains(u"nobody/email[0]: failed - 550 <b>no</b>"_s));
    }

    void withoutReceiversThePageSaysWhatToDo()
    {
        Shown shown;
        shown.start({.page = u"settings"_s});
        shown.session().run(u"settings:receivers"_s);
        shown.visit(u"settings"_s);
        QVERIFY(textsOf(shown).contains(u"Nobody else is told of alerts"_s));
    }

    void newsWithoutANotificationServiceAreInTheWindow()
    {
        Shown shown;
        shown.start({.page = u"overview"_s});
        emit shown.session().desktop()->newsInWindow(u"Error: DiskFull"_s, status::Error);
        QTRY_VERIFY(textsOf(shown).contains(u"Error: DiskFull"_s));
    }
};

QTEST_MAIN(SettingsPageTest)
#include "settings_page_test.moc"
