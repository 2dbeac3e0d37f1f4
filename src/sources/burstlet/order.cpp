// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The endpoints, after the module's specification ("API Endpoints"):
//
//   health-checks  GET POST         /:id  DELETE
//   alerts         GET POST         /:id  PUT DELETE
//   dashboards     GET POST         /:id  GET DELETE
//   metrics/custom     POST
#include "sources/burstlet/order.h"

#include <array>

#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::burstlet {

namespace {

constexpr std::size_t kIdBytes = 256;
constexpr std::size_t kMaxBody = std::size_t{1} << 20U;

struct Words
{
    std::string_view one;
    std::string_view many;
    std::string_view path;
};

constexpr std::array<Words, 4> kWords = {{{"check", "checks", "/health-checks"},
                                          {"alert", "alerts", "/alerts"},
                                          {"dashboard", "dashboards", "/dashboards"},
                                          {"metric", {}, "/metrics/custom"}}};

const Words& wordsOf(Thing thing) { return kWords.at(static_cast<std::size_t>(thing)); }

bool hasEndpoint(const Order& order)
{
    switch (order.deed) {
    case Deed::List:
    case Deed::Delete:
        return order.thing != Thing::CustomMetric;
    case Deed::Read:
        return order.thing == Thing::Dashboard;
    case Deed::Change:
        return order.thing == Thing::Alert;
    case Deed::Create:
        break;
    }
    return true;
}

std::string_view methodOf(Deed deed)
{
    switch (deed) {
    case Deed::Create:
        return "POST";
    case Deed::Change:
        return "PUT";
    case Deed::Delete:
        return "DELETE";
    case Deed::List:
    case Deed::Read:
        break;
    }
    return "GET";
}

Error::Kind kindOf(int status)
{
    if (status == 404)
        return Error::Kind::NotFound;
    return status == 400 || status == 409 || status == 422 ? Error::Kind::InvalidInput : Error::Kind::Unavailable;
}

} // namespace

std::string_view toString(Thing thing) { return wordsOf(thing).one; }

std::optional<Thing> thingFrom(std::string_view word)
{
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (!word.empty() && (word == kWords.at(i).one || word == kWords.at(i).many))
            return static_cast<Thing>(i);
    }
    return std::nullopt;
}

Result<net::HttpRequest> requestOf(net::HttpRequest base, const Order& order)
{
    const auto name = std::string(toString(order.thing));
    if (!hasEndpoint(order))
        return fail(Error::Kind::InvalidInput, "a Burstlet has no endpoint that does this with a " + name);
    const bool isOne = order.deed == Deed::Read || order.deed == Deed::Change || order.deed == Deed::Delete;
    if (isOne && (order.id.empty() || order.id.size() > kIdBytes))
        return fail(Error::Kind::InvalidInput, "name the " + name + " by its id");
    base.url += wordsOf(order.thing).path;
    if (isOne)
        base.url += "/" + net::urlEncoded(order.id);
    base.method = methodOf(order.deed);
    if (order.deed != Deed::Create && order.deed != Deed::Change)
        return base;
    if (order.body.size() > kMaxBody)
        return fail(Error::Kind::LimitExceeded, "the description of the " + name + " is larger than 1 MiB");
    AnswerReader reader;
    if (const auto object = reader.compactObject(order.body); !object)
        return tl::unexpected(object.error().within("the description of the " + name));
    base.body = order.body;
    base.headers.push_back({"Content-Type", "application/json"});
    return base;
}

Result<std::string> answerOf(AnswerReader& reader, const net::HttpResult& result)
{
    if (!result)
        return tl::unexpected(result.error().error);
    if (result->status / 100 == 2)
        return trimmed(result->body, " \t\r\n").empty() ? Result<std::string>() : reader.data(result->body);
    const auto words = reader.refusal(result->words);
    return fail(kindOf(result->status),
                "the server answered " + std::to_string(result->status) + (words.empty() ? "" : ": " + words));
}

} // namespace nocturne::burstlet
