// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <chrono>
#include <string>

namespace nocturne::ui {

/// Measures how long the GUI thread keeps a timer of a few milliseconds waiting: the time between two of its beats, by
/// the clock and by the processor time that the thread used in between. Made and read on that thread.
class StallMeter : public QObject
{
    Q_OBJECT

public:
    explicit StallMeter(QObject* parent = nullptr);

    /// One JSON line: beats, the longest gap by wall and by processor time, and how many exceeded 33 ms of either.
    std::string report() const;

private:
    using Duration = std::chrono::nanoseconds;

    void beat();

    QTimer m_timer;
    Duration m_lastWall;
    Duration m_lastCpu;
    Duration m_longestWall{0};
    Duration m_longestCpu{0};
    long m_beats = 0;
    long m_overWall = 0;
    long m_overCpu = 0;
};

} // namespace nocturne::ui
