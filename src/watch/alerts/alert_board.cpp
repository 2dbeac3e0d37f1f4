// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/alert_board.h"

#include <algorithm>

#include "watch/alerts/board_state.h"

namespace nocturne::alerts {

AlertBoard::AlertBoard(const Clock& clock, Options options)
    : m_state(std::make_unique<State>(clock, std::move(options)))
{
    if (auto memory = StateStore::open({}, clock, m_state->silent))
        m_state->store = std::move(*memory);
}

AlertBoard::~AlertBoard() { m_state->lane.finish(); }

Result<void> AlertBoard::open(const std::string& folder, Logger& log, bool readOnly)
{
    const std::lock_guard lock(m_state->writing);
    m_state->log = &log;
    if (folder.empty())
        return {};
    auto store = readOnly ? StateStore::openCopy(folder) : StateStore::open(folder, m_state->clock, log);
    if (!store)
        return tl::unexpected(store.error());
    const auto now = m_state->clock.now();
    auto loaded =
        (*store)->load(now - m_state->options.keepResolved.count(), now - m_state->options.flapping.within.count());
    if (!loaded)
        return tl::unexpected(loaded.error());
    if (loaded->unreadable > 0)
        log.log(LogLevel::Error, "alerts",
                std::to_string(loaded->unreadable) + " rows of the state cannot be read and were left out");
    m_state->store = std::move(*store);
    m_state->silences = std::move(loaded->silences);
    m_state->downtimes = std::move(loaded->downtimes);
    m_state->orders = std::move(loaded->orders);
    m_state->edges = std::move(loaded->edges);
    m_state->lastChange = loaded->lastChange;
    m_state->lastWall = now;
    m_state->lastMonotonic = m_state->clock.monotonic();
    m_state->graceEnds = now + m_state->options.restoreGrace.count();
    Work work(*m_state);
    for (auto& entry : loaded->entries) {
        const auto id = entry.alert.id;
        m_state->entries.insert_or_assign(id, entry);
        if (!work.edit(id).alert.isActive()) // edited, that it is listed
            continue;
        m_state->restored.insert(id);
        auto& alert = work.edit(id).alert;
        if (alert.unverifiedSince == 0) {
            alert.unverifiedSince = now;
            work.note(AlertChange::Kind::Unverified, id).detail = "restart";
            work.store(id);
        }
    }
    work.settleAll();
    (void)work.finish(false); // a full disk is told by stateFault(), and written to once there is room
    return {};
}

std::optional<Error> AlertBoard::stateFault() const
{
    const std::lock_guard lock(m_state->publishing);
    return m_state->fault;
}

AlertBoard::Snapshot AlertBoard::snapshot() const
{
    const std::lock_guard lock(m_state->publishing);
    return m_state->published;
}

AlertBoard::Silences AlertBoard::silences() const
{
    const std::lock_guard lock(m_state->publishing);
    return m_state->publishedSilences;
}

AlertBoard::Downtimes AlertBoard::downtimes() const
{
    const std::lock_guard lock(m_state->publishing);
    return m_state->publishedDowntimes;
}

std::uint64_t AlertBoard::lastChange() const
{
    const std::lock_guard lock(m_state->publishing);
    return m_state->publishedChange;
}

SilencePreview AlertBoard::preview(const Matchers& matchers) const
{
    return previewSilence(matchers, *snapshot(), m_state->options.silenceAskAbove);
}

Result<std::vector<AlertChange>> AlertBoard::changesAfter(std::uint64_t number, std::size_t limit) const
{
    std::vector<AlertChange> changes;
    auto read = m_state->store->read([&](sqlite::Database& database) {
        return database.query(
            "SELECT number, at, kind, alert, severity, firing, acknowledged, muted, value, who, comment, detail, "
            "until, "
            "step FROM changes WHERE number > ? ORDER BY number LIMIT ?",
            [&](const sqlite::Row& row) { changes.push_back(changeOf(row)); }, number, limit);
    });
    return read ? Result<std::vector<AlertChange>>(std::move(changes)) : tl::unexpected(read.error());
}

Result<AlertInstance> AlertBoard::occurrence(const std::string& id) const
{
    const auto current = snapshot();
    if (const auto found = std::ranges::find(*current, id, &AlertInstance::id); found != current->end())
        return *found;
    static const std::string kOne = std::string("SELECT ") + kOccurrenceColumns + " FROM occurrences WHERE id = ?";
    Result<AlertInstance> alert =
        fail(Error::Kind::NotFound, "no alert has the id \"" + id.substr(0, 200) + "\", or it is long over");
    auto read = m_state->store->read([&](sqlite::Database& database) {
        return database.query(
            kOne,
            [&](const sqlite::Row& row) {
                alert = occurrenceOf(row).map([](const BoardEntry& entry) { return entry.alert; });
            },
            id);
    });
    return read ? alert : tl::unexpected(read.error());
}

StateStore& AlertBoard::store() const { return *m_state->store; }

void AlertBoard::later(std::function<void()> verbs) { m_state->lane.submit(std::move(verbs)); }

std::uint64_t AlertBoard::subscribe(Listener listener, Hears what)
{
    const std::lock_guard lock(m_state->publishing);
    m_state->listeners.emplace(m_state->nextListener, std::pair(what, std::move(listener)));
    return m_state->nextListener++;
}

void AlertBoard::unsubscribe(std::uint64_t subscription)
{
    const std::lock_guard lock(m_state->publishing);
    m_state->listeners.erase(subscription);
}

} // namespace nocturne::alerts
