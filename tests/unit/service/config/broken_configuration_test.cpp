// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/config/read_configuration.h"

using namespace nocturne;
using namespace Qt::StringLiterals;

class BrokenConfigurationTest : public QObject
{
    Q_OBJECT

private slots:
    void findingHasPlaceAndCure_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");

        const auto row = [](const char* name, const QByteArray& text, const char* expected) {
            QTest::newRow(name) << text << QString::fromUtf8(expected);
        };
        const auto job = [&](const char* name, const QByteArray& keys, const char* expected) {
            row(name, "scrape_configs:\n  - job_name: a\n" + keys, expected);
        };
        row("unknown section", "scrape_config: []\n",
            "error 1:1: unknown key \"scrape_config\" in the configuration: did you mean \"scrape_configs\"?");
        row("list for a map", "- a\n", "error 1:1: the configuration: expected a map of keys and values, got a list");
        row("section of the wrong kind", "global: 5\n",
            "error 1:9: global: expected a map of keys and values, got a text");
        row("duplicate section", "global: {}\nglobal: {}\n",
            "error 2:1: key \"global\" stands twice in this map: the first is at 1:1, remove one");
        row("interval of nothing", "global:\n  scrape_interval: 0s\n",
            "error 2:3: scrape_interval must be longer than 0s");
        row("timeout longer than interval", "global:\n  scrape_interval: 5s\n  scrape_timeout: 6s\n",
            "error 3:3: scrape_timeout 6s is longer than scrape_interval 5s: lower it");
        row("bad external label", "global:\n  external_labels:\n    a-b: c\n",
            "error 3:5: \"a-b\" is no label name: use letters, digits and _, no digit first");
        row("no job name", "scrape_configs:\n  - scheme: http\n", "error 2:5: scrape config needs \"job_name\"");
        row("job twice", "scrape_configs:\n  - job_name: a\n  - job_name: a\n",
            "error 3:5: job_name \"a\" is there twice, first at 2:5: rename one");
        job("misspelt key", "    static_config: []\n",
            "error 3:5: unknown key \"static_config\" in scrape config: did you mean \"static_configs\"?");
        job("scheme", "    scheme: htps\n", "error 3:13: scheme: unknown value \"htps\": use one of http, https");
        job("path", "    metrics_path: metrics\n", "error 3:5: metrics_path must start with \"/\"");
        job("target with scheme", "    static_configs:\n      - targets: ['http://h:1/metrics']\n",
            "error 4:19: \"http://h:1/metrics\" is no target: write host:port, the path goes into metrics_path and "
            "http or "
            "https into scheme");
        job("target with port too large", "    static_configs:\n      - targets: ['h:99999']\n",
            "error 4:19: \"h:99999\" is no target: write host:port with a port from 1 to 65535");
        job("target with credentials", "    static_configs:\n      - targets: ['u:p@h:1']\n",
            "error 4:19: a target holds no blanks and no @: credentials go into basic_auth");
        job("targets as text", "    static_configs:\n      - targets: h:1\n",
            "error 4:18: expected a list of texts, got a text: write [one, two]");
        job("job timeout", "    scrape_timeout: 1m\n",
            "error 3:5: scrape_timeout 1m is longer than scrape_interval 15s: lower it");
        job("two passwords", "    basic_auth: {username: a, password: 'env:P', password_file: p}\n",
            "error 3:50: password and password_file exclude each other: remove one");
        job("two ways in", "    basic_auth: {username: a}\n    authorization: {credentials: 'env:P'}\n",
            "error 3:5: basic_auth and authorization exclude each other: remove one");
        job("basic by authorization", "    authorization: {type: Basic, credentials: 'env:P'}\n",
            "error 3:21: authorization does not do Basic: use basic_auth with username and password");
        job("nameless keychain entry", "    authorization: {credentials: 'keychain:'}\n",
            "error 3:21: credentials: the name after the colon is missing");
        job("literal token", "    authorization: {credentials: abc}\n",
            "warning 3:21: credentials stands in the file for all who read it: write env:NAME or keychain:NAME, or use "
            "credentials_file");
        job("certificate without key", "    tls_config: {cert_file: a}\n",
            "error 3:18: cert_file and key_file are needed both");
        job("PKCS#12 beside a certificate", "    tls_config: {pkcs12_file: c, cert_file: a, key_file: b}\n",
            "error 3:18: pkcs12_file has both certificate and key: remove the others");
        job("password without key", "    tls_config: {key_password: 'env:A'}\n",
            "error 3:18: key_password: there is no key that it would open: write key_file or pkcs12_file");
        job("a list nobody judges by", "    tls_config: {crl_file: a, insecure_skip_verify: true}\n",
            "error 3:18: crl_file: with insecure_skip_verify no certificate is judged: remove one\n"
            "warning 3:31: insecure_skip_verify: anybody on the way can pose as this server: give its issuer in "
            "ca_file");
        job("no verification", "    tls_config: {insecure_skip_verify: true}\n",
            "warning 3:18: insecure_skip_verify: anybody on the way can pose as this server: give its issuer in "
            "ca_file");
        job("TLS version", "    tls_config: {min_version: '1.2'}\n",
            "error 3:31: min_version: unknown value \"1.2\": use one of TLS10, TLS11, TLS12, TLS13");
        job("discovery", "    consul_sd_configs: [{server: h}]\n",
            "warning 3:5: Nocturne has no consul_sd_configs, its targets are missing: let them be told by "
            "file_sd_configs or http_sd_configs");
        job("regex", "    relabel_configs:\n      - {regex: '(', target_label: x}\n",
            "error 4:10: regex does not compile: missing ): ^(?s:()$");
        job("action", "    relabel_configs:\n      - {action: kepp, source_labels: [a]}\n",
            "error 4:18: action: unknown value \"kepp\": use one of replace, keep, drop, hashmod, labelmap, labeldrop, "
            "labelkeep, lowercase, uppercase, keepequal, dropequal");
        job("replace without target", "    relabel_configs:\n      - {source_labels: [a]}\n",
            "error 4:9: this relabel action needs target_label");
        job("hashmod without modulus", "    relabel_configs:\n      - {action: hashmod, target_label: x}\n",
            "error 4:10: relabel action hashmod needs a modulus above 0");
        job("labeldrop with labels",
            "    relabel_configs:\n      - {action: labeldrop, regex: x, source_labels: [a]}\n",
            "error 4:39: labeldrop and labelkeep look at the names of labels: they take only regex");
        job("limit", "    sample_limit: -1\n",
            "error 3:19: sample_limit: expected a whole number between 0 and 4503599627370496, got \"-1\"");
        row("star in a folder", "rule_files: ['rules/*/a.yml']\n",
            "error 1:14: rule_files: a * may stand in the last part of a path only");
        row("alertmanager api v1", "alerting: {alertmanagers: [{api_version: v1}]}\n",
            "error 1:29: api_version: only v2 is spoken; Alertmanagers from 0.16 on know it");
        row("alertmanager without address", "datasources:\n  alertmanagers:\n    - {name: a, urls: []}\n",
            "error 3:17: urls: name one address at least, as in http://host:9093");
        row("alertmanager without scheme", "datasources:\n  alertmanagers:\n    - {name: a, urls: ['h:9093']}\n",
            "error 3:17: urls: write \"h:9093\" with its scheme, as in http://host:9093");
        row("two alertmanagers of one name",
            "datasources:\n  alertmanagers:\n    - {name: a, urls: ['http://h']}\n    - {name: a, urls: "
            "['http://i']}\n",
            "error 4:7: alertmanager \"a\" is there twice, first at 3:7: rename one");
        row("lease shorter than three polls",
            "datasources:\n  alertmanagers:\n    - {name: a, urls: ['http://h'], ack_lease: 20s}\n",
            "error 3:37: ack_lease 20s is shorter than three times refresh_interval 15s, so it would end before it is "
            "renewed: raise it");
        row("unknown severity",
            "datasources:\n  alertmanagers:\n    - {name: a, urls: ['http://h'], severities: {P1: worst}}\n",
            "error 3:37: severities: \"worst\" is none: use critical, error, warning, info or unknown");
        row("engine without url", "datasources:\n  prometheus:\n    - {name: a}\n",
            "error 3:7: prometheus data source needs \"url\"");
        row("engine without scheme", "datasources:\n  prometheus:\n    - {name: a, url: 'h:9090'}\n",
            "error 3:17: url: write it with its scheme, as in http://host:9090");
        row("engine with a query behind its url", "datasources:\n  prometheus:\n    - {name: a, url: 'http://h?x=1'}\n",
            "error 3:17: url: what stands behind ? or # has no place: paths of the API are put behind it");
        row("engine of unknown kind", "datasources:\n  prometheus:\n    - {name: a, url: 'http://h', kind: influx}\n",
            "error 3:40: kind: unknown value \"influx\": use one of auto, prometheus, thanos, mimir, victoriametrics, "
            "grafana");
        row("grafana without uid", "datasources:\n  prometheus:\n    - {name: a, url: 'http://h', kind: grafana}\n",
            "error 3:34: kind: a Grafana needs uid, the data source behind it that is asked");
        row("key of another kind",
            "datasources:\n  prometheus:\n    - {name: a, url: 'http://h', kind: mimir, dedup: true}\n",
            "error 3:47: dedup is of thanos, and kind is mimir: remove one");
        row("organisation without a grafana",
            "datasources:\n  prometheus:\n    - {name: a, url: 'http://h', org_id: 2}\n",
            "error 3:34: org_id is of a Grafana: give uid, the data source behind it, too");
        row("tenant of two lines", "datasources:\n  prometheus:\n    - {name: a, url: 'http://h', tenant: \"a\\nb\"}\n",
            "error 3:34: tenant: it goes into a header, so it is one line");
        row("two data sources of one name",
            "datasources:\n  prometheus:\n    - {name: a, url: 'http://h'}\n  loki:\n    - {name: a, url: "
            "'http://i'}\n",
            "error 5:7: data source \"a\" is there twice, first at 3:7: rename one");
        row("loki with an empty query", "datasources:\n  loki:\n    - {name: a, url: 'http://h', query: ' '}\n",
            "error 3:34: query: write a selector of LogQL, as in {job=~\".+\"}");
        row("check without url", "health_checks:\n  - name: a\n", "error 2:5: health check needs \"url\"");
        row("check of unknown type", "health_checks:\n  - {name: a, type: ping, url: 'http://h'}\n",
            "error 2:21: type: unknown value \"ping\": use one of http_json, http, tcp, disk, memory, file, sqlite, "
            "command, redis, postgresql, mysql, tls, dns, icmp, websocket, promql, heartbeat");
        row("disk without thresholds", "health_checks:\n  - {name: a, type: disk, path: /}\n",
            "error 2:5: health check needs \"thresholds\"");
        row("command of elsewhere",
            "allow_exec: true\nexec_directory: /x\nhealth_checks:\n  - {name: a, type: command, command: [/bin/sh]}\n",
            "error 4:30: command: write a list, a file of exec_directory first and then its arguments");
        row("command that is off", "health_checks:\n  - {name: a, type: command, command: [disk]}\n",
            "warning 2:5: health check \"a\" runs a command: that is off unless allow_exec is true and exec_directory "
            "names a folder that is yours alone");
        const auto check = [&](const char* name, const char* keys, const char* expected) {
            row(name, ("health_checks:\n  - {name: a, " + std::string(keys) + "}\n").c_str(), expected);
        };
        check("redis without port", "type: redis, target: h",
              "error 2:28: target: write host:port with a port from 1 to 65535");
        check("user without password", "type: redis, target: 'h:1', tls: true, username: u",
              "error 2:54: username: a user of Redis has a password: write password or password_file");
        check("tls_config without tls", "type: redis, target: 'h:1', tls_config: {ca_file: /a}",
              "error 2:43: without tls: true there is no TLS whose options these could be");
        check("password in the open", "type: redis, target: 'h:1', password: env:P",
              "warning 2:43: without tls whoever listens on the way learns the password or can pose as the server: "
              "write tls: true");
        check("database without user", "type: mysql, target: 'h:1', tls: true",
              "error 2:5: health check needs \"username\"");
        check("query that writes", "type: mysql, target: 'h:1', username: u, query: DELETE FROM a",
              "error 2:56: query: write one statement that reads: SELECT, WITH, VALUES, TABLE or SHOW");
        check("two queries", "type: postgresql, target: 'h:1', username: u, query: SELECT 1; DROP TABLE a",
              "error 2:61: query: write one statement, not several");
        check("table", "type: mysql, target: 'h:1', username: u, tables: [a.b.c]",
              "error 2:56: tables: \"a.b.c\" is neither table nor schema.table");
        check("server name of a database",
              "type: mysql, target: 'h:1', username: u, tls: true, tls_config: {server_name: b}",
              "error 2:67: server_name: a database's certificate must name the host of target");
        check("record", "type: dns, target: h, record: X",
              "error 2:37: record: write A, AAAA, CAA, CNAME, MX, NS, PTR, SOA, SRV or TXT");
        check("resolver", "type: dns, target: h, resolver: 192.0.2.53",
              "error 2:37: resolver: write host:port, as in 192.0.2.53:53");
        check("ping of a URL", "type: icmp, target: 'http://h'",
              "error 2:27: target: write a name or an address alone");
        check("websocket by http", "type: websocket, url: 'http://h'",
              "error 2:32: url: write it with its scheme, as in wss://host/ws");
        check("query that is none", "type: promql, query: 'up{'",
              "error 2:29: query: 1:3: unclosed left brace: expected \"}\" at the end");
        check("query without a number", "type: promql, query: up, expected_value: ok",
              "error 2:40: expected_value: a query gives numbers: write one");
        check("query that is empty to be anything", "type: promql, query: up, empty: degraded",
              "error 2:47: empty: unknown value \"degraded\": use one of up, down, unknown");
        check("heartbeat of nowhere", "type: heartbeat, thresholds: {critical: 5m}",
              "error 2:5: a heartbeat stands in one place: write query, path, or url and json");
        check("heartbeat of two places", "type: heartbeat, query: up, path: /a, thresholds: {critical: 5m}",
              "error 2:5: a heartbeat stands in one place: write query, path, or url and json");
        check("heartbeat at a URL", "type: heartbeat, url: 'http://h', thresholds: {critical: 5m}",
              "error 2:5: health check needs \"json\"");
        check("heartbeat in seconds", "type: heartbeat, path: /a, thresholds: {critical: 300}",
              "error 2:65: critical: not a duration: \"300\" (missing unit: use one of y w d h m s ms); write one such "
              "as 15s or 1h30m");
        check("heartbeat whose warning is late", "type: heartbeat, path: /a, thresholds: {critical: 5m, warning: 6m}",
              "error 2:42: thresholds: the warning comes after what is critical");
        check("maintenance", "url: 'http://h', maintenance: soon",
              "error 2:32: maintenance: write true, or a list of windows with start and duration");
        check(
            "window without a day", "url: 'http://h', maintenance: [{start: '22:00', duration: 1h}]",
            "error 2:47: start: write day and time, as in 2026-03-14 22:00; a time alone goes with every: day, or with "
            "every: week and weekdays");
        check("window of no day", "url: 'http://h', maintenance: [{start: 2026-02-30 22:00, duration: 1h}]",
              "error 2:47: write a day and a time, as in 2026-03-14 22:00");
        check("window longer than a day", "url: 'http://h', maintenance: [{start: '22:00', every: day, duration: 25h}]",
              "error 2:46: maintenance: the window is longer than the time until it comes again");
        check("window of no zone",
              "url: 'http://h', maintenance: [{start: '22:00', every: day, duration: 1h, zone: Mars}]",
              "error 2:89: the time zone \"Mars\" is not known here: write it as in Europe/Berlin");
        check("weekdays", "url: 'http://h', maintenance: [{start: '22:00', every: week, weekdays: [so], duration: 1h}]",
              "error 2:76: weekdays: write them as in [monday, sunday]");
        const auto two = [&](const char* name, const char* first, const char* second, const char* groups,
                             const char* expected) {
            row(name,
                ("health_checks:\n  - {name: a, url: 'http://h'" + std::string(first) +
                 "}\n  - {name: b, url: 'http://h'" + second + "}\nhealth_groups:\n" + groups)
                    .c_str(),
                expected);
        };
        two("dependency of nothing", ", depends_on: [c]", "", "  - {name: g, members: [a]}\n",
            "error 2:5: depends_on of health check \"a\": there is no health check or group \"c\"");
        two("dependency of itself", ", depends_on: [a]", "", "  - {name: g, members: [a]}\n",
            "error 2:5: depends_on of health check \"a\" goes round in a circle: a -> a");
        two("dependencies in a circle", ", depends_on: [b]", ", depends_on: [a]", "  - {name: g, members: [a]}\n",
            "error 2:5: depends_on of health check \"a\" goes round in a circle: a -> b -> a");
        two("circle by a group", ", depends_on: [g]", "", "  - {name: g, members: [a, b]}\n",
            "error 2:5: depends_on of health check \"a\" goes round in a circle: a -> g -> a");
        two("groups in a circle", "", "", "  - {name: g, members: [h]}\n  - {name: h, members: [g]}\n",
            "error 5:5: members of health group \"g\" goes round in a circle: g -> h -> g");
        two("member that is no check", "", "", "  - {name: g, members: [x]}\n",
            "error 5:5: members of health group \"g\": there is no health check or group \"x\"");
        two("member twice", "", "", "  - {name: g, members: [a, a]}\n",
            "error 5:5: members of health group \"g\": \"a\" is there twice");
        two("group by the name of a check", "", "", "  - {name: a, members: [b]}\n",
            "error 5:5: health check or group \"a\" is there twice, first at 2:5: rename one");
        two("group without members", "", "", "  - {name: g, members: []}\n",
            "error 5:15: members: name at least one check or group");
        two("quorum without a number", "", "", "  - {name: g, members: [a], aggregation: quorum}\n",
            "error 5:5: health group needs \"quorum\"");
        two("quorum of more than there are", "", "", "  - {name: g, members: [a, b], aggregation: quorum, quorum: 3}\n",
            "error 5:53: quorum: the group has 2 members");
        two("quorum of half a member", "", "", "  - {name: g, members: [a, b], aggregation: quorum, quorum: 1.5}\n",
            "error 5:53: quorum: write how many members have to be up, as in 2 or 50%");
        two("weight of no member", "", "", "  - {name: g, members: [a], aggregation: weighted, weights: {b: 2}}\n",
            "error 5:52: weights: \"b\" is no member of the group");
        two("quorum of worst", "", "", "  - {name: g, members: [a], quorum: 1}\n",
            "error 5:29: unknown key \"quorum\" in health group");
        check("password in a websocket", "type: websocket, url: 'ws://u:p@h/'",
              "error 2:32: url: a user and password in it are not sent: use headers");
        row("check without scheme", "health_checks:\n  - {name: a, url: 'h:80'}\n",
            "error 2:15: url: write it with its scheme, as in http://host:8080/health");
        row("tcp without port", "health_checks:\n  - {name: a, type: tcp, target: h}\n",
            "error 2:26: target: write host:port with a port from 1 to 65535");
        row("url for tcp", "health_checks:\n  - {name: a, type: tcp, target: 'h:1', url: 'http://h'}\n",
            "error 2:41: unknown key \"url\" in health check");
        row("status", "health_checks:\n  - {name: a, url: 'http://h', expected_status: [200, 999]}\n",
            "error 2:55: expected_status: write a status from 100 to 599, a range 200-299 or a class 2xx");
        row("expression", "health_checks:\n  - {name: a, url: 'http://h', expect: [{matches: '('}]}\n",
            "error 2:41: \"(\" is no regular expression: missing ): (");
        row("path", "health_checks:\n  - {name: a, url: 'http://h', expect: [{json: 'a..b'}]}\n",
            "error 2:41: \"a..b\" is no path into JSON, such as $.checks[0].status");
        row("thresholds",
            "health_checks:\n  - {name: a, url: 'http://h', certificate_days: {warning: 3, critical: 14}}\n",
            "error 2:32: certificate_days: critical is reached before warning: exchange them");
        row("method", "health_checks:\n  - {name: a, url: 'http://h', method: post}\n",
            "error 2:32: method: write it in capitals, as in POST");
        row("check timeout", "health_checks:\n  - {name: a, url: 'http://h', interval: 5s, timeout: 6s}\n",
            "error 2:46: timeout 6s is longer than interval 5s: lower it");
        row("password in a url", "health_checks:\n  - {name: a, url: 'http://u:p@h'}\n",
            "warning 2:15: the URL holds a user and password for all who read the file: use basic_auth");
        row("secret header", "health_checks:\n  - {name: a, url: 'http://h', headers: {X-Api-Key: abc}}\n",
            "warning 2:42: header X-Api-Key stands in the file for all who read it: write env:NAME or keychain:NAME");
        row("stream over http", "streams:\n  - {name: a, url: 'http://h'}\n",
            "error 2:15: url: a stream is a WebSocket, write ws:// or wss://");
        row("revoked certificates of a stream", "streams:\n  - {name: a, url: 'wss://h', tls_config: {crl_file: c}}\n",
            "error 2:31: crl_file: the WebSocket of a stream does not know revoked certificates: remove it");
        row("json without mapping", "streams:\n  - {name: a, type: json, url: 'ws://h'}\n",
            "error 2:5: stream needs \"mapping\"");
        row("mapping of aegis", "streams:\n  - {name: a, url: 'ws://h', mapping: {}}\n",
            "error 2:30: mapping belongs to streams of type json: remove it");
        row("ranges of json",
            "streams:\n  - {name: a, type: json, url: 'ws://h', rest_ranges: [1h], mapping: {samples: [{name: n}]}}\n",
            "error 2:42: rest_ranges belongs to streams of type aegis: remove it");
        row("range", "streams:\n  - {name: a, url: 'ws://h', rest_ranges: [hour]}\n",
            "error 2:30: rest_ranges: write up to ten ranges that the server knows, such as [15m, 1h]");
        row("namespace without Socket.IO",
            "streams:\n  - {name: a, type: json, url: 'ws://h', namespaces: [/], mapping: {samples: [{name: n}]}}\n",
            "error 2:42: namespaces belongs to streams of type json with protocol: socket.io: remove it");
        row("event without a name",
            "streams:\n  - {name: a, type: json, protocol: socket.io, url: 'ws://h', subscribe: [join], mapping: "
            "{samples: [{name: n}]}}\n",
            "error 2:63: subscribe: an event of Socket.IO is a list that begins with its name, such as '[\"join\", "
            "\"a\"]'");
        row("value of a mapping",
            "streams:\n  - {name: a, type: json, url: 'ws://h', mapping: {samples: [{name: n, value: v}]}}\n",
            "error 2:72: value: \"v\" is no path: begin it with $. or @.");
        row("log file without path", "logs:\n  files:\n    - service: a\n", "error 3:7: log file needs \"path\"");
        row("multiline of nothing", "logs: {files: [{path: a, multiline: {timeout: 2s}}]}\n",
            "error 1:37: multiline: write start, a pattern of first lines, or indented: true");
        row("multiline of both", "logs: {files: [{path: a, multiline: {start: a, indented: true}}]}\n",
            "error 1:48: multiline: write either start, a pattern of first lines, or indented: true");
        row("multiline pattern", "logs: {files: [{path: a, multiline: {start: '('}}]}\n",
            "error 1:38: the pattern of a first line is no regular expression of RE2: missing ): (");
        row("syslog of nothing", "logs: {syslog: {allow_remote: true}}\n",
            "error 1:16: syslog: write udp, tcp or both, as in udp: 127.0.0.1:5514");
        row("syslog address", "logs: {syslog: {udp: here}}\n",
            "error 1:17: udp: \"here\" is no address to listen at: write address:port, as in 127.0.0.1:5514");
        row("log format", "logs: {files: [{path: a, format: csv}]}\n",
            "error 1:34: format: unknown value \"csv\": use one of auto, json, logfmt, access, text");
        row("journal", "logs:\n  journal: maybe\n", "error 2:12: journal: expected true or false, got \"maybe\"");
        row("server", "server: {listen: '9099'}\n", "error 1:10: listen: write address:port, as in 127.0.0.1:9099");
        row("server host", "server: {hosts: ['http://a']}\n",
            "error 1:10: hosts: write names alone, as in nocturne.example.org");
        row("external url", "server: {external_url: 'host:80'}\n",
            "error 1:10: external_url: write it whole, as in https://nocturne.example.org/base");
        row("server token", "server: {token: abc}\n",
            "warning 1:10: token stands in the file for all who read it: write env:NAME or keychain:NAME, or use "
            "token_file");
        row("unknown limit", "limits: {body_size: 1MB}\n",
            "error 1:10: unknown key \"body_size\" in limits: did you mean \"body_bytes\"?");
        row("theme", "ui: {theme: dark}\n",
            "error 1:13: theme: unknown value \"dark\": use one of system, night, day, high_contrast, "
            "high_contrast_light, contrast-dark, contrast-light");
        row("language", "ui: {language: '!'}\n", "error 1:6: language: write a code such as de or en_GB, or system");
        row("buckets that fall", "custom_metrics: {buckets: [1, 0.5]}\n",
            "error 1:18: buckets: write at least one number, each larger than the one before it");
        row("quantiles", "custom_metrics: {quantiles: [0.5, 99]}\n", "error 1:18: quantiles lie between 0 and 1");
        row("top processes", "system: {processes: {top: 0}}\n",
            "error 1:27: top: expected a whole number between 1 and 1000, got \"0\"");
        row("retention", "storage: {retention: forever}\n",
            "error 1:22: retention: not a duration: \"forever\" (not a valid duration: expected a number); write one "
            "such as "
            "15s or 1h30m");
    }

    void findingHasPlaceAndCure()
    {
        QFETCH(QByteArray, text);
        const auto reading = config::readConfiguration(text.toStdString());
        QStringList lines;
        for (const auto& finding : reading.findings) {
            lines << QString::fromStdString(std::string(yaml::toString(finding.severity)) + ' ' + finding.error.text());
        }
        QTEST(lines.join(u'\n'), "expected");
    }

    void allErrorsOfAFileAreToldAtOnce()
    {
        const auto reading = config::readConfiguration("global: {scrape_interval: x}\n"
                                                       "scrape_configs: [{}, {job_name: a, scheme: b}]\n"
                                                       "ui: {theme: c}\n");
        QCOMPARE(reading.findings.size(), 4U);
        QVERIFY(reading.hasErrors());
    }
};

QTEST_APPLESS_MAIN(BrokenConfigurationTest)
#include "broken_configuration_test.moc"
