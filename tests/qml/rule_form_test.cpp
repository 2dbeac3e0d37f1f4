// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rules are made, changed and removed by keyboard alone.
#include <algorithm>
#include <fstream>
#include <sstream>

#include <QApplication>
#include <QStandardPaths>

#include "shown.h"
#include "support/panels_fixture/scripted_service.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::itemsOf;
using nocturne::tests::Shown;

namespace {

/// A value of 3 that is 9 for an hour each day, since `days` ago.
query::QueryResult hotHours(const query::RangeQuery& query, int days)
{
    query::QueryResult result;
    result.type = query::ValueType::Matrix;
    std::vector<double> values;
    for (Timestamp at = query.start; at <= query.end; at += query.step.count()) {
        result.times.push_back(at);
        const bool isThere = at > query.end - Timestamp{days} * 86'400'000;
        const bool isHot = at % 86'400'000 < 3'600'000;
        values.push_back(!isThere ? query::kAbsent : isHot ? 9 : 3);
    }
    result.series.push_back({model::LabelSet{{"instance", "a"}}, std::move(values), {}});
    return result;
}

struct Page : Shown
{
    QTemporaryDir rules;
    PosixIo io;
    int applied = 0;
    tests::ScriptedService service;
    rules::RuleBook book{
        io, rules.filePath(u"rules/nocturne.rules.yml"_s).toStdString(), {}, [this](auto) -> Result<void> {
            ++applied;
            return {};
        }};

    void open()
    {
        service.onRange = [](const query::RangeQuery& asked) -> Result<query::QueryResult> {
            return hotHours(asked, 2);
        };
        service.onInstant = [](const query::InstantQuery& asked) -> Result<query::QueryResult> {
            return tests::vectorOf({}, asked.time);
        };
        query = &service;
        ruleBook = &book;
        fixture.fill();
        start({.page = u"alerts"_s});
        QTRY_VERIFY(session().alerts()->rowCount() > 3);
        QTRY_VERIFY(window()->activeFocusItem() != nullptr);
    }
    panels::RuleForm* form() const { return session().ruleForm(); }
    std::string text() const
    {
        std::ostringstream out;
        out << std::ifstream(book.path()).rdbuf();
        return out.str();
    }
    QString focusText() const
    {
        const auto* item = window()->activeFocusItem();
        return item == nullptr ? QString() : item->property("text").toString();
    }
    QString focusPlaceholder() const
    {
        const auto* item = window()->activeFocusItem();
        return item == nullptr ? QString() : item->property("placeholderText").toString();
    }
    bool isTyping() const
    {
        const auto* item = window()->activeFocusItem();
        return item != nullptr && item->inherits("QQuickTextInput");
    }
    void type(const char* words) const
    {
        for (const char* c = words; *c != '\0'; ++c)
            QTest::keyClick(window(), *c);
    }
    bool tabTo(const QString& words) const
    {
        for (int i = 0; i < 80; ++i) {
            if (focusText() == words || (isTyping() && focusPlaceholder() == words))
                return true;
            QTest::keyClick(window(), Qt::Key_Tab);
        }
        return false;
    }
    bool shows(const QString& words) const
    {
        const auto items = itemsOf(window());
        return std::any_of(items.begin(), items.end(), [&](QQuickItem* item) {
            return item->isVisible() && item->property("text").toString().contains(words);
        });
    }
    void settle() const { QTest::qWait(300); } // sheets have faded, focus is back
};

} // namespace

class RuleFormTest : public QObject
{
    Q_OBJECT

private slots:
    void aRuleIsMadeChangedAndRemoved()
    {
        Page page;
        page.open();
        QVERIFY(page.tabTo(u"New rule"_s));
        page.press(Qt::Key_Return);
        QTRY_VERIFY(page.isTyping());
        page.type("temp > 1");
        QTRY_VERIFY(page.shows(u"Give a threshold"_s));
        for (int i = 0; i < 4; ++i)
            page.press(Qt::Key_Backspace);
        QVERIFY(page.tabTo(u"threshold"_s));
        page.type("5");
        QTRY_VERIFY(page.shows(u"Give the rule a name"_s));
        QVERIFY(page.tabTo(u"what the alert is called"_s));
        page.type("Hot");
        QTRY_COMPARE(int(page.form()->preview()), int(panels::RuleForm::Played));
        QVERIFY(page.shows(u"would have fired 2 times in the last 2 d"_s) ||
                page.shows(u"would have fired 2 time(s) in the last 1 d"_s) ||
                page.form()->verdict().contains(u"would have fired 2"_s));
        QVERIFY(page.shows(u"only "_s));
        QTRY_VERIFY(page.form()->isAcceptable());
        page.press(Qt::Key_Return);

        QTRY_COMPARE(page.applied, 1);
        QVERIFY(page.text().find("expr: \"temp > 5\"") != std::string::npos);
        QTRY_VERIFY(page.shows(u"The rule Hot is at work"_s));
        page.settle();

        QVERIFY(page.tabTo(u"Rules"_s));
        page.press(Qt::Key_Return);
        QTRY_COMPARE(page.form()->rules()->rowCount(), 1);
        page.press(Qt::Key_J);
        page.press(Qt::Key_Return);
        QTRY_VERIFY(page.shows(u"Change the rule"_s));
        QTRY_VERIFY(page.isTyping());
        QVERIFY(page.tabTo(u"at once"_s));
        QTest::keyClick(page.window(), Qt::Key_A, Qt::ControlModifier);
        page.type("10m");
        page.press(Qt::Key_Return);
        QTRY_COMPARE(page.applied, 2);
        QVERIFY(page.text().find("for: 10m") != std::string::npos);
        page.settle();

        QTRY_COMPARE(page.form()->rules()->rowCount(), 1);
        QVERIFY(page.tabTo(u"Rules"_s));
        page.press(Qt::Key_Return);
        page.press(Qt::Key_J);
        page.press(Qt::Key_X);
        QTRY_VERIFY(page.shows(u"Remove the rule Hot?"_s));
        page.settle();
        page.press(Qt::Key_Return);
        QTRY_COMPARE(page.applied, 3);
        QVERIFY(page.text().find("Hot") == std::string::npos);
        QTRY_COMPARE(page.form()->rules()->rowCount(), 0);
    }

    void aFileThatChangedIsTold()
    {
        Page page;
        page.open();
        page.form()->startWith(u"temp"_s, u"Hot"_s);
        page.form()->setThreshold(u"5"_s);
        QTRY_VERIFY(page.form()->isAcceptable());
        std::filesystem::create_directories(std::filesystem::path(page.book.path()).parent_path());
        std::ofstream(page.book.path()) << "# somebody was here\ngroups: []\n";
        page.form()->accept();

        QTRY_VERIFY(page.shows(u"was changed by somebody else"_s));
        QCOMPARE(page.applied, 0);
        QCOMPARE(page.text(), std::string("# somebody was here\ngroups: []\n"));
    }

    void escapeLeavesEverythingAsItWas()
    {
        Page page;
        page.open();
        page.session().run(u"alerts:rule"_s);
        QTRY_VERIFY(page.isTyping());
        page.type("temp");
        page.press(Qt::Key_Escape);
        page.settle();

        QVERIFY(!page.shows(u"New alert rule"_s));
        QVERIFY(page.text().empty());
    }
};

int main(int argc, char** argv)
{
    QStandardPaths::setTestModeEnabled(true);
    ui::Application::prepare();
    QApplication application(argc, argv);
    RuleFormTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "rule_form_test.moc"
