// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <QTest>

#include "cli/scratch_store.h"
#include "cli/test_promql.h"

using namespace nocturne;

namespace {

const std::filesystem::path kScripts(NOCTURNE_CONFORMANCE_DIR "/promql");

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::filesystem::path> scriptsOf(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> scripts;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".test") {
            scripts.push_back(entry.path());
        }
    }
    std::ranges::sort(scripts);
    return scripts;
}

cli::PromqlScriptOptions scriptOptions()
{
    cli::PromqlScriptOptions options;
    options.makeStore = [] { return std::make_unique<cli::ScratchStore>(); };
    return options;
}

} // namespace

/// Runs Prometheus' scripts about native histograms and about what it keeps behind feature flags, over the head of the
/// time series database, which packs histograms into chunks.
class PromqlFeaturesTest : public QObject
{
    Q_OBJECT

private slots:
    void scripts_data()
    {
        QTest::addColumn<QString>("path");
        if (!std::filesystem::exists(kScripts)) {
            QSKIP("no conformance data at " NOCTURNE_CONFORMANCE_DIR);
        }
        for (const auto* folder : {"native-histograms", "experimental"}) {
            for (const auto& script : scriptsOf(kScripts / folder)) {
                QTest::newRow(script.lexically_relative(kScripts).c_str()) << QString::fromStdString(script.string());
            }
        }
    }

    void scripts()
    {
        QFETCH(const QString, path);
        const std::filesystem::path file(path.toStdString());

        const auto report = runPromqlScript(contentOf(file), file.lexically_relative(kScripts), scriptOptions());

        std::fputs(report.text().c_str(), stdout);
        QVERIFY(report.passed > 0);
        QCOMPARE(report.failures.size(), std::size_t(0));
    }

    void withoutItsFeatureAScriptFails_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("flag");
        if (!std::filesystem::exists(kScripts)) {
            QSKIP("no conformance data at " NOCTURNE_CONFORMANCE_DIR);
        }
        QTest::newRow("functions") << QStringLiteral("functions") << QStringLiteral("promql-experimental-functions");
        QTest::newRow("info") << QStringLiteral("info") << QStringLiteral("promql-experimental-functions");
        QTest::newRow("limitk") << QStringLiteral("limitk-limit_ratio")
                                << QStringLiteral("promql-experimental-functions");
        QTest::newRow("extended vectors")
            << QStringLiteral("extended-vectors") << QStringLiteral("promql-extended-range-selectors");
        QTest::newRow("fill") << QStringLiteral("fill-modifiers") << QStringLiteral("promql-binop-fill-modifiers");
    }

    void withoutItsFeatureAScriptFails()
    {
        QFETCH(const QString, folder);
        QFETCH(const QString, flag);
        auto options = scriptOptions();
        options.features.parser = {};

        std::string failures;
        for (const auto& script : scriptsOf(kScripts / "experimental" / folder.toStdString())) {
            failures += runPromqlScript(contentOf(script), script.filename(), options).text();
        }

        QVERIFY2(failures.find(flag.toStdString()) != std::string::npos, failures.c_str());
    }
};

QTEST_APPLESS_MAIN(PromqlFeaturesTest)
#include "promql_features_test.moc"
