// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A mapping is written and tried by keyboard alone.
#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QStandardPaths>

#include <algorithm>

#include "shown.h"
#include "ui/models/mapping_preview.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::itemsOf;
using nocturne::tests::Shown;

namespace {

QQuickItem* named(const Shown& shown, const QString& name, QAccessible::Role role)
{
    for (QQuickItem* item : itemsOf(shown.window())) {
        const auto* accessible = QAccessible::queryAccessibleInterface(item);
        if (item->isVisible() && accessible != nullptr && accessible->text(QAccessible::Name) == name &&
            accessible->role() == role)
            return item;
    }
    return nullptr;
}

bool isShown(const Shown& shown, const QString& text)
{
    return std::ranges::any_of(itemsOf(shown.window()), [&](QQuickItem* item) {
        return item->inherits("QQuickText") && item->isVisible() && item->property("text").toString().contains(text);
    });
}

void typeInto(const Shown& shown, QQuickItem* item, const QString& text)
{
    item->forceActiveFocus(Qt::TabFocusReason);
    QTest::keyClick(shown.window(), Qt::Key_A, Qt::ControlModifier);
    for (const QChar c : text) {
        if (c == u'\n')
            QTest::keyClick(shown.window(), Qt::Key_Return);
        else
            QTest::keyClick(shown.window(), c.toLatin1());
    }
}

} // namespace

class MappingSheetTest : public QObject
{
    Q_OBJECT

private slots:
    void whatIsTypedIsTriedAtOnce()
    {
        Shown shown;
        shown.start({.page = u"targets"_s});
        shown.visit(u"targets"_s);
        auto* button = named(shown, u"Try a mapping"_s, QAccessible::Button);
        QVERIFY(button != nullptr);
        button->forceActiveFocus(Qt::TabFocusReason);
        QTest::keyClick(shown.window(), Qt::Key_Space);
        QTRY_VERIFY(isShown(shown, u"room_temperature_celsius{room=\"attic\"} 21.5"_s)); // the example

        auto* mapping = named(shown, u"Mapping, as in nocturne.yml"_s, QAccessible::EditableText);
        auto* messages = named(shown, u"Messages: one, or one a line"_s, QAccessible::EditableText);
        QVERIFY(mapping != nullptr && messages != nullptr);
        typeInto(shown, messages, u"{\"p\": 7, \"s\": \"A\"}\n{\"p\": \"x\"}"_s);
        typeInto(shown, mapping, u"samples: [{name: price, value: $.p, labels: {symbol: $.s}}]"_s);
        QTRY_VERIFY(isShown(shown, u"price{symbol=\"A\"} 7"_s));
        QTRY_VERIFY(isShown(shown, u"samples[0]: $.p is \"x\", no number"_s));

        typeInto(shown, mapping, u"samples: [{name: price, value: p}]"_s);
        QTRY_VERIFY(isShown(shown, u"line 1, column 25"_s));
        QTRY_VERIFY(isShown(shown, u"is no path: begin it with $. or @."_s));
        QVERIFY(isShown(shown, u"What is wrong with the mapping"_s));

        shown.press(Qt::Key_Escape);
        QTRY_VERIFY(!isShown(shown, u"What is wrong with the mapping"_s));
    }

    void markupInMessagesIsText()
    {
        MappingPreview preview;
        const QAbstractItemModelTester tester(&preview);
        preview.setMapping(u"samples: [{name: a, value: $.v, labels: {l: $.l}}]"_s);
        preview.setMessages(u"{\"v\": 1, \"l\": \"<img src='http://127.0.0.1:1/x'>\"}"_s);
        QTRY_VERIFY(!preview.isBusy());

        QCOMPARE(preview.rowCount(), 1);
        QVERIFY(preview.index(0, 0).data(MappingPreview::WordsRole).toString().contains(u"<img src="_s));
        QVERIFY(!preview.hasFailed());
    }

    void aTextThatIsTooLongIsSaidToBe()
    {
        MappingPreview preview;
        preview.setMapping(u"samples: [{name: a, value: $.v}]"_s);
        preview.setMessages(QString(MappingPreview::kLongestText + 1, u'1'));
        QTRY_VERIFY(!preview.isBusy());

        QVERIFY(preview.index(0, 0).data(MappingPreview::WordsRole).toString().contains(u"too long"_s));
    }

    void whatIsTypedMeanwhileIsTriedToo()
    {
        MappingPreview preview;
        preview.setMapping(u"samples: [{name: a, value: $.v}]"_s);
        for (int i = 0; i < 50; ++i) {
            preview.setMessages(u"{\"v\": %1}"_s.arg(i));
            QTest::qWait(7);
        }
        QTRY_VERIFY(!preview.isBusy());

        QCOMPARE(preview.index(0, 0).data(MappingPreview::WordsRole).toString(), u"a 49"_s);
    }
};

int main(int argc, char** argv)
{
    QStandardPaths::setTestModeEnabled(true);
    ui::Application::prepare();
    QApplication application(argc, argv);
    MappingSheetTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "mapping_sheet_test.moc"
