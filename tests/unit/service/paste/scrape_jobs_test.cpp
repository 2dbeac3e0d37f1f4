// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/scrape_jobs.h"

#include <QTest>

using namespace nocturne;
using namespace nocturne::paste;

namespace {

std::string linesOf(const char* text)
{
    const auto jobs = scrapeJobsOf(text);
    if (!jobs)
        return jobs.error().message;
    return jobs->jobs.front().obstacle.empty() ? jobs->jobs.front().item.lines : "! " + jobs->jobs.front().obstacle;
}

} // namespace

class ScrapeJobsTest : public QObject
{
    Q_OBJECT

private slots:
    void aJobStaysAsItWasWritten()
    {
        const auto lines = linesOf("scrape_configs:\n"
                                   "    - job_name: node # all of them\n"
                                   "      # the room below\n"
                                   "      static_configs:\n"
                                   "          - targets: ['a:9100']\n"
                                   "\n"
                                   "    - job_name: other\n");

        QCOMPARE(lines, std::string("- job_name: node # all of them\n"
                                    "  # the room below\n"
                                    "  static_configs:\n"
                                    "      - targets: ['a:9100']\n"));
    }

    void whatHoldsForAllJobsIsWrittenIntoIt_data()
    {
        QTest::addColumn<QByteArray>("global");
        QTest::addColumn<QByteArray>("own");
        QTest::addColumn<QByteArray>("added");
        QTest::newRow("both") << QByteArray("{scrape_interval: 5s, scrape_timeout: 2s}") << QByteArray()
                              << QByteArray("  scrape_interval: 5s\n  scrape_timeout: 2s\n");
        QTest::newRow("an interval of its own has a timeout of its own")
            << QByteArray("{scrape_interval: 5s, scrape_timeout: 4s}") << QByteArray("  scrape_interval: 2s\n")
            << QByteArray();
        QTest::newRow("no duration") << QByteArray("{scrape_interval: soon}") << QByteArray() << QByteArray();
    }
    void whatHoldsForAllJobsIsWrittenIntoIt()
    {
        QFETCH(QByteArray, global);
        QFETCH(QByteArray, own);
        QFETCH(QByteArray, added);
        const QByteArray job = "- job_name: a\n" + own + "  static_configs: [{targets: [\"b:1\"]}]\n";

        const auto lines = linesOf(("global: " + global + "\nscrape_configs:\n" + job).constData());

        QCOMPARE(QByteArray::fromStdString(lines), job + added);
    }

    void secretsGoToTheKeychain()
    {
        const auto jobs = scrapeJobsOf("scrape_configs:\n- job_name: My Shop\n  authorization:\n"
                                       "    credentials: \"t0 ken\" # old\n  static_configs: [{targets: [\"b:1\"]}]\n");

        QVERIFY(jobs.has_value());
        using Secrets = std::vector<std::pair<std::string, std::string>>;
        QCOMPARE(jobs->jobs.front().secrets, (Secrets{{"my-shop-credentials", "t0 ken"}}));
        QCOMPARE(jobs->jobs.front().item.lines,
                 std::string("- job_name: My Shop\n  authorization:\n    credentials: \"keychain:my-shop-credentials\" "
                             "# old\n  static_configs: [{targets: [\"b:1\"]}]\n"));
    }

    void aSecretIsReplacedWhereItStands()
    {
        QCOMPARE(linesOf("scrape_configs:\n- job_name: a\n  basic_auth: {username: pw, password: pw}\n"
                         "  static_configs: [{targets: [\"b:1\"]}]\n"),
                 std::string("- job_name: a\n  basic_auth: {username: pw, password: \"keychain:a-password\"}\n"
                             "  static_configs: [{targets: [\"b:1\"]}]\n"));
    }

    void whatCannotBeTakenOverSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("job");
        QTest::addColumn<QByteArray>("why");
        QTest::newRow("on one line") << QByteArray("[{job_name: a}]") << QByteArray("behind a hyphen");
        QTest::newRow("a file beside it")
            << QByteArray("\n- job_name: a\n  file_sd_configs: [{files: [t.json]}]\n") << QByteArray("\"t.json\"");
        QTest::newRow("an anchor of another place")
            << QByteArray("\n- job_name: z\n  static_configs: *all\n") << QByteArray("anchors");
        QTest::newRow("a discovery we do not have")
            << QByteArray("\n- job_name: a\n  kubernetes_sd_configs: [{role: node}]\n")
            << QByteArray("kubernetes_sd_configs is not there");
        QTest::newRow("no targets") << QByteArray("\n- job_name: a\n") << QByteArray("no targets");
        QTest::newRow("an error") << QByteArray(
                                         "\n- job_name: a\n  scheme: gopher\n  static_configs: [{targets: [b]}]\n")
                                  << QByteArray("scheme");
    }
    void whatCannotBeTakenOverSaysWhy()
    {
        QFETCH(QByteArray, job);
        QFETCH(QByteArray, why);

        const auto said = linesOf(("x-all: &all [{targets: [\"b:1\"]}]\nscrape_configs: " + job).constData());

        QVERIFY2(said.starts_with("! ") && QByteArray::fromStdString(said).contains(why), said.c_str());
    }

    void otherPartsOfTheFileAreNamed()
    {
        const auto jobs = scrapeJobsOf("global: {scrape_interval: 5s, external_labels: {a: b}}\nrule_files: [r.yml]\n"
                                       "scrape_configs: []\nremote_write: []\n");

        QVERIFY(jobs.has_value());
        QCOMPARE(jobs->leftOut, (std::vector<std::string>{"global.external_labels", "rule_files", "remote_write"}));
    }
};

QTEST_GUILESS_MAIN(ScrapeJobsTest)
#include "scrape_jobs_test.moc"
