// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/config_edit.h"

#include <QTest>

using namespace nocturne;
using namespace nocturne::paste;

namespace {

const ConfigItem kJob = {{"scrape_configs"}, "- job_name: new\n  static_configs:\n    - targets: [\"a:1\"]\n"};
const ConfigItem kEngine = {{"datasources", "prometheus"}, "- name: p\n  url: http://a:9090\n"};

} // namespace

class ConfigEditTest : public QObject
{
    Q_OBJECT

private slots:
    void putsAnItemIn_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<bool>("isEngine");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const char* before, bool isEngine, const char* after) {
            QTest::newRow(name) << QByteArray(before) << isEngine << QByteArray(after);
        };
        row("nothing there", "", false,
            "scrape_configs:\n  - job_name: new\n    static_configs:\n      - targets: [\"a:1\"]\n");
        row("a comment alone", "# mine\n", false,
            "# mine\n\nscrape_configs:\n  - job_name: new\n    static_configs:\n      - targets: [\"a:1\"]\n");
        row("another section", "global:\n  scrape_interval: 5s # fast\n", false,
            "global:\n  scrape_interval: 5s # fast\n\nscrape_configs:\n  - job_name: new\n    static_configs:\n"
            "      - targets: [\"a:1\"]\n");
        row("no line end at the end", "global:\n  scrape_interval: 5s", false,
            "global:\n  scrape_interval: 5s\n\nscrape_configs:\n  - job_name: new\n    static_configs:\n"
            "      - targets: [\"a:1\"]\n");
        row("behind the last item, before comments of what follows",
            "scrape_configs:\n  - job_name: a # first\n    static_configs:\n      - targets: [\"b:1\"]\n\n# rules\n"
            "rule_files: []\n",
            false,
            "scrape_configs:\n  - job_name: a # first\n    static_configs:\n      - targets: [\"b:1\"]\n"
            "  - job_name: new\n    static_configs:\n      - targets: [\"a:1\"]\n\n# rules\nrule_files: []\n");
        row("items as deep as their key", "scrape_configs:\n- job_name: a\n- job_name: b\nglobal: {}\n", false,
            "scrape_configs:\n- job_name: a\n- job_name: b\n- job_name: new\n  static_configs:\n    - targets: "
            "[\"a:1\"]\n"
            "global: {}\n");
        row("an empty section", "scrape_configs:\nglobal: {}\n", false,
            "scrape_configs:\n  - job_name: new\n    static_configs:\n      - targets: [\"a:1\"]\nglobal: {}\n");
        row("four blanks", "scrape_configs:\n    - job_name: a\n", false,
            "scrape_configs:\n    - job_name: a\n    - job_name: new\n      static_configs:\n        - targets: "
            "[\"a:1\"]\n");
        row("windows line ends", "scrape_configs:\r\n  - job_name: a\r\n", false,
            "scrape_configs:\r\n  - job_name: a\r\n  - job_name: new\r\n    static_configs:\r\n      - targets: "
            "[\"a:1\"]\r\n");
        row("a section within a section", "datasources:\n  prometheus:\n    - name: o\n      url: http://o\nui: {}\n",
            true,
            "datasources:\n  prometheus:\n    - name: o\n      url: http://o\n    - name: p\n      url: "
            "http://a:9090\nui: {}\n");
        row("a sister of the section", "datasources:\n  loki: # logs\n    - name: l\n      url: http://l\n", true,
            "datasources:\n  loki: # logs\n    - name: l\n      url: http://l\n  prometheus:\n    - name: p\n      "
            "url: "
            "http://a:9090\n");
        row("both sections missing", "ui: {}\n", true,
            "ui: {}\n\ndatasources:\n  prometheus:\n    - name: p\n      url: http://a:9090\n");
        row("text over several lines",
            "scrape_configs:\n  - job_name: >-\n      a\n\n      b\n  # not a job\nglobal: {}\n", false,
            "scrape_configs:\n  - job_name: >-\n      a\n\n      b\n  - job_name: new\n    static_configs:\n      - "
            "targets: [\"a:1\"]\n  # not a job\nglobal: {}\n");
    }
    void putsAnItemIn()
    {
        QFETCH(QByteArray, before);
        QFETCH(bool, isEngine);
        QFETCH(QByteArray, after);

        const auto now = withItem(before.toStdString(), isEngine ? kEngine : kJob);

        QVERIFY2(now.has_value(), now ? "" : now.error().text().c_str());
        QCOMPARE(QByteArray::fromStdString(*now), after);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("on one line") << QByteArray("scrape_configs: [{job_name: a}]\n") << QByteArray("scrape_configs");
        QTest::newRow("an empty list on one line")
            << QByteArray("scrape_configs: []\n") << QByteArray("scrape_configs");
        QTest::newRow("json") << QByteArray("{\"scrape_configs\": []}") << QByteArray("scrape_configs");
        QTest::newRow("no yaml") << QByteArray("a: [\n") << QByteArray("");
        QTest::newRow("a list") << QByteArray("- a\n") << QByteArray("the configuration");
        QTest::newRow("the same job twice")
            << QByteArray("scrape_configs:\n  - job_name: new\n") << QByteArray("twice");
    }
    void refuses()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, words);

        const auto now = withItem(before.toStdString(), kJob);

        QVERIFY(!now.has_value());
        QVERIFY2(QByteArray::fromStdString(now.error().message).contains(words), now.error().message.c_str());
    }

    void aDocumentOfItsOwnHasTheSection()
    {
        QCOMPARE(asDocument(kEngine),
                 std::string("datasources:\n  prometheus:\n    - name: p\n      url: http://a:9090\n"));
    }
};

QTEST_GUILESS_MAIN(ConfigEditTest)
#include "config_edit_test.moc"
