// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any body sent to any path of the alert API is answered with a status that is ours and a body that is JSON; one that
// was refused has changed nothing. The first line of the input is the path.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string_view>

#include "service/server/alert_api.h"
#include "watch/dashboards/json_value.h"

using namespace nocturne;

namespace {

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

struct Subject
{
    SystemClock clock;
    alerts::AlertBoard board{clock};
    WorkerPool pool{1};
    server::AlertApi api{{.hasToken = true},
                         {board, std::make_shared<alerts::PushedAlerts>(board, clock), pool, clock}};

    Subject()
    {
        alerts::AlertInstance alert;
        alert.labels = model::LabelSet{{"alertname", "A"}};
        alert.state = alerts::AlertState::Firing;
        alert.activeAt = alert.firedAt = clock.now();
        board.report("rules", {alert});
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto line = std::min(text.find('\n'), text.size());
    Subject subject;
    server::HttpRequest request{.method = "POST", .path = std::string(text.substr(0, line))};
    request.body = text.substr(std::min(line + 1, text.size()));
    request.headers = {{"host", "localhost"}, {"content-type", "application/json"}};
    const bool isOurs = server::AlertApi::takes(request.path);
    const auto before = subject.board.lastChange();
    std::promise<server::HttpResponse> promise;
    subject.api.handle(std::move(request),
                       [&](server::HttpResponse response) { promise.set_value(std::move(response)); });
    const auto response = promise.get_future().get();
    demand(response.status == 200 || (response.status >= 400 && response.status <= 503), "an odd status");
    demand(isOurs || response.status == 404, "a path of others is answered");
    if (response.contentType == "application/json" && !response.body.empty())
        demand(dashboards::parseJson(response.body).has_value() || response.body.front() == '"',
               "the answer is no JSON");
    const bool isRefusedWhole =
        response.status >= 400 && response.body.find("\"status\":\"error\"") != std::string::npos;
    demand(!isRefusedWhole || subject.board.lastChange() == before, "a refused verb has changed something");
    return 0;
}
