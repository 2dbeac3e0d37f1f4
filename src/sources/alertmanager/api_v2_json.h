// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sources/alertmanager/api.h"

/// The bodies of Alertmanager's API v2. Source: Alertmanager, api/v2/openapi.yaml; versions from 0.16 on.
namespace nocturne::alertmanager {

/// What was read of a list.
template <typename T>
struct Listed
{
    std::vector<T> items;
    std::size_t unreadable = 0; ///< items left out, since they make no sense or are beyond all measure
};

/// Bytes and items beyond which an answer is refused.
inline constexpr std::size_t kLargestAnswer = std::size_t{64} << 20U;
inline constexpr std::size_t kMostItems = 50'000;

/// Answers of /alerts, /silences, /status and of a POST to /silences. Fail with Corrupt where the whole is no such
/// document, with LimitExceeded where it has too many items.
Result<Listed<RemoteAlert>> readAlerts(std::string_view json);
Result<Listed<alerts::Silence>> readSilences(std::string_view json);
Result<PeerStatus> readStatus(std::string_view json);
Result<std::string> readSilenceId(std::string_view json);
/// What a refusal says: a bare text, or a message in an object. One line, fit to be shown; empty where it says nothing.
std::string readRefusal(std::string_view json);

/// Bodies of POST requests.
std::string writeSilence(const alerts::Silence& silence);
std::string writeAlerts(const std::vector<OutgoingAlert>& alerts);

} // namespace nocturne::alertmanager
