// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "cli/bench_parse.h"
#include "cli/command.h"
#include "cli/format_expression.h"
#include "cli/scratch_store.h"
#include "cli/test_promql.h"
#include "cli/test_rules.h"
#include "cli/test_templates.h"
#include "engine/promql/parser.h"

namespace nocturne::cli {

Outcome runFormat(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("pretty"), QStringLiteral("Over several lines.")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (parser.positionalArguments().size() != 1)
        return usageError("format needs one expression");
    const auto source = parser.positionalArguments().first().toStdString();
    FormatOptions options;
    options.pretty = parser.isSet(QStringLiteral("pretty"));
    const auto formatted = formatExpression(source, options);
    if (!formatted) {
        printError(promql::explain(formatted.error(), source));
        return Outcome::Findings;
    }
    print(*formatted);
    return Outcome::Ok;
}

namespace {

QJsonObject jsonOf(const TestReport& report)
{
    QJsonArray failures;
    for (const auto& failure : report.failures)
        failures.append(QJsonObject{{QStringLiteral("line"), failure.line},
                                    {QStringLiteral("query"), QString::fromStdString(failure.query)},
                                    {QStringLiteral("message"), QString::fromStdString(failure.message)}});
    return {{QStringLiteral("name"), QString::fromStdString(report.name)},
            {QStringLiteral("passed"), static_cast<qint64>(report.passed)},
            {QStringLiteral("failed"), static_cast<qint64>(report.failures.size())},
            {QStringLiteral("failures"), failures}};
}

/// Runs `test` on each file that the arguments, parsed already, name and sums up.
template <typename Test>
Outcome testFiles(const Invocation& invocation, Test test, QCommandLineParser& parser)
{
    const auto files = parser.positionalArguments();
    if (files.isEmpty())
        return usageError(invocation.command.toStdString() + " needs at least one file");
    std::size_t passed = 0;
    std::size_t failed = 0;
    QJsonArray all;
    for (const auto& name : files) {
        const auto file = name.toStdString();
        const auto text = readInput(file);
        if (!text)
            return usageError(text.error().message);
        const TestReport report = test(*text, file);
        if (wantsJson(parser))
            all.append(jsonOf(report));
        else
            print(report.text());
        passed += report.passed;
        failed += report.failures.size();
    }
    if (wantsJson(parser))
        print(QJsonDocument(QJsonObject{{QStringLiteral("files"), all}}).toJson(QJsonDocument::Compact).toStdString());
    else
        print(std::to_string(passed) + " passed, " + std::to_string(failed) + " failed");
    return failed == 0 ? Outcome::Ok : Outcome::Findings;
}

} // namespace

Outcome runTestPromql(const Invocation& invocation)
{
    QCommandLineParser parser;
    addFeatureOption(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto names = featureNames(parser);
    if (!names)
        return usageError(names.error().message);
    PromqlScriptOptions options;
    options.makeStore = [] { return std::make_unique<ScratchStore>(); };
    if (std::ranges::find(*names, "type-and-unit-labels") != names->end())
        options.features.typeAndUnitLabels = true; // all others are on in scripts
    return testFiles(
        invocation,
        [&](const std::string& text, const std::string& file) { return runPromqlScript(text, file, options); }, parser);
}

Outcome runTestRules(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("ignore-unknown-fields"), QStringLiteral("Of rule files.")});
    addFeatureOption(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto features = enabledFeatures(parser);
    if (!features)
        return usageError(features.error().message);
    const RuleTestOptions options{parser.isSet(QStringLiteral("ignore-unknown-fields")), *features};
    return testFiles(
        invocation, [&](const std::string& text, const std::string& file) { return runRuleTests(text, file, options); },
        parser);
}

Outcome runTestTemplates(const Invocation& invocation)
{
    QCommandLineParser parser;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    return testFiles(
        invocation, [](const std::string& text, const std::string& file) { return runTemplateCases(text, file); },
        parser);
}

Outcome runBenchParse(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("warm"), QStringLiteral("Known series: through the scrape cache.")});
    parser.addOption({QStringLiteral("baseline"), QStringLiteral("No parser: split at line feeds and read numbers.")});
    parser.addOption(
        {QStringLiteral("seconds"), QStringLiteral("How long to run."), QStringLiteral("S"), QStringLiteral("2")});
    parser.addOption({QStringLiteral("format"), QStringLiteral("prometheus or openmetrics."), QStringLiteral("name"),
                      QStringLiteral("prometheus")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    bool isNumber = false;
    const double seconds = parser.value(QStringLiteral("seconds")).toDouble(&isNumber);
    const auto format = exposition::formatFromName(parser.value(QStringLiteral("format")).toStdString());
    if (parser.positionalArguments().size() != 1 || !isNumber || seconds <= 0 || !format)
        return usageError("bench parse needs one file, and a time above zero");
    const auto text = readInput(parser.positionalArguments().first().toStdString());
    if (!text)
        return usageError(text.error().message);
    BenchParseOptions options;
    options.format = *format;
    options.time = std::chrono::duration<double>(seconds);
    options.mode = parser.isSet(QStringLiteral("warm"))       ? BenchParseOptions::Mode::Warm
                   : parser.isSet(QStringLiteral("baseline")) ? BenchParseOptions::Mode::Baseline
                                                              : BenchParseOptions::Mode::Cold;
    const auto line = benchParse(*text, options);
    if (!line) {
        printError(line.error().text());
        return Outcome::Findings;
    }
    print(*line);
    return Outcome::Ok;
}

} // namespace nocturne::cli
