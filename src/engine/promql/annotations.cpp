// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/annotations.h"

#include "base/core/general_number.h"
#include "base/core/result.h"

namespace nocturne::promql {

namespace {

constexpr std::size_t kMaxTexts = 100; // bad data may vary without end

} // namespace

void Annotations::add(Texts& texts, std::string_view kind, std::string_view text, SourceRange where)
{
    std::string full(kind);
    full += text;
    if (!m_source.empty()) {
        const auto place = SourcePosition::at(m_source, where.begin);
        full += " (" + std::to_string(place.line) + ":" + std::to_string(place.column) + ")";
    }
    const std::lock_guard lock(m_mutex);
    if (texts.size() < kMaxTexts) {
        texts.insert(std::move(full));
    }
}

void warnOfInvalidQuantile(Annotations& annotations, double q, SourceRange where)
{
    annotations.warn("quantile value should be between 0 and 1, got " + formatGeneral(q), where);
}

} // namespace nocturne::promql
