// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/loki_server.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "support/faults.h"
#include "support/web_socket_faults.h"

namespace nocturne::test {

namespace {

using namespace std::chrono_literals;

struct Stored
{
    LokiServer::Labels stream;
    std::int64_t ns = 0;
    std::string line;
    LokiServer::Labels metadata;
};

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string mapOf(const LokiServer::Labels& labels)
{
    std::string out;
    for (const auto& [name, value] : labels)
        out += (out.empty() ? "" : ",") + quoted(name) + ':' + quoted(value);
    return '{' + out + '}';
}

/// Each entry a stream of its own, which Loki may do as well.
std::string streamsOf(const std::vector<Stored>& entries)
{
    std::string out;
    for (const auto& entry : entries) {
        out += out.empty() ? "" : ",";
        out += "{\"stream\":" + mapOf(entry.stream) + ",\"values\":[[\"" + std::to_string(entry.ns) + "\"," +
               quoted(entry.line) +
               (entry.metadata.empty() ? "" : ",{\"structuredMetadata\":" + mapOf(entry.metadata) + '}') + "]]}";
    }
    return '[' + out + ']';
}

std::string decoded(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::strtol(text.substr(i + 1, 2).c_str(), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string parameter(const std::string& target, const std::string& name)
{
    auto at = target.find('?');
    while (at != std::string::npos) {
        const auto end = target.find('&', at + 1);
        const auto pair = target.substr(at + 1, end == std::string::npos ? end : end - at - 1);
        if (pair.starts_with(name + '='))
            return decoded(pair.substr(name.size() + 1));
        at = end;
    }
    return {};
}

std::int64_t numberIn(const std::string& text, std::int64_t otherwise)
{
    return text.empty() ? otherwise : std::strtoll(text.c_str(), nullptr, 10);
}

/// Hands on one request that was read already.
class OneRequest final : public FaultConnection
{
public:
    OneRequest(FaultConnection& inner, std::string request)
        : m_inner(inner)
        , m_request(std::move(request))
    {}
    std::string readRequest() override { return std::exchange(m_request, {}); }
    std::string receive() override { return m_inner.receive(); }
    bool send(std::string_view bytes) override { return m_inner.send(bytes); }
    bool wait(std::chrono::milliseconds time) override { return m_inner.wait(time); }
    void waitForClose() override { m_inner.waitForClose(); }
    void reset() override { m_inner.reset(); }

private:
    FaultConnection& m_inner;
    std::string m_request;
};

} // namespace

struct LokiServer::State
{
    std::string tenant;
    std::mutex mutex;
    std::vector<Stored> entries;
    std::vector<std::string> messages; ///< to followers, beside entries
    std::atomic<int> tails = 0;
    std::atomic<int> era = 0; ///< tails of an era before end
    std::atomic<bool> isReady = true;
    std::atomic<int> tokens = 0;      ///< handed out
    std::atomic<int> wantedToken = 0; ///< 0: none

    std::vector<Stored> between(std::int64_t from, std::int64_t to, const std::string& job)
    {
        const std::lock_guard lock(mutex);
        std::vector<Stored> found;
        std::ranges::copy_if(entries, std::back_inserter(found), [&](const Stored& entry) {
            const auto label = entry.stream.find("job");
            return entry.ns >= from && entry.ns < to && label != entry.stream.end() && label->second == job;
        });
        std::ranges::stable_sort(found, {}, &Stored::ns);
        return found;
    }

    void answer(FaultConnection& connection, const std::string& request);
    void tail(WebSocketPeer& peer, const std::string& target, const std::string& job);
};

void LokiServer::State::answer(FaultConnection& connection, const std::string& request)
{
    const auto reply = [&](int status, const std::string& body, const char* type = "text/plain") {
        OneRequest one(connection, request);
        faults::respond(status, {std::string("Content-Type: ") + type}, body)(one);
    };
    const auto space = request.find(' ') + 1;
    const auto target = request.substr(space, request.find(' ', space) - space);
    const auto path = target.substr(0, target.find('?'));
    if (!isReady)
        return reply(503, "Ingester not ready: waiting for 15s after being ready\n");
    if (path == "/token")
        return reply(200,
                     R"({"access_token":"pass-)" + std::to_string(++tokens) +
                         R"(","token_type":"Bearer","expires_in":3600})",
                     "application/json");
    const auto wanted = wantedToken.load();
    if (wanted > 0 &&
        request.find("Authorization: Bearer pass-" + std::to_string(wanted) + "\r\n") == std::string::npos)
        return reply(401, "no such token\n");
    if (!tenant.empty() && request.find("X-Scope-OrgID: " + tenant + "\r\n") == std::string::npos)
        return reply(401, "no org id\n");
    if (path == "/loki/api/v1/labels")
        return reply(200, R"({"status":"success","data":["job","level"]})", "application/json");
    const auto query = parameter(target, "query");
    if (query == "count_over_time({job=\"x\"}[1m])")
        return reply(200, R"({"status":"success","data":{"resultType":"matrix","result":[]}})", "application/json");
    if (!query.starts_with("{job=\"") || !query.ends_with("\"}"))
        return reply(400, "parse error at line 1, col 1: syntax error: unexpected IDENTIFIER\n");
    const auto job = query.substr(6, query.size() - 8);
    if (path == "/loki/api/v1/query_range") {
        auto found =
            between(numberIn(parameter(target, "start"), 0), numberIn(parameter(target, "end"), INT64_MAX), job);
        const auto limit = static_cast<std::size_t>(numberIn(parameter(target, "limit"), 100));
        const bool isBackward = parameter(target, "direction") != "forward";
        if (isBackward)
            std::ranges::reverse(found);
        found.resize(std::min(found.size(), limit));
        return reply(200,
                     R"({"status":"success","data":{"resultType":"streams","result":)" + streamsOf(found) +
                         R"(,"stats":{"summary":{"totalLinesProcessed":1}}}})",
                     "application/json");
    }
    if (path != "/loki/api/v1/tail")
        return reply(404, "404 page not found\n");
    OneRequest one(connection, request);
    faults::webSocket([&](WebSocketPeer& peer) { tail(peer, target, job); })(one);
}

void LokiServer::State::tail(WebSocketPeer& peer, const std::string& target, const std::string& job)
{
    const auto start = numberIn(parameter(target, "start"), 0);
    const auto begun = era.load();
    std::size_t told = 0;
    std::size_t said = 0;
    {
        const std::lock_guard lock(mutex);
        said = messages.size();
    }
    ++tails;
    bool isOpen = true;
    while (isOpen && era == begun) {
        const auto found = between(start, INT64_MAX, job);
        std::vector<std::string> out;
        if (found.size() > told)
            out.push_back(
                "{\"streams\":" + streamsOf({found.begin() + static_cast<std::ptrdiff_t>(told), found.end()}) + '}');
        told = found.size();
        {
            const std::lock_guard lock(mutex);
            out.insert(out.end(), messages.begin() + static_cast<std::ptrdiff_t>(said), messages.end());
            said = messages.size();
        }
        for (const auto& message : out)
            isOpen = isOpen && peer.sendText(message);
        isOpen = isOpen && peer.connection().wait(5ms);
    }
    if (isOpen)
        peer.close(1000, "reached tail max duration limit");
    --tails;
}

LokiServer::LokiServer(std::string tenant)
    : m_state(std::make_shared<State>())
{
    m_state->tenant = std::move(tenant);
    m_server = std::make_unique<FaultServer>([state = m_state](FaultConnection& connection) {
        for (auto request = connection.readRequest(); !request.empty(); request = connection.readRequest())
            state->answer(connection, request);
    });
}

LokiServer::~LokiServer() { endTails(); }

std::string LokiServer::url() const { return m_server->url(""); }

void LokiServer::push(const Labels& stream, std::int64_t ns, const std::string& line, const Labels& metadata)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->entries.push_back({stream, ns, line, metadata});
}

void LokiServer::drop(std::size_t entries)
{
    std::string list;
    for (std::size_t i = 0; i < entries; ++i)
        list += std::string(i == 0 ? "" : ",") + R"({"labels":{"job":"x"},"timestamp":"1"})";
    say(R"({"streams":[],"dropped_entries":[)" + list + "]}");
}

void LokiServer::say(const std::string& message)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->messages.push_back(message);
}

void LokiServer::endTails() { ++m_state->era; }
void LokiServer::setReady(bool ready) { m_state->isReady = ready; }
void LokiServer::demandToken(int number) { m_state->wantedToken = number; }

int LokiServer::tails() const { return m_state->tails; }
std::vector<std::string> LokiServer::requests() const { return m_server->requests(); }

} // namespace nocturne::test
