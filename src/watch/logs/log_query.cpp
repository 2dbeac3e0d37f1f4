// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/log_query.h"

namespace nocturne::logs {

bool LogQuery::selects(const LogRecord& record) const
{
    if (record.sequence <= afterSequence || record.time < from || (to != 0 && record.time > to))
        return false;
    if (!levels.empty() && !levels.contains(record.level))
        return false;
    if (!service.empty() && service != record.service)
        return false;
    return (text.empty() || LogSearch::words(text).selects(record)) && search.selects(record);
}

} // namespace nocturne::logs
