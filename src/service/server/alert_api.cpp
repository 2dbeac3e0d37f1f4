// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/alert_api.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "service/server/alert_calls.h"
#include "service/server/api_error.h"
#include "service/server/body_writer.h"
#include "service/server/change_gate.h"
#include "service/server/json_writer.h"

namespace nocturne::server {

struct AlertApi::Context : AlertContext
{};

namespace {

constexpr std::string_view kAlertmanager = "/api/v2/";
constexpr std::string_view kOwn = "/api/v1/nocturne/";
constexpr std::string_view kJson = "application/json";

struct Route
{
    std::string_view method;
    std::string_view path; ///< one that ends in a slash takes an argument
    AlertAnswer answer;

    bool changes() const { return method != "GET"; }
    bool takes(std::string_view asked) const
    {
        if (!path.ends_with('/'))
            return asked == path;
        return asked.size() > path.size() && asked.starts_with(path) &&
               asked.find('/', path.size()) == std::string_view::npos;
    }
};

constexpr std::array kRoutes = {
    Route{"GET", "/api/v2/alerts", &listAlerts},
    Route{"POST", "/api/v2/alerts", &pushAlerts},
    Route{"GET", "/api/v2/alerts/groups", &listGroups},
    Route{"GET", "/api/v2/silences", &listSilences},
    Route{"POST", "/api/v2/silences", &postSilence},
    Route{"GET", "/api/v2/silence/", &tellSilence},
    Route{"DELETE", "/api/v2/silence/", &deleteSilence},
    Route{"GET", "/api/v2/status", &tellStatus},
    Route{"GET", "/api/v2/receivers", &listReceivers},
    Route{"GET", "/api/v1/nocturne/alerts", &listOccurrences},
    Route{"GET", "/api/v1/nocturne/alerts/history", &listHistory},
    Route{"POST", "/api/v1/nocturne/alerts/acknowledge", &acknowledge},
    Route{"POST", "/api/v1/nocturne/alerts/unacknowledge", &unacknowledge},
    Route{"POST", "/api/v1/nocturne/alerts/snooze", &snooze},
    Route{"POST", "/api/v1/nocturne/alerts/unsnooze", &unsnooze},
    Route{"POST", "/api/v1/nocturne/alerts/comment", &comment},
    Route{"POST", "/api/v1/nocturne/undo", &undoVerb},
    Route{"POST", "/api/v1/nocturne/silences", &makeSilence},
    Route{"POST", "/api/v1/nocturne/silences/expire", &expireSilences},
};

HttpResponse refusal(std::string_view path, int status, ErrorType type, std::string_view why)
{
    if (path.starts_with(kAlertmanager))
        return plainError(status, why);
    auto response = errorResponse(type, why);
    response.status = status;
    return response;
}

HttpResponse notAllowed(std::string_view path)
{
    std::string methods;
    for (const auto& route : kRoutes) {
        if (route.takes(path))
            methods += (methods.empty() ? "" : ", ") + std::string(route.method);
    }
    HttpResponse response{.status = 405, .body = "this path does not take that method\n"};
    response.headers.emplace_back("Allow", methods);
    return response;
}

} // namespace

HttpResponse plainError(int status, std::string_view why)
{
    HttpResponse response{.status = status, .contentType = std::string(kJson)};
    JsonWriter(response.body).text(why);
    return response;
}

int verbStatus(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::InvalidInput:
        return 400;
    case Error::Kind::NotFound:
        return 404;
    case Error::Kind::LimitExceeded: // the disk is full
    case Error::Kind::Unavailable:
    case Error::Kind::Timeout:
        return 503;
    case Error::Kind::Cancelled:
    case Error::Kind::Corrupt:
    case Error::Kind::Internal:
        break;
    }
    return 500;
}

std::string originOf(const AlertCall& call) { return "api " + call.request.address; }

AlertApi::AlertApi(Options options, Parts parts)
    : m_context(std::make_shared<Context>(Context{{std::move(options), parts, parts.clock.now()}}))
{}

bool AlertApi::takes(std::string_view path) { return path.starts_with(kAlertmanager) || path.starts_with(kOwn); }

std::string AlertApi::routeOf(const HttpRequest& request)
{
    const auto found = std::ranges::find_if(kRoutes, [&](const Route& route) { return route.takes(request.path); });
    return found == kRoutes.end() ? "other" : std::string(found->path);
}

void AlertApi::handle(HttpRequest request, Reply reply) const
{
    const auto isKnown = std::ranges::any_of(kRoutes, [&](const Route& route) { return route.takes(request.path); });
    const auto route = std::ranges::find_if(
        kRoutes, [&](const Route& one) { return one.takes(request.path) && one.method == request.method; });
    if (route == kRoutes.end())
        return reply(isKnown ? notAllowed(request.path) : HttpResponse{.status = 404, .body = "404 page not found\n"});
    if (route->changes()) {
        const ChangeRules rules{m_context->options.hasToken, m_context->options.readOnly};
        if (const auto refused = refuseChange(rules, request))
            return reply(refusal(request.path, refused->status, refused->type, refused->why));
    }
    auto call = std::make_shared<AlertCall>();
    const auto form = call->form.add(request.query);
    const auto argument = percentDecoded(
        route->path.ends_with('/') ? std::string_view(request.path).substr(route->path.size()) : std::string_view(),
        false);
    if (!form || !argument)
        return reply(
            refusal(request.path, 400, ErrorType::BadData, form ? argument.error().message : form.error().message));
    call->argument = *argument;
    call->gzip = acceptsGzip(request.header("accept-encoding"));
    call->request = std::move(request);
    auto job = [context = m_context, call, answer = route->answer, reply = std::move(reply)] {
        reply(answer(*context, *call));
    };
    if (route->changes())
        m_context->parts.board.later(std::move(job));
    else
        m_context->parts.pool.submit([job = std::move(job)](const std::stop_token&) { job(); });
}

} // namespace nocturne::server
