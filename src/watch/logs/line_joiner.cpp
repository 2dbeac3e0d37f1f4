// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/line_joiner.h"

#include <utility>

#include <re2/re2.h>

namespace nocturne::logs {

namespace {

constexpr std::int64_t kPatternMemory = std::int64_t{1} << 20U;

RE2::Options patternOptions()
{
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(kPatternMemory);
    return options;
}

} // namespace

struct LineJoiner::State
{
    JoinOptions options;
    std::unique_ptr<RE2> start;
    std::string waiting;
    std::size_t lines = 0;
    Clock::Monotonic last{};

    bool begins(std::string_view line) const
    {
        if (start)
            return start->Match({line.data(), line.size()}, 0, line.size(), RE2::ANCHOR_START, nullptr, 0);
        return !line.starts_with(' ') && !line.starts_with('\t');
    }
    void end(const Take& take)
    {
        if (lines == 0)
            return;
        lines = 0;
        const auto whole = std::exchange(waiting, {});
        take(whole);
    }
};

LineJoiner::LineJoiner(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}
LineJoiner::LineJoiner(LineJoiner&&) noexcept = default;
LineJoiner& LineJoiner::operator=(LineJoiner&&) noexcept = default;
LineJoiner::~LineJoiner() = default;

Result<LineJoiner> LineJoiner::make(JoinOptions options)
{
    auto state = std::make_unique<State>();
    if (!options.start.empty()) {
        state->start = std::make_unique<RE2>(options.start, patternOptions());
        if (!state->start->ok())
            return fail(Error::Kind::InvalidInput,
                        "the pattern of a first line is no regular expression of RE2: " + state->start->error());
    }
    state->options = std::move(options);
    return LineJoiner(std::move(state));
}

bool LineJoiner::add(std::string_view line, Clock::Monotonic now, const Take& take)
{
    auto& state = *m_state;
    if (!state.options.isActive()) {
        take(line);
        return false;
    }
    const bool isFull = state.lines >= state.options.maxLines ||
                        (state.lines > 0 && state.waiting.size() + 1 + line.size() > state.options.maxBytes);
    if (isFull || state.begins(line))
        state.end(take);
    const bool isFirst = state.lines == 0;
    if (!isFirst)
        state.waiting += '\n';
    state.waiting += line.substr(0, state.options.maxBytes);
    ++state.lines;
    state.last = now;
    return isFirst;
}

void LineJoiner::expire(Clock::Monotonic now, const Take& take)
{
    if (isWaiting() && now - m_state->last >= m_state->options.timeout)
        m_state->end(take);
}

void LineJoiner::flush(const Take& take) { m_state->end(take); }

bool LineJoiner::isWaiting() const { return m_state->lines > 0; }

} // namespace nocturne::logs
