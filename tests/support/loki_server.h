// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/fault_server.h"

namespace nocturne::test {

/// A Loki in a script: `labels`, `query_range` and `tail` of its HTTP API, over entries that a test pushes. It knows
/// one selector, `{job="x"}`, and refuses others in plain text, as Loki does. Source: Loki,
/// docs/reference/loki-http-api.md.
///
/// May be used from any thread; the server's own threads answer.
class LokiServer
{
public:
    using Labels = std::map<std::string, std::string>;

    /// Requests without this tenant are refused; none is asked for where it is empty.
    explicit LokiServer(std::string tenant = {});
    ~LokiServer();
    LokiServer(const LokiServer&) = delete;
    LokiServer& operator=(const LokiServer&) = delete;

    /// "http://127.0.0.1:PORT"
    std::string url() const;
    /// Followers get it at once.
    void push(const Labels& stream, std::int64_t ns, const std::string& line, const Labels& metadata = {});
    /// Tells followers that so many entries were left out.
    void drop(std::size_t entries);
    /// Sends this text to followers, whatever it is.
    void say(const std::string& message);
    /// Ends all tails, as Loki does after an hour.
    void endTails();
    /// Refuses everything from now on, as when it starts.
    void setReady(bool ready);
    /// From now on the token "pass-NUMBER" is demanded; those that /token hands out are counted from 1.
    void demandToken(int number);
    /// Tails that are open.
    int tails() const;
    std::vector<std::string> requests() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
    std::unique_ptr<FaultServer> m_server;
};

} // namespace nocturne::test
