// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/json_fields.h"
#include "sources/burstlet/answer.h"

namespace nocturne::burstlet {

/// AnswerReader::dashboard() of the data of an answer.
TakenDashboard takeDashboard(const json::object& from, const std::string& instance);

} // namespace nocturne::burstlet
