// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "service/paste/web_request.h"
#include "service/probe/probe_report.h"

namespace nocturne::probe {

struct ProbeOptions
{
    std::chrono::milliseconds total{10'000};
    std::chrono::milliseconds each{4'000};      ///< one question
    std::chrono::milliseconds listening{2'000}; ///< for the first message of a WebSocket
};

/// Finds out what is at an address: asks there, and where that is nothing Nocturne knows, at the few paths where what
/// it knows usually is. An address without a scheme is asked by http, and by https where that is not what is spoken.
///
/// Asks the host of the address and nobody else, with at most 14 questions, by GET, or HEAD where that was pasted. A
/// line with another method or a body is not sent: it may change something there. Answers are read up to 16 MiB. Waits,
/// for as long as `options.total` and not much longer, so for a thread of its own; a stop ends it soon. `progress` is
/// told of each question, on that thread.
Report probeUrl(const paste::WebRequest& request, const ProbeOptions& options = {}, std::stop_token stop = {},
                const std::function<void(const Try&)>& progress = {});

} // namespace nocturne::probe
