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

void AlertBoard::State::publish(bool alertsChanged)
{
    const auto before = [](const AlertInstance* a, const AlertInstance* b) {
        const auto rank = [](const AlertInstance& alert) {
            const int state = alert.state == AlertState::Firing ? 0 : alert.state == AlertState::Pending ? 1 : 2;
            return std::tuple(state, -static_cast<int>(alert.severity), -alert.activeAt);
        };
        const auto left = rank(*a);
        const auto right = rank(*b);
        if (left != right)
            return left < right;
        const auto order = a->labels <=> b->labels;
        return order != 0 ? order < 0 : a->source < b->source;
    };
    Snapshot next;
    if (alertsChanged) {
        std::vector<const AlertInstance*> sorted;
        sorted.reserve(entries.size());
        for (const auto& [id, entry] : entries)
            sorted.push_back(&entry.alert);
        std::ranges::sort(sorted, before);
        auto list = std::make_shared<std::vector<AlertInstance>>();
        list->reserve(sorted.size());
        for (const auto* alert : sorted)
            list->push_back(*alert);
        next = std::move(list);
    }
    auto silenceList = std::make_shared<const std::vector<Silence>>(silences);
    auto downtimeList = std::make_shared<const std::vector<Downtime>>(downtimes);
    const std::lock_guard lock(publishing);
    if (next)
        published = std::move(next);
    publishedSilences = std::move(silenceList);
    publishedDowntimes = std::move(downtimeList);
    publishedChange = lastChange;
}

void AlertBoard::State::tellListeners()
{
    std::vector<Listener> told;
    {
        const std::lock_guard lock(publishing);
        for (const auto& [id, listener] : listeners)
            told.push_back(listener);
    }
    for (const auto& listener : told)
        listener();
}

} // namespace nocturne::alerts
