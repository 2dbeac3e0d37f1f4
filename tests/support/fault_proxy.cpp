// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fault_proxy.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <deque>
#include <list>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace nocturne::test {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kTick{5};                       // how exact delays and rates are
constexpr std::size_t kPiece = std::size_t{16} << 10U; // read at once
constexpr std::size_t kHeld = std::size_t{256} << 10U; // of one direction, before its sender has to wait
constexpr double kBurst = 0.02;                        // seconds of a rate that pass at once

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

int listeningSocket(std::uint16_t& port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address); // NOLINT: how the socket API is
    if (::bind(fd, generic, size) != 0 || ::listen(fd, 1024) != 0 || ::getsockname(fd, generic, &size) != 0)
        std::abort();
    port = ntohs(address.sin_port);
    return fd;
}

/// Bytes on their way in one direction.
class Stream
{
public:
    Stream(int from, int to)
        : m_from(from)
        , m_to(to)
    {}

    bool wantsToRead() const { return !m_ended && m_held < kHeld; }
    /// Ended, and all that came has gone.
    bool isDone() const { return m_ended && m_pieces.empty(); }
    bool isBroken() const { return m_broken; }
    void end() { m_ended = true; }

    void read(const ProxyFaults& faults, std::mt19937_64& random)
    {
        std::array<char, kPiece> buffer; // NOLINT: filled by recv
        const auto got = ::recv(m_from, buffer.data(), buffer.size(), 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        m_broken = got < 0;
        m_ended = got <= 0;
        if (got <= 0)
            return;
        auto due = SteadyClock::now() + faults.delay;
        if (faults.jitter.count() > 0)
            due += milliseconds(random() % static_cast<std::uint64_t>(faults.jitter.count() + 1));
        if (!m_pieces.empty())
            due = std::max(due, m_pieces.back().due);
        m_pieces.push_back({due, std::string(buffer.data(), static_cast<std::size_t>(got))});
        m_held += static_cast<std::size_t>(got);
    }

    /// Passes on what is due, up to `most` bytes; how many went.
    std::uint64_t pass(const ProxyFaults& faults, std::uint64_t most)
    {
        const auto now = SteadyClock::now();
        if (faults.bytesPerSecond != 0) {
            const auto rate = static_cast<double>(faults.bytesPerSecond);
            m_credit += std::chrono::duration<double>(now - m_lastPass).count() * rate;
            m_credit = std::min(m_credit, std::max(1.0, rate * kBurst));
            most = std::min(most, static_cast<std::uint64_t>(m_credit));
        }
        m_lastPass = now;
        std::uint64_t passed = 0;
        while (passed < most && !m_pieces.empty() && m_pieces.front().due <= now) {
            auto& bytes = m_pieces.front().bytes;
            const auto size = std::min<std::uint64_t>(bytes.size(), most - passed);
            const auto sent = ::send(m_to, bytes.data(), size, MSG_NOSIGNAL);
            if (sent < 0) {
                m_broken = errno != EAGAIN && errno != EINTR;
                break;
            }
            passed += static_cast<std::uint64_t>(sent);
            bytes.erase(0, static_cast<std::size_t>(sent));
            if (!bytes.empty())
                break; // the receiver is slow, or the rate is used up
            m_pieces.pop_front();
        }
        m_held -= passed;
        m_credit -= static_cast<double>(passed);
        return passed;
    }

private:
    struct Piece
    {
        SteadyClock::time_point due;
        std::string bytes;
    };

    int m_from;
    int m_to;
    std::deque<Piece> m_pieces;
    std::size_t m_held = 0;
    double m_credit = 0;
    SteadyClock::time_point m_lastPass = SteadyClock::now();
    bool m_ended = false;
    bool m_broken = false;
};

/// A client's connection and the one to the server that belongs to it.
class Link
{
public:
    Link(int client, int server)
        : m_client(client)
        , m_server(server)
        , m_up(client, server)
        , m_down(server, client)
    {}
    ~Link()
    {
        ::close(m_client);
        if (m_server >= 0)
            ::close(m_server);
    }
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    void watch(std::vector<pollfd>& descriptors, const ProxyFaults& faults) const
    {
        if (isStopped(faults))
            return;
        if (m_up.wantsToRead())
            descriptors.push_back({m_client, POLLIN, 0});
        if (m_down.wantsToRead() && m_server >= 0)
            descriptors.push_back({m_server, POLLIN, 0});
    }

    /// Moves bytes; false when the connection is over.
    bool work(const ProxyFaults& faults, std::mt19937_64& random, std::atomic<std::uint64_t>& up,
              std::atomic<std::uint64_t>& down)
    {
        if (m_server < 0)
            reset();
        if (m_server < 0 || SteadyClock::now() - m_begun > faults.life)
            return false;
        if (isStopped(faults))
            return true;
        if (m_up.wantsToRead())
            m_up.read(faults, random);
        if (m_down.wantsToRead())
            m_down.read(faults, random);
        up += m_up.pass(faults, UINT64_MAX);
        const auto passed = m_down.pass(faults, beforeCut(faults));
        down += passed;
        m_answered += passed;
        if (m_up.isBroken() || m_down.isBroken()) {
            reset();
            return false;
        }
        return faults.cutAfter && m_answered >= *faults.cutAfter ? cut(faults.cut) : passEnds();
    }

    void reset()
    {
        const linger atOnce{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(m_client, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        ::setsockopt(m_server, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    }

private:
    bool isStopped(const ProxyFaults& faults) const { return faults.blackHole || m_stalled; }

    std::uint64_t beforeCut(const ProxyFaults& faults) const
    {
        return faults.cutAfter ? *faults.cutAfter - std::min(*faults.cutAfter, m_answered) : UINT64_MAX;
    }

    /// False when that ends the connection.
    bool cut(ProxyFaults::Cut how)
    {
        switch (how) {
        case ProxyFaults::Cut::Close:
            return false;
        case ProxyFaults::Cut::Reset:
            reset();
            return false;
        case ProxyFaults::Cut::HalfClose:
            m_down.end();
            if (!std::exchange(m_downShut, true))
                ::shutdown(m_client, SHUT_WR);
            return !m_up.isDone();
        case ProxyFaults::Cut::Stall:
            m_stalled = true;
            return true;
        }
        return false;
    }

    /// One side may end before the other, and is told so.
    bool passEnds()
    {
        if (m_up.isDone() && !std::exchange(m_upShut, true))
            ::shutdown(m_server, SHUT_WR);
        if (m_down.isDone() && !std::exchange(m_downShut, true))
            ::shutdown(m_client, SHUT_WR);
        return !(m_upShut && m_downShut);
    }

    int m_client;
    int m_server;
    Stream m_up;
    Stream m_down;
    std::uint64_t m_answered = 0;
    SteadyClock::time_point m_begun = SteadyClock::now();
    bool m_stalled = false;
    bool m_upShut = false;
    bool m_downShut = false;
};

} // namespace

class FaultProxy::Impl
{
public:
    Impl(std::uint16_t target, ProxyFaults faults)
        : m_target(target)
        , m_faults(faults)
        , m_random(faults.seed)
        , m_listener(listeningSocket(m_port))
        , m_thread([this] { run(); })
    {}
    ~Impl()
    {
        m_stopping = true;
        m_thread.join();
        ::close(m_listener);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::uint16_t port() const { return m_port; }
    void setFaults(const ProxyFaults& faults)
    {
        const std::lock_guard lock(m_mutex);
        m_faults = faults;
        m_random.seed(faults.seed);
    }
    void dropConnections()
    {
        const std::lock_guard lock(m_mutex);
        for (auto& link : m_links)
            link->reset();
        m_links.clear();
        m_open = 0;
    }

    std::atomic<int> m_taken{0};
    std::atomic<int> m_open{0};
    std::atomic<std::uint64_t> m_up{0};
    std::atomic<std::uint64_t> m_down{0};

private:
    void run()
    {
        std::vector<pollfd> descriptors;
        while (!m_stopping) {
            descriptors.assign(1, {m_listener, POLLIN, 0});
            {
                const std::lock_guard lock(m_mutex);
                for (const auto& link : m_links)
                    link->watch(descriptors, m_faults);
            }
            ::poll(descriptors.data(), descriptors.size(), static_cast<int>(kTick.count()));
            const std::lock_guard lock(m_mutex);
            accept();
            std::erase_if(m_links, [&](const auto& link) { return !link->work(m_faults, m_random, m_up, m_down); });
            m_open = static_cast<int>(m_links.size());
        }
        const std::lock_guard lock(m_mutex);
        m_links.clear();
    }

    void accept()
    {
        for (;;) {
            const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
            if (client < 0)
                return;
            ++m_taken;
            m_links.push_back(std::make_unique<Link>(client, connectToTarget()));
        }
    }

    /// -1 when nobody listens there.
    int connectToTarget() const
    {
        const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto address = loopback(m_target);
        const auto* generic = reinterpret_cast<const sockaddr*>(&address); // NOLINT: how the socket API is
        if (::connect(server, generic, sizeof address) != 0) {             // on loopback that is at once
            ::close(server);
            return -1;
        }
        ::fcntl(server, F_SETFL, O_NONBLOCK); // NOLINT: the interface of POSIX
        return server;
    }

    const std::uint16_t m_target;
    std::mutex m_mutex;
    ProxyFaults m_faults;
    std::mt19937_64 m_random;
    std::list<std::unique_ptr<Link>> m_links;
    std::uint16_t m_port = 0;
    int m_listener;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread; // last: it uses the others
};

FaultProxy::FaultProxy(std::uint16_t target, ProxyFaults faults)
    : m_impl(std::make_unique<Impl>(target, faults))
{}
FaultProxy::~FaultProxy() = default;

std::uint16_t FaultProxy::port() const { return m_impl->port(); }
std::string FaultProxy::url(std::string_view path) const
{
    return "http://127.0.0.1:" + std::to_string(port()) + std::string(path);
}
void FaultProxy::setFaults(ProxyFaults faults) { m_impl->setFaults(faults); }
void FaultProxy::dropConnections() { m_impl->dropConnections(); }
int FaultProxy::connections() const { return m_impl->m_taken; }
int FaultProxy::openConnections() const { return m_impl->m_open; }
std::uint64_t FaultProxy::bytesUp() const { return m_impl->m_up; }
std::uint64_t FaultProxy::bytesDown() const { return m_impl->m_down; }

} // namespace nocturne::test
