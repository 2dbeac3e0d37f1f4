// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "cli/check_config.h"
#include "cli/check_metrics.h"
#include "cli/command.h"
#include "cli/import_foreign.h"
#include "watch/dashboards/dashboard_reader.h"
#include "watch/rules/rule_file.h"
#include "watch/rules/rule_import.h"

namespace nocturne::cli {

namespace {

/// One thing that was found in a file.
struct Finding
{
    std::string file;
    bool isError = true;
    Error error;
};

std::string lineOf(const Finding& finding)
{
    const auto where = finding.error.where.value_or(SourcePosition());
    return finding.file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column) +
           (finding.isError ? ": error: " : ": warning: ") + finding.error.message;
}

QJsonObject jsonOf(const Finding& finding)
{
    const auto where = finding.error.where.value_or(SourcePosition());
    return {{QStringLiteral("file"), QString::fromStdString(finding.file)},
            {QStringLiteral("line"), where.line},
            {QStringLiteral("column"), where.column},
            {QStringLiteral("severity"), finding.isError ? QStringLiteral("error") : QStringLiteral("warning")},
            {QStringLiteral("message"), QString::fromStdString(finding.error.message)}};
}

/// Prints findings; the outcome tells whether one of them is an error.
Outcome report(const std::vector<Finding>& findings, std::size_t files, bool json)
{
    std::size_t errors = 0;
    QJsonArray all;
    for (const auto& finding : findings) {
        errors += finding.isError ? 1 : 0;
        if (json)
            all.append(jsonOf(finding));
        else
            print(lineOf(finding));
    }
    if (json)
        print(
            QJsonDocument(QJsonObject{{QStringLiteral("findings"), all}}).toJson(QJsonDocument::Compact).toStdString());
    else
        print(std::to_string(files) + (files == 1 ? " file, " : " files, ") + std::to_string(errors) +
              (errors == 1 ? " error" : " errors"));
    return errors == 0 ? Outcome::Ok : Outcome::Findings;
}

void addFindings(std::vector<Finding>& all, const std::string& file, const std::vector<yaml::Finding>& found)
{
    for (const auto& finding : found)
        all.push_back({file, finding.severity == yaml::Finding::Severity::Error, finding.error});
}

/// Reads each file that the arguments, parsed already, name and lets `check` add what it finds.
template <typename Check>
Outcome checkFiles(const Invocation& invocation, Check check, const QCommandLineParser& parser)
{
    const auto files = parser.positionalArguments();
    if (files.isEmpty())
        return usageError(invocation.command.toStdString() + " needs at least one file");
    std::vector<Finding> findings;
    for (const auto& name : files) {
        const auto file = name.toStdString();
        if (const auto text = readInput(file))
            check(*text, file, findings);
        else
            findings.push_back({file, true, text.error()});
    }
    return report(findings, static_cast<std::size_t>(files.size()), wantsJson(parser));
}

} // namespace

Outcome runCheckRules(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption(
        {QStringLiteral("ignore-unknown-fields"), QStringLiteral("Say nothing of fields that are not known.")});
    addFeatureOption(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto features = enabledFeatures(parser);
    if (!features)
        return usageError(features.error().message);
    rules::RuleFileOptions options;
    options.ignoreUnknownFields = parser.isSet(QStringLiteral("ignore-unknown-fields"));
    // Without a word about features nobody knows here what is on where the rules will run.
    options.missingFeatureWarns = !parser.isSet(QStringLiteral("enable-feature"));
    options.parser = features->parser;
    const auto check = [&](const std::string& text, const std::string& file, std::vector<Finding>& findings) {
        addFindings(findings, file, rules::readRuleFile(text, file, options).findings.sorted());
    };
    return checkFiles(invocation, check, parser);
}

Outcome runImportRules(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("group"), QStringLiteral("Name of the rule group."), QStringLiteral("NAME"),
                      QStringLiteral("imported")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (parser.positionalArguments().size() != 1)
        return usageError("import rules needs one file");
    const auto file = parser.positionalArguments().first().toStdString();
    const auto text = readInput(file);
    if (!text)
        return usageError(text.error().message);
    const auto imported = rules::importRules(*text);
    std::vector<Finding> findings;
    addFindings(findings, file, imported.findings.sorted());
    if (imported.findings.hasErrors())
        return report(findings, 1, wantsJson(parser));
    for (const auto& finding : findings)
        printError(lineOf(finding));
    if (!wantsJson(parser)) {
        print(rules::writeRuleFile(imported, parser.value(QStringLiteral("group")).toStdString()));
        return Outcome::Ok;
    }
    QJsonArray all;
    for (const auto& rule : imported.rules)
        all.append(QJsonObject{{QStringLiteral("alert"), QString::fromStdString(rule.alert)},
                               {QStringLiteral("origin"), QString::fromStdString(rule.origin)},
                               {QStringLiteral("expr"), QString::fromStdString(rule.expression)}});
    print(QJsonDocument(QJsonObject{{QStringLiteral("rules"), all}}).toJson(QJsonDocument::Compact).toStdString());
    return Outcome::Ok;
}

namespace {

using ForeignReader = ForeignConfig (*)(std::string_view text, const std::string& file, const std::string& url);

Outcome importForeign(const Invocation& invocation, ForeignReader read, const char* address)
{
    QCommandLineParser parser;
    parser.addOption(
        {QStringLiteral("url"), QStringLiteral("Where it answers."), QStringLiteral("URL"), QLatin1String(address)});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    auto url = parser.value(QStringLiteral("url")).toStdString();
    while (url.ends_with('/'))
        url.pop_back();
    if (!url.starts_with("http://") && !url.starts_with("https://"))
        return usageError("--url: write it with its scheme, as in " + std::string(address));
    if (parser.positionalArguments().size() != 1)
        return usageError(invocation.command.toStdString() + " needs one file");
    const auto file = parser.positionalArguments().first().toStdString();
    const auto text = readInput(file);
    if (!text)
        return usageError(text.error().message);
    const auto imported = read(*text, file, url);
    std::vector<Finding> findings;
    addFindings(findings, file, imported.findings.sorted());
    if (imported.findings.hasErrors())
        return report(findings, 1, wantsJson(parser));
    for (const auto& finding : findings)
        printError(lineOf(finding));
    if (wantsJson(parser))
        print(QJsonDocument(QJsonObject{{QStringLiteral("configuration"), QString::fromStdString(imported.text)}})
                  .toJson(QJsonDocument::Compact)
                  .toStdString());
    else
        print(imported.text);
    return Outcome::Ok;
}

} // namespace

Outcome runImportAegis(const Invocation& invocation)
{
    return importForeign(invocation, importAegisConfig, "http://localhost:4000");
}

Outcome runImportBurstlet(const Invocation& invocation)
{
    return importForeign(invocation, importBurstletConfig, "http://localhost:3001");
}

Outcome runCheckConfig(const Invocation& invocation)
{
    QCommandLineParser parser;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    std::vector<std::string> files;
    for (const auto& file : parser.positionalArguments())
        files.push_back(file.toStdString());
    if (files.empty())
        return usageError("check config needs at least one file");
    const auto checked = checkConfig(files);
    if (!wantsJson(parser)) {
        print(toText(checked));
        return checked.isUsable() ? Outcome::Ok : Outcome::Findings;
    }
    std::vector<Finding> findings;
    for (const auto& finding : checked.findings)
        findings.push_back({finding.file, finding.severity == yaml::Finding::Severity::Error, finding.error});
    return report(findings, checked.files, true);
}

Outcome runCheckDashboard(const Invocation& invocation)
{
    QCommandLineParser parser;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto check = [](const std::string& text, const std::string& file, std::vector<Finding>& findings) {
        if (const auto dashboard = dashboards::readDashboard(text); !dashboard)
            findings.push_back({file, true, dashboard.error()});
    };
    return checkFiles(invocation, check, parser);
}

Outcome runCheckMetrics(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("format"), QStringLiteral("prometheus or openmetrics."), QStringLiteral("name"),
                      QStringLiteral("prometheus")});
    parser.addOption({QStringLiteral("strict"), QStringLiteral("To the letter of the format.")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto format = exposition::formatFromName(parser.value(QStringLiteral("format")).toStdString());
    if (!format)
        return usageError("--format is prometheus or openmetrics");
    const auto files = parser.positionalArguments();
    const auto file = files.isEmpty() ? std::string("-") : files.first().toStdString();
    const auto text = readInput(file);
    if (!text)
        return usageError(text.error().message);
    const auto checked = checkMetrics(*text, *format, parser.isSet(QStringLiteral("strict")));
    if (!wantsJson(parser)) {
        print(toText(checked));
        return checked.isClean() ? Outcome::Ok : Outcome::Findings;
    }
    std::vector<Finding> findings;
    for (const auto& error : checked.findings)
        findings.push_back({file, true, error});
    return report(findings, 1, true);
}

} // namespace nocturne::cli
