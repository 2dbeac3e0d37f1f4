// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/board_state.h"

#include <algorithm>
#include <random>
#include <tuple>

namespace nocturne::alerts {

namespace {

constexpr std::size_t kMostUnsavedChanges = 100'000;

/// 16 hex digits that nobody has guessed; ids are no secrets.
std::string randomDigits()
{
    static thread_local std::mt19937_64 random(std::random_device{}());
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (auto bits = random(); text.size() < 16; bits >>= 4U)
        text += kDigits[bits & 15U];
    return text;
}

auto rankOf(const AlertInstance& alert)
{
    const int state = alert.state == AlertState::Firing ? 0 : alert.state == AlertState::Pending ? 1 : 2;
    return std::tuple(state, -static_cast<int>(alert.severity), -alert.activeAt);
}

bool isRankedAs(const AlertInstance& a, const AlertInstance& b) { return rankOf(a) == rankOf(b); }

/// Worst and newest first.
bool comesBefore(const AlertInstance& a, const AlertInstance& b)
{
    const auto left = rankOf(a);
    const auto right = rankOf(b);
    if (left != right)
        return left < right;
    const auto order = a.labels <=> b.labels;
    return order != 0 ? order < 0 : a.source < b.source;
}

} // namespace

AlertBoard::State::State(const Clock& hands, Options given)
    : clock(hands)
    , options(std::move(given))
    , lastWall(clock.now())
    , lastMonotonic(clock.monotonic())
    , lastForgetting(clock.now())
{}

std::string AlertBoard::State::newId() { return randomDigits(); }

std::uint64_t AlertBoard::State::remember(Undo undo)
{
    undo.number = nextUndo++;
    undo.deadline = clock.monotonic() + options.undoTime;
    undos.push_back(std::move(undo));
    return undos.back().number;
}

void AlertBoard::State::noteWritten(const Result<void>& written, const std::set<std::string>& stored,
                                    const std::vector<AlertChange>& changes)
{
    const std::lock_guard lock(publishing);
    if (written) {
        unsaved.clear();
        unsavedChanges.clear();
        fault.reset();
        return;
    }
    if (!fault)
        log->log(LogLevel::Error, "alerts",
                 "what happens to alerts cannot be written, and is kept in memory until it can: " +
                     written.error().message);
    fault = written.error();
    unsaved.insert(stored.begin(), stored.end());
    if (unsavedChanges.size() < kMostUnsavedChanges)
        unsavedChanges.insert(unsavedChanges.end(), changes.begin(), changes.end());
}

std::vector<std::string> AlertBoard::State::effectsAt(Timestamp now) const
{
    std::vector<std::string> ids;
    for (const auto& silence : silences) {
        if (silence.stateAt(now) == SilenceState::Active)
            ids.push_back(silence.id);
    }
    for (const auto& downtime : downtimes) {
        if (isInEffect(downtime, now))
            ids.push_back(downtime.id);
    }
    return ids;
}

void AlertBoard::State::publish(const std::set<std::string>& changed, const std::set<std::string>& gone)
{
    auto alerts = published->shared();
    bool isSorted = gone.empty();
    for (const auto& id : changed) {
        const auto& alert = entries.at(id).alert;
        const auto known = listed.find(id);
        isSorted = isSorted && known != listed.end() && isRankedAs(alert, *known->second.alert);
        auto& place = listed[id];
        place.alert = std::make_shared<const AlertInstance>(alert);
        if (isSorted)
            alerts[place.place] = place.alert;
    }
    for (const auto& id : gone)
        listed.erase(id);
    if (!isSorted)
        alerts = sorted();
    auto list = std::make_shared<const AlertList>(std::move(alerts));
    auto silenceList = std::make_shared<const std::vector<Silence>>(allSilences());
    auto downtimeList = std::make_shared<const std::vector<Downtime>>(downtimes);
    const std::lock_guard lock(publishing);
    published = std::move(list);
    publishedSilences = std::move(silenceList);
    publishedDowntimes = std::move(downtimeList);
    publishedChange = lastChange;
}

std::vector<AlertList::Shared> AlertBoard::State::sorted()
{
    std::vector<Listed*> order;
    order.reserve(listed.size());
    for (auto& [id, entry] : listed)
        order.push_back(&entry);
    std::ranges::sort(order, [](const Listed* a, const Listed* b) { return comesBefore(*a->alert, *b->alert); });
    std::vector<AlertList::Shared> alerts;
    alerts.reserve(order.size());
    for (auto* entry : order) {
        entry->place = alerts.size();
        alerts.push_back(entry->alert);
    }
    return alerts;
}

void AlertBoard::State::tellListeners(bool isVerb)
{
    std::vector<Listener> told;
    {
        const std::lock_guard lock(publishing);
        for (const auto& [id, listener] : listeners) {
            if (isVerb || listener.first == Hears::Everything)
                told.push_back(listener.second);
        }
    }
    for (const auto& listener : told)
        listener();
}

} // namespace nocturne::alerts
