// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/config/explain.h"
#include "service/config/read_configuration.h"

using namespace nocturne;
using namespace nocturne::config;

class ExplainTest : public QObject
{
    Q_OBJECT

private slots:
    void explanationReadsBackAsTheSame_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("example") << QByteArray("/resources/nocturne.example.yml");
        QTest::newRow("prometheus") << QByteArray("/tests/unit/service/config/prometheus.yml");
    }

    void explanationReadsBackAsTheSame()
    {
        QFETCH(QByteArray, path);
        const auto first = loadConfiguration(NOCTURNE_SOURCE_DIR + path.toStdString());
        QVERIFY(first);

        const auto text = explain(first->configuration);
        const auto second = readConfiguration(text);

        QVERIFY2(!second.hasErrors(), text.c_str());
        QCOMPARE(explain(second.configuration), text);
    }

    void whatRulesUseIsKept()
    {
        const auto reading =
            readConfiguration("global: {rule_query_offset: 90s}\nserver: {external_url: 'http://a/b'}\n");
        QVERIFY(reading.findings.empty());

        const auto again = readConfiguration(explain(reading.configuration)).configuration;

        QCOMPARE(again.global.ruleQueryOffset, std::chrono::milliseconds(90'000));
        QCOMPARE(again.server.externalUrl, std::string("http://a/b"));
    }

    void alertmanagersOfBothSectionsAreKept()
    {
        const auto reading = readConfiguration(
            "datasources:\n  alertmanagers:\n"
            "    - {name: main, urls: ['http://u:p@a:1/x', 'http://b'], refresh_interval: 5s, timeout: 3s,\n"
            "       ack_lease: 1m, ack_prefix: 'ACK! ', write: false, severity_label: sev, severities: {P1: "
            "critical},\n"
            "       headers: {X-Scope: team}, basic_auth: {username: u, password: env:P}}\n"
            "alerting:\n  resend_delay: 30s\n  queue_capacity: 7\n  heartbeat_interval: 1m\n"
            "  alert_relabel_configs: [{action: labeldrop, regex: replica}]\n"
            "  alertmanagers:\n"
            "    - {scheme: https, path_prefix: /am, timeout: 2s, api_version: v2,\n"
            "       static_configs: [{targets: ['c:9093'], labels: {dc: one}}],\n"
            "       relabel_configs: [{source_labels: [dc], regex: two, action: drop}],\n"
            "       alert_relabel_configs: [{action: labeldrop, regex: dc}]}\n");
        QVERIFY2(reading.findings.empty(), reading.findings.empty() ? "" : reading.findings[0].error.text().c_str());
        const auto& source = reading.configuration.alertmanagers.at(0);
        QCOMPARE(source.urls.size(), std::size_t(2));
        QCOMPARE(source.ackLease, std::chrono::milliseconds(60'000));
        QVERIFY(!source.write);
        QCOMPARE(source.severities.at("p1"), std::string("critical")); // whatever their case
        QCOMPARE(reading.configuration.alerting.queueCapacity, std::size_t(7));

        const auto text = explain(reading.configuration);
        const auto again = readConfiguration(text);

        QVERIFY2(!again.hasErrors(), text.c_str());
        QVERIFY(text.find("u:p@") == std::string::npos); // no secret
        QCOMPARE(explain(again.configuration), text);
        auto alerting = again.configuration.alerting;
        alerting.alertmanagers.at(0).where = reading.configuration.alerting.alertmanagers.at(0).where;
        QVERIFY(alerting == reading.configuration.alerting);
    }

    void remoteEnginesAreKept()
    {
        const auto reading = readConfiguration(
            "datasources:\n  prometheus:\n"
            "    - {name: far, url: 'https://u:p@h/prom', kind: thanos, tenant: t, timeout: 5s, refresh_interval: 1m,\n"
            "       dedup: true, partial_response: false, max_source_resolution: auto, replica_labels: [replica],\n"
            "       http_method: GET, headers: {X-Scope: team}, basic_auth: {username: u, password: env:P}}\n"
            "    - {name: vm, url: 'http://v', kind: victoriametrics, extra_labels: {dc: one}, nocache: false,\n"
            "       extra_filters: ['{dc=\"one\"}'], round_digits: 9}\n"
            "    - {name: gateway, url: 'http://g', kind: grafana, uid: P1, org_id: 3, bearer_token: env:GRAFANA}\n"
            "  loki:\n"
            "    - {name: logs, url: 'http://l', tenant: t, query: '{app=\"x\"}', limit: 50, look_back: 10m}\n");
        QVERIFY2(reading.findings.empty(), reading.findings.empty() ? "" : reading.findings[0].error.text().c_str());
        const auto& thanos = reading.configuration.engines.at(0);
        QCOMPARE(thanos.remote.tenant, std::string("t"));
        QCOMPARE(thanos.partialResponse, std::optional(false));
        QVERIFY(thanos.asksByGet);
        QCOMPARE(reading.configuration.engines.at(1).roundDigits, std::optional(9));
        QCOMPARE(reading.configuration.engines.at(2).remote.organisation, 3);
        QCOMPARE(reading.configuration.lokis.at(0).limit, std::size_t(50));

        const auto text = explain(reading.configuration);
        auto again = readConfiguration(text);

        QVERIFY2(!again.hasErrors(), text.c_str());
        QVERIFY(text.find("u:p@") == std::string::npos); // no secret
        QCOMPARE(explain(again.configuration), text);
        auto& vm = again.configuration.engines.at(1);
        vm.remote.where = reading.configuration.engines.at(1).remote.where;
        QVERIFY(vm == reading.configuration.engines.at(1));
    }

    void defaultsAreWrittenOut()
    {
        const auto text = explain(Configuration());
        QVERIFY2(
            text.starts_with("global:\n  scrape_interval: 15s\n  scrape_timeout: 10s\n  evaluation_interval: 15s\n"),
            text.c_str());
        QVERIFY(text.find("\nsystem:\n  enabled: true\n") != std::string::npos);
        QVERIFY(text.find("\n  body_bytes: 67108864\n") != std::string::npos);
        QVERIFY(readConfiguration(text).configuration == Configuration());
    }

    void themeThatNobodyChoseStaysOut()
    {
        QVERIFY(explain(Configuration()).find("ui:") == std::string::npos);
        Configuration chosen;
        chosen.ui.theme = UiConfig::Theme::Night;
        QVERIFY(explain(chosen).ends_with("ui:\n  theme: night\n"));
    }

    void oddTextsSurvive_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char* value : {"5",  "true", "null", "~",   "",     " a ",         "a: b", "#a", "a #b", "'",
                                  "\"", "\\",   "[a]",  "{a}", "*a",   "&a",          "!a",   "%a", "@a",   "- a",
                                  "?",  ":",    "a:",   "1e3", "0x10", "line\nbreak", "é☃",   "<<", "a\tb", "Infinity"})
            QTest::newRow(value) << QByteArray(value);
    }

    void oddTextsSurvive()
    {
        QFETCH(QByteArray, value);
        Configuration configuration;
        configuration.global.externalLabels["label"] = value.toStdString();

        const auto again = readConfiguration(explain(configuration));

        QVERIFY(again.findings.empty());
        QCOMPARE(again.configuration.global.externalLabels.at("label"), value.toStdString());
    }

    void notificationsReadBackAsTheSame()
    {
        const std::string text = R"(notifications:
  route:
    receiver: team
    group_by: [alertname, job]
    group_wait: 10s
    repeat_interval: 2h
    routes:
      - matchers: ['severity="critical"', 'team=~"a|b"']
        receiver: pager
        continue: true
        mute_time_intervals: [night]
      - receiver: team
        group_by: ['...']
  receivers:
    - name: team
      slack_configs:
        - {api_url: keychain:slack, channel: '#ops', title: '{{ .Status }}', send_resolved: true, http_config: {proxy_url: 'http://p:1'}}
      webhook_configs:
        - {url: env:HOOK, max_alerts: 5, timeout: 3s, hmac_secret: keychain:sign, headers: {X-A: env:A}, body: '{{ .Receiver }}'}
      log_configs: [{message: hello}]
    - name: pager
      email_configs:
        - {to: a@example.org, from: b@example.org, smarthost: 'm:587', auth_username: u, auth_password: env:P, headers: {Subject: hi}, html: ''}
      command_configs: [{command: [/opt/nocturne/ring, '1'], timeout: 5s}]
  inhibit_rules:
    - {source_matchers: ['a="b"'], target_matchers: ['c!="d"'], equal: [instance]}
  time_intervals:
    - name: night
      time_intervals:
        - {times: [{start_time: '22:00', end_time: '24:00'}], weekdays: ['monday:friday', sunday], days_of_month: ['-3:-1'], months: ['1:3'], years: ['2026'], location: Europe/Berlin}
  cooldown: 1m
  flood_limit: 3
  quiet_hours: {time_intervals: [night], except_from: error}
  fallback_receiver: pager
  escalations:
    - {name: night, matchers: ['x="y"'], raise_after: 1h, steps: [{after: 5m, receivers: [pager], min_severity: error}]}
  severity_maps:
    - {source: 'stream:gateway', label: priority, words: {BOOM: critical}, expressions: {'p[12]': error, 'p.': warning}}
  desktop: {enabled: true, min_severity: error, group_by: [job], quiet_hours: '22:00-07:00', tray: false}
  sound: {enabled: true, volume: 0, repeat_interval: 0s, sounds: {critical: bell, info: none}}
  allow_exec: true
  exec_directory: /opt/nocturne
)";
        const auto first = readConfiguration(text);
        QVERIFY2(!first.hasErrors(), first.findings.empty() ? "" : first.findings.front().error.text().c_str());

        const auto explained = explain(first.configuration);
        const auto second = readConfiguration(explained);

        QVERIFY2(!second.hasErrors(), explained.c_str());
        QVERIFY2(second.configuration.notifications == first.configuration.notifications, explained.c_str());
        QCOMPARE(second.configuration.notifications.severityMaps.at(0).words.begin()->first, std::string("boom"));
    }

    void noSecretOfNotificationsIsShown()
    {
        const auto reading = readConfiguration(R"(notifications:
  route: {receiver: a}
  receivers:
    - name: a
      email_configs: [{to: a@b, from: a@b, smarthost: 'm:587', auth_username: u, auth_password: canary}]
      slack_configs: [{api_url: 'https://hooks.example.org/canary'}]
      webhook_configs:
        - {url: 'https://u:canary@hooks.example.org/canary?t=canary', hmac_secret: canary, headers: {X-Key: canary}}
        - {url: 'https://hooks.example.org', http_config: {authorization: {credentials: canary}}}
)");
        QVERIFY(!reading.hasErrors());

        const auto text = explain(reading.configuration);

        QVERIFY2(text.find("canary") == std::string::npos, text.c_str());
        QVERIFY2(text.find("https://***@hooks.example.org/<secret>") != std::string::npos, text.c_str());
    }

    void mappedStreamsAreShownWhole()
    {
        const std::string stream =
            "  - name: plant\n    type: json\n    url: \"wss://h/feed\"\n    headers:\n"
            "      X-Tenant: \"env:TENANT\"\n    query:\n      key: \"keychain:plant\"\n"
            "    update_interval: 5s\n    protocol: socket.io\n"
            "    subscribe: [\"[\\\"join\\\"]\"]\n    namespaces: [/admin]\n    series_limit: 50\n"
            "    mapping:\n      samples:\n        - name: price\n";
        const auto reading = readConfiguration(
            "streams:\n  - {name: plant, type: json, protocol: socket.io, url: 'wss://h/feed', headers: {X-Tenant: "
            "env:TENANT}, query: {key: 'keychain:plant'}, update_interval: 5s, subscribe: ['[\"join\"]'], namespaces: "
            "[/admin], series_limit: 50, mapping: {samples: [{name: price, value: $.v, labels: {s: $.s}}]}}\n");
        const auto text = explain(reading.configuration);

        QVERIFY2(text.find(stream) != std::string::npos, text.c_str());
        auto again = readConfiguration(text).configuration.streams;
        QCOMPARE(again.size(), std::size_t{1});
        again[0].where = reading.configuration.streams[0].where;
        QVERIFY(again == reading.configuration.streams);
    }

    void whatChecksMeanToEachOtherReadsBack()
    {
        const auto reading = readConfiguration(
            "health_checks:\n"
            "  - {name: router, type: icmp, target: 192.0.2.1, maintenance: true}\n"
            "  - name: shop\n"
            "    url: http://h/\n"
            "    depends_on: [router]\n"
            "    invert: true\n"
            "    maintenance:\n"
            "      - {start: '02:30', duration: 2h, every: week, weekdays: [sunday, monday], zone: Europe/Berlin}\n"
            "      - {start: 2026-03-29 01:00, duration: 4h, zone: Europe/Berlin, comment: 'disks: new'}\n"
            "      - {start: 2026-01-31 22:00, duration: 1h, every: month, until: 2026-12-31}\n"
            "  - {name: queue, type: promql, query: 'sum(depth)', empty: down, thresholds: {critical: 5}}\n"
            "  - {name: cleaner, type: heartbeat, query: last_run, thresholds: {warning: 5m, critical: 1h}}\n"
            "  - {name: job, type: heartbeat, url: 'http://h/', json: $.last, thresholds: {critical: 90s}}\n"
            "health_groups:\n"
            "  - {name: some, members: [shop, queue, cleaner], aggregation: quorum, quorum: 50%}\n"
            "  - {name: most, members: [some, router], aggregation: weighted, weights: {some: 2.5}, labels: {team: "
            "web},\n"
            "     thresholds: {warning: 90, critical: 40}, maintenance: true}\n");
        for (const auto& finding : reading.findings)
            qWarning("%s", finding.error.text().c_str());
        QVERIFY(!reading.hasErrors());
        const auto& windows = reading.configuration.healthChecks[1].maintenance.windows;
        QCOMPARE(windows[1].first.start, Timestamp{1'774'742'400'000}); // 29 March 00:00 UTC: still winter time
        QCOMPARE(windows[0].recurrence.weekdays, (std::vector<int>{0, 1}));
        QCOMPARE(reading.configuration.healthChecks[3].thresholds.critical.value(), 3600.0);

        const auto text = explain(reading.configuration);

        auto again = readConfiguration(text);
        QVERIFY2(!again.hasErrors(), text.c_str());
        QCOMPARE(again.configuration.healthChecks.size(), std::size_t{5});
        for (std::size_t i = 0; i < again.configuration.healthChecks.size(); ++i) {
            auto check = again.configuration.healthChecks[i];
            check.where = reading.configuration.healthChecks[i].where;
            QVERIFY2(check == reading.configuration.healthChecks[i], check.name.c_str());
        }
        for (std::size_t i = 0; i < again.configuration.healthGroups.size(); ++i) {
            QVERIFY(again.configuration.healthGroups[i].options == reading.configuration.healthGroups[i].options);
            QCOMPARE(again.configuration.healthGroups[i].labels, reading.configuration.healthGroups[i].labels);
        }
        QCOMPARE(explain(again.configuration), text);
    }

    void noSecretIsShown()
    {
        const auto reading = readConfiguration(
            "scrape_configs:\n"
            "  - {job_name: a, basic_auth: {username: u, password: canary}, proxy_url: 'http://u:canary@p:1'}\n"
            "  - {job_name: b, authorization: {credentials: canary}}\n"
            "  - {job_name: c, bearer_token: canary}\n"
            "health_checks:\n"
            "  - {name: a, url: 'http://u:canary@h/', headers: {X-Plain: canary}}\n"
            "streams:\n"
            "  - {name: a, url: 'ws://canary@h', token: canary}\n"
            "  - {name: b, type: json, protocol: socket.io, url: 'ws://h', headers: {X-Key: canary}, query: {key: "
            "canary},\n"
            "     auth: {token: canary}, mapping: {samples: [{name: n}]}}\n");
        QVERIFY(!reading.hasErrors());

        const auto text = explain(reading.configuration);

        QVERIFY2(text.find("canary") == std::string::npos, text.c_str());
        QVERIFY(text.find("password: \"<secret>\"") != std::string::npos);
        for (const auto& finding : reading.findings)
            QVERIFY2(finding.error.message.find("canary") == std::string::npos, finding.error.message.c_str());
    }
};

QTEST_APPLESS_MAIN(ExplainTest)
#include "explain_test.moc"
