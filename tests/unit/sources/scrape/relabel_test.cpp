// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sources/scrape/relabel.h"
#include "sources/scrape/target.h"

using namespace nocturne;
using namespace nocturne::scrape;
using Action = RelabelRule::Action;

namespace {

/// The labels after one rule as text; "dropped" when it drops them.
std::string after(const RelabelRule::Options& options, const model::LabelSet& labels)
{
    const auto rule = RelabelRule::make(options);
    if (!rule)
        return "invalid: " + rule.error().message;
    const auto result = relabel(labels, {*rule});
    return result ? result->toString() : "dropped";
}

JobOptions jobWith(std::vector<std::string> addresses)
{
    JobOptions job;
    job.name = "web";
    job.groups = {{std::move(addresses), {{"zone", "a"}}}};
    return job;
}

} // namespace

class RelabelTest : public QObject
{
    Q_OBJECT

private slots:
    void actions_data()
    {
        QTest::addColumn<RelabelRule::Options>("options");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, RelabelRule::Options options, const char* expected) {
            QTest::newRow(name) << options << std::string(expected);
        };
        row("replace takes groups",
            {.sourceLabels = {"a"}, .regex = "f(.*)", .targetLabel = "d", .replacement = "x${1}y"},
            R"({a="foo", b="bar", c="baz", d="xooy"})");
        row("replace joins by the separator", {.sourceLabels = {"a", "b"}, .targetLabel = "d"},
            R"({a="foo", b="bar", c="baz", d="foo;bar"})");
        row("replace without a match changes nothing",
            {.sourceLabels = {"a"}, .regex = "oo", .targetLabel = "d", .replacement = "x"},
            R"({a="foo", b="bar", c="baz"})");
        row("replace by nothing removes", {.sourceLabels = {"a"}, .targetLabel = "b", .replacement = ""},
            R"({a="foo", c="baz"})");
        row("keep", {.sourceLabels = {"a"}, .regex = "foo", .action = Action::Keep}, R"({a="foo", b="bar", c="baz"})");
        row("keep is anchored", {.sourceLabels = {"a"}, .regex = "o+", .action = Action::Keep}, "dropped");
        row("drop", {.sourceLabels = {"b"}, .regex = "b.*", .action = Action::Drop}, "dropped");
        row("keepequal", {.sourceLabels = {"a"}, .targetLabel = "b", .action = Action::KeepEqual}, "dropped");
        row("dropequal", {.sourceLabels = {"a"}, .targetLabel = "b", .action = Action::DropEqual},
            R"({a="foo", b="bar", c="baz"})");
        row("labelmap", {.regex = "(b|c)", .replacement = "x_$1", .action = Action::LabelMap},
            R"({a="foo", b="bar", c="baz", x_b="bar", x_c="baz"})");
        row("labeldrop", {.regex = "b|c", .action = Action::LabelDrop}, R"({a="foo"})");
        row("labelkeep", {.regex = "b|c", .action = Action::LabelKeep}, R"({b="bar", c="baz"})");
        row("uppercase", {.sourceLabels = {"a"}, .targetLabel = "a", .action = Action::Uppercase},
            R"({a="FOO", b="bar", c="baz"})");
        row("hashmod", {.sourceLabels = {"c"}, .modulus = 1000, .targetLabel = "d", .action = Action::HashMod},
            R"({a="foo", b="bar", c="baz", d="976"})");
        row("hashmod needs a modulus", {.sourceLabels = {"c"}, .targetLabel = "d", .action = Action::HashMod},
            "invalid: relabel action hashmod needs a \"modulus\" above zero");
        row("replace needs a target", {.sourceLabels = {"c"}}, "invalid: this relabel action needs \"target_label\"");
    }

    void actions()
    {
        QFETCH(RelabelRule::Options, options);
        QFETCH(std::string, expected);

        QCOMPARE(after(options, model::LabelSet{{"a", "foo"}, {"b", "bar"}, {"c", "baz"}}), expected);
    }

    void brokenExpressionIsNamed()
    {
        const auto rule = RelabelRule::make({.sourceLabels = {"a"}, .regex = "(", .targetLabel = "b"});

        QVERIFY(!rule);
        QVERIFY(rule.error().message.find("invalid regular expression \"(\"") == 0);
    }

    void targetHasJobInstanceAndGroupLabels()
    {
        auto job = jobWith({"localhost:3000"});
        job.params = {{"module", "a b"}};

        const auto targets = makeTargets(job);

        QVERIFY(targets);
        QCOMPARE(targets->size(), std::size_t(1));
        QCOMPARE(targets->front().url, std::string("http://localhost:3000/metrics?module=a%20b"));
        QCOMPARE(targets->front().labels.toString(),
                 std::string(R"({instance="localhost:3000", job="web", zone="a"})"));
    }

    void relabellingChangesAddressAndInstance()
    {
        auto job = jobWith({"db1", "db2"});
        job.relabelRules = {*RelabelRule::make({.sourceLabels = {"__address__"}, .targetLabel = "instance"}),
                            *RelabelRule::make({.targetLabel = "__address__", .replacement = "exporter:9115"}),
                            *RelabelRule::make({.sourceLabels = {"instance"}, .regex = "db2", .action = Action::Drop})};

        const auto targets = makeTargets(job);

        QVERIFY(targets);
        QCOMPARE(targets->size(), std::size_t(1));
        QCOMPARE(targets->front().url, std::string("http://exporter:9115/metrics"));
        QCOMPARE(targets->front().instance(), std::string_view("db1"));
    }

    void impossibleTargetsAreRefused_data()
    {
        QTest::addColumn<std::vector<std::string>>("addresses");
        QTest::newRow("a URL") << std::vector<std::string>{"http://localhost:3000"};
        QTest::newRow("a path") << std::vector<std::string>{"localhost/metrics"};
        QTest::newRow("credentials") << std::vector<std::string>{"u:p@localhost"};
        QTest::newRow("empty") << std::vector<std::string>{""};
        QTest::newRow("twice") << std::vector<std::string>{"localhost:1", "localhost:1"};
    }

    void impossibleTargetsAreRefused()
    {
        QFETCH(std::vector<std::string>, addresses);

        QVERIFY(!makeTargets(jobWith(addresses)));
    }
};

QTEST_APPLESS_MAIN(RelabelTest)
#include "relabel_test.moc"
