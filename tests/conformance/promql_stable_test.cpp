// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "cli/test_promql.h"
#include "support/memory_store.h"

using namespace nocturne;

namespace {

class Store final : public cli::ScriptStore
{
public:
    Result<void> add(const model::LabelSet& labels, const cli::ScriptSamples& samples) override
    {
        m_store.add(labels, samples.floats);
        m_store.addHistograms(labels, samples.histograms);
        m_store.addStartTimes(labels, samples.startTimes);
        return {};
    }
    const storage::Queryable& queryable() const override { return m_store; }

private:
    support::MemoryStore m_store;
};

cli::PromqlScriptOptions scriptOptions()
{
    cli::PromqlScriptOptions options;
    options.makeStore = [] { return std::make_unique<Store>(); };
    return options;
}

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

/// Runs the engine scripts of Prometheus over the evaluator.
class PromqlStableTest : public QObject
{
    Q_OBJECT

private slots:
    void stableScripts_data();
    void stableScripts();
    void complianceQueries();
    void runnerAcceptsAndRejects_data();
    void runnerAcceptsAndRejects();
};

void PromqlStableTest::stableScripts_data()
{
    QTest::addColumn<QString>("path");
    const std::filesystem::path folder(NOCTURNE_CONFORMANCE_DIR "/promql/stable");
    if (!std::filesystem::exists(folder)) {
        QSKIP("no conformance data at " NOCTURNE_CONFORMANCE_DIR);
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        QTest::newRow(entry.path().stem().c_str()) << QString::fromStdString(entry.path().string());
    }
}

void PromqlStableTest::stableScripts()
{
    QFETCH(const QString, path);
    const std::filesystem::path file(path.toStdString());

    const auto report = runPromqlScript(contentOf(file), file.filename(), scriptOptions());

    std::fputs(report.text().c_str(), stdout);
    QVERIFY(report.passed > 0);
    QCOMPARE(report.failures.size(), std::size_t(0));
}

void PromqlStableTest::complianceQueries()
{
    const std::filesystem::path file(NOCTURNE_CONFORMANCE_DIR "/compliance-queries/results.test");
    if (!std::filesystem::exists(file)) {
        QSKIP("no conformance data at " NOCTURNE_CONFORMANCE_DIR);
    }

    const auto report = runPromqlScript(contentOf(file), "compliance-queries", scriptOptions());

    std::fputs(report.text().c_str(), stdout);
    QVERIFY(report.passed > 0);
    QCOMPARE(report.failures.size(), std::size_t(0));
}

void PromqlStableTest::runnerAcceptsAndRejects_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("passes");
    QFile file(QStringLiteral(NOCTURNE_CONFORMANCE_DIR "/promql/runner-selftest/cases.jsonl"));
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("no conformance data at " NOCTURNE_CONFORMANCE_DIR);
    }
    while (!file.atEnd()) {
        const auto test = QJsonDocument::fromJson(file.readLine()).object();
        QTest::newRow(qPrintable(test[QStringLiteral("name")].toString()))
            << test[QStringLiteral("script")].toString() << test[QStringLiteral("runner_passes")].toBool();
    }
}

void PromqlStableTest::runnerAcceptsAndRejects()
{
    QFETCH(const QString, script);
    QFETCH(const bool, passes);

    const auto report = runPromqlScript(script.toStdString(), "self-test", scriptOptions());

    if (report.failures.empty() != passes) {
        qWarning("%s", report.text().c_str());
    }
    QCOMPARE(report.failures.empty(), passes);
}

QTEST_APPLESS_MAIN(PromqlStableTest)
#include "promql_stable_test.moc"
