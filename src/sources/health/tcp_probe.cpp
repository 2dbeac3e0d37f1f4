// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/tcp_probe.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

struct Address
{
    sockaddr_storage storage{};
    socklen_t size = 0;
};

/// What the resolving thread leaves behind; kept alive by both sides, as a hanging thread may outlive its probe.
struct Resolution
{
    std::mutex mutex;
    std::deque<Address> addresses;
    std::string error;
    int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    Resolution() = default;
    ~Resolution() { ::close(wake); }
    Resolution(const Resolution&) = delete;
    Resolution& operator=(const Resolution&) = delete;
};

void resolve(Resolution& resolution, const std::string& host, const std::string& port)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int status = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
    {
        const std::lock_guard lock(resolution.mutex);
        if (status != 0)
            resolution.error = ::gai_strerror(status);
        for (const auto* info = found; status == 0 && info != nullptr; info = info->ai_next) {
            Address address;
            std::memcpy(&address.storage, info->ai_addr, info->ai_addrlen);
            address.size = info->ai_addrlen;
            resolution.addresses.push_back(address);
        }
    }
    if (status == 0)
        ::freeaddrinfo(found);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(resolution.wake, &one, sizeof one);
}

std::string_view reasonOf(int error)
{
    switch (error) {
    case ECONNREFUSED:
        return "refused";
    case ETIMEDOUT:
        return "timeout";
    case ENETUNREACH:
    case EHOSTUNREACH:
        return "unreachable";
    case ECONNRESET:
        return "reset";
    default:
        return "internal";
    }
}

class TcpProbe final : public Probe
{
public:
    TcpProbe(const CheckOptions& check, net::EventLoop& loop, const Clock& clock, Done done)
        : m_loop(loop)
        , m_clock(clock)
        , m_done(std::move(done))
        , m_target(check.target)
        , m_started(clock.monotonic())
    {
        m_deadline = loop.after(std::min(check.timeout, check.interval), [this] {
            m_deadline = 0;
            finish("timeout", m_socket < 0 ? "the name was not resolved in time" : "no connection in time");
        });
        const auto parts = splitTarget(check.target);
        if (!parts) {
            m_soon = loop.after({}, [this, error = parts.error().message] { finish("invalid_request", error); });
            return;
        }
        m_resolutionWatch = loop.watch(m_resolution->wake, {true, false}, [this](net::Readiness) { onResolved(); });
        try {
            std::thread([resolution = m_resolution, parts = *parts] {
                resolve(*resolution, parts.first, parts.second);
            }).detach();
        } catch (const std::system_error&) {
            m_soon = loop.after({}, [this] { finish("internal", "no thread is left to resolve the name"); });
        }
    }
    ~TcpProbe() override { release(); }

private:
    void onResolved()
    {
        m_loop.unwatch(std::exchange(m_resolutionWatch, 0));
        m_result.phases.dns = secondsSince(m_started);
        {
            const std::lock_guard lock(m_resolution->mutex);
            m_addresses = std::move(m_resolution->addresses);
            m_error = m_resolution->error;
        }
        if (m_addresses.empty()) {
            finish("dns", "the name was not resolved: " + m_error);
            return;
        }
        m_connecting = m_clock.monotonic();
        connectNext();
    }

    void connectNext()
    {
        closeSocket();
        if (m_addresses.empty()) {
            finish(reasonOf(m_errno), std::string("no connection to ") + printable(m_target, 100) + ": " +
                                          std::generic_category().message(m_errno));
            return;
        }
        const auto address = m_addresses.front();
        m_addresses.pop_front();
        m_socket = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        // NOLINTNEXTLINE: the sockets interface wants the general address type
        const auto* general = reinterpret_cast<const sockaddr*>(&address.storage);
        if (m_socket < 0 || (::connect(m_socket, general, address.size) != 0 && errno != EINPROGRESS)) {
            m_errno = errno;
            connectNext();
            return;
        }
        m_socketWatch = m_loop.watch(m_socket, {false, true}, [this](net::Readiness) { onConnected(); });
    }

    void onConnected()
    {
        socklen_t size = sizeof m_errno;
        ::getsockopt(m_socket, SOL_SOCKET, SO_ERROR, &m_errno, &size);
        if (m_errno != 0) {
            connectNext();
            return;
        }
        m_result.state = HealthState::Up;
        finish({}, {});
    }

    void finish(std::string_view reason, std::string error)
    {
        if (m_connecting != Clock::Monotonic())
            m_result.phases.connect = secondsSince(m_connecting);
        m_result.phases.total = secondsSince(m_started);
        m_result.reason = reason;
        m_result.error = std::move(error);
        release();
        const auto done = std::move(m_done); // the probe may be destroyed by the call
        done(std::move(m_result));
    }

    double secondsSince(Clock::Monotonic moment) const
    {
        return std::chrono::duration<double>(m_clock.monotonic() - moment).count();
    }

    void closeSocket()
    {
        m_loop.unwatch(std::exchange(m_socketWatch, 0));
        if (m_socket >= 0)
            ::close(std::exchange(m_socket, -1));
    }

    void release()
    {
        m_loop.cancel(std::exchange(m_deadline, 0));
        m_loop.cancel(std::exchange(m_soon, 0));
        m_loop.unwatch(std::exchange(m_resolutionWatch, 0));
        closeSocket();
    }

    net::EventLoop& m_loop;
    const Clock& m_clock;
    Done m_done;
    std::string m_target;
    std::shared_ptr<Resolution> m_resolution = std::make_shared<Resolution>();
    std::deque<Address> m_addresses;
    std::string m_error;
    ProbeResult m_result;
    Clock::Monotonic m_started;
    Clock::Monotonic m_connecting;
    net::TimerId m_deadline = 0;
    net::TimerId m_soon = 0;
    net::WatchId m_resolutionWatch = 0;
    net::WatchId m_socketWatch = 0;
    int m_socket = -1;
    int m_errno = 0;
};

} // namespace

Result<std::pair<std::string, std::string>> splitTarget(std::string_view target)
{
    const auto colon = target.rfind(':');
    auto host = target.substr(0, colon == std::string_view::npos ? 0 : colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        host = {};
    const auto port = colon == std::string_view::npos ? std::string_view() : target.substr(colon + 1);
    const bool isNumber =
        !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string_view::npos;
    if (host.empty() || !isNumber || std::stoi(std::string(port)) > 65'535 || std::stoi(std::string(port)) == 0)
        return fail(Error::Kind::InvalidInput, "\"" + printable(target, 80) + "\" is no host:port");
    return std::pair(std::string(host), std::string(port));
}

std::unique_ptr<Probe> startTcpProbe(const CheckOptions& check, net::EventLoop& loop, const Clock& clock,
                                     Probe::Done done)
{
    return std::make_unique<TcpProbe>(check, loop, clock, std::move(done));
}

} // namespace nocturne::health
