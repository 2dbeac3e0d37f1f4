// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/command.h"

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include <QDateTime>

#include "base/core/number.h"
#include "engine/promql/features.h"

namespace nocturne::cli {

const std::vector<Command>& commands()
{
    static const std::vector<Command> kCommands = {
        {"check config", "FILE...", "read nocturne.yml and say what is wrong with it", runCheckConfig},
        {"check rules", "FILE... [--ignore-unknown-fields] [--enable-feature NAME]",
         "read rule files and say what is wrong with them", runCheckRules},
        {"check metrics", "[--format prometheus|openmetrics] [--strict] < FILE",
         "read an exposition and find its faults", runCheckMetrics},
        {"check dashboard", "FILE...", "read dashboards and say what is wrong with them", runCheckDashboard},
        {"check url", "URL [--timeout SECONDS]", "find out what is at an address, or why nothing is", runCheckUrl},
        {"check local", "[--port PORT]...", "find out what of this computer could be watched", runCheckLocal},
        {"import rules", "FILE [--group NAME]", "turn alert rules of AEGIS or Burstlet into a rule file",
         runImportRules},
        {"import aegis", "aegis.config.yaml [--url URL]", "turn the configuration of an AEGIS gateway into one of ours",
         runImportAegis},
        {"import burstlet", "FILE [--url URL]", "turn the configuration of a Burstlet module into one of ours",
         runImportBurstlet},
        {"stream preview",
         "URL|--messages FILE --mapping FILE [--socket-io] [--subscribe TEXT]... [--count N] [--for 30s]",
         "show what a mapping makes of the messages of a stream", runStreamPreview},
        {"import metrics", "FILE|DIR|- --data DIR [--again]",
         "load OpenMetrics with timestamps, or blocks of Prometheus, into a data directory", runImportMetrics},
        {"export metrics", "--data DIR [--match SELECTOR]... [--from T] [--to T] [--out FILE[.gz]] [--plain]",
         "write samples as OpenMetrics with timestamps", runExportMetrics},
        {"export snapshot", "--data DIR --out DIR", "copy a data directory as it is at one moment, also while in use",
         runExportSnapshot},
        {"format", "EXPR [--pretty]", "print an expression in its canonical form", runFormat},
        {"query instant", "EXPR --data DIR|--openmetrics FILE [--time T] [--enable-feature NAME]",
         "evaluate an expression at one time", runQueryInstant},
        {"query range", "EXPR --data DIR|--openmetrics FILE [--start T] [--end T] [--step D] [--enable-feature NAME]",
         "evaluate an expression over a range", runQueryRange},
        {"query explain", "EXPR --data DIR|--openmetrics FILE [--time T | --start T --end T --step D]",
         "show what each part of an expression costs", runQueryExplain},
        {"test promql", "FILE... [--enable-feature NAME]", "run test scripts of the query engine", runTestPromql},
        {"test rules", "FILE... [--ignore-unknown-fields] [--enable-feature NAME]",
         "run unit tests of rules, in promtool's format", runTestRules},
        {"test templates", "FILE.jsonl...", "expand templates and compare with what is expected", runTestTemplates},
        {"storage stats", "DIR", "tell what a data directory holds", runStorageStats},
        {"storage verify", "DIR", "read all of a data directory and name what is damaged", runStorageVerify},
        {"storage repair", "DIR", "save what can be read of damaged files", runStorageRepair},
        {"checks", "[NAME]... [--url URL] [--token TOKEN]",
         "list the health checks of a running Nocturne and their groups, with their uptime", runChecks},
        {"alerts list", "[MATCHER]... [--state STATE] [--url URL] [--token TOKEN]",
         "list the alerts of a running Nocturne", runAlertsList},
        {"alerts ack", "ID...|MATCHER... [--owner NAME] [--comment TEXT] [--for D|--until T] [--sticky]",
         "take alerts, until they resolve or for a time", runAlertsAcknowledge},
        {"alerts unack", "ID...|MATCHER... [--owner NAME]", "give them back", runAlertsUnacknowledge},
        {"alerts snooze", "ID...|MATCHER... --for D|--until T [--owner NAME] [--comment TEXT] [--mine]",
         "put alerts off for a time", runAlertsSnooze},
        {"alerts silence", "MATCHER... --for D|--until T [--owner NAME] [--comment TEXT] [--yes]",
         "tell nobody of alerts that match, and print the id of the silence", runAlertsSilence},
        {"alerts expire", "SILENCE...", "end silences now", runAlertsExpire},
        {"alerts history", "[--name NAME] [--text TEXT] [--start T] [--end T] [--limit N] [--after NEXT]",
         "list what was there, newest first", runAlertsHistory},
        {"metric inc", "NAME [VALUE] [--label K=V]... [--type counter|gauge] [--clamp-at-zero] [--help-text TEXT]",
         "add to a custom counter, or to a gauge, of a running Nocturne", runMetricInc},
        {"metric set", "NAME VALUE [--label K=V]... [--clamp-at-zero] [--help-text TEXT]", "set a custom gauge",
         runMetricSet},
        {"metric observe", "NAME VALUE [--label K=V]... [--type histogram|summary] [--bucket BOUND]...",
         "add an observation to a custom histogram or summary", runMetricObserve},
        {"burstlet list", "checks|alerts|dashboards (--config FILE [--source NAME] | --url URL [--token TOKEN])",
         "list what a Burstlet monitoring module keeps", runBurstletList},
        {"burstlet create", "check|alert|dashboard FILE|- ...", "make one there of a JSON object, and print its id",
         runBurstletCreate},
        {"burstlet change", "alert ID FILE|- ...", "change columns of an alert there", runBurstletChange},
        {"burstlet delete", "check|alert|dashboard ID [--yes] ...", "delete one there", runBurstletDelete},
        {"burstlet record", "NAME VALUE [--type TYPE] [--label K=V]... ...", "record a custom metric there",
         runBurstletRecord},
        {"burstlet take", "ID [--out FILE] ...", "turn a dashboard of a Burstlet into one of ours", runBurstletTake},
        {"audit verify", "[--data DIR] [--known HASH]", "find every row of the audit log that was altered or removed",
         runAuditVerify},
        {"notifications explain", "LABEL=VALUE... --config FILE",
         "say which receivers are told of an alert with these labels, and why", runNotificationsExplain},
        {"notifications test", "RECEIVER [LABEL=VALUE...] --config FILE [--dry-run]",
         "send a receiver a test message, or show it", runNotificationsTest},
        {"bench parse", "FILE [--warm|--baseline] [--seconds S]", "measure the speed of the exposition parser",
         runBenchParse},
    };
    return kCommands;
}

bool parseArguments(QCommandLineParser& parser, const Invocation& invocation)
{
    parser.addOption({QStringLiteral("output"), QStringLiteral("Print as text or json."), QStringLiteral("text|json"),
                      QStringLiteral("text")});
    if (!parser.parse(QStringList{QStringLiteral("nocturnectl")} + invocation.arguments)) {
        usageError(parser.errorText().toStdString());
        return false;
    }
    const auto output = parser.value(QStringLiteral("output"));
    if (output != QLatin1String("text") && output != QLatin1String("json")) {
        usageError("--output is text or json");
        return false;
    }
    return true;
}

std::optional<Timestamp> timeOf(const QString& text)
{
    constexpr double kFarthest = 9e15; // ms, beyond which doubles skip whole numbers
    if (const auto seconds = parseNumber(text.toStdString())) {
        const double ms = std::round(*seconds * 1000);
        return std::abs(ms) < kFarthest ? std::optional(static_cast<Timestamp>(ms)) : std::nullopt;
    }
    const auto date = QDateTime::fromString(text, Qt::ISODateWithMs);
    return date.isValid() ? std::optional(Timestamp{date.toMSecsSinceEpoch()}) : std::nullopt;
}

void addFeatureOption(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("enable-feature"),
                      QStringLiteral("Switch on a part of PromQL that is off by default, by its name in Prometheus."),
                      QStringLiteral("NAME")});
}

Result<std::vector<std::string>> featureNames(const QCommandLineParser& parser)
{
    std::vector<std::string> names;
    for (const auto& value : parser.values(QStringLiteral("enable-feature"))) {
        for (const auto& name : value.split(u',', Qt::SkipEmptyParts))
            names.push_back(name.trimmed().toStdString());
    }
    if (const auto features = promql::Features::fromNames(names); !features)
        return tl::unexpected(features.error());
    return names;
}

Result<promql::Features> enabledFeatures(const QCommandLineParser& parser)
{
    const auto names = featureNames(parser);
    return names ? promql::Features::fromNames(*names) : tl::unexpected(names.error());
}

bool wantsJson(const QCommandLineParser& parser)
{
    return parser.value(QStringLiteral("output")) == QLatin1String("json");
}

void print(std::string_view text)
{
    std::cout << text;
    if (!text.ends_with('\n'))
        std::cout << '\n';
}

void printError(std::string_view text) { std::cerr << text << '\n'; }

Outcome usageError(std::string_view text)
{
    printError("nocturnectl: " + std::string(text));
    return Outcome::Usage;
}

Result<std::string> readInput(const std::string& path)
{
    constexpr std::size_t kMost = std::size_t{1} << 30U;
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file)
            return fail(Error::Kind::NotFound,
                        "cannot read " + path + ": " + std::strerror(errno)); // NOLINT: one thread
    }
    std::istream& stream = path == "-" ? std::cin : file;
    std::string text;
    std::string block(std::size_t{1} << 20U, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > kMost)
            return fail(Error::Kind::LimitExceeded, path + " is larger than 1 GiB");
    }
    if (stream.bad())
        return fail(Error::Kind::Unavailable, "cannot read " + path + " to its end: is it a file?");
    return text;
}

} // namespace nocturne::cli
