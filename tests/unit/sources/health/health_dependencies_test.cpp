// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Checks that depend on each other, groups of them, and planned work on them.
#include <QtTest>

#include <fstream>
#include <limits>
#include <map>
#include <set>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "sources/health/group_state.h"
#include "sources/health/health_monitor.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace std::chrono_literals;

namespace {

using Aggregation = GroupOptions::Aggregation;

/// The last value of each series of a metric by one of its labels; staleness markers as "stale".
std::map<std::string, std::string> latest(const support::MemoryStore& store, const std::string& metric,
                                          const std::string& label = "instance")
{
    std::map<std::string, std::string> found;
    const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto series = *querier->select({model::Matcher::equal("__name__", metric)}, {});
    for (const auto& cursor : series) {
        std::array<Timestamp, 64> times{};
        std::array<double, 64> values{};
        double last = 0;
        while (const auto count = *cursor->read(times, values))
            last = values[count - 1];
        found[std::string(cursor->labels().get(label))] =
            model::isStaleMarker(last) ? "stale" : QString::number(last).toStdString();
    }
    return found;
}

GroupOptions groupOf(std::string name, std::vector<std::string> members, Aggregation aggregation = Aggregation::Worst)
{
    GroupOptions group;
    group.name = std::move(name);
    group.members = std::move(members);
    group.aggregation = aggregation;
    group.interval = 20ms;
    return group;
}

} // namespace

class HealthDependenciesTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<support::MemoryStore>();
        m_planned.clear();
        m_seen.clear();
    }
    void cleanup() { m_monitor.reset(); }

    void aFailingChildOfWhatIsDownIsUnreachable()
    {
        watch({{check("router"), check("shop", {"router"})}, {}});

        QVERIFY(until([&] { return is("router", HealthState::Down) && is("shop", HealthState::Unreachable); }));
        QVERIFY(!m_seen["shop"].contains(HealthState::Down));
        QCOMPARE(status("shop").parent, std::string("router"));
        QCOMPARE(status("shop").reason, std::string("parent_down"));
        QVERIFY(status("shop").lastError.starts_with("\"router\" is down; here: "));
        QCOMPARE(latest(*m_store, "probe_success").count("shop"), std::size_t{0});
        QCOMPARE(latest(*m_store, "probe_success")["router"], std::string("0"));
        QCOMPARE(latest(*m_store, "health_check_up")["router"], std::string("0"));
        QCOMPARE(latest(*m_store, "health_check_up").count("shop"), std::size_t{0});
        QCOMPARE(latest(*m_store, "health_check_unreachable")["shop"], std::string("1"));
    }

    void aChildThatIsUpStaysUp()
    {
        beUp("shop");
        watch({{check("router"), check("shop", {"router"})}, {}});

        QVERIFY(until([&] { return is("router", HealthState::Down) && is("shop", HealthState::Up); }));
        QCOMPARE(latest(*m_store, "health_check_unreachable")["shop"], std::string("0"));
    }

    void theFirstFailureOfAChildAsksTheParentAtOnce_data()
    {
        QTest::addColumn<int>("retries");
        QTest::newRow("a parent without retries") << 0;
        QTest::newRow("a parent that is forgiven twice") << 2;
    }
    void theFirstFailureOfAChildAsksTheParentAtOnce()
    {
        QFETCH(int, retries);
        beUp("router");
        beUp("shop");
        auto router = check("router");
        router.interval = 10min; // its own beat would come too late
        router.retryInterval = 30ms;
        router.retries = retries;
        watch({{router, check("shop", {"router"})}, {}});
        QVERIFY(until([&] { return is("router", HealthState::Up) && is("shop", HealthState::Up); }));

        beDown("router");
        beDown("shop");

        QVERIFY(until([&] { return is("shop", HealthState::Unreachable); }));
        QVERIFY(is("router", HealthState::Down));
        QVERIFY(!m_seen["shop"].contains(HealthState::Down));
        QCOMPARE(latest(*m_store, "probe_success")["shop"], std::string("stale"));
        QCOMPARE(latest(*m_store, "health_check_up")["shop"], std::string("stale"));
    }

    void whatIsDownAsksItsParentNoMore()
    {
        beUp("router");
        auto router = check("router");
        router.interval = 10min;
        watch({{router, check("shop", {"router"})}, {}});
        QVERIFY(until([&] { return is("shop", HealthState::Down); }));
        const auto asked = status("router").attempts;
        const auto failed = status("shop").attempts;

        QVERIFY(until([&] { return status("shop").attempts >= failed + 5; }));

        QCOMPARE(status("router").attempts, asked);
    }

    void whatManyChildrenAskForIsNoRetryOfTheParent()
    {
        std::vector<CheckOptions> checks = {check("router")};
        checks.front().interval = 10min;
        checks.front().retryInterval = 10min;
        checks.front().retries = 1;
        for (const auto* name : {"a", "b", "c", "d"})
            checks.push_back(check(name, {"router"}));
        watch({checks, {}});
        QVERIFY(until([&] { return status("d").attempts >= 3 && status("router").attempts >= 2; }));

        QCOMPARE(status("router").softFailures, 1);
        QVERIFY(!is("router", HealthState::Down));
    }

    void aChildThatFailsAloneIsDown()
    {
        beUp("router");
        watch({{check("router"), check("shop", {"router"})}, {}});

        QVERIFY(until([&] { return is("shop", HealthState::Down) && is("router", HealthState::Up); }));
        QCOMPARE(status("shop").parent, std::string());
        QCOMPARE(latest(*m_store, "probe_success")["shop"], std::string("0"));
    }

    void aChainNamesTheFirstCause()
    {
        watch({{check("page", {"shop"}), check("shop", {"router"}), check("router")}, {}});

        QVERIFY(until([&] { return is("page", HealthState::Unreachable) && is("shop", HealthState::Unreachable); }));
        QCOMPARE(status("page").parent, std::string("router"));
        QVERIFY(!m_seen["page"].contains(HealthState::Down) && !m_seen["shop"].contains(HealthState::Down));
    }

    void aDiamondIsUnreachableByEitherSide()
    {
        beUp("root");
        beUp("left");
        watch(
            {{check("leaf", {"left", "right"}), check("left", {"root"}), check("right", {"root"}), check("root")}, {}});

        QVERIFY(until([&] { return is("leaf", HealthState::Unreachable) && is("right", HealthState::Down); }));
        QCOMPARE(status("leaf").parent, std::string("right"));
        QVERIFY(is("left", HealthState::Up));
    }

    void onceTheParentIsBackTheChildIsTriedAtOnce()
    {
        auto shop = check("shop", {"router"});
        watch({{check("router"), shop}, {}});
        QVERIFY(until([&] { return is("shop", HealthState::Unreachable); }));
        shop.interval = 10min; // from here on its own beat would come too late
        m_monitor->apply({{check("router"), shop}, {}});
        QVERIFY(until([&] { return is("shop", HealthState::Unreachable); }));

        beUp("shop");
        beUp("router");

        QVERIFY(until([&] { return is("shop", HealthState::Up); }));
        QCOMPARE(latest(*m_store, "probe_success")["shop"], std::string("1"));
        QCOMPARE(latest(*m_store, "health_check_unreachable")["shop"], std::string("0"));
    }

    void aGroupIsDownForWhatDependsOnItWhenItsQuorumIs()
    {
        beUp("left");
        beUp("shop");
        auto uplinks = groupOf("uplinks", {"left", "right"}, Aggregation::Quorum);
        uplinks.quorum = 1;
        watch({{check("left"), check("right"), check("shop", {"uplinks"})}, {uplinks}});
        QVERIFY(until([&] { return is("uplinks", HealthState::Degraded) && is("shop", HealthState::Up); }));
        beDown("shop");
        QVERIFY(until([&] { return is("shop", HealthState::Down); }));

        beDown("left");

        QVERIFY(until([&] { return is("uplinks", HealthState::Down) && is("shop", HealthState::Unreachable); }));
        QCOMPARE(status("shop").parent, std::string("uplinks"));
    }

    void groupsAreSeriesAndMembersOfGroups()
    {
        beUp("a");
        watch({{check("a"), check("b")}, {groupOf("all", {"some"}), groupOf("some", {"a", "b"})}});

        QVERIFY(until([&] { return is("all", HealthState::Down); }));
        QCOMPARE(m_monitor->statuses()[0].name, std::string("all")); // groups lead
        QVERIFY(m_monitor->statuses()[0].isGroup);
        QCOMPARE(status("some").parts.size(), std::size_t{2});
        QCOMPARE(status("some").lastError, std::string("b is down"));
        QCOMPARE(latest(*m_store, "health_group_up")["all"], std::string("0"));
        QVERIFY(until([&] { return latest(*m_store, "health_group_score")["some"] == "0.5"; }));
        QCOMPARE(latest(*m_store, "health_check_available")["some"], std::string("0"));
        beUp("b");
        QVERIFY(until([&] { return is("all", HealthState::Up); }));
        QVERIFY(until([&] { return latest(*m_store, "health_group_up")["all"] == "1"; }));
        m_monitor->stop();
        QCOMPARE(latest(*m_store, "health_group_up")["all"], std::string("stale"));
    }

    void verdictsOfGroups_data()
    {
        QTest::addColumn<int>("aggregation");
        QTest::addColumn<double>("quorum");
        QTest::addColumn<bool>("isPercent");
        QTest::addColumn<QByteArray>("members"); // a letter each, the first counts threefold
        QTest::addColumn<int>("state");
        const auto row = [](const char* name, Aggregation aggregation, double quorum, bool isPercent,
                            const char* members, HealthState state) {
            QTest::newRow(name) << int(aggregation) << quorum << isPercent << QByteArray(members) << int(state);
        };
        const auto worst = Aggregation::Worst;
        row("worst: all up", worst, 0, false, "uu", HealthState::Up);
        row("worst: one degraded", worst, 0, false, "ug", HealthState::Degraded);
        row("worst: one down", worst, 0, false, "ugd", HealthState::Down);
        row("worst: unreachable and maintenance do not count", worst, 0, false, "urm", HealthState::Up);
        row("worst: waiting and disabled do not count", worst, 0, false, "uwx", HealthState::Up);
        row("worst: blind is not green", worst, 0, false, "un", HealthState::Unknown);
        row("worst: down is known beside unknown", worst, 0, false, "dn", HealthState::Down);
        row("none: all in maintenance", worst, 0, false, "mm", HealthState::Maintenance);
        row("none: all unreachable", worst, 0, false, "rr", HealthState::Unreachable);
        row("none: all disabled", worst, 0, false, "xx", HealthState::Disabled);
        row("none: one waits", worst, 0, false, "mw", HealthState::Waiting);
        row("none: of many kinds", worst, 0, false, "mr", HealthState::Unknown);
        const auto quorum = Aggregation::Quorum;
        row("quorum: all up", quorum, 2, false, "uuu", HealthState::Up);
        row("quorum: reached", quorum, 2, false, "uud", HealthState::Degraded);
        row("quorum: degraded is up", quorum, 2, false, "ugd", HealthState::Degraded);
        row("quorum: missed", quorum, 2, false, "udd", HealthState::Down);
        row("quorum: maintenance is no failure", quorum, 2, false, "umm", HealthState::Up);
        row("quorum: blind is not green", quorum, 2, false, "unn", HealthState::Unknown);
        row("quorum: reached whatever is unknown", quorum, 1, false, "un", HealthState::Degraded);
        row("quorum: one down beside maintenance", quorum, 2, false, "udm", HealthState::Degraded);
        row("quorum: the only one that counts is down", quorum, 1, false, "dmm", HealthState::Down);
        row("per cent: reached", quorum, 50, true, "uudd", HealthState::Degraded);
        row("per cent: rounded up", quorum, 50, true, "udd", HealthState::Down);
        row("per cent: all", quorum, 100, true, "uuud", HealthState::Down);
        const auto weighted = Aggregation::Weighted;
        row("weights: all up", weighted, 0, false, "uu", HealthState::Up);
        row("weights: the light one is down", weighted, 0, false, "ud", HealthState::Degraded);
        row("weights: the heavy one is down", weighted, 0, false, "du", HealthState::Down);
        row("weights: the heavy one is unknown", weighted, 0, false, "nu", HealthState::Unknown);
        row("weights: the light one is unknown", weighted, 0, false, "un", HealthState::Degraded);
        row("weights: half is down", weighted, 0, false, "duuu", HealthState::Down);
        row("weights: the heavy one is in maintenance", weighted, 0, false, "mu", HealthState::Up);
    }
    void verdictsOfGroups()
    {
        QFETCH(int, aggregation);
        QFETCH(double, quorum);
        QFETCH(bool, isPercent);
        QFETCH(QByteArray, members);
        QFETCH(int, state);
        const std::map<char, HealthState> letters = {{'u', HealthState::Up},          {'g', HealthState::Degraded},
                                                     {'d', HealthState::Down},        {'r', HealthState::Unreachable},
                                                     {'m', HealthState::Maintenance}, {'w', HealthState::Waiting},
                                                     {'x', HealthState::Disabled},    {'n', HealthState::Unknown}};
        GroupOptions group;
        group.aggregation = Aggregation(aggregation);
        group.quorum = quorum;
        group.isQuorumPercent = isPercent;
        group.weights = {{"m0", 3}};
        std::vector<MemberState> states;
        for (const char letter : members)
            states.push_back({"m" + std::to_string(states.size()), letters.at(letter)});

        QCOMPARE(int(judgeGroup(group, states).state), state);
    }

    void inMaintenanceTheAttemptsAreRecordedAndDoNotCount()
    {
        auto shop = check("shop");
        shop.maintenance.always = true;
        watch({{shop}, {}});

        QVERIFY(until([&] { return status("shop").failures > 0; }));
        QVERIFY(is("shop", HealthState::Maintenance));
        QCOMPARE(latest(*m_store, "probe_success")["shop"], std::string("0"));
        QCOMPARE(latest(*m_store, "health_check_maintenance")["shop"], std::string("1"));
        QCOMPARE(latest(*m_store, "health_check_up").size(), std::size_t{0});
        QCOMPARE(latest(*m_store, "health_check_available").size(), std::size_t{0});
        QCOMPARE(m_monitor->inMaintenance(), (std::vector<model::LabelSet>{{{"instance", "shop"}, {"job", "health"}}}));
    }

    void aWindowOfMaintenanceIsThatOfADowntime()
    {
        const auto now = SystemClock().now();
        alerts::Downtime window;
        window.first = {now - 60'000, now + 60'000};
        window.comment = "new disks";
        alerts::Downtime past = window;
        past.first = {now - 60'000, now - 30'000};
        auto shop = check("shop");
        shop.maintenance.windows = {window};
        auto other = check("other");
        other.maintenance.windows = {past};
        watch({{shop, other}, {}});

        QVERIFY(until([&] { return is("other", HealthState::Down) && status("shop").failures > 0; }));
        QVERIFY(is("shop", HealthState::Maintenance));
        QCOMPARE(status("shop").maintenance, std::string("new disks"));
        QCOMPARE(status("shop").maintenanceEnd, now + 60'000);
        QCOMPARE(latest(*m_store, "health_check_maintenance")["other"], std::string("0"));
    }

    void maintenanceOfAGroupIsThatOfItsMembersAndPassesNoBlame()
    {
        auto outer = groupOf("outer", {"inner"});
        outer.maintenance.always = true;
        watch({{check("router"), check("shop", {"router"})}, {outer, groupOf("inner", {"router"})}});

        QVERIFY(until([&] { return is("shop", HealthState::Unreachable); }));
        QVERIFY(is("outer", HealthState::Maintenance));
        QVERIFY(is("inner", HealthState::Maintenance));
        QVERIFY(is("router", HealthState::Maintenance));
    }

    void workThatPeoplePlannedBeginsAndEnds()
    {
        beUp("shop");
        watch({{check("shop")}, {}});
        QVERIFY(until([&] { return is("shop", HealthState::Up); }));

        m_planned = {"shop"};
        QVERIFY(until([&] { return is("shop", HealthState::Maintenance); }));
        QCOMPARE(latest(*m_store, "health_check_up")["shop"], std::string("stale"));
        m_planned.clear();
        QVERIFY(until([&] { return is("shop", HealthState::Up); }));
        QVERIFY(until([&] { return latest(*m_store, "health_check_maintenance")["shop"] == "0"; }));
    }

    void anInvertedCheckIsUpWhileItsTargetIsNot()
    {
        beUp("open");
        auto open = check("open");
        auto shut = check("shut");
        open.invert = shut.invert = true;
        watch({{open, shut}, {}});

        QVERIFY(until([&] { return is("open", HealthState::Down) && is("shut", HealthState::Up); }));
        QCOMPARE(status("open").reason, std::string("inverted"));
        QCOMPARE(status("open").lastError, std::string("it is up, and is meant to be down"));
        QCOMPARE(status("shut").lastError, std::string());
        QCOMPARE(latest(*m_store, "probe_success")["shut"], std::string("1"));
    }

    void retriesDoNotWeighMoreThanBeats()
    {
        auto shop = check("shop");
        shop.interval = 10min;
        shop.retryInterval = 20ms;
        shop.retries = 3;
        beUp("shop");
        watch({{shop}, {}});
        QVERIFY(until([&] { return is("shop", HealthState::Up); }));
        beDown("shop");
        m_monitor->checkNow("shop");
        QVERIFY(until([&] { return is("shop", HealthState::Down); }));

        const auto querier = *m_store->querier(0, std::numeric_limits<Timestamp>::max());
        const auto series = *querier->select({model::Matcher::equal("__name__", "health_check_available")}, {});
        std::array<Timestamp, 64> times{};
        std::array<double, 64> values{};
        QCOMPARE(*series.at(0)->read(times, values), std::size_t{2});
        QCOMPARE(values[0], 1.0);
        QCOMPARE(values[1], 0.0);
    }

private:
    /// Up while its file is there.
    CheckOptions check(const std::string& name, std::vector<std::string> dependsOn = {}) const
    {
        CheckOptions check;
        check.name = name;
        check.type = CheckType::File;
        check.target = m_folder->filePath(QString::fromStdString(name)).toStdString();
        check.interval = 50ms;
        check.timeout = 50ms;
        check.retries = 0;
        check.dependsOn = std::move(dependsOn);
        return check;
    }
    void beUp(const std::string& name) const { std::ofstream(check(name).target) << "up"; }
    void beDown(const std::string& name) const { QFile::remove(QString::fromStdString(check(name).target)); }

    void watch(HealthOptions options)
    {
        m_monitor = std::make_unique<HealthMonitor>(
            m_loop, m_http, *m_store, m_clock, m_logger, std::move(options),
            HealthMonitor::Helpers{nullptr, [this](const model::LabelSet& labels) {
                                       return m_planned.contains(std::string(labels.get("instance")))
                                                  ? std::optional(PlannedWork{"planned", 0})
                                                  : std::nullopt;
                                   }});
        m_monitor->onChange([this] {
            for (const auto& status : m_monitor->statuses())
                m_seen[status.name].insert(status.state);
        });
        m_monitor->start();
    }
    HealthStatus status(const std::string& name) const
    {
        for (const auto& status : m_monitor->statuses()) {
            if (status.name == name)
                return status;
        }
        return {};
    }
    bool is(const std::string& name, HealthState state) const { return status(name).state == state; }
    bool until(const std::function<bool()>& condition) { return m_loop.runUntil(condition, 20s); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<support::MemoryStore> m_store;
    std::set<std::string> m_planned;
    std::map<std::string, std::set<HealthState>> m_seen;
    SystemClock m_clock;
    NullLogger m_logger;
    net::PollLoop m_loop;
    net::HttpClient m_http{m_loop};
    std::unique_ptr<HealthMonitor> m_monitor;
};

QTEST_GUILESS_MAIN(HealthDependenciesTest)
#include "health_dependencies_test.moc"
