// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "board_fixture.h"
#include "watch/alerts/alert_history.h"
#include "watch/alerts/alert_report.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;
using namespace nocturne::alerts;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp kEver = kStart * 2;

std::vector<std::string> instancesOf(const HistoryPage& page)
{
    std::vector<std::string> names;
    for (const auto& alert : page.occurrences)
        names.emplace_back(alert.labels.get("instance"));
    return names;
}

} // namespace

class AlertHistoryTest : public QObject
{
    Q_OBJECT

private slots:
    void occurrencesComeInPagesNewestFirst()
    {
        BoardFixture f;
        for (int i = 0; i < 25; ++i) {
            f.board.report("rules", {f.alert("h" + std::to_string(i))}); // the one before resolves
            f.clock.advance(1min);
        }
        const AlertHistory history(f.board.store());

        std::vector<std::string> all;
        HistoryQuery query{.to = kEver, .limit = 10};
        int pages = 0;
        do {
            const auto page = history.occurrences(query);
            QVERIFY(page);
            for (auto& name : instancesOf(*page))
                all.push_back(std::move(name));
            query.after = page->next;
            ++pages;
        } while (!query.after.empty());

        QCOMPARE(pages, 3);
        QCOMPARE(all.size(), std::size_t(25));
        QCOMPARE(all.front(), std::string("h24"));
        QCOMPARE(all.back(), std::string("h0"));
        QVERIFY(history.occurrences({.to = kEver, .after = "nonsense"}).error().kind == Error::Kind::InvalidInput);
    }

    void aPageIsWhatWasAskedFor_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("expected");
        QTest::newRow("all that fired") << 0 << QStringLiteral("c b a");
        QTest::newRow("pending ones too") << 1 << QStringLiteral("d c b a");
        QTest::newRow("what was there in the second minute") << 2 << QStringLiteral("b a");
        QTest::newRow("severe ones") << 3 << QStringLiteral("b");
        QTest::newRow("a text in a label") << 4 << QStringLiteral("c");
        QTest::newRow("wildcards are text") << 5 << QString();
        QTest::newRow("another rule") << 6 << QString();
        QTest::newRow("the same alert") << 7 << QStringLiteral("a");
    }

    void aPageIsWhatWasAskedFor()
    {
        QFETCH(int, which);
        QFETCH(QString, expected);
        BoardFixture f;
        const auto a = f.alert("a");
        f.board.report("one", {a});
        f.clock.advance(1min);
        f.board.report("two", {f.alert("b", Severity::Critical)});
        f.clock.advance(1min);
        f.board.report("one", {});
        f.board.report("two", {});
        f.clock.advance(1min);
        f.board.report("one", {f.alert("c")});
        f.clock.advance(1min);
        f.board.report("two", {f.alert("d", Severity::Warning, AlertState::Pending)});
        const std::vector<HistoryQuery> queries = {
            {.to = kEver},
            {.to = kEver, .firedOnly = false},
            {.from = kStart + 60'000, .to = kStart + 120'000},
            {.to = kEver, .atLeast = Severity::Error},
            {.to = kEver, .text = "INSTANCE\":\"C"},
            {.to = kEver, .text = "_%"},
            {.to = kEver, .name = "Other"},
            {.to = kEver, .fingerprint = fingerprint(a.labels)},
        };

        const auto page = AlertHistory(f.board.store()).occurrences(queries[static_cast<std::size_t>(which)]);

        QVERIFY(page);
        QStringList names;
        for (const auto& name : instancesOf(*page))
            names.append(QString::fromStdString(name));
        QCOMPARE(names.join(u' '), expected);
    }

    void aTimelineTellsTheWholeStory()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a", Severity::Warning, AlertState::Pending)});
        const auto id = f.find("a").id;
        f.clock.advance(5min);
        auto firing = f.alert("a");
        firing.activeAt = kStart;
        f.board.report("rules", {firing, f.alert("b")});
        QVERIFY(f.board.acknowledge({id}, f.ann, {.comment = "mine"}));
        QVERIFY(f.board.comment({id}, f.bob, "it is the backup"));
        f.clock.advance(5min);
        f.board.report("rules", {});

        const auto story = AlertHistory(f.board.store()).timeline(id);

        std::vector<std::string> words;
        for (const auto& change : *story)
            words.push_back(std::string(toString(change.kind)) + " " + std::to_string((change.at - kStart) / 60'000) +
                            " " + change.who + " " + change.comment);
        QCOMPARE(words, (std::vector<std::string>{"pending 0  ", "fired 5  ", "acknowledged 5 ann mine",
                                                  "commented 5 bob it is the backup", "resolved 10  "}));
    }

    void noiseCountsWhatPeopleMadeOfIt()
    {
        BoardFixture f;
        for (int i = 0; i < 4; ++i) { // fires for ten minutes, four times; taken twice, after one and after three
            f.board.report("rules", {f.alert("a")});
            f.clock.advance(1min);
            if (i == 0)
                QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {}));
            f.clock.advance(2min);
            if (i == 1)
                QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {}));
            f.clock.advance(7min);
            f.board.report("rules", {});
            f.clock.advance(1min);
        }
        auto other = f.alert("x");
        other.labels = model::LabelSet{{"alertname", "Other"}, {"instance", "x"}};
        f.board.report("rules", {other});
        const AlertHistory history(f.board.store());

        const auto noise = history.noise(kStart, kEver);
        const auto total = history.total(kStart, kEver);

        QCOMPARE(noise->size(), std::size_t(2));
        const RuleNoise expected{"DiskFull", "rules", 4, 2, 2, 120.0, 600.0};
        QVERIFY(noise->at(0) == expected);
        QCOMPARE(noise->at(1).ignored, std::size_t(0)); // it still fires
        QCOMPARE(total->fired, std::size_t(5));
        QCOMPARE(history.total(kEver, kEver + 1)->fired, std::size_t(0));
    }

    void aReportTellsHowLongHowOftenAndWhen()
    {
        BoardFixture f;
        f.board.report("rules", {f.alert("a", Severity::Critical)});
        QVERIFY(f.board.acknowledge(f.idsOf({"a"}), f.ann, {}));
        f.clock.advance(10min);
        f.board.report("rules", {});
        f.clock.advance(70min);
        f.board.report("rules", {f.alert("b")});
        f.clock.advance(20min); // b fires on: 20 min so far

        const HistoryQuery whole{.from = kStart, .to = kStart + 100 * 60'000};
        const auto report = historyReport(f.board.store(), whole, 10);

        QVERIFY(report);
        QCOMPARE(report->rules.size(), std::size_t(1));
        const auto& rule = report->rules.front();
        QCOMPARE(rule.noise, (RuleNoise{"DiskFull", "rules", 2, 1, 0, 0, 600}));
        QCOMPARE(rule.secondsFiring, 1800.0);
        QVERIFY(rule.worst == Severity::Critical);
        QCOMPARE(rule.cells.size(), std::size_t(10));
        QVERIFY(rule.cells[0].share > 250);
        QVERIFY(rule.cells[0].worst == Severity::Critical);
        QCOMPARE(int(rule.cells[4].share), 0);
        QVERIFY(rule.cells[8].share > 250 && rule.cells[9].share > 250);
        QVERIFY(rule.cells[9].worst == Severity::Warning);
        QCOMPARE(report->total.secondsFiring, 1800.0);

        // What began before is drawn and not counted; what is filtered is neither.
        const auto later = historyReport(f.board.store(), {.from = kStart + 90 * 60'000, .to = whole.to}, 10);
        QCOMPARE(later->total.noise.fired, std::size_t(0));
        QCOMPARE(later->total.secondsFiring, 600.0);
        auto severe = whole;
        severe.atLeast = Severity::Error;
        QCOMPARE(historyReport(f.board.store(), severe, 10)->total.noise.fired, std::size_t(1));
        auto named = whole;
        named.text = "instance\":\"b";
        QCOMPARE(historyReport(f.board.store(), named, 10)->total.noise.fired, std::size_t(1));
    }

    void aReportCountsWhatFlapped()
    {
        BoardFixture f;
        for (int i = 0; i < 5; ++i) {
            f.board.report("rules", {f.alert("a")});
            f.clock.advance(1min);
            f.board.report("rules", {});
            f.clock.advance(1min);
        }

        const auto report = historyReport(f.board.store(), {.from = kStart, .to = kEver}, 10);

        QCOMPARE(report->rules.front().noise.fired, std::size_t(5));
        QCOMPARE(report->rules.front().flapped, std::size_t(2)); // from the fourth on
    }

    void whatIsOldIsForgottenButNotTheAudit()
    {
        BoardFixture f({.history = std::chrono::hours(24 * 90)});
        f.board.report("rules", {f.alert("old"), f.alert("long")});
        QVERIFY(f.board.acknowledge(f.idsOf({"old"}), f.ann, {}));
        f.clock.advance(1min);
        auto stays = f.alert("long");
        f.board.report("rules", {stays});
        for (int day = 0; day < 91; ++day)
            f.pass(std::chrono::hours(24));

        const auto page = AlertHistory(f.board.store()).occurrences({.to = kEver});
        std::uint64_t rows = 0;
        QVERIFY(f.board.store().read([&](sqlite::Database& database) -> Result<void> {
            rows = verifyAudit(database)->rows;
            return {};
        }));

        QCOMPARE(instancesOf(*page), std::vector<std::string>{"long"}); // it fires still
        QVERIFY(f.board.changesAfter(0, 10)->empty());
        QCOMPARE(rows, std::uint64_t(1));
    }
};

QTEST_APPLESS_MAIN(AlertHistoryTest)
#include "alert_history_test.moc"
