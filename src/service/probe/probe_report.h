// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/net/fetch_state.h"
#include "base/net/http.h"

namespace nocturne::probe {

/// What can be at an address that Nocturne knows to watch.
enum class Service {
    Engine,       ///< answers PromQL: Prometheus and its relatives
    Alertmanager, ///< API v2
    Loki,
    Burstlet,   ///< its monitoring API
    Aegis,      ///< its stream
    Exposition, ///< metrics to scrape
    SocketIo,   ///< a Socket.IO server
    JsonStream, ///< a WebSocket that says JSON, or nothing for a while
    Health,     ///< a health document
};

/// A stable word: "prometheus", "exposition".
std::string_view toString(Service service);

/// Something that was recognised.
struct Finding
{
    Service service = Service::Exposition;
    std::string url;               ///< what the configuration is to name; no user, no password
    std::string product = {};      ///< as it names itself, "Prometheus", "Mimir"; may be empty
    std::string version = {};      ///< may be empty
    std::size_t series = 0;        ///< of Exposition: samples of one answer
    std::size_t families = 0;      ///< of Exposition: metric names with a type or samples
    std::string state = {};        ///< of Health: "up", "degraded", "down"
    std::size_t components = 0;    ///< of Health
    std::string sample = {};       ///< of JsonStream: its first message, where that is JSON of at most 16 KiB
    bool wantsCredentials = false; ///< it showed itself, and what is of use in it asks who we are

    bool operator==(const Finding&) const = default;
};

/// One question, and what came.
struct Try
{
    std::string url;                             ///< fit to be shown
    net::FetchState state = net::FetchState::Ok; ///< of the answer
    int status = 0;                              ///< of HTTP; 0: no answer
    std::string words = {};                      ///< one sentence: what was found, or why nothing
    std::optional<Service> found = {};
    double seconds = 0; ///< that it took

    bool operator==(const Try&) const = default;
};

/// What became of a look at an address.
struct Report
{
    std::vector<Finding> findings; ///< what is most worth adding first
    std::vector<Try> tries;        ///< in order
    /// The one sentence that tells why nothing was found; empty where something was.
    std::string failure;
    std::optional<net::PeerCertificate> certificate; ///< of https, also of one that was refused

    bool operator==(const Report&) const = default;
};

} // namespace nocturne::probe
