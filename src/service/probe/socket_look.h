// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "base/net/patience.h"
#include "service/paste/web_request.h"
#include "service/probe/probe_report.h"

namespace nocturne::probe {

struct SocketLook
{
    Try attempt;
    std::optional<Finding> finding;
};

/// Opens the WebSocket at `url` and listens for its first message, at most `listening` long, saying nothing. Waits, so
/// for a thread of its own.
SocketLook lookAtSocket(const std::string& url, const paste::WebRequest& how, const net::Patience& patience,
                        std::chrono::milliseconds listening);

} // namespace nocturne::probe
