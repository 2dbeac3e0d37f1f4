// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/verb_queue.h"

#include <mutex>
#include <utility>

#include "ui/models/outside_text.h"

namespace nocturne::ui {

namespace {

constexpr std::chrono::milliseconds kPatience{400};

} // namespace

struct VerbQueue::Gate
{
    std::mutex mutex;
    VerbQueue* queue = nullptr;
    std::uint64_t undo = 0; // of the last verb; of the board's thread alone

    void deliver(int ticket, Result<alerts::Receipt> result)
    {
        const std::lock_guard lock(mutex);
        if (queue == nullptr)
            return;
        QMetaObject::invokeMethod(
            queue, [to = queue, ticket, result = std::move(result)] { to->finish(ticket, result); },
            Qt::QueuedConnection);
    }
};

VerbQueue::VerbQueue(alerts::AlertBoard& board, QObject* parent)
    : QObject(parent)
    , m_board(board)
    , m_gate(std::make_shared<Gate>())
{
    m_gate->queue = this;
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, &VerbQueue::note);
}

VerbQueue::~VerbQueue()
{
    const std::lock_guard lock(m_gate->mutex);
    m_gate->queue = nullptr;
}

int VerbQueue::add(Verb verb, std::vector<std::string> about)
{
    const int ticket = ++m_lastTicket;
    m_about.insert(about.begin(), about.end());
    const bool concernsAny = !about.empty();
    m_waiting.emplace(ticket, std::move(about));
    if (!m_patience.isActive() && !m_isSlow)
        m_patience.start();
    m_board.later([gate = m_gate, ticket, verb = std::move(verb), &board = m_board] {
        auto result = verb(board);
        if (result && result->undo != 0)
            gate->undo = result->undo;
        gate->deliver(ticket, std::move(result));
    });
    if (concernsAny)
        emit concernsChanged();
    return ticket;
}

int VerbQueue::undo(alerts::Actor who)
{
    return add([gate = m_gate, who = std::move(who)](alerts::AlertBoard& board) {
        return board.undo(std::exchange(gate->undo, 0), who);
    });
}

int VerbQueue::refuse(std::string why)
{
    return add([why = std::move(why)](alerts::AlertBoard&) -> Result<alerts::Receipt> {
        return fail(Error::Kind::InvalidInput, why);
    });
}

void VerbQueue::finish(int ticket, const Result<alerts::Receipt>& result)
{
    const auto about = std::move(m_waiting.extract(ticket).mapped());
    for (const auto& id : about)
        m_about.erase(m_about.find(id));
    m_patience.stop();
    if (!m_waiting.empty())
        m_patience.start();
    if (std::exchange(m_isSlow, false))
        emit slowChanged();
    if (!about.empty())
        emit concernsChanged();
    if (result)
        emit done(ticket);
    else
        emit refused(ticket, outsideText(result.error().message, 500));
}

void VerbQueue::note()
{
    m_isSlow = true;
    emit slowChanged();
}

} // namespace nocturne::ui
