// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "base/net/url.h"
#include "base/secrets/keychain_secrets.h"
#include "cli/command.h"
#include "service/collector/source_options.h"
#include "service/config/read_configuration.h"
#include "service/config/read_mapping.h"
#include "sources/mapping/preview.h"
#include "sources/streams/connection.h"

namespace nocturne::cli {

namespace {

constexpr std::size_t kShownBytes = 400;

/// Prints messages and what a mapping makes of them.
class Printer
{
public:
    Printer(mapping::JsonMapping mapping, bool json)
        : m_mapper(std::move(mapping))
        , m_json(json)
    {}

    void show(std::string_view message)
    {
        ++m_count;
        const auto lines = mapping::preview(m_mapper, message);
        for (const auto& line : lines)
            m_faults += line.kind == mapping::PreviewLine::Kind::Fault ? 1 : 0;
        if (m_json)
            showJson(message, lines);
        else
            showText(message, lines);
    }
    int count() const { return m_count; }
    Outcome outcome() const { return m_faults == 0 && m_count > 0 ? Outcome::Ok : Outcome::Findings; }

private:
    static void showText(std::string_view message, const std::vector<mapping::PreviewLine>& lines)
    {
        print(printable(message, kShownBytes));
        for (const auto& line : lines)
            print("  " + std::string(mapping::toString(line.kind)) + "  " + line.text);
    }
    static void showJson(std::string_view message, const std::vector<mapping::PreviewLine>& lines)
    {
        QJsonArray all;
        for (const auto& line : lines) {
            const auto kind = mapping::toString(line.kind);
            all.append(QJsonObject{
                {QStringLiteral("kind"), QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()))},
                {QStringLiteral("text"), QString::fromStdString(line.text)}});
        }
        const QJsonObject object{{QStringLiteral("message"), QString::fromStdString(printable(message, kShownBytes))},
                                 {QStringLiteral("lines"), all}};
        print(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString());
    }

    mapping::Mapper m_mapper;
    bool m_json;
    int m_count = 0;
    int m_faults = 0;
};

std::string option(const QCommandLineParser& parser, const char* name)
{
    return parser.value(QLatin1String(name)).toStdString();
}

/// "NAME=VALUE" arguments.
Result<std::vector<std::pair<std::string, std::string>>> pairsOf(const QCommandLineParser& parser, const char* name)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& value : parser.values(QLatin1String(name))) {
        const auto text = value.toStdString();
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(Error::Kind::InvalidInput, "--" + std::string(name) + " " + text + ": write NAME=VALUE");
        pairs.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return pairs;
}

/// The stream that `--config` and `--stream` name, secrets in place.
Result<streams::StreamOptions> configured(const QCommandLineParser& parser)
{
    const auto file = option(parser, "config");
    const auto name = option(parser, "stream");
    auto reading = config::loadConfiguration(file);
    if (!reading)
        return tl::unexpected(reading.error());
    for (const auto& finding : reading->findings) {
        if (finding.severity == yaml::Finding::Severity::Error)
            return fail(Error::Kind::InvalidInput, file + ':' + finding.error.text());
    }
    std::erase_if(reading->configuration.streams, [&](const auto& stream) { return stream.name != name; });
    secrets::KeychainSecrets keychain;
    auto all = collector::streamOptions(reading->configuration, keychain);
    if (!all)
        return tl::unexpected(all.error());
    if (all->empty() || all->front().type != streams::StreamType::Json)
        return fail(Error::Kind::NotFound, file + " has no stream \"" + printable(name) + "\" of type json");
    return std::move(all->front());
}

Result<mapping::JsonMapping> mappingIn(const std::string& file)
{
    const auto text = readInput(file);
    if (!text)
        return tl::unexpected(text.error());
    yaml::Findings findings;
    auto mapping = config::readMappingText(*text, findings);
    for (const auto& finding : findings.sorted())
        printError(file + ":" + finding.error.text());
    if (findings.hasErrors())
        return fail(Error::Kind::InvalidInput, file + " is no mapping");
    return mapping;
}

/// What the command line says of a stream.
Result<streams::StreamOptions> optionsOf(const QCommandLineParser& parser)
{
    if (parser.isSet(QStringLiteral("config")))
        return configured(parser);
    streams::StreamOptions options;
    options.type = streams::StreamType::Json;
    auto mapping = mappingIn(option(parser, "mapping"));
    auto headers = pairsOf(parser, "header");
    auto query = pairsOf(parser, "query");
    if (!mapping || !headers || !query)
        return tl::unexpected(!mapping ? mapping.error() : !headers ? headers.error() : query.error());
    options.mapping = std::move(*mapping);
    options.headers = std::move(*headers);
    options.query = std::move(*query);
    if (!parser.positionalArguments().isEmpty())
        options.url = parser.positionalArguments().first().toStdString();
    if (parser.isSet(QStringLiteral("socket-io")))
        options.protocol = streams::Protocol::SocketIo;
    for (const auto& name : parser.values(QStringLiteral("namespace")))
        options.namespaces.push_back(name.toStdString());
    for (const auto& message : parser.values(QStringLiteral("subscribe")))
        options.subscribe.push_back(message.toStdString());
    options.auth = option(parser, "auth");
    options.bearerToken = option(parser, "token");
    return options;
}

Outcome previewFile(const std::string& file, Printer& printer)
{
    const auto text = readInput(file);
    if (!text)
        return usageError(text.error().message);
    for (const auto& message : mapping::messagesOf(*text))
        printer.show(message);
    return printer.outcome();
}

/// Connects and shows what comes, until there is enough of it.
Outcome previewStream(const streams::StreamOptions& options, Printer& printer, int count,
                      std::chrono::milliseconds longest)
{
    streams::Connection connection(options);
    bool isLost = false;
    const auto end = [] { QCoreApplication::quit(); };
    QObject::connect(&connection, &streams::Connection::opened, &connection, [&](double) {
        printError("connected to " + net::redactedUrl(options.url));
        for (const auto& message : options.subscribe)
            connection.send(message);
    });
    QObject::connect(&connection, &streams::Connection::received, &connection, [&](const QByteArray& text) {
        if (printer.count() == count)
            return;
        printer.show({text.constData(), static_cast<std::size_t>(text.size())});
        if (printer.count() == count)
            end();
    });
    QObject::connect(&connection, &streams::Connection::receivedBad, &connection,
                     [](const QString& why) { printError(why.toStdString()); });
    QObject::connect(&connection, &streams::Connection::receivedBinary, &connection, [](qsizetype bytes) {
        printError("a binary message of " + std::to_string(bytes) + " bytes: only text is mapped");
    });
    QObject::connect(&connection, &streams::Connection::ended, &connection,
                     [&](const QString& reason, const QString& message) {
                         printError(reason.toStdString() + ": " + printable(message.toStdString()));
                         isLost = true;
                         end();
                     });
    QTimer::singleShot(longest, &connection, end);
    connection.open();
    QCoreApplication::exec();
    connection.close();
    return isLost ? Outcome::Findings : printer.outcome();
}

void addOptions(QCommandLineParser& parser)
{
    const auto add = [&](const char* name, const char* help, const char* value) {
        parser.addOption({QLatin1String(name), QLatin1String(help), QLatin1String(value)});
    };
    add("mapping", "The mapping, or a map with it under the key mapping.", "FILE");
    add("messages", "Messages of a file: one a line, or one JSON document; - is standard input.", "FILE");
    add("config", "Take the stream from a configuration.", "FILE");
    add("stream", "Its name there.", "NAME");
    add("subscribe", "A message to send when the connection is open.", "TEXT");
    add("header", "A header of the handshake.", "NAME=VALUE");
    add("query", "What the URL is to have in its query.", "NAME=VALUE");
    add("token", "A bearer token.", "TEXT");
    parser.addOption({QStringLiteral("socket-io"), QStringLiteral("The server is one of Socket.IO.")});
    add("namespace", "A namespace of Socket.IO.", "NAME");
    add("auth", "What namespaces are told: a JSON object.", "JSON");
    add("count", "End after so many messages.", "N");
    add("for", "End after so long (30s).", "DURATION");
}

} // namespace

Outcome runStreamPreview(const Invocation& invocation)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const bool hasFile = parser.isSet(QStringLiteral("messages"));
    const bool hasConfig = parser.isSet(QStringLiteral("config"));
    if (parser.isSet(QStringLiteral("mapping")) == hasConfig)
        return usageError("stream preview needs --mapping FILE, or --config FILE --stream NAME");
    if (!hasConfig && parser.positionalArguments().size() != (hasFile ? 0 : 1))
        return usageError("stream preview needs a URL, or --messages FILE");
    const auto longest = parseDuration(parser.isSet(QStringLiteral("for")) ? option(parser, "for") : "30s");
    if (!longest)
        return usageError("--for: " + longest.error().message);
    bool isNumber = true;
    const int count =
        parser.isSet(QStringLiteral("count")) ? parser.value(QStringLiteral("count")).toInt(&isNumber) : 0;
    if (!isNumber || count < 0)
        return usageError("--count is a whole number");
    const auto options = optionsOf(parser);
    if (!options)
        return usageError(options.error().message);
    Printer printer(options->mapping, wantsJson(parser));
    if (hasFile)
        return previewFile(option(parser, "messages"), printer);
    if (!options->url.starts_with("ws://") && !options->url.starts_with("wss://"))
        return usageError("a stream is a WebSocket: write ws:// or wss://");
    return previewStream(*options, printer, count == 0 ? -1 : count, *longest);
}

} // namespace nocturne::cli
