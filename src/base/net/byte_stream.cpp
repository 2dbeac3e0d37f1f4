// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/byte_stream.h"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/core/text.h"
#include "base/net/tls_session.h"

namespace nocturne::net {

namespace {

double secondsSince(Clock::Monotonic moment)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - moment).count();
}

FetchState stateOf(int error)
{
    switch (error) {
    case ECONNREFUSED:
        return FetchState::Refused;
    case ETIMEDOUT:
        return FetchState::Timeout;
    case ENETUNREACH:
    case EHOSTUNREACH:
        return FetchState::Unreachable;
    case ECONNRESET:
    case EPIPE:
        return FetchState::Reset;
    default:
        return FetchState::Internal;
    }
}

StreamFailure systemFailure(int error, const std::string& what)
{
    return {stateOf(error), what + ": " + std::generic_category().message(error)};
}

/// Nothing where the descriptor is ready.
std::optional<StreamFailure> waitFailure(Waited waited, std::string_view forWhat)
{
    switch (waited) {
    case Waited::Ready:
        return std::nullopt;
    case Waited::Late:
        return StreamFailure{FetchState::Timeout, "no " + std::string(forWhat) + " in time"};
    case Waited::Stopped:
        return StreamFailure{FetchState::Cancelled, "given up"};
    case Waited::Failed:
        return systemFailure(errno, "waiting failed");
    }
    return std::nullopt;
}

struct FreeAddresses
{
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

std::string textOf(const addrinfo& address)
{
    std::array<char, NI_MAXHOST> text{};
    const int status =
        ::getnameinfo(address.ai_addr, address.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
    return status == 0 ? std::string(text.data()) : std::string();
}

} // namespace

struct ByteStream::State
{
    int socket = -1;
    std::unique_ptr<TlsSession> tls;
    Phases phases;
    std::string address;

    State() = default;
    ~State() { close(); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void close()
    {
        if (socket >= 0)
            ::close(std::exchange(socket, -1));
    }

    std::optional<StreamFailure> connect(const StreamOptions& options, const Patience& patience)
    {
        const auto began = std::chrono::steady_clock::now();
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
        addrinfo* found = nullptr;
        const int status = ::getaddrinfo(options.host.c_str(), options.port.c_str(), &hints, &found);
        const Addresses addresses(found);
        phases.dns = secondsSince(began);
        if (status != 0)
            return StreamFailure{FetchState::Dns, "the name was not resolved: " + std::string(::gai_strerror(status))};
        const auto connecting = std::chrono::steady_clock::now();
        std::optional<StreamFailure> failed = StreamFailure{FetchState::Dns, "the name has no address"};
        for (const auto* each = addresses.get(); each != nullptr && failed; each = each->ai_next)
            failed = connectTo(*each, patience);
        phases.connect = secondsSince(connecting);
        return failed;
    }

    std::optional<StreamFailure> connectTo(const addrinfo& target, const Patience& patience)
    {
        close();
        address = textOf(target);
        const std::string what = "no connection to " + address;
        socket = ::socket(target.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (socket < 0 || (::connect(socket, target.ai_addr, target.ai_addrlen) != 0 && errno != EINPROGRESS))
            return systemFailure(errno, what);
        if (auto failed = waitFailure(waitFor(socket, {false, true}, patience), "connection"))
            return failed;
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0)
            return systemFailure(error, what);
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return std::nullopt;
    }

    std::optional<StreamFailure> secure(const StreamOptions& options, const Patience& patience)
    {
        const auto began = std::chrono::steady_clock::now();
        auto session = TlsSession::make(options.tls, options.host);
        if (!session)
            return StreamFailure{FetchState::InvalidRequest, session.error().message};
        tls = std::move(*session);
        auto failed = shakeHands(patience);
        phases.tls = secondsSince(began);
        if (failed)
            failed->certificate = tls->certificate();
        return failed;
    }

    std::optional<StreamFailure> shakeHands(const Patience& patience)
    {
        while (true) {
            const auto step = tls->handshake();
            auto sent = sendRaw(tls->takeOutput(), patience); // an alert as well
            if (step == TlsSession::Step::Done)
                return sent;
            if (step == TlsSession::Step::Failed)
                return StreamFailure{FetchState::Tls, tls->error()};
            if (sent)
                return sent;
            std::string bytes;
            if (auto failed = receiveRaw(bytes, patience))
                return failed;
            if (bytes.empty())
                return StreamFailure{FetchState::Tls, "the server closed the connection within the TLS handshake"};
            tls->feed(bytes);
        }
    }

    std::optional<StreamFailure> sendRaw(std::string_view bytes, const Patience& patience) const
    {
        while (!bytes.empty()) {
            const auto count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count >= 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
                continue;
            }
            if (errno != EAGAIN && errno != EINTR)
                return systemFailure(errno, "the connection broke");
            if (auto failed = waitFailure(waitFor(socket, {false, true}, patience), "room to send"))
                return failed;
        }
        return std::nullopt;
    }

    /// Leaves `out` empty where the server has closed the connection.
    std::optional<StreamFailure> receiveRaw(std::string& out, const Patience& patience) const
    {
        std::array<char, 16'384> bytes{};
        while (true) {
            if (auto failed = waitFailure(waitFor(socket, {true, false}, patience), "answer"))
                return failed;
            const auto count = ::recv(socket, bytes.data(), bytes.size(), 0);
            if (count >= 0) {
                out.assign(bytes.data(), static_cast<std::size_t>(count));
                return std::nullopt;
            }
            if (errno != EAGAIN && errno != EINTR)
                return systemFailure(errno, "the connection broke");
        }
    }

    std::optional<StreamFailure> receiveTls(std::string& out, const Patience& patience) const
    {
        while (true) {
            const auto step = tls->read(out);
            if (step == TlsSession::Step::Done || step == TlsSession::Step::Closed)
                return std::nullopt;
            if (step == TlsSession::Step::Failed)
                return StreamFailure{FetchState::Tls, tls->error()};
            if (auto failed = sendRaw(tls->takeOutput(), patience))
                return failed;
            std::string bytes;
            if (auto failed = receiveRaw(bytes, patience))
                return failed;
            if (bytes.empty())
                return std::nullopt; // many servers leave out TLS' goodbye
            tls->feed(bytes);
        }
    }
};

ByteStream::ByteStream(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}
ByteStream::~ByteStream() = default;
ByteStream::ByteStream(ByteStream&& other) noexcept = default;
ByteStream& ByteStream::operator=(ByteStream&& other) noexcept = default;

StreamResult<ByteStream> ByteStream::open(const StreamOptions& options, const Patience& patience)
{
    auto state = std::make_unique<State>();
    auto failed = state->connect(options, patience);
    if (!failed && options.isTls)
        failed = state->secure(options, patience);
    if (failed) {
        failed->phases = state->phases;
        failed->words = printable(failed->words, 500);
        return tl::unexpected(std::move(*failed));
    }
    return ByteStream(std::move(state));
}

StreamResult<void> ByteStream::beginTls(const StreamOptions& options, const Patience& patience)
{
    auto failed = m_state->secure(options, patience);
    if (!failed)
        return {};
    failed->phases = m_state->phases;
    failed->words = printable(failed->words, 500);
    return tl::unexpected(std::move(*failed));
}

StreamResult<void> ByteStream::write(std::string_view bytes, const Patience& patience)
{
    std::optional<StreamFailure> failed;
    if (m_state->tls == nullptr) {
        failed = m_state->sendRaw(bytes, patience);
    } else {
        // Into memory, so that it takes all at once; nothing is ever left to be read first in TLS as we speak it.
        if (m_state->tls->write(bytes) != TlsSession::Step::Done)
            failed = StreamFailure{FetchState::Tls, m_state->tls->error()};
        else
            failed = m_state->sendRaw(m_state->tls->takeOutput(), patience);
    }
    if (failed)
        return tl::unexpected(std::move(*failed));
    return {};
}

StreamResult<std::string> ByteStream::read(const Patience& patience)
{
    std::string out;
    auto failed = m_state->tls == nullptr ? m_state->receiveRaw(out, patience) : m_state->receiveTls(out, patience);
    if (failed)
        return tl::unexpected(std::move(*failed));
    return out;
}

const Phases& ByteStream::phases() const { return m_state->phases; }

std::optional<PeerCertificate> ByteStream::certificate() const
{
    return m_state->tls == nullptr ? std::nullopt : m_state->tls->certificate();
}

std::string ByteStream::tlsVersion() const { return m_state->tls == nullptr ? std::string() : m_state->tls->version(); }

const std::string& ByteStream::address() const { return m_state->address; }

} // namespace nocturne::net
