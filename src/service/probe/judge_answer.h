// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/core/clock.h"
#include "base/net/http.h"
#include "service/probe/probe_report.h"

namespace nocturne::probe {

/// What an answer is taken for: what was asked for, or whatever it may be.
enum class Question {
    Anything,
    BuildInfo,
    AlertmanagerStatus,
    LokiLabels,
    BurstletHealth,
    AegisOverview,
    SocketIo,
    Metrics
};

struct Verdict
{
    std::optional<Finding> finding; ///< without its URL
    std::string words;              ///< what it is, or why it is nothing; one sentence
};

/// Judges an answer by status, content type and body. Pure. Of an exposition every line is read, as a scrape does:
/// one with an error is no finding, and the words tell its line and column.
Verdict judgeAnswer(Question question, const net::HttpResponse& answer);

} // namespace nocturne::probe
