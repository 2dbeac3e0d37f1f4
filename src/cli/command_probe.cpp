// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/net/url.h"
#include "cli/command.h"
#include "service/paste/recognise.h"
#include "service/probe/local_scan.h"
#include "service/probe/source_entry.h"
#include "service/probe/url_probe.h"

namespace nocturne::cli {

namespace {

QString textOf(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QJsonObject jsonOf(const probe::Finding& finding)
{
    return {{QStringLiteral("service"), textOf(probe::toString(finding.service))},
            {QStringLiteral("url"), textOf(net::redactedUrl(finding.url))},
            {QStringLiteral("product"), textOf(finding.product)},
            {QStringLiteral("version"), textOf(finding.version)},
            {QStringLiteral("series"), static_cast<qint64>(finding.series)},
            {QStringLiteral("state"), textOf(finding.state)}};
}

QJsonObject jsonOf(const probe::Try& attempt)
{
    return {{QStringLiteral("url"), textOf(attempt.url)},
            {QStringLiteral("state"), textOf(net::toString(attempt.state))},
            {QStringLiteral("status"), attempt.status},
            {QStringLiteral("words"), textOf(attempt.words)},
            {QStringLiteral("found"), attempt.found ? textOf(probe::toString(*attempt.found)) : QString()},
            {QStringLiteral("seconds"), attempt.seconds}};
}

std::string lineOf(const probe::Finding& finding)
{
    auto line = std::string(probe::toString(finding.service)) + " at " + net::redactedUrl(finding.url);
    if (!finding.product.empty())
        line += ": " + finding.product + (finding.version.empty() ? "" : " " + finding.version);
    if (finding.series > 0)
        line += ": " + std::to_string(finding.series) + " series";
    return line + (finding.state.empty() ? "" : ": " + finding.state);
}

std::string lineOf(const probe::Try& attempt)
{
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.3f s", attempt.seconds); // NOLINT
    return (attempt.found ? "+ " : "- ") + attempt.url + " (" + seconds.data() + "): " + attempt.words;
}

void printJson(const QJsonObject& object) { print(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()); }

/// The lines that watch what was found, and what of the request they cannot say.
void printEntry(const probe::Finding& finding, const paste::WebRequest& request)
{
    const auto entry = probe::entryFor(finding, request, {});
    if (!entry) {
        print(entry.error().message);
        return;
    }
    print("\n# for nocturne.yml\n" + paste::asDocument(entry->item));
    for (const auto& part : entry->leftOut)
        print("# not taken over: " + part);
    for (const auto& [name, secret] : entry->secrets)
        print("# put the secret into the keychain: secret-tool store --label=Nocturne server nocturne user " + name +
              " type plaintext");
}

Outcome tell(const probe::Report& report, const paste::Reading& reading)
{
    for (const auto& part : reading.unused)
        print("# without effect here: " + part);
    if (report.findings.empty()) {
        print(report.failure);
        return Outcome::Findings;
    }
    for (const auto& finding : report.findings)
        print(lineOf(finding));
    for (const auto& finding : report.findings)
        printEntry(finding, *reading.request);
    return Outcome::Ok;
}

} // namespace

Outcome runCheckUrl(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("timeout"), QStringLiteral("Give up after so many seconds."),
                      QStringLiteral("seconds"), QStringLiteral("10")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto seconds = parser.value(QStringLiteral("timeout")).toInt();
    if (parser.positionalArguments().size() != 1 || seconds < 1 || seconds > 300)
        return usageError("check url needs one address, and --timeout is from 1 to 300 seconds");
    const auto read = paste::recognise(parser.positionalArguments().constFirst().toStdString());
    const auto reading = std::ranges::find_if(read.readings, [](const auto& one) { return one.request.has_value(); });
    if (reading == read.readings.end())
        return usageError(read.refusals.empty() ? "this is no address: write http://host:port/path, or host:port"
                                                : read.refusals.front().error.message);
    probe::ProbeOptions options;
    options.total = std::chrono::seconds(seconds);
    const bool json = wantsJson(parser);
    const auto report = probe::probeUrl(*reading->request, options, {}, [json](const probe::Try& attempt) {
        if (!json)
            print(lineOf(attempt));
    });
    if (!json)
        return tell(report, *reading);
    QJsonArray findings;
    QJsonArray tries;
    for (const auto& finding : report.findings)
        findings.append(jsonOf(finding));
    for (const auto& attempt : report.tries)
        tries.append(jsonOf(attempt));
    QJsonArray unused;
    for (const auto& part : reading->unused)
        unused.append(textOf(part));
    printJson({{QStringLiteral("findings"), findings},
               {QStringLiteral("tries"), tries},
               {QStringLiteral("unused"), unused},
               {QStringLiteral("failure"), textOf(report.failure)}});
    return report.findings.empty() ? Outcome::Findings : Outcome::Ok;
}

Outcome runCheckLocal(const Invocation& invocation)
{
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("port"),
                      QStringLiteral("Look at this port instead of the usual ones; may be repeated."),
                      QStringLiteral("PORT")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    probe::ScanOptions options;
    if (parser.isSet(QStringLiteral("port")))
        options.ports.clear();
    for (const auto& text : parser.values(QStringLiteral("port"))) {
        const auto port = text.toUShort();
        if (port == 0)
            return usageError("--port is a number from 1 to 65535");
        options.ports.push_back(port);
    }
    const auto found = probe::scanLocally(options);
    if (wantsJson(parser)) {
        QJsonArray all;
        for (const auto& service : found)
            all.append(jsonOf(service.finding));
        printJson({{QStringLiteral("findings"), all}});
        return Outcome::Ok;
    }
    for (const auto& service : found)
        print(lineOf(service.finding));
    print(std::to_string(found.size()) + (found.size() == 1 ? " service, " : " services, ") +
          std::to_string(options.ports.size()) + " ports looked at");
    return Outcome::Ok;
}

} // namespace nocturne::cli
