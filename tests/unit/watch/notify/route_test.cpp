// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "watch/alerts/matcher_text.h"
#include "watch/notify/explain.h"
#include "watch/notify/route.h"

using namespace nocturne;
using namespace nocturne::notify;
using namespace std::chrono_literals;

namespace {

RouteConfig node(const char* receiver, const char* matchers, std::vector<RouteConfig> below = {})
{
    RouteConfig config;
    config.receiver = receiver;
    config.matchers = alerts::readMatchers(matchers)->matchers;
    config.routes = std::move(below);
    return config;
}

/// Database trouble to its team, what is critical to the pager besides, the rest to the mailbox.
Route tree()
{
    auto pager = node("pager", "severity=critical");
    pager.continues = true;
    pager.groupWait = 5s;
    auto root = node("mail", "", {pager, node("db", "team=db", {node("db-disk", "alertname=~\"Disk.*\"")})});
    root.groupBy = {"alertname"};
    return makeRoute(root);
}

std::string ends(const model::LabelSet& labels)
{
    std::string text;
    const auto root = tree();
    for (const auto* route : matchingRoutes(root, labels))
        text += route->receiver + ' ';
    return text;
}

} // namespace

class RouteTest : public QObject
{
    Q_OBJECT

private slots:
    void alertsEndAtTheDeepestRoutesThatMatch()
    {
        QCOMPARE(ends({{"alertname", "Slow"}}), std::string("mail "));
        QCOMPARE(ends({{"alertname", "Slow"}, {"team", "db"}}), std::string("db "));
        QCOMPARE(ends({{"alertname", "DiskFull"}, {"team", "db"}}), std::string("db-disk "));
        QCOMPARE(ends({{"alertname", "DiskFull"}, {"team", "db"}, {"severity", "critical"}}),
                 std::string("pager db-disk "));
        QCOMPARE(ends({{"severity", "critical"}}), std::string("pager "));
    }

    void whatIsNotSetIsInherited()
    {
        const auto root = tree();

        QCOMPARE(root.groupWait, std::chrono::milliseconds(30s));
        QCOMPARE(root.children[0].groupWait, std::chrono::milliseconds(5s));
        QCOMPARE(root.children[1].children[0].groupBy, std::vector<std::string>{"alertname"});
        QCOMPARE(root.children[1].children[0].repeatInterval, std::chrono::milliseconds(4h));
    }

    void keysAreAlertmanagers()
    {
        const auto root = tree();

        QCOMPARE(root.children[1].children[0].key, std::string("{}/{team=\"db\"}/{alertname=~\"Disk.*\"}"));
    }

    void groupsShareTheLabelsOfGroupBy()
    {
        const model::LabelSet alert{{"alertname", "A"}, {"instance", "1"}};
        auto config = node("mail", "");
        config.groupsByAll = true;

        QCOMPARE(tree().groupLabels(alert), (model::LabelSet{{"alertname", "A"}}));
        QCOMPARE(makeRoute(config).groupLabels(alert), alert);
    }

    void theTraceSaysWhy()
    {
        DispatchPlan plan;
        plan.root = tree();
        plan.integrations = {{"db/email[0]", "db", true}};

        const auto explanation = explainAlert(plan, {{"alertname", "Slow"}, {"team", "db"}, {"severity", "warning"}},
                                              alerts::Severity::Warning, 0);

        QCOMPARE(explanation.ends.size(), std::size_t{1});
        QCOMPARE(explanation.ends[0].integrations, std::vector<std::string>{"db/email[0]"});
        const std::vector<std::string> trace = {
            "every alert - yes",
            "  {severity=\"critical\"} - no: severity=\"critical\": it is \"warning\"",
            "  {team=\"db\"} - yes, and none below: goes to \"db\"",
            "    {alertname=~\"Disk.*\"} - no: alertname=~\"Disk.*\": it is \"Slow\"",
        };
        QCOMPARE(explanation.trace, trace);
    }
};

QTEST_GUILESS_MAIN(RouteTest)
#include "route_test.moc"
