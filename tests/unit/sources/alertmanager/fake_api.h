// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "sources/alertmanager/api.h"
#include "watch/alerts/alert_instance.h"

namespace nocturne::alertmanager {

/// What an Alertmanager holds, shared by peers that gossip.
struct FakeBoard
{
    std::vector<alerts::Silence> silences;
    int made = 0;
};

/// An Alertmanager in memory. Answers wait until answer() is called.
class FakeApi final : public Api
{
public:
    FakeApi(std::string address, FakeBoard& board, const Clock& clock)
        : m_address(std::move(address))
        , m_board(board)
        , m_clock(clock)
    {}

    std::vector<RemoteAlert> active;
    bool isDown = false;
    std::optional<Error> refusal; ///< of every write
    std::vector<std::vector<OutgoingAlert>> sent;
    std::vector<std::string> writes; ///< "put ID", "expire ID"

    /// Gives all answers that wait, and those to what is asked then; returns whether there were any.
    bool answer()
    {
        const bool any = !m_waiting.empty();
        while (!m_waiting.empty()) {
            auto next = std::move(m_waiting.front());
            m_waiting.pop_front();
            next();
        }
        return any;
    }

    const std::string& address() const override { return m_address; }
    void alerts(Done<std::vector<RemoteAlert>> done) override
    {
        reply<std::vector<RemoteAlert>>(std::move(done), [this] {
            auto all = active;
            for (auto& alert : all) {
                for (const auto& silence : m_board.silences) {
                    if (silence.stateAt(m_clock.now()) == alerts::SilenceState::Active && silence.matches(alert.labels))
                        alert.silencedBy.push_back(silence.id);
                }
            }
            return Result<std::vector<RemoteAlert>>(all);
        });
    }
    void silences(Done<std::vector<alerts::Silence>> done) override
    {
        reply<std::vector<alerts::Silence>>(std::move(done),
                                            [this] { return Result<std::vector<alerts::Silence>>(m_board.silences); });
    }
    void status(Done<PeerStatus> done) override
    {
        reply<PeerStatus>(std::move(done), [] { return Result<PeerStatus>(PeerStatus{"0.25.0", "ready", 2}); });
    }
    void putSilence(const alerts::Silence& silence, Done<std::string> done) override
    {
        writes.push_back("put " + silence.id);
        reply<std::string>(std::move(done), [this, silence]() -> Result<std::string> {
            if (refusal)
                return tl::unexpected(*refusal);
            auto next = silence;
            next.updatedAt = m_clock.now();
            const auto known = std::ranges::find(m_board.silences, silence.id, &alerts::Silence::id);
            if (silence.id.empty())
                next.id = "made-" + std::to_string(++m_board.made);
            else if (known == m_board.silences.end())
                return fail(Error::Kind::NotFound, "silence not found");
            if (known == m_board.silences.end())
                m_board.silences.push_back(next);
            else
                *known = next;
            return next.id;
        });
    }
    void expireSilence(const std::string& id, Done<void> done) override
    {
        writes.push_back("expire " + id);
        reply<void>(std::move(done), [this, id]() -> Result<void> {
            const auto known = std::ranges::find(m_board.silences, id, &alerts::Silence::id);
            if (known == m_board.silences.end())
                return fail(Error::Kind::NotFound, "silence not found");
            known->endsAt = m_clock.now();
            return {};
        });
    }
    void send(const std::vector<OutgoingAlert>& alerts, Done<void> done) override
    {
        sent.push_back(alerts);
        reply<void>(std::move(done), [] { return Result<void>(); });
    }

private:
    template <typename T, typename Make>
    void reply(Done<T> done, Make make)
    {
        m_waiting.push_back([this, done = std::move(done), make] {
            if (isDown)
                done(fail(Error::Kind::Unavailable, "connection refused"));
            else
                done(make());
        });
    }

    std::string m_address;
    FakeBoard& m_board;
    const Clock& m_clock;
    std::deque<std::function<void()>> m_waiting;
};

} // namespace nocturne::alertmanager
