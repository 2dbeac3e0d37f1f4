// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

#include "base/core/result.h"
#include "service/server/http_message.h"

namespace nocturne::server {

/// `/-/reload` by POST or PUT, where lifecycle requests are switched on: 200 when the configuration was taken, 500 with
/// what is wrong when it was not. Source: Prometheus, documentation, "Management API".
class LifecycleApi
{
public:
    using Reply = std::function<void(HttpResponse)>;
    /// Reads the configuration anew and calls back once, from any thread.
    using Reload = std::function<void(std::function<void(Result<void>)>)>;
    static constexpr std::string_view kPath = "/-/reload";

    /// Without `reload`, requests are refused.
    explicit LifecycleApi(Reload reload)
        : m_reload(std::move(reload))
    {}

    void handle(const HttpRequest& request, Reply reply) const;

private:
    Reload m_reload;
};

} // namespace nocturne::server
