// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <QTest>

#include "cli/test_templates.h"

using namespace nocturne;

/// Expands the templates of Prometheus' own tests.
class TemplatesTest : public QObject
{
    Q_OBJECT

private slots:
    void allCases()
    {
        const std::filesystem::path path(NOCTURNE_CONFORMANCE_DIR "/templates/cases.jsonl");
        if (!std::filesystem::exists(path))
            QSKIP("no conformance data at " NOCTURNE_CONFORMANCE_DIR);
        std::ifstream file(path, std::ios::binary);
        const std::string lines{std::istreambuf_iterator<char>(file), {}};

        const auto report = cli::runTemplateCases(lines, "templates");

        std::fputs(report.text().c_str(), stdout);
        QVERIFY(report.passed > 0);
        QCOMPARE(report.failures.size(), std::size_t(0));
    }

    void wrongOutputIsAFailure()
    {
        const auto report = cli::runTemplateCases(R"({"template": "{{ 1 }}", "output": "2"})", "wrong");

        QCOMPARE(report.failures.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TemplatesTest)
#include "templates_test.moc"
