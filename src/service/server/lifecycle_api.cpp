// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/lifecycle_api.h"

#include <utility>

namespace nocturne::server {

void LifecycleApi::handle(const HttpRequest& request, Reply reply) const
{
    if (!m_reload)
        return reply({.status = 403, .body = "Lifecycle API is not enabled: start with --web.enable-lifecycle.\n"});
    if (request.method != "POST" && request.method != "PUT") {
        HttpResponse refused{.status = 405, .body = "Only POST or PUT requests allowed\n"};
        refused.headers.emplace_back("Allow", "POST, PUT");
        return reply(std::move(refused));
    }
    m_reload([reply = std::move(reply)](const Result<void>& reloaded) {
        if (reloaded)
            reply({.body = ""});
        else
            reply({.status = 500, .body = "failed to reload config: " + reloaded.error().text() + '\n'});
    });
}

} // namespace nocturne::server
