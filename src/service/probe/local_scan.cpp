// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/local_scan.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "service/probe/url_probe.h"

namespace nocturne::probe {

namespace {

using Moment = std::chrono::steady_clock::time_point;

/// One connection that is tried, without waiting.
class Knock
{
public:
    Knock(std::uint16_t port, bool isV6)
        : m_port(port)
        , m_isV6(isV6)
        , m_socket(::socket(isV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        if (m_socket < 0)
            return;
        if (begin() == 0)
            finish(true);
        else if (errno != EINPROGRESS)
            finish(false);
    }
    ~Knock() { finish(m_isOpen); }
    Knock(Knock&& other) noexcept
        : m_port(other.m_port)
        , m_isV6(other.m_isV6)
        , m_isOpen(other.m_isOpen)
        , m_socket(std::exchange(other.m_socket, -1))
    {}
    Knock& operator=(Knock&&) = delete;

    int socket() const { return m_socket; }
    bool isOpen() const { return m_isOpen; }
    std::uint16_t port() const { return m_port; }
    std::string host() const { return m_isV6 ? "[::1]" : "127.0.0.1"; }

    /// The kernel says that it is decided.
    void look()
    {
        int error = 0;
        socklen_t size = sizeof error;
        const bool isKnown = ::getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0;
        finish(isKnown && error == 0);
    }

private:
    int begin() const
    {
        if (m_isV6) {
            sockaddr_in6 address = {};
            address.sin6_family = AF_INET6;
            address.sin6_addr = in6addr_loopback;
            address.sin6_port = htons(m_port);
            return ::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address); // NOLINT
        }
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(m_port);
        return ::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address); // NOLINT
    }

    void finish(bool isOpen)
    {
        m_isOpen = isOpen;
        if (m_socket >= 0)
            ::close(std::exchange(m_socket, -1));
    }

    std::uint16_t m_port;
    bool m_isV6;
    bool m_isOpen = false;
    int m_socket;
};

int millisecondsUntil(Moment end)
{
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(rest.count(), 0, 60'000));
}

/// Connects to all of them at once, and closes again.
std::vector<Knock> knock(const std::vector<std::uint16_t>& ports, bool isV6, Moment end)
{
    std::vector<Knock> knocks;
    knocks.reserve(ports.size());
    for (const auto port : ports)
        knocks.emplace_back(port, isV6);
    while (millisecondsUntil(end) > 0) {
        std::vector<pollfd> waiting;
        std::vector<Knock*> whose;
        for (auto& one : knocks) {
            if (one.socket() >= 0) {
                waiting.push_back({one.socket(), POLLOUT, 0});
                whose.push_back(&one);
            }
        }
        if (waiting.empty() || ::poll(waiting.data(), waiting.size(), millisecondsUntil(end)) <= 0)
            break;
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (waiting[i].revents != 0)
                whose[i]->look();
        }
    }
    return knocks;
}

/// The ports that are open, each with the host where it is.
std::vector<LocalService> openPorts(const ScanOptions& options, Moment end)
{
    std::vector<std::uint16_t> ports;
    std::ranges::copy_if(options.ports, std::back_inserter(ports), [&](std::uint16_t port) {
        return std::ranges::find(options.skipped, port) == options.skipped.end();
    });
    std::vector<LocalService> open;
    for (const bool isV6 : {false, true}) {
        std::vector<std::uint16_t> closed;
        for (const auto& one : knock(ports, isV6, std::min(end, std::chrono::steady_clock::now() + options.connect))) {
            if (one.isOpen())
                open.push_back({one.port(), one.host(), {}});
            else
                closed.push_back(one.port());
        }
        ports = std::move(closed);
    }
    return open;
}

} // namespace

std::vector<LocalService> scanLocally(const ScanOptions& options, std::stop_token stop)
{
    const auto end = std::chrono::steady_clock::now() + options.total;
    auto open = openPorts(options, end);
    {
        std::vector<std::jthread> threads;
        threads.reserve(open.size());
        for (auto& service : open) {
            threads.emplace_back([&service, &stop, end] {
                const std::chrono::milliseconds rest(millisecondsUntil(end));
                paste::WebRequest request{.url = "http://" + service.host + ':' + std::to_string(service.port) + '/'};
                request.proxyUrl = "direct";
                const auto report = probeUrl(request, {rest, rest, rest}, stop);
                if (!report.findings.empty())
                    service.finding = report.findings.front();
            });
        }
    }
    std::erase_if(open, [](const LocalService& service) { return service.finding.url.empty(); });
    const auto orderOf = [&](const LocalService& service) {
        return std::ranges::find(options.ports, service.port) - options.ports.begin();
    };
    std::ranges::stable_sort(open, {}, orderOf);
    return open;
}

} // namespace nocturne::probe
