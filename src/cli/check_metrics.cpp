// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/check_metrics.h"

#include "engine/exposition/parser.h"

namespace nocturne::cli {

using exposition::Entry;

CheckReport checkMetrics(std::string_view input, exposition::Format format, bool strict)
{
    CheckReport report;
    exposition::Parser parser(input, {.format = format, .strict = strict});
    exposition::LabelBuffer buffer;
    const auto note = [&](const Error& error) {
        if (report.findings.size() < CheckReport::kMostFindings)
            report.findings.push_back(error);
        else
            report.truncated = true;
    };
    while (!report.truncated) {
        const auto entry = parser.next();
        if (!entry) {
            note(entry.error());
            parser.resume();
            continue;
        }
        if (*entry == Entry::End)
            break;
        if (*entry == Entry::Type)
            ++report.families;
        if (*entry != Entry::Series)
            continue;
        ++report.samples;
        if (const auto labels = parser.labels(buffer); !labels)
            note(labels.error());
    }
    return report;
}

std::string toText(const CheckReport& report)
{
    std::string text;
    for (const auto& finding : report.findings)
        text += finding.text() + "\n";
    if (report.truncated)
        text += "more findings are not shown\n";
    text += std::to_string(report.samples) + " samples in " + std::to_string(report.families) + " families, " +
            std::to_string(report.findings.size()) + (report.truncated ? " or more" : "") + " findings\n";
    return text;
}

} // namespace nocturne::cli
