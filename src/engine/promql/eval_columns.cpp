// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/eval_columns.h"

#include <unordered_map>

namespace nocturne::promql {

namespace {

bool fillFrom(std::vector<double>& into, const std::vector<double>& from)
{
    for (std::size_t i = 0; i < into.size(); ++i) {
        if (isAbsent(from[i])) {
            continue;
        }
        if (!isAbsent(into[i])) {
            return false;
        }
        into[i] = from[i];
    }
    return true;
}

} // namespace

Result<void> mergeEqualLabels(Columns& columns)
{
    if (columns.size() < 2) {
        return {};
    }
    std::unordered_map<model::LabelSet, std::size_t, model::LabelSetHash> known;
    known.reserve(columns.size());
    std::size_t kept = 0;
    for (auto& column : columns) {
        const auto [place, isNew] = known.try_emplace(column.labels, kept);
        if (!isNew) {
            if (!fillFrom(columns[place->second].values, column.values)) {
                return fail(Error::Kind::InvalidInput, "vector cannot contain metrics with the same labelset");
            }
            continue;
        }
        if (&columns[kept] != &column) {
            columns[kept] = std::move(column);
        }
        ++kept;
    }
    columns.resize(kept);
    return {};
}

} // namespace nocturne::promql
