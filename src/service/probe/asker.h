// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/net/http.h"
#include "base/net/patience.h"
#include "service/paste/web_request.h"

namespace nocturne::probe {

/// Asks one server, question by question, for a thread of its own that may wait: within the patience it is given, and
/// nobody but the host of the first URL. A redirect to another host is not followed and is told as a failure.
class Asker
{
public:
    /// `how`: headers, credentials, TLS and proxy of each question. `each` is the longest that one may take.
    Asker(const paste::WebRequest& how, const net::Patience& patience, std::chrono::milliseconds each);
    ~Asker();
    Asker(const Asker&) = delete;
    Asker& operator=(const Asker&) = delete;

    /// A GET, decoded up to 16 MiB.
    net::HttpResult get(const std::string& url);
    /// What was pasted, with its method and body.
    net::HttpResult ask(const std::string& url);
    bool isOver() const;

private:
    struct State;
    net::HttpResult send(net::HttpRequest request);
    net::HttpResult follow(net::HttpRequest request);

    std::unique_ptr<State> m_state;
};

} // namespace nocturne::probe
