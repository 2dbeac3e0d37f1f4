// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/eval_columns.h"

#include <unordered_map>

namespace nocturne::promql {

namespace {

bool fillFrom(Column& into, const Column& from)
{
    into.dropsName = into.dropsName || from.dropsName;
    for (std::size_t i = 0; i < into.values.size(); ++i) {
        if (from.isAbsentAt(i)) {
            continue;
        }
        if (!into.isAbsentAt(i)) {
            return false;
        }
        into.set(i, from.at(i));
    }
    return true;
}

} // namespace

Result<void> mergeEqualLabels(Columns& columns, const Budget& budget)
{
    if (columns.size() < 2) {
        return {};
    }
    std::unordered_map<model::LabelSet, std::size_t, model::LabelSetHash> known;
    known.reserve(columns.size());
    std::size_t kept = 0;
    for (auto& column : columns) {
        NOCTURNE_TRY(budget.checkStop());
        const auto [place, isNew] = known.try_emplace(column.labels, kept);
        if (!isNew) {
            if (!fillFrom(columns[place->second], column)) {
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
