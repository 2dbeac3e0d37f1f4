// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include <QByteArray>

#include "engine/storage/queryable.h"

namespace nocturne::integration {

struct Question
{
    std::string expression;
    Timestamp start = 0;
    Timestamp end = 0;
    std::int64_t stepMs = 0; ///< 0: an instant at `start`
};

using Values = std::map<Timestamp, double>;
using Answer = std::map<model::LabelSet, Values>; ///< a scalar is a series without labels

/// As the API takes and gives times.
std::string seconds(Timestamp ms);
/// The answer in the JSON of Prometheus' API; nothing where it is an error.
std::optional<Answer> parsed(const QByteArray& body);
/// What our evaluator answers over `store`; nothing where it is an error.
std::optional<Answer> answerOf(const storage::Queryable& store, const Question& question);
/// Why the answers differ, in words; empty when they do not.
std::string difference(const std::optional<Answer>& ours, const std::optional<Answer>& theirs);

} // namespace nocturne::integration
