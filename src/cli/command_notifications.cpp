// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/net/poll_loop.h"
#include "base/secrets/keychain_secrets.h"
#include "cli/command.h"
#include "service/collector/notify_options.h"
#include "service/config/read_configuration.h"
#include "watch/notify/explain.h"

namespace nocturne::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto kLongestTest = 60s;

/// Complaints of receivers, on standard error.
class ErrorLogger final : public Logger
{
public:
    void log(LogLevel level, std::string_view, std::string message) override
    {
        if (level >= LogLevel::Warning)
            printError(message);
    }
};

/// `name=value` arguments as labels.
Result<model::LabelSet> labelsOf(const QStringList& arguments)
{
    model::LabelSetBuilder labels;
    for (const auto& argument : arguments) {
        const auto text = argument.toStdString();
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(Error::Kind::InvalidInput, "\"" + text + "\" is no label: write name=value");
        labels.set(text.substr(0, equals), text.substr(equals + 1));
    }
    return labels.build();
}

Result<config::Configuration> configurationOf(const QCommandLineParser& parser)
{
    const auto file = parser.value(QStringLiteral("config")).toStdString();
    if (file.empty())
        return fail(Error::Kind::InvalidInput, "name the configuration: --config FILE");
    auto reading = config::loadConfiguration(file);
    if (!reading)
        return tl::unexpected(reading.error());
    for (const auto& finding : reading->findings) {
        if (finding.severity == yaml::Finding::Severity::Error)
            return fail(Error::Kind::InvalidInput, file + ':' + finding.error.text());
    }
    if (!reading->configuration.notifications.route)
        return fail(Error::Kind::NotFound, file + " has no notifications: nobody is told of anything");
    return std::move(reading->configuration);
}

void addConfigOption(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("config"), QStringLiteral("The configuration."), QStringLiteral("FILE")});
}

QJsonObject jsonOf(const notify::AlertExplanation& explanation)
{
    QJsonArray ends;
    for (const auto& end : explanation.ends) {
        QJsonArray ways;
        for (const auto& way : end.integrations)
            ways.append(QString::fromStdString(way));
        ends.append(QJsonObject{{QStringLiteral("receiver"), QString::fromStdString(end.receiver)},
                                {QStringLiteral("integrations"), ways},
                                {QStringLiteral("groupKey"), QString::fromStdString(end.groupKey)},
                                {QStringLiteral("when"), QString::fromStdString(end.when)},
                                {QStringLiteral("held"), QString::fromStdString(end.held)}});
    }
    QJsonArray trace;
    for (const auto& line : explanation.trace)
        trace.append(QString::fromStdString(line));
    return {{QStringLiteral("receivers"), ends}, {QStringLiteral("trace"), trace}};
}

void printJson(const QJsonObject& object) { print(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()); }

/// The receiver alone, so that others' secrets need not be had; for a dry run without its own.
bool keepReceiver(config::NotificationsConfig& config, const std::string& name, bool isDryRun)
{
    std::erase_if(config.receivers, [&](const auto& receiver) { return receiver.name != name; });
    if (config.receivers.empty())
        return false;
    if (!isDryRun)
        return true;
    const config::Secret hidden{config::Secret::Source::Literal, "http://hidden.invalid"};
    auto& receiver = config.receivers.front();
    for (auto& email : receiver.emails)
        email.authPassword = {};
    for (auto& slack : receiver.slacks) {
        slack.apiUrl = hidden;
        slack.http = {};
    }
    for (auto& webhook : receiver.webhooks) {
        webhook.url = hidden;
        webhook.http = {};
        webhook.signatureKey = {};
        webhook.headers.clear();
    }
    return true;
}

std::string_view wordOf(notify::SendResult::Kind kind)
{
    return kind == notify::SendResult::Kind::Sent      ? "sent"
           : kind == notify::SendResult::Kind::Refused ? "refused"
                                                       : "failed";
}

/// Sends the message each way, and tells how it went.
Outcome sendEach(const notify::Courier::Senders& senders, net::PollLoop& loop, const notify::Message& message,
                 bool asJson)
{
    bool allSent = !senders.empty();
    QJsonArray results;
    for (const auto& [way, sender] : senders) {
        std::optional<notify::SendResult> result;
        sender->send(message, [&](const notify::SendResult& said) { result = said; });
        loop.runUntil([&] { return result.has_value(); }, kLongestTest);
        const auto told = result.value_or(notify::SendResult{notify::SendResult::Kind::Retry, "no answer in time"});
        allSent = allSent && told.kind == notify::SendResult::Kind::Sent;
        if (!asJson)
            print(way + ": " + std::string(wordOf(told.kind)) + (told.words.empty() ? "" : ": " + told.words));
        const auto word = wordOf(told.kind);
        results.append(
            QJsonObject{{QStringLiteral("integration"), QString::fromStdString(way)},
                        {QStringLiteral("result"), QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()))},
                        {QStringLiteral("words"), QString::fromStdString(told.words)}});
    }
    if (asJson)
        printJson({{QStringLiteral("results"), results}});
    return allSent ? Outcome::Ok : Outcome::Findings;
}

Outcome showEach(const notify::Courier::Senders& senders, const notify::Message& message, bool asJson)
{
    QJsonArray texts;
    for (const auto& [way, sender] : senders) {
        const auto text = sender->preview(message);
        if (!asJson)
            print("=== " + way + '\n' + text);
        texts.append(QJsonObject{{QStringLiteral("integration"), QString::fromStdString(way)},
                                 {QStringLiteral("text"), QString::fromStdString(text)}});
    }
    if (asJson)
        printJson({{QStringLiteral("messages"), texts}});
    return Outcome::Ok;
}

} // namespace

Outcome runNotificationsExplain(const Invocation& invocation)
{
    QCommandLineParser parser;
    addConfigOption(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto labels = labelsOf(parser.positionalArguments());
    if (!labels || labels->empty())
        return usageError(labels ? "name the labels of an alert: alertname=DiskFull severity=critical"
                                 : labels.error().message);
    const auto configuration = configurationOf(parser);
    if (!configuration) {
        printError(configuration.error().text());
        return Outcome::Findings;
    }
    const auto plan = collector::dispatchPlan(configuration->notifications, configuration->server.externalUrl);
    const auto explanation =
        notify::explainAlert(plan, *labels, alerts::severityFromText(labels->get("severity")), SystemClock().now());
    if (wantsJson(parser))
        printJson(jsonOf(explanation));
    else
        print(explanation.text());
    return Outcome::Ok;
}

Outcome runNotificationsTest(const Invocation& invocation)
{
    QCommandLineParser parser;
    addConfigOption(parser);
    parser.addOption({QStringLiteral("dry-run"), QStringLiteral("Show what would be sent, and send nothing.")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    auto arguments = parser.positionalArguments();
    if (arguments.isEmpty())
        return usageError("name a receiver");
    const auto receiver = arguments.takeFirst().toStdString();
    const auto labels = labelsOf(arguments);
    if (!labels)
        return usageError(labels.error().message);
    auto configuration = configurationOf(parser);
    if (!configuration) {
        printError(configuration.error().text());
        return Outcome::Findings;
    }
    const bool isDryRun = parser.isSet(QStringLiteral("dry-run"));
    auto& config = configuration->notifications;
    if (!keepReceiver(config, receiver, isDryRun)) {
        printError("there is no receiver \"" + receiver + '"');
        return Outcome::Findings;
    }
    secrets::KeychainSecrets keychain;
    auto options = collector::notifyOptions(config, configuration->server.externalUrl, keychain);
    if (!options) {
        printError(options.error().text());
        return Outcome::Findings;
    }
    const SystemClock clock;
    ErrorLogger log;
    net::PollLoop loop;
    net::HttpClient http(loop);
    net::SmtpClient smtp(loop);
    const auto senders = notify::makeSenders(std::move(options->senders), {loop, http, smtp, clock, log});
    const auto message =
        labels->empty() ? notify::testMessage(receiver, "nocturnectl", configuration->server.externalUrl, clock.now())
                        : notify::messageFor(receiver, *labels, {}, options->plan.dispatch, clock.now());
    return isDryRun ? showEach(senders, message, wantsJson(parser))
                    : sendEach(senders, loop, message, wantsJson(parser));
}

} // namespace nocturne::cli
