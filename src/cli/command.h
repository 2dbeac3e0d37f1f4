// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QCommandLineParser>
#include <QStringList>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/promql/features.h"

namespace nocturne::cli {

/// How a command ended, as the exit code of the program.
enum class Outcome { Ok = 0, Findings = 1, Usage = 2 };

/// What a command was called with, behind its own words.
struct Invocation
{
    QString command; ///< "check metrics"
    QStringList arguments;
};

/// One command of nocturnectl.
struct Command
{
    std::string_view name;  ///< "check metrics"
    std::string_view usage; ///< "[--format prometheus|openmetrics] [--strict] < FILE"
    std::string_view summary;
    Outcome (*run)(const Invocation&);
};

/// All commands, in the order of the help.
const std::vector<Command>& commands();

/// Parses the arguments of a command, with `--output text|json` known to all; prints what is wrong and says so by
/// false. A parser with options declared and positional arguments left to the command.
bool parseArguments(QCommandLineParser& parser, const Invocation& invocation);
bool wantsJson(const QCommandLineParser& parser);

/// Declares `--enable-feature NAME`, and reads what it was given: names, also several with commas between them.
/// Fails with InvalidInput for a name that is not known.
void addFeatureOption(QCommandLineParser& parser);
Result<std::vector<std::string>> featureNames(const QCommandLineParser& parser);
Result<promql::Features> enabledFeatures(const QCommandLineParser& parser);

/// Prints to standard output, or an error to standard error.
void print(std::string_view text);
void printError(std::string_view text);
Outcome usageError(std::string_view text);

/// All of a file; "-" is standard input. Fails with NotFound, Unavailable or LimitExceeded (over 1 GiB).
Result<std::string> readInput(const std::string& path);

/// A time: seconds since 1970, or RFC 3339. Nothing when `text` is neither.
std::optional<Timestamp> timeOf(const QString& text);

Outcome runCheckConfig(const Invocation& invocation);
Outcome runCheckRules(const Invocation& invocation);
Outcome runCheckMetrics(const Invocation& invocation);
Outcome runCheckDashboard(const Invocation& invocation);
Outcome runCheckUrl(const Invocation& invocation);
Outcome runCheckLocal(const Invocation& invocation);
Outcome runFormat(const Invocation& invocation);
Outcome runTestPromql(const Invocation& invocation);
Outcome runImportRules(const Invocation& invocation);
Outcome runImportAegis(const Invocation& invocation);
Outcome runImportBurstlet(const Invocation& invocation);
Outcome runStreamPreview(const Invocation& invocation);
Outcome runTestRules(const Invocation& invocation);
Outcome runTestTemplates(const Invocation& invocation);
Outcome runQueryInstant(const Invocation& invocation);
Outcome runQueryRange(const Invocation& invocation);
Outcome runStorageStats(const Invocation& invocation);
Outcome runStorageVerify(const Invocation& invocation);
Outcome runStorageRepair(const Invocation& invocation);
Outcome runImportMetrics(const Invocation& invocation);
Outcome runExportMetrics(const Invocation& invocation);
Outcome runExportSnapshot(const Invocation& invocation);
Outcome runChecks(const Invocation& invocation);
Outcome runAlertsList(const Invocation& invocation);
Outcome runAlertsAcknowledge(const Invocation& invocation);
Outcome runAlertsUnacknowledge(const Invocation& invocation);
Outcome runAlertsSnooze(const Invocation& invocation);
Outcome runAlertsSilence(const Invocation& invocation);
Outcome runAlertsExpire(const Invocation& invocation);
Outcome runAlertsHistory(const Invocation& invocation);
Outcome runMetricInc(const Invocation& invocation);
Outcome runMetricSet(const Invocation& invocation);
Outcome runMetricObserve(const Invocation& invocation);
Outcome runBurstletList(const Invocation& invocation);
Outcome runBurstletCreate(const Invocation& invocation);
Outcome runBurstletChange(const Invocation& invocation);
Outcome runBurstletDelete(const Invocation& invocation);
Outcome runBurstletRecord(const Invocation& invocation);
Outcome runBurstletTake(const Invocation& invocation);
Outcome runAuditVerify(const Invocation& invocation);
Outcome runQueryExplain(const Invocation& invocation);
Outcome runNotificationsExplain(const Invocation& invocation);
Outcome runNotificationsTest(const Invocation& invocation);
Outcome runBenchParse(const Invocation& invocation);

} // namespace nocturne::cli
