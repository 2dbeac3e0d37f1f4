// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <random>

#include "base/core/text.h"
#include "base/net/redaction.h"
#include "base/net/url.h"
#include "sources/health/network_checks.h"
#include "sources/health/stream_probe.h"
#include "sources/health/websocket_protocol.h"

namespace nocturne::health {

namespace {

using Kind = WebSocketMessage::Kind;

constexpr std::size_t kHeadBytes = 16'384;

double secondsSince(Clock::Monotonic moment)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - moment).count();
}

std::string randomBytes(std::size_t count)
{
    std::random_device random;
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i)
        bytes += static_cast<char>(random());
    return bytes;
}

/// The URL with the scheme of the HTTP that it begins with.
Result<net::Url> httpUrl(const std::string& url)
{
    if (url.starts_with("ws://"))
        return net::parseUrl("http" + url.substr(2));
    if (url.starts_with("wss://"))
        return net::parseUrl("https" + url.substr(3));
    return fail(Error::Kind::InvalidInput, "a WebSocket is at ws:// or wss://");
}

/// One WebSocket from its handshake to its end; the first failure stays in the result.
class Talk
{
public:
    Talk(const CheckOptions& check, net::ByteStream& stream, Timestamp now, const net::Patience& patience)
        : m_check(check)
        , m_stream(stream)
        , m_now(now)
        , m_patience(patience)
        , m_reader(check.maxBodyBytes)
    {}

    ProbeResult run(const net::Url& url)
    {
        if (shakeHands(url) && say() && listen() && ping())
            send(Kind::Close, {"\x03\xe8", 2}); // 1000: normal
        return std::move(m_result);
    }

private:
    bool failed(std::string_view reason, std::string_view words)
    {
        m_result.state = HealthState::Down;
        m_result.reason = reason;
        m_result.error = printable(words, 500);
        return false;
    }
    bool failed(const net::StreamFailure& failure) { return failed(net::toString(failure.state), failure.words); }

    bool shakeHands(const net::Url& url)
    {
        const auto key = base64(randomBytes(16));
        std::string request = "GET " + url.target + " HTTP/1.1\r\nHost: " + url.authority() +
                              "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                              "User-Agent: nocturne\r\nSec-WebSocket-Key: " +
                              key + "\r\n";
        for (const auto& [name, value] : m_check.headers)
            request.append(name).append(": ").append(value.view()).append("\r\n");
        const auto began = std::chrono::steady_clock::now();
        if (const auto sent = m_stream.write(request + "\r\n", m_patience); !sent)
            return failed(sent.error());
        std::string bytes;
        while (bytes.find("\r\n\r\n") == std::string::npos) {
            const auto more = m_stream.read(m_patience);
            if (!more)
                return failed(more.error());
            if (more->empty())
                return failed("reset", "the server closed the connection without an answer");
            bytes += *more;
            if (bytes.size() > kHeadBytes)
                return failed("protocol", "the head of the answer is larger than 16 KiB");
        }
        m_result.phases.firstByte = secondsSince(began);
        const auto end = bytes.find("\r\n\r\n");
        m_reader.feed(std::string_view(bytes).substr(end + 4));
        return judgeHead(std::string_view(bytes).substr(0, end), key);
    }

    bool judgeHead(std::string_view head, const std::string& key)
    {
        auto answer = readHandshake(head);
        if (!answer)
            return failed("protocol", answer.error().message);
        m_answer = std::move(*answer);
        m_result.httpStatus = m_answer.status;
        if (m_answer.status != 101) {
            const auto state = net::stateOfStatus(m_answer.status);
            return failed(state == net::FetchState::Ok ? "status_mismatch" : net::toString(state),
                          "the server answered with HTTP " + std::to_string(m_answer.status) +
                              ", not with a WebSocket");
        }
        if (m_answer.header("Sec-WebSocket-Accept") != webSocketAccept(key))
            return failed("protocol", "the server does not accept the WebSocket as it has to");
        m_result.state = HealthState::Up;
        return true;
    }

    bool send(Kind kind, std::string_view payload)
    {
        std::array<unsigned char, 4> mask{};
        std::random_device random;
        for (auto& byte : mask)
            byte = static_cast<unsigned char>(random());
        const auto sent = m_stream.write(webSocketFrame(kind, payload, mask), m_patience);
        return sent ? true : failed(sent.error());
    }

    bool say() { return m_check.body.empty() || send(Kind::Text, m_check.body); }

    /// The next message or pong; pings are answered on the way. Nothing where the attempt has failed.
    std::optional<WebSocketMessage> receive()
    {
        while (true) {
            auto message = m_reader.next();
            if (!message) {
                const bool isLarge = message.error().kind == Error::Kind::LimitExceeded;
                failed(isLarge ? "body_too_large" : "protocol", message.error().message);
                return std::nullopt;
            }
            if (*message && (*message)->kind == Kind::Close) {
                failed("reset", "the server closed the WebSocket");
                return std::nullopt;
            }
            if (*message && (*message)->kind != Kind::Ping)
                return std::move(**message);
            if (*message && !send(Kind::Pong, (*message)->payload))
                return std::nullopt;
            if (!*message && !readMore())
                return std::nullopt;
        }
    }

    bool readMore()
    {
        const auto more = m_stream.read(m_patience);
        if (!more)
            return failed(more.error());
        if (more->empty())
            return failed("reset", "the server closed the connection");
        m_reader.feed(*more);
        return true;
    }

    /// Takes messages until one meets all that is critical: many servers greet first.
    bool listen()
    {
        std::optional<ProbeResult> last;
        while (!m_check.expectations.empty()) {
            const auto before = m_result;
            auto message = receive();
            if (!message && last && m_result.reason == "timeout")
                m_result = *last;
            if (!message)
                return false;
            if (message->kind == Kind::Pong)
                continue;
            m_answer.body = std::move(message->payload);
            judgeExpectations(m_check, m_answer, m_now, m_result);
            if (m_result.state != HealthState::Up)
                m_result.body = net::redactedWords(m_answer.body, secretsOf(m_check));
            if (m_result.state != HealthState::Down)
                return true;
            last = std::exchange(m_result, before);
        }
        return true;
    }

    bool ping()
    {
        const auto mark = randomBytes(8);
        const auto began = std::chrono::steady_clock::now();
        if (!send(Kind::Ping, mark))
            return false;
        while (const auto message = receive()) {
            if (message->kind != Kind::Pong || message->payload != mark)
                continue;
            m_result.readings.push_back({"probe_websocket_ping_seconds", {}, {}, secondsSince(began)});
            return true;
        }
        return false;
    }

    const CheckOptions& m_check;
    net::ByteStream& m_stream;
    Timestamp m_now;
    const net::Patience& m_patience;
    WebSocketReader m_reader;
    net::HttpResponse m_answer;
    ProbeResult m_result;
};

} // namespace

ProbeResult checkWebSocket(const CheckOptions& check, Timestamp now, const net::Patience& patience)
{
    const auto url = httpUrl(check.target);
    if (!url)
        return failedResult("invalid_request", url.error().message);
    auto host = url->host;
    if (host.starts_with('['))
        host = host.substr(1, host.size() - 2);
    const net::StreamOptions options{host, std::to_string(url->port), url->scheme == "https", check.tls};
    return withStream(check, options, now, patience,
                      [&](net::ByteStream& stream) { return Talk(check, stream, now, patience).run(*url); });
}

} // namespace nocturne::health
