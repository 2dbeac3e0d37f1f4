// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/api.h"

#include <algorithm>

#include "service/server/api_error.h"
#include "service/server/body_writer.h"

namespace nocturne::server {

namespace {

constexpr std::string_view kValuesPrefix = "/api/v1/label/";
constexpr std::string_view kValuesSuffix = "/values";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

/// The label of `/api/v1/label/NAME/values`, still encoded; nothing for another path.
std::optional<std::string_view> labelOf(std::string_view path)
{
    if (!path.starts_with(kValuesPrefix) || !path.ends_with(kValuesSuffix) ||
        path.size() <= kValuesPrefix.size() + kValuesSuffix.size())
        return std::nullopt;
    const auto label = path.substr(kValuesPrefix.size(), path.size() - kValuesPrefix.size() - kValuesSuffix.size());
    return label.find('/') == std::string_view::npos ? std::optional(label) : std::nullopt;
}

HttpResponse methodNotAllowed(bool takesForm)
{
    HttpResponse response{.status = 405, .body = "this path is only read\n"};
    response.headers.emplace_back("Allow", takesForm ? "GET, POST" : "GET");
    return response;
}

/// Parameters of the body come before those of the query, as Go reads them.
Result<Form> formOf(const HttpRequest& request)
{
    Form form;
    Result<void> added;
    if (request.method == "POST")
        added = form.add(request.body);
    if (added)
        added = form.add(request.query);
    if (!added)
        return tl::unexpected(added.error().within("error parsing form values"));
    return form;
}

} // namespace

struct Api::Route
{
    std::string_view path;
    void (Api::*answer)(const Call&) const;
    bool takesForm = false; ///< POST is another way to send long parameters
};

const std::vector<Api::Route>& Api::routes()
{
    static const std::vector<Route> kRoutes = {
        {"/api/v1/query", &Api::instant, true},
        {"/api/v1/query_range", &Api::range, true},
        {"/api/v1/query_exemplars", &Api::exemplars, true},
        {"/api/v1/series", &Api::series, true},
        {"/api/v1/labels", &Api::labels, true},
        {"/api/v1/label/<name>/values", &Api::labelValues},
        {"/api/v1/metadata", &Api::metadata},
        {"/api/v1/format_query", &Api::formatQuery, true},
        {"/api/v1/parse_query", &Api::parseQuery, true},
        {"/api/v1/targets", &Api::targets},
        {"/api/v1/targets/metadata", &Api::targetMetadata},
        {"/api/v1/scrape_pools", &Api::scrapePools},
        {"/api/v1/alertmanagers", &Api::alertmanagers},
        {"/api/v1/rules", &Api::rules},
        {"/api/v1/alerts", &Api::alerts},
        {"/api/v1/status/buildinfo", &Api::buildInfo},
        {"/api/v1/status/config", &Api::configStatus},
        {"/api/v1/status/flags", &Api::flags},
        {"/api/v1/status/runtimeinfo", &Api::runtimeInfo},
        {"/api/v1/status/tsdb", &Api::storeStatus},
        {"/", &Api::front},
        {"/graph", &Api::graph},
        {"/federate", &Api::federate},
        {"/metrics", &Api::metrics},
        {"/-/healthy", &Api::healthy},
        {"/-/ready", &Api::ready},
    };
    return kRoutes;
}

Api::Api(ApiOptions options, query::QueryService& queries, const Facts& facts, const Clock& clock)
    : m_options(std::move(options))
    , m_queries(queries)
    , m_facts(facts)
    , m_clock(clock)
{}

const Api::Route* Api::findRoute(std::string_view path)
{
    if (labelOf(path))
        path = "/api/v1/label/<name>/values";
    const auto found = std::ranges::find(routes(), path, &Route::path);
    return found == routes().end() ? nullptr : &*found;
}

std::string Api::routeOf(const HttpRequest& request)
{
    const auto* route = findRoute(request.path);
    return route == nullptr ? "other" : std::string(route->path);
}

void Api::handle(const HttpRequest& request, std::stop_token stop, Reply reply) const
{
    const auto* route = findRoute(request.path);
    if (route == nullptr)
        return reply({.status = 404, .body = "404 page not found\n"});
    const bool isForm = request.method == "POST" && route->takesForm;
    if (request.method != "GET" && !isForm)
        return reply(methodNotAllowed(route->takesForm));
    const auto type = request.header("content-type");
    if (isForm && type.substr(0, type.find(';')) != kFormType && !request.body.empty())
        return reply({.status = 415, .body = "a form is wanted: " + std::string(kFormType) + '\n'});
    auto form = formOf(request);
    if (!form)
        return reply(badData(form.error()));
    Call call;
    call.form = std::move(*form);
    call.argument = labelOf(request.path).value_or(std::string_view());
    call.accept = request.header("accept");
    call.gzip = acceptsGzip(request.header("accept-encoding"));
    call.stop = std::move(stop);
    call.reply = std::move(reply);
    (this->*route->answer)(call);
}

} // namespace nocturne::server
