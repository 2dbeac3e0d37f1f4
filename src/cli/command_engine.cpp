// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "cli/bench_parse.h"
#include "cli/command.h"
#include "cli/format_expression.h"
#include "cli/scratch_store.h"
#include "cli/test_promql.h"
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

Outcome runTestPromql(const Invocation& invocation)
{
    QCommandLineParser parser;
    addFeatureOption(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto files = parser.positionalArguments();
    const auto names = featureNames(parser);
    if (files.isEmpty())
        return usageError("test promql needs at least one script");
    if (!names)
        return usageError(names.error().message);
    std::size_t passed = 0;
    std::size_t failed = 0;
    PromqlScriptOptions options;
    options.makeStore = [] { return std::make_unique<ScratchStore>(); };
    if (std::ranges::find(*names, "type-and-unit-labels") != names->end())
        options.features.typeAndUnitLabels = true; // all others are on in scripts
    for (const auto& name : files) {
        const auto file = name.toStdString();
        const auto text = readInput(file);
        if (!text)
            return usageError(text.error().message);
        const auto report = runPromqlScript(*text, file, options);
        print(report.text());
        passed += report.passed;
        failed += report.failures.size();
    }
    print(std::to_string(passed) + " passed, " + std::to_string(failed) + " failed");
    return failed == 0 ? Outcome::Ok : Outcome::Findings;
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
