// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/check_config.h"

#include <utility>

#include "base/core/text.h"
#include "cli/check_referenced.h"
#include "service/config/read_configuration.h"

namespace nocturne::cli {

namespace {

using Severity = yaml::Finding::Severity;

void add(ConfigReport& report, ConfigFinding finding)
{
    ++(finding.severity == Severity::Error ? report.errors : report.warnings);
    report.findings.push_back(std::move(finding));
}

std::string counted(std::size_t count, const std::string& word)
{
    return std::to_string(count) + ' ' + word + (count == 1 ? "" : "s");
}

} // namespace

ConfigReport checkConfig(const std::vector<std::string>& files)
{
    ConfigReport report;
    report.files = files.size();
    for (const auto& file : files) {
        auto reading = config::loadConfiguration(file);
        if (!reading) {
            add(report, {file, Severity::Error, reading.error()});
            continue;
        }
        for (auto& finding : reading->findings)
            add(report, {file, finding.severity, std::move(finding.error)});
        if (!reading->hasErrors())
            checkReferenced(file, reading->configuration,
                            [&report](ConfigFinding finding) { add(report, std::move(finding)); });
    }
    return report;
}

std::string toText(const ConfigReport& report)
{
    std::string text;
    for (const auto& finding : report.findings) {
        text += printable(finding.file, 4096);
        if (const auto& where = finding.error.where)
            text += ':' + std::to_string(where->line) + ':' + std::to_string(where->column);
        text += ": " + std::string(yaml::toString(finding.severity)) + ": " + finding.error.message + '\n';
    }
    return text + counted(report.files, "file") + ", " + counted(report.errors, "error") + ", " +
           counted(report.warnings, "warning") + '\n';
}

} // namespace nocturne::cli
