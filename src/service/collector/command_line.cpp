// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/command_line.h"

#include <iostream>
#include <map>

#include <QStandardPaths>

#include "base/core/data_folder.h"
#include "base/core/io_files.h"
#include "base/core/text.h"
#include "base/net/url.h"
#include "service/config/read_configuration.h"

namespace nocturne::collector {

namespace {

std::string lineOf(const std::string& file, const yaml::Finding& finding)
{
    const auto where = finding.error.where.value_or(SourcePosition());
    return file + ":" + std::to_string(where.line) + ":" + std::to_string(where.column) + ": " +
           std::string(yaml::toString(finding.severity)) + ": " + finding.error.message;
}

/// What switches say of the section `server`; they go before the file.
struct ServerSwitches
{
    std::string listen;
    std::string externalUrl;
    bool receives = false;
};

/// Without --config the person's own file may be missing, and then nothing is configured.
Result<config::Configuration> readConfigurationFile(const std::string& file, bool mayBeMissing,
                                                    const ServerSwitches& switches)
{
    auto reading = config::loadConfiguration(file);
    if (!reading && mayBeMissing && reading.error().kind == Error::Kind::NotFound)
        reading = config::ConfigurationReading();
    if (!reading)
        return tl::unexpected(reading.error());
    std::string errors;
    for (const auto& finding : reading->findings) {
        if (finding.severity == yaml::Finding::Severity::Error)
            errors += (errors.empty() ? "" : "\n") + lineOf(file, finding);
        else
            std::cerr << lineOf(file, finding) << '\n';
    }
    if (reading->hasErrors())
        return fail(Error::Kind::InvalidInput, errors);
    auto& server = reading->configuration.server;
    if (!switches.listen.empty())
        server.listen = switches.listen;
    if (!switches.externalUrl.empty())
        server.externalUrl = switches.externalUrl;
    server.takesRemoteWrite = server.takesRemoteWrite || switches.receives;
    return std::move(reading->configuration);
}

/// The switches as they were given; none of them holds a secret, but a URL might.
std::map<std::string, std::string> flagsOf(const QCommandLineParser& parser)
{
    std::map<std::string, std::string> flags;
    for (const auto& name : parser.optionNames()) {
        const auto values = parser.values(name);
        const auto value = values.isEmpty() ? QStringLiteral("true") : values.join(QLatin1Char(','));
        flags[name.toStdString()] = net::redactedUrl(value.toStdString());
    }
    return flags;
}

std::string configFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation).toStdString() + "/nocturne";
}

/// What a switch says, else the variable of the environment that stands for it; empty where neither does.
QString given(const QCommandLineParser& parser, const QString& name, const char* variable)
{
    return parser.isSet(name) ? parser.value(name) : qEnvironmentVariable(variable);
}

/// The file of rules that the window makes, beside the configuration.
std::string ownRuleFile(const std::string& folder) { return folder + "/rules/nocturne.rules.yml"; }

} // namespace

void addCollectorOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("config"), QStringLiteral("Read this nocturne.yml or prometheus.yml."),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("rules"), QStringLiteral("Evaluate this rule file as well; may be repeated."),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("listen"),
                      QStringLiteral("Serve the HTTP API there, as in 127.0.0.1:9099; overrides server.listen."),
                      QStringLiteral("ADDRESS:PORT")});
    parser.addOption(
        {{QStringLiteral("enable-remote-write-receiver"), QStringLiteral("web.enable-remote-write-receiver")},
         QStringLiteral("Take samples in at /api/v1/write of the HTTP API.")});
    parser.addOption({QStringLiteral("data"),
                      QStringLiteral("Keep samples in this directory; the default is $XDG_DATA_HOME/nocturne."),
                      QStringLiteral("DIR")});
    parser.addOption({QStringLiteral("in-memory"), QStringLiteral("Keep samples in memory alone, and write no file.")});
    parser.addOption({QStringLiteral("read-only"),
                      QStringLiteral("Look at a data directory or a snapshot as it is now, also while it is in use; "
                                     "gather nothing and change nothing.")});
    parser.addOption({QStringLiteral("web.external-url"),
                      QStringLiteral("Where people reach this server, for links in alerts; overrides "
                                     "server.external_url."),
                      QStringLiteral("URL")});
    parser.addOption({{QStringLiteral("enable-lifecycle"), QStringLiteral("web.enable-lifecycle")},
                      QStringLiteral("Read the configuration anew at POST /-/reload of the HTTP API.")});
    parser.addOption({QStringLiteral("verbose"), QStringLiteral("Log to standard error, with all details.")});
}

std::string addedRulesFolder(const std::string& dataFolder)
{
    return dataFolder.empty() ? std::string() : dataFolder + "/rules";
}

Result<CollectorOptions> collectorOptions(const QCommandLineParser& parser)
{
    if (const auto stray = parser.positionalArguments(); !stray.isEmpty())
        return fail(Error::Kind::InvalidInput, "\"" + printable(stray.front().toStdString(), 80) +
                                                   "\" stands alone: a configuration is given as --config FILE");
    CollectorOptions options;
    for (const auto& file : parser.values(QStringLiteral("rules")))
        options.extraRuleFiles.push_back(file.toStdString());
    options.logToStandardError = parser.isSet(QStringLiteral("verbose"));
    options.logLevel = options.logToStandardError ? LogLevel::Debug : LogLevel::Info;
    if (!parser.isSet(QStringLiteral("in-memory")))
        options.dataFolder = given(parser, QStringLiteral("data"), kDataVariable).toStdString();
    if (!parser.isSet(QStringLiteral("in-memory")) && options.dataFolder.empty())
        options.dataFolder = defaultDataFolder();
    options.lifecycle = parser.isSet(QStringLiteral("enable-lifecycle"));
    options.flags = flagsOf(parser);
    options.readOnly = parser.isSet(QStringLiteral("read-only"));
    if (!options.dataFolder.empty() && !options.readOnly)
        options.extraRuleFiles.push_back(addedRulesFolder(options.dataFolder) + "/*.yml");
    if (options.readOnly && options.dataFolder.empty())
        return fail(Error::Kind::InvalidInput, "--read-only needs a data directory: leave out --in-memory");
    const auto listen = given(parser, QStringLiteral("listen"), kListenVariable).toStdString();
    const auto externalUrl = parser.value(QStringLiteral("web.external-url")).toStdString();
    if (!externalUrl.empty() && !config::isExternalUrl(externalUrl))
        return fail(Error::Kind::InvalidInput,
                    "--web.external-url: write it whole, as in https://nocturne.example.org/base");
    const bool receives = parser.isSet(QStringLiteral("enable-remote-write-receiver"));
    const auto named = given(parser, QStringLiteral("config"), kConfigVariable);
    const bool isNamed = !named.isEmpty();
    options.configFile = isNamed ? named.toStdString() : configFolder() + "/nocturne.yml";
    options.ownRuleFile = ownRuleFile(folderOf(options.configFile));
    options.readConfiguration = [file = options.configFile, isNamed, listen, externalUrl, receives] {
        return readConfigurationFile(file, !isNamed, {listen, externalUrl, receives});
    };
    auto configuration = options.readConfiguration();
    if (!configuration)
        return tl::unexpected(configuration.error());
    options.configuration = std::move(*configuration);
    return options;
}

} // namespace nocturne::collector
