// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "sources/health/probe.h"

namespace nocturne::health {

/// Runs the command of the check as the plugins of Nagios are run: the exit code 0 is up, 1 degraded, 2 down, all
/// others are "unknown" and down; the first line tells why, and what follows a `|` are numbers.
///
/// The program is a file in CheckOptions::commandFolder. Both belong to this user (the file may be root's) and can be
/// written by nobody else, or nothing is run. It gets its arguments as they are, with no shell, an empty environment
/// but for PATH and LANG, no input, its own process group and limits on time, memory, files and processor. At
/// `deadline`, after 30 s, after 64 KiB of output and when asked to stop, the whole group is killed.
ProbeResult runCommand(const CheckOptions& check, const std::stop_token& stop, Clock::Monotonic deadline);

/// The numbers of a plugin's output: `'label'=value[unit];warn;crit;min;max ...`, times in seconds and sizes in bytes.
/// What is none is left out; at most 100 are read. Source: Nagios Plugin Development Guidelines, 2.6.
std::vector<Reading> readPerformanceData(std::string_view text);

} // namespace nocturne::health
