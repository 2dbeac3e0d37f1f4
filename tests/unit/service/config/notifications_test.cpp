// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/config/read_configuration.h"
#include "watch/alerts/matcher_text.h"

using namespace nocturne;
using namespace nocturne::config;

namespace {

/// Everything found, a line each.
QString findingsOf(const QByteArray& text)
{
    QString all;
    for (const auto& finding : readConfiguration(text.toStdString()).findings)
        all +=
            QString::fromStdString(std::string(yaml::toString(finding.severity)) + ' ' + finding.error.text() + '\n');
    return all.trimmed();
}

} // namespace

class NotificationsTest : public QObject
{
    Q_OBJECT

private slots:
    void anAlertmanagerFileReadsByItsPath()
    {
        const auto reading = readConfiguration("notifications: {file: alertmanager.yml, cooldown: 0s}\n",
                                               NOCTURNE_SOURCE_DIR "/tests/unit/service/config");
        for (const auto& finding : reading.findings)
            QVERIFY2(finding.severity == yaml::Finding::Severity::Warning, finding.error.text().c_str());
        const auto& config = reading.configuration.notifications;

        QCOMPARE(config.cooldown, std::chrono::milliseconds(0));
        const auto root = notify::makeRoute(*config.route);
        QCOMPARE(root.children.size(), std::size_t{2});
        QCOMPARE(root.children[0].children[0].receiver, std::string("team-X-pager"));
        QCOMPARE(root.children[0].children[0].repeatInterval, std::chrono::milliseconds(3 * 3'600'000));
        QCOMPARE(root.children[1].key, std::string("{}/{service=\"files\",team=~\"y.*\"}"));
        QVERIFY(root.children[1].continues);
        QCOMPARE(config.receivers[0].emails[0].smarthost, std::string("localhost:25"));
        QVERIFY(config.receivers[0].emails[0].authPassword.source == Secret::Source::File);
        QVERIFY(config.receivers[1].emails[0].sendResolved && !config.receivers[0].emails[0].sendResolved);
        QCOMPARE(config.receivers[2].webhooks[0].maxAlerts, std::size_t{20});
        QCOMPARE(config.inhibitRules[0].equal.size(), std::size_t{3});
        QCOMPARE(config.intervals[0].times[0].location, std::string("Europe/Berlin"));
        const auto told = std::ranges::any_of(reading.findings, [](const auto& finding) {
            return finding.error.message.find("pagerduty_configs of \"team-X-pager\" sends nothing") !=
                   std::string::npos;
        });
        QVERIFY(told);
    }

    void whatIsWrongHasItsPlaceAndCure_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& keys, const char* expected) {
            QTest::newRow(name) << QByteArray("notifications:\n") + keys << QString::fromUtf8(expected);
        };
        const auto one = [&](const char* name, const QByteArray& keys, const char* expected) {
            row(name, "  route: {receiver: a}\n  receivers:\n    - name: a\n" + keys, expected);
        };
        row("no route", "  receivers: [{name: a}]\n",
            "error 2:3: route is missing: it says which receiver is told of what");
        row("unknown receiver", "  route: {receiver: ops}\n  receivers: [{name: opps}]\n",
            "error 2:21: there is no receiver \"ops\": did you mean \"opps\"?");
        row("misspelt key", "  route: {receiver: a, group_waits: 1s}\n  receivers: [{name: a}]\n",
            "error 2:24: unknown key \"group_waits\" in route: did you mean \"group_wait\"?");
        row("matchers on the root", "  route: {receiver: a, matchers: [b=c]}\n  receivers: [{name: a}]\n",
            "error 2:24: the root route takes every alert: matchers and continue belong into routes below it");
        row("bad matcher", "  route: {receiver: a, routes: [{matchers: ['b~c']}]}\n  receivers: [{name: a}]\n",
            "error 2:45: matchers: 1:2: one of =, !=, =~ and !~ has to follow \"b\"");
        row("interval of nothing", "  route: {receiver: a, repeat_interval: 0s}\n  receivers: [{name: a}]\n",
            "error 2:24: repeat_interval must be longer than 0s");
        row("unknown time", "  route: {receiver: a, routes: [{mute_time_intervals: [x]}]}\n  receivers: [{name: a}]\n",
            "error 2:56: there is no time interval \"x\": define it");
        row("night over midnight",
            "  route: {receiver: a}\n  receivers: [{name: a}]\n  time_intervals:\n    - name: n\n      time_intervals: "
            "[{times: [{start_time: '22:00', end_time: '06:00'}]}]\n",
            "error 6:55: end_time must be after start_time: a night is two ranges, 22:00 to 24:00 and 00:00 on");
        row("inhibits everything",
            "  route: {receiver: a}\n  receivers: [{name: a}]\n  inhibit_rules: [{equal: [a]}]\n",
            "error 4:19: an inhibit rule without target_matchers would mute everything: add some");
        row("steps in no order",
            "  route: {receiver: a}\n  receivers: [{name: a}]\n  escalations:\n    - name: e\n      steps: [{after: "
            "5m, "
            "receivers: [a]}, {after: 1m, receivers: [a]}]\n",
            "error 6:45: each step comes later than the one before: make after longer");
        one("mail without a server", "      email_configs: [{to: a@b, from: c@d}]\n",
            "error 5:23: smarthost is missing: give it here, or smtp_smarthost under global");
        one("no address", "      email_configs: [{to: nobody, from: c@d, smarthost: 'h:25'}]\n",
            "error 5:24: \"nobody\" is no mail address");
        one("password in clear",
            "      email_configs: [{to: a@b, from: c@d, smarthost: 'h:25', auth_username: u, auth_password: 'env:P', "
            "require_tls: false}]\n",
            "error 5:105: require_tls: false would send the password for all to read: remove it");
        one("no URL", "      webhook_configs: [{send_resolved: true}]\n",
            "error 5:25: url is missing: where is the message to be sent?");
        one("shell", "      command_configs: [{command: 'rm -rf /'}]\n",
            "error 2:3: receiver \"a\" runs a command: that is off unless allow_exec is true\n"
            "error 5:26: command is a list, the program and its arguments: there is no shell to take it apart");
        row("no sound", "  sound: {sounds: {critical: siren}, volume: 101}\n",
            "error 2:20: \"siren\" is no sound: alarm, bell, chime, tick or none\n"
            "error 2:46: volume: expected a whole number between 0 and 100, got \"101\"");
        row("no quiet hours", "  desktop: {quiet_hours: '22-7', min_severity: bad}\n",
            "error 2:13: quiet_hours: write two times of the day, as in \"22:00-07:00\"\n"
            "error 2:34: \"bad\" is no severity: info, warning, error or critical");
        row("severity map", "  severity_maps: [{words: {a: awful}, expressions: {'(': error}}]\n",
            "error 2:20: words: \"awful\" is no severity: info, warning, error or critical\n"
            "error 2:39: expressions: invalid regular expression \"(\": missing ): (");
        row("file and sections", "  file: none.yml\n  route: {receiver: a}\n",
            "error 2:3: file: cannot read \"none.yml\", or it is too large\n"
            "error 3:3: route and file exclude each other: the file says it all");
    }
    void whatIsWrongHasItsPlaceAndCure()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);

        QCOMPARE(findingsOf(text), expected);
    }

    void secretsInTheFileAreWarnedAbout()
    {
        QVERIFY(findingsOf("notifications:\n  route: {receiver: a}\n  receivers:\n    - name: a\n      slack_configs: "
                           "[{api_url: 'https://hooks.example/T/B/X'}]\n")
                    .startsWith(QStringLiteral("warning 5:24: api_url stands in the file for all who read it")));
    }
};

QTEST_GUILESS_MAIN(NotificationsTest)
#include "notifications_test.moc"
