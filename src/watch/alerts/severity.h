// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace nocturne::alerts {

/// How bad it is, in the order of sorting: what cannot be judged ranks above a warning and below an error.
enum class Severity { Info, Warning, Unknown, Error, Critical };

/// The severity that a label value stands for, whatever its case: "crit" and "page" are Critical, "ticket" is
/// Warning, "info" and "none" are Info; anything else, and no label at all, is Unknown and is shown with its own text.
/// Source: the words in use by Prometheus rules, Nagios, Zabbix and syslog (docs/alerts.md).
Severity severityFromText(std::string_view text);

/// "critical"
std::string_view toString(Severity severity);

} // namespace nocturne::alerts
