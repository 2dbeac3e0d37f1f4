// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The state of `for` over a restart, beside a real Prometheus: both find the same ALERTS_FOR_STATE, as a program left
// it that ended some time ago, and go on from there.
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "prometheus_process.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/rules/group_runner.h"

using namespace nocturne;
using namespace nocturne::rules;
using namespace std::chrono_literals;

namespace {

constexpr double kNearSeconds = 15; // the two do not start at one moment

/// An alert as it was left.
struct Case
{
    const char* why;
    std::chrono::minutes holdFor;
    std::chrono::seconds activeBefore; ///< the program ended after the alert had been active for so long
    std::chrono::seconds outage;
    bool isEnded = false; ///< its series was ended by a staleness marker
};

const std::vector<Case> kCases = {
    {"4 of 5 min, 30 min away: below the grace period", 5min, 4min, 30min},
    {"fired, below the grace period", 5min, 9min, 2min},
    {"at the grace period, just begun", 10min, 10s, 1min},
    {"at the grace period, half way", 10min, 5min, 1min},
    {"at the grace period, a second to go", 10min, 599s, 1min},
    {"at the grace period, fired", 10min, 11min, 1min},
    {"4 of 20 min, 1 min away", 20min, 4min, 1min},
    {"4 of 20 min, 30 min away", 20min, 4min, 30min},
    {"4 of 20 min, 59 min away", 20min, 4min, 59min},
    {"4 of 20 min, 65 min away: too long", 20min, 4min, 65min},
    {"10 of 20 min: as much as the grace period is left", 20min, 10min, 10min},
    {"11 of 20 min: less than the grace period is left", 20min, 11min, 10min},
    {"19 of 20 min, 30 min away", 20min, 19min, 30min},
    {"fired a while ago, 30 min away", 20min, 45min, 30min},
    {"fired a day ago", 20min, 24h, 5min},
    {"fired, 65 min away: too long", 20min, 45min, 65min},
    {"30 of 60 min, 20 min away", 60min, 30min, 20min},
    {"55 of 60 min, 20 min away", 60min, 55min, 20min},
    {"1 of 2 h, 40 min away", 120min, 60min, 40min},
    {"was over when the program ended", 20min, 4min, 5min, true},
    {"2 h, begun as it ended", 120min, 0s, 3min},
};

std::string nameOf(std::size_t i) { return "Case" + std::to_string(i); }

std::string ruleFile()
{
    std::string text = "groups:\n  - name: g\n    interval: 1s\n    rules:\n";
    for (std::size_t i = 0; i < kCases.size(); ++i)
        text += "      - {alert: " + nameOf(i) +
                ", expr: vector(1), for: " + std::to_string(kCases[i].holdFor.count()) + "m}\n";
    return text;
}

/// The sample that the program wrote last, in whole seconds.
struct Left
{
    std::int64_t at = 0;
    double value = 0;
};
Left leftBy(const Case& made, std::int64_t start)
{
    const auto at = start - made.outage.count();
    return {at, static_cast<double>(at - made.activeBefore.count())};
}

/// Seconds since when an alert is active, and whether it fires.
struct Active
{
    double since = 0;
    bool fires = false;
};

std::map<std::string, Active> ofPrometheus(const test::PrometheusProcess& prometheus)
{
    std::map<std::string, Active> found;
    const auto answer = test::ask(prometheus.url() + QStringLiteral("/api/v1/alerts"));
    for (const auto& alert : QJsonDocument::fromJson(answer.body)[u"data"][u"alerts"].toArray()) {
        const auto since = QDateTime::fromString(alert[u"activeAt"].toString(), Qt::ISODateWithMs);
        found[alert[u"labels"][u"alertname"].toString().toStdString()] = {
            static_cast<double>(since.toMSecsSinceEpoch()) / 1000, alert[u"state"].toString() == u"firing"};
    }
    return found;
}

std::map<std::string, Active> ofOurs(std::int64_t start, Timestamp now)
{
    support::MemoryStore store;
    for (std::size_t i = 0; i < kCases.size(); ++i) {
        const model::LabelSet labels{{"__name__", "ALERTS_FOR_STATE"}, {"alertname", nameOf(i)}};
        const auto left = leftBy(kCases[i], start);
        store.add(labels, {{left.at * 1000, left.value}});
        if (kCases[i].isEnded)
            store.add(labels, {{left.at * 1000 + 1000, model::kStaleMarker}});
    }
    const support::ManualClock clock(now);
    const RuleQuery queries(store);
    RuleWatch watch;
    auto file = readRuleFile(ruleFile(), "rules.yml");
    GroupRunner group(std::move(file.groups.front()), 1s, {queries, store, clock, {}}, true);
    group.evaluate(now - 1000, watch);
    group.evaluate(now, watch);
    group.restore(now);
    group.evaluate(now + 1000, watch);
    std::map<std::string, Active> found;
    for (const auto& alert : group.active())
        found[alert.name()] = {static_cast<double>(alert.activeAt) / 1000, alert.state == alerts::AlertState::Firing};
    return found;
}

} // namespace

class ForStateRestoreTest : public QObject
{
    Q_OBJECT

private slots:
    void bothGoOnFromTheSameMoment()
    {
        if (!test::PrometheusProcess::isInstalled())
            QSKIP("prometheus is not installed");
        const auto start = QDateTime::currentSecsSinceEpoch();
        QByteArray samples = "# TYPE ALERTS_FOR_STATE gauge\n";
        for (std::size_t i = 0; i < kCases.size(); ++i) {
            if (kCases[i].isEnded)
                continue; // promtool writes no markers; an alert that was over is as one that never was
            const auto left = leftBy(kCases[i], start);
            const auto line = "ALERTS_FOR_STATE{alertname=\"" + QByteArray::fromStdString(nameOf(i)) + "\"} ";
            samples += line + QByteArray::number(left.value, 'f', 0) + ' ' + QByteArray::number(qint64(left.at)) + '\n';
        }
        test::PrometheusProcess prometheus;
        QVERIFY(prometheus.load(samples + "# EOF\n"));
        QTemporaryDir folder;
        QFile rules(folder.filePath(QStringLiteral("rules.yml")));
        QVERIFY(rules.open(QIODevice::WriteOnly) && rules.write(QByteArray::fromStdString(ruleFile())) > 0);
        rules.close();
        QVERIFY(prometheus.start("rule_files: [" + rules.fileName().toUtf8() + "]\n"));
        // Restored once an alert that had fired long ago fires again.
        QTRY_VERIFY_WITH_TIMEOUT(ofPrometheus(prometheus)[nameOf(14)].fires, 30'000);

        auto theirs = ofPrometheus(prometheus);
        const auto now = QDateTime::currentMSecsSinceEpoch();
        auto ours = ofOurs(start, now);

        QCOMPARE(theirs.size(), kCases.size());
        QCOMPARE(ours.size(), kCases.size());
        for (std::size_t i = 0; i < kCases.size(); ++i) {
            const auto& a = ours[nameOf(i)];
            const auto& b = theirs[nameOf(i)];
            QVERIFY2(a.fires == b.fires && std::abs(a.since - b.since) < kNearSeconds,
                     qPrintable(QStringLiteral("%1: active for %2 s here, %3 s there, firing %4 and %5")
                                    .arg(QLatin1String(kCases[i].why))
                                    .arg(double(now) / 1000 - a.since)
                                    .arg(double(now) / 1000 - b.since)
                                    .arg(a.fires)
                                    .arg(b.fires)));
        }
    }

    void anAlertThatWasOverBeginsAnew()
    {
        const auto start = QDateTime::currentSecsSinceEpoch();
        const auto ours = ofOurs(start, start * 1000);

        for (std::size_t i = 0; i < kCases.size(); ++i) {
            if (kCases[i].isEnded)
                QCOMPARE(ours.at(nameOf(i)).since, static_cast<double>(start - 1));
        }
    }
};

QTEST_GUILESS_MAIN(ForStateRestoreTest)
#include "for_state_restore_test.moc"
