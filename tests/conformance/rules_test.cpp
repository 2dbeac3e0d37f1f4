// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <QTest>

#include "cli/test_rules.h"
#include "watch/rules/rule_file.h"

using namespace nocturne;

namespace {

const std::filesystem::path kFolder(NOCTURNE_CONFORMANCE_DIR "/rules");

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Adds a row for each line of an index: file, verdict, note.
void addRows(const std::filesystem::path& index)
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("note");
    std::ifstream lines(index);
    if (!lines)
        QSKIP("no conformance data at " NOCTURNE_CONFORMANCE_DIR);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        const auto fields = QString::fromStdString(line).split(QLatin1Char('\t'));
        QTest::newRow(qPrintable(fields[0])) << fields[0] << fields[1] << fields.value(2);
    }
}

} // namespace

/// Rule files and unit tests of rules, from Prometheus' own tests.
class RulesConformanceTest : public QObject
{
    Q_OBJECT

private slots:
    void files_data() { addRows(kFolder / "index.tsv"); }
    void files()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, verdict);
        QFETCH(const QString, note);
        rules::RuleFileOptions options;
        if (note.contains(QLatin1String("needs experimental features")))
            options.parser = promql::ParserOptions::all();

        const auto read = rules::readRuleFile(contentOf(kFolder / file.toStdString()), file.toStdString(), options);

        std::ostringstream said;
        for (const auto& finding : read.findings.sorted()) {
            said << finding.error.text() << '\n';
            QVERIFY(finding.error.where.has_value());
        }
        QVERIFY2(read.findings.hasErrors() == (verdict == QLatin1String("bad")), said.str().c_str());
        if (file == QLatin1String("bad/rulefmt-two-errors.yml"))
            QCOMPARE(read.findings.errorCount(), std::size_t(2));
        ++m_files;
    }

    void unitTests_data() { addRows(kFolder / "unit-tests/index.tsv"); }
    void unitTests()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, verdict);
        QFETCH(const QString, note);
        const auto path = kFolder / "unit-tests" / file.toStdString();
        const bool isLenient = note.contains(QLatin1String("unknown rule fields ignored"));

        const auto report = cli::runRuleTests(contentOf(path), path, {isLenient});

        QVERIFY2(report.failures.empty() == (verdict == QLatin1String("pass")), report.text().c_str());
        if (isLenient)
            QVERIFY(!cli::runRuleTests(contentOf(path), path).failures.empty());
        ++m_unitTests;
    }

    void cleanupTestCase() { std::printf("rules: %d files, %d unit tests as they should be\n", m_files, m_unitTests); }

private:
    int m_files = 0;
    int m_unitTests = 0;
};

QTEST_APPLESS_MAIN(RulesConformanceTest)
#include "rules_test.moc"
