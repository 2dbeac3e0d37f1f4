// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// nocturnectl burstlet: what a Burstlet monitoring module keeps, listed, made, changed and deleted there, each time
// because a person says so.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>
#include <span>

#include <unistd.h>

#include <QJsonDocument>
#include <QJsonObject>

#include "base/core/io_files.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "base/net/url.h"
#include "base/secrets/keychain_secrets.h"
#include "cli/board_client.h"
#include "cli/command.h"
#include "service/collector/burstlet_options.h"
#include "service/config/read_configuration.h"
#include "sources/burstlet/order.h"
#include "watch/dashboards/dashboard_writer.h"

using namespace Qt::StringLiterals;

namespace nocturne::cli {

namespace {

using burstlet::Deed;
using burstlet::Order;
using burstlet::Thing;

constexpr std::chrono::seconds kLongestAnswer{60};
constexpr std::size_t kShownBytes = 200;

/// Which Burstlet, and whether it may be written to.
struct Peer
{
    std::string name; ///< as its series have it; empty for one given by its URL
    net::HttpRequest base;
    bool writes = true;
};

void addPeerOptions(QCommandLineParser& parser)
{
    parser.addOption({u"config"_s, u"The configuration that names the Burstlet."_s, u"FILE"_s});
    parser.addOption(
        {u"source"_s, u"Its name in datasources.burstlets; may be left out where there is one."_s, u"NAME"_s});
    parser.addOption({u"url"_s, u"Where it is, as in http://host:3001, in place of --config."_s, u"URL"_s});
    parser.addOption({u"token"_s, u"Its bearer token, as env:NAME or @FILE."_s, u"TOKEN"_s});
}

Result<Peer> configuredPeer(const std::string& file, const std::string& name)
{
    auto reading = config::loadConfiguration(file);
    if (!reading)
        return tl::unexpected(reading.error());
    for (const auto& finding : reading->findings) {
        if (finding.severity == yaml::Finding::Severity::Error)
            return fail(Error::Kind::InvalidInput, file + ':' + finding.error.text());
    }
    auto& all = reading->configuration.burstlets;
    if (!name.empty())
        std::erase_if(all, [&](const auto& one) { return one.name != name; });
    if (all.size() != 1)
        return fail(Error::Kind::NotFound, all.empty()
                                               ? file + " names no such Burstlet under datasources.burstlets"
                                               : file + " names several Burstlets: choose one with --source NAME");
    secrets::KeychainSecrets keychain;
    auto options = collector::burstletOptions(reading->configuration, keychain);
    if (!options)
        return tl::unexpected(options.error());
    auto& one = options->front();
    return Peer{one.name, std::move(one.request), one.writes};
}

Result<Peer> givenPeer(const QCommandLineParser& parser)
{
    Peer peer;
    auto text = parser.value(u"url"_s);
    while (text.endsWith(u'/'))
        text.chop(1);
    peer.base.url = text.toStdString();
    const auto url = net::parseUrl(peer.base.url);
    if (!url)
        return fail(Error::Kind::InvalidInput, "--url: write it whole, as in http://host:3001");
    if (text.indexOf(u'/', text.indexOf("://"_L1) + 3) < 0)
        peer.base.url += "/api/v1/monitoring";
    peer.base.timeout = kLongestAnswer;
    const auto token = tokenFrom(parser.value(u"token"_s));
    if (!token)
        return tl::unexpected(token.error());
    if (!token->empty())
        peer.base.authorization = net::Authorization{"Bearer", *token};
    return peer;
}

Result<Peer> peerOf(const QCommandLineParser& parser)
{
    if (parser.isSet(u"config"_s) == parser.isSet(u"url"_s))
        return fail(Error::Kind::InvalidInput, "say which Burstlet: --config FILE [--source NAME], or --url URL");
    return parser.isSet(u"url"_s)
               ? givenPeer(parser)
               : configuredPeer(parser.value(u"config"_s).toStdString(), parser.value(u"source"_s).toStdString());
}

/// Sends `order` and waits for what becomes of it.
Result<std::string> carryOut(const Peer& peer, const Order& order)
{
    if (order.isWriting() && !peer.writes)
        return fail(Error::Kind::InvalidInput,
                    "the configuration says \"write: false\" of " + peer.name + ": nothing is changed there");
    auto request = burstlet::requestOf(peer.base, order);
    if (!request)
        return tl::unexpected(request.error());
    net::PollLoop loop;
    net::HttpClient http(loop);
    std::optional<net::HttpResult> result;
    http.send(std::move(*request), [&](net::HttpResult answer) { result = std::move(answer); });
    loop.runUntil([&] { return result.has_value(); }, kLongestAnswer + std::chrono::seconds(5));
    if (!result)
        return fail(Error::Kind::Timeout, "the Burstlet does not answer");
    burstlet::AnswerReader reader;
    return burstlet::answerOf(reader, *result);
}

std::string shown(const std::string& text) { return printable(text, kShownBytes); }

std::string lineOf(const burstlet::Entry& entry)
{
    auto line = shown(entry.id) + "  " + shown(entry.name);
    for (const auto& word : {entry.type, entry.severity})
        line += word.empty() ? "" : "  " + shown(word);
    return line + (entry.isActive ? "" : "  (off)");
}

Outcome refused(const Error& error)
{
    printError(printable(error.message, 1000));
    return Outcome::Findings;
}

/// The things of a kind, or the one with this id.
Result<std::vector<burstlet::Entry>> entriesOf(const Peer& peer, Thing thing)
{
    const auto answer = carryOut(peer, {.deed = Deed::List, .thing = thing});
    burstlet::AnswerReader reader;
    return answer.and_then([&](const std::string& body) { return reader.entries(body); });
}

/// Shows what is to be deleted, and asks.
Result<void> confirmDeletion(const Peer& peer, Thing thing, const std::string& id)
{
    const auto entries = entriesOf(peer, thing);
    if (!entries)
        return tl::unexpected(entries.error());
    const auto found = std::ranges::find(*entries, id, &burstlet::Entry::id);
    const auto what = std::string(burstlet::toString(thing));
    if (found == entries->end())
        return fail(Error::Kind::NotFound, "there is no " + what + " with the id " + shown(id));
    if (::isatty(STDIN_FILENO) == 0)
        return fail(Error::Kind::InvalidInput, "this deletes the " + what + " \"" + shown(found->name) + "\" at " +
                                                   net::redactedUrl(peer.base.url) + ": say --yes if it is meant");
    std::cerr << "Delete the " << what << " \"" << shown(found->name) << "\" at " << net::redactedUrl(peer.base.url)
              << "? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "yes" ? Result<void>() : fail(Error::Kind::Cancelled, "nothing was deleted");
}

/// What a command was called with.
struct Call
{
    Peer peer;
    Thing thing = Thing::Alert;
    QStringList rest; ///< arguments behind the thing
};

Result<Call> callOf(const QCommandLineParser& parser, bool namesThing)
{
    Call call;
    call.rest = parser.positionalArguments();
    if (namesThing) {
        const auto thing = burstlet::thingFrom(call.rest.isEmpty() ? std::string() : call.rest.front().toStdString());
        if (!thing || *thing == Thing::CustomMetric)
            return fail(Error::Kind::InvalidInput, "say what: check, alert or dashboard");
        call.thing = *thing;
        call.rest.removeFirst();
    }
    auto peer = peerOf(parser);
    if (!peer)
        return tl::unexpected(peer.error());
    call.peer = std::move(*peer);
    return call;
}

/// Prints what the server made of it: its id, or with `--output json` all of it.
Outcome finish(const QCommandLineParser& parser, const Result<std::string>& answer)
{
    if (!answer)
        return refused(answer.error());
    if (wantsJson(parser) && !answer->empty())
        print(*answer);
    else if (!answer->empty())
        print(shown(QJsonDocument::fromJson(QByteArray::fromStdString(*answer))
                        .object()
                        .value("id"_L1)
                        .toString()
                        .toStdString()));
    return Outcome::Ok;
}

Outcome write(const Invocation& invocation, Deed deed)
{
    QCommandLineParser parser;
    addPeerOptions(parser);
    if (deed == Deed::Delete)
        parser.addOption({u"yes"_s, u"Do not ask."_s});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto call = callOf(parser, true);
    if (!call)
        return usageError(call.error().message);
    const bool namesOne = deed != Deed::Create;
    const bool hasBody = deed != Deed::Delete;
    if (call->rest.size() != (namesOne ? 1 : 0) + (hasBody ? 1 : 0))
        return usageError(namesOne ? hasBody ? "give an id, and a file with JSON or -" : "give one id"
                                   : "give a file with JSON, or - for standard input");
    Order order{.deed = deed, .thing = call->thing};
    if (namesOne)
        order.id = call->rest.front().toStdString();
    if (hasBody) {
        auto body = readInput(call->rest.back().toStdString());
        if (!body)
            return usageError(body.error().message);
        order.body = std::move(*body);
    }
    if (deed == Deed::Delete && call->peer.writes && !parser.isSet(u"yes"_s)) {
        if (const auto meant = confirmDeletion(call->peer, order.thing, order.id); !meant)
            return refused(meant.error());
    }
    return finish(parser, carryOut(call->peer, order));
}

Result<std::string> measurementOf(const QCommandLineParser& parser)
{
    const auto arguments = parser.positionalArguments();
    const auto value = arguments.size() == 2 ? parseNumber(arguments.back().trimmed().toStdString()) : std::nullopt;
    if (!value || !std::isfinite(*value))
        return fail(Error::Kind::InvalidInput, "give the name of a metric and a finite number");
    QJsonObject tags;
    for (const auto& text : parser.values(u"label"_s)) {
        const auto equals = text.indexOf(u'=');
        if (equals <= 0)
            return fail(Error::Kind::InvalidInput, "--label " + text.toStdString() + ": write name=value");
        tags.insert(text.left(equals), text.mid(equals + 1));
    }
    const QJsonObject body{
        {u"name"_s, arguments.front()}, {u"type"_s, parser.value(u"type"_s)}, {u"value"_s, *value}, {u"tags"_s, tags}};
    return QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

Outcome runBurstletList(const Invocation& invocation)
{
    QCommandLineParser parser;
    addPeerOptions(parser);
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto call = callOf(parser, true);
    if (!call || !call->rest.isEmpty())
        return usageError(call ? "say what alone: checks, alerts or dashboards" : call.error().message);
    const auto answer = carryOut(call->peer, {.deed = Deed::List, .thing = call->thing});
    if (!answer)
        return refused(answer.error());
    if (wantsJson(parser)) {
        print(*answer);
        return Outcome::Ok;
    }
    burstlet::AnswerReader reader;
    const auto entries = reader.entries(*answer);
    if (!entries)
        return refused(entries.error());
    for (const auto& entry : *entries)
        print(lineOf(entry));
    return Outcome::Ok;
}

Outcome runBurstletCreate(const Invocation& invocation) { return write(invocation, Deed::Create); }
Outcome runBurstletChange(const Invocation& invocation) { return write(invocation, Deed::Change); }
Outcome runBurstletDelete(const Invocation& invocation) { return write(invocation, Deed::Delete); }

Outcome runBurstletRecord(const Invocation& invocation)
{
    QCommandLineParser parser;
    addPeerOptions(parser);
    parser.addOption({u"label"_s, u"A tag; may be given several times."_s, u"NAME=VALUE"_s});
    parser.addOption({u"type"_s, u"counter, gauge, histogram or summary."_s, u"TYPE"_s, u"gauge"_s});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto body = measurementOf(parser);
    const auto call = callOf(parser, false);
    if (!body || !call)
        return usageError((body ? call.error() : body.error()).message);
    return finish(parser,
                  carryOut(call->peer, {.deed = Deed::Create, .thing = Thing::CustomMetric, .id = {}, .body = *body}));
}

Outcome runBurstletTake(const Invocation& invocation)
{
    QCommandLineParser parser;
    addPeerOptions(parser);
    parser.addOption({u"out"_s, u"Write the dashboard into this file, which must not exist."_s, u"FILE"_s});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    const auto call = callOf(parser, false);
    if (!call || call->rest.size() != 1)
        return usageError(call ? "give the id of one dashboard" : call.error().message);
    const auto answer =
        carryOut(call->peer, {.deed = Deed::Read, .thing = Thing::Dashboard, .id = call->rest.front().toStdString()});
    burstlet::AnswerReader reader;
    const auto taken =
        answer.and_then([&](const std::string& body) { return reader.dashboard(body, call->peer.name); });
    if (!taken)
        return refused(taken.error());
    for (const auto& sentence : taken->leftOut)
        printError("left out: " + printable(sentence, 600));
    const auto text = dashboards::writeDashboard(taken->dashboard);
    const auto file = parser.value(u"out"_s).toStdString();
    if (file.empty()) {
        print(text);
        return Outcome::Ok;
    }
    PosixIo io;
    auto out = OutputFile::create(io, file);
    const auto written = out ? out->write(std::as_bytes(std::span(text))).and_then([&] { return out->sync(); })
                             : Result<void>(tl::unexpected(out.error()));
    return written ? Outcome::Ok : refused(written.error());
}

} // namespace nocturne::cli
