// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/stall_meter.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace nocturne::ui {

namespace {

constexpr std::chrono::milliseconds kLimit{33};
constexpr std::chrono::milliseconds kBeat{4};

std::chrono::nanoseconds threadTime()
{
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::nanoseconds wallTime() { return std::chrono::steady_clock::now().time_since_epoch(); }

double milliseconds(std::chrono::nanoseconds duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

} // namespace

StallMeter::StallMeter(QObject* parent)
    : QObject(parent)
    , m_lastWall(wallTime())
    , m_lastCpu(threadTime())
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &StallMeter::beat);
    m_timer.start(kBeat);
}

void StallMeter::beat()
{
    const auto wall = wallTime() - m_lastWall;
    const auto cpu = threadTime() - m_lastCpu;
    m_lastWall += wall;
    m_lastCpu += cpu;
    ++m_beats;
    m_overWall += wall > kLimit ? 1 : 0;
    m_overCpu += cpu > kLimit ? 1 : 0;
    m_longestWall = std::max(m_longestWall, wall);
    m_longestCpu = std::max(m_longestCpu, cpu);
}

std::string StallMeter::report() const
{
    std::array<char, 256> text{};
    std::snprintf(
        text.data(), text.size(), // NOLINT: fixed format
        R"({"beats":%ld,"longest_wall_ms":%.1f,"longest_cpu_ms":%.1f,"over_33ms_wall":%ld,"over_33ms_cpu":%ld})",
        m_beats, milliseconds(m_longestWall), milliseconds(m_longestCpu), m_overWall, m_overCpu);
    return text.data();
}

} // namespace nocturne::ui
