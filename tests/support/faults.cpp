// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faults.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include <zlib.h>

namespace nocturne::test::faults {

namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10U;

std::string answerHead(int status, const std::vector<std::string>& headers)
{
    std::string head = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
    for (const auto& header : headers)
        head += header + "\r\n";
    return head + "\r\n";
}

/// Hands out one request that was read already.
class Replay final : public FaultConnection
{
public:
    Replay(FaultConnection& connection, std::string request)
        : m_connection(connection)
        , m_request(std::move(request))
    {}

    std::string readRequest() override { return std::exchange(m_request, {}); }
    std::string receive() override { return m_connection.receive(); }
    bool send(std::string_view bytes) override { return m_connection.send(bytes); }
    bool wait(std::chrono::milliseconds time) override { return m_connection.wait(time); }
    void waitForClose() override { m_connection.waitForClose(); }
    void reset() override { m_connection.reset(); }

private:
    FaultConnection& m_connection;
    std::string m_request;
};

std::string pathOf(std::string_view request)
{
    const auto from = request.find(' ') + 1;
    return std::string(request.substr(from, request.find_first_of(" ?", from) - from));
}

void sendFilled(FaultConnection& connection, std::uint64_t total, bool chunked)
{
    const std::string piece(kPiece, '#');
    for (std::uint64_t sent = 0; sent < total; sent += kPiece) {
        const bool isAlive = chunked ? connection.send("10000\r\n" + piece + "\r\n") : connection.send(piece);
        if (!isAlive)
            return;
    }
    if (chunked)
        connection.send("0\r\n\r\n");
}

} // namespace

FaultScript respond(int status, const std::vector<std::string>& headers, const std::string& body)
{
    auto lines = headers;
    if (status != 204 && status != 304)
        lines.push_back("Content-Length: " + std::to_string(body.size()));
    const auto head = answerHead(status, lines);
    return [head, body](FaultConnection& connection) {
        for (auto request = connection.readRequest(); !request.empty(); request = connection.readRequest()) {
            if (!connection.send(request.starts_with("HEAD ") ? head : head + body))
                return;
        }
    };
}

FaultScript respondByPath(const std::map<std::string, FaultScript>& scripts)
{
    return [scripts](FaultConnection& connection) {
        for (auto request = connection.readRequest(); !request.empty(); request = connection.readRequest()) {
            const auto found = scripts.find(pathOf(request));
            Replay replay(connection, request);
            if (found == scripts.end())
                respond(404, {}, "no such path\n")(replay);
            else
                found->second(replay);
        }
    };
}

FaultScript inTurn(std::vector<FaultScript> scripts)
{
    const auto next = std::make_shared<std::atomic<std::size_t>>(0);
    return [scripts = std::move(scripts), next](FaultConnection& connection) {
        for (auto request = connection.readRequest(); !request.empty(); request = connection.readRequest()) {
            Replay replay(connection, request);
            scripts[std::min((*next)++, scripts.size() - 1)](replay);
        }
    };
}

FaultScript hang()
{
    return [](FaultConnection& connection) {
        connection.readRequest();
        connection.waitForClose();
    };
}

FaultScript hangAfterHeaders()
{
    return [](FaultConnection& connection) {
        connection.readRequest();
        connection.send(answerHead(200, {"Content-Type: text/plain", "Content-Length: 1000"}));
        connection.waitForClose();
    };
}

FaultScript slowBytes(const std::string& body, std::chrono::milliseconds pause)
{
    return [body, pause](FaultConnection& connection) {
        connection.readRequest();
        connection.send(answerHead(200, {"Content-Length: " + std::to_string(body.size())}));
        for (const char byte : body) {
            if (!connection.send({&byte, 1}) || !connection.wait(pause))
                return;
        }
    };
}

FaultScript resetBeforeAnswer()
{
    return [](FaultConnection& connection) {
        connection.readRequest();
        connection.reset();
    };
}

FaultScript resetInBody()
{
    return [](FaultConnection& connection) {
        connection.readRequest();
        connection.send(answerHead(200, {"Content-Length: 1000"}) + "up 1\n");
        connection.wait(std::chrono::milliseconds(20)); // a reset overtakes what was not read yet
        connection.reset();
    };
}

FaultScript closeWithoutAnswer()
{
    return [](FaultConnection& connection) { connection.readRequest(); };
}

FaultScript truncated(const std::string& body, std::size_t announced)
{
    return [body, announced](FaultConnection& connection) {
        connection.readRequest();
        connection.send(answerHead(200, {"Content-Length: " + std::to_string(announced)}) + body);
    };
}

FaultScript truncatedChunks(const std::string& body)
{
    return [body](FaultConnection& connection) {
        connection.readRequest();
        connection.send(answerHead(200, {"Transfer-Encoding: chunked"}) + "ffff\r\n" + body);
    };
}

FaultScript hugeChunked(std::uint64_t total)
{
    return [total](FaultConnection& connection) {
        connection.readRequest();
        connection.send(answerHead(200, {"Transfer-Encoding: chunked"}));
        sendFilled(connection, total, true);
    };
}

FaultScript hugeWithLength(std::uint64_t total)
{
    return [total](FaultConnection& connection) {
        connection.readRequest();
        connection.send(answerHead(200, {"Content-Length: " + std::to_string(total)}));
        sendFilled(connection, total, false);
    };
}

FaultScript gzipBomb(std::uint64_t total) { return respond(200, {"Content-Encoding: gzip"}, gzippedZeros(total)); }

FaultScript raw(const std::string& bytes)
{
    return [bytes](FaultConnection& connection) {
        connection.readRequest();
        connection.send(bytes);
    };
}

FaultScript endlessHeaders()
{
    return [](FaultConnection& connection) {
        connection.readRequest();
        connection.send("HTTP/1.1 200 OK\r\n");
        while (connection.send("X-Filler: " + std::string(1000, 'x') + "\r\n")) {
        }
    };
}

FaultScript redirectTo(int status, const std::string& location)
{
    return respond(status, {"Location: " + location}, "elsewhere\n");
}

FaultScript redirectLoop() { return redirectTo(302, "/again"); }

std::string gzipped(std::string_view text)
{
    std::string input(text);
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, input.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(input.data()); // NOLINT: bytes are bytes
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data()); // NOLINT: bytes are bytes
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string gzippedZeros(std::uint64_t total)
{
    constexpr std::uint64_t kMember = std::uint64_t{16} << 20U;
    std::string out;
    const auto member = total >= kMember ? gzipped(std::string(kMember, '\0')) : std::string();
    for (; total >= kMember; total -= kMember)
        out += member;
    return total > 0 ? out + gzipped(std::string(total, '\0')) : out;
}

} // namespace nocturne::test::faults
