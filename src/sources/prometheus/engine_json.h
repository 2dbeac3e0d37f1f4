// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <simdjson.h>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/label_set.h"

/// What the readers of answers share: simdjson's walk in one pass, with our errors. Included by their .cpp files alone.
///
/// simdjson's on-demand values are read once and in the order of the text; a key and a text stay valid as long as
/// the parser lives, which is until walkAnswer() returns.
namespace nocturne::prometheus::wire {

using simdjson::SUCCESS;
using simdjson::ondemand::array;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

inline constexpr std::size_t kLongestName = 1024;
inline constexpr std::size_t kLongestText = std::size_t{64} << 10U;
inline constexpr std::size_t kLongestNote = 500;

/// Stops the walk: why, in words.
using Walk = Result<void>;

tl::unexpected<Error> corrupt(const std::string& what);
/// "the answer has more than 100 series: " and the cure.
tl::unexpected<Error> tooMuch(std::size_t limit, const char* what, const char* cure);

/// Any of simdjson's things, or why it is not there.
template <typename T, typename From>
Result<T> get(From&& from, const char* what)
{
    T got;
    if (const auto error = std::forward<From>(from).get(got); error != SUCCESS)
        return corrupt(std::string(what) + " (" + simdjson::error_message(error) + ')');
    return got;
}

Result<std::string_view> textIn(value from, std::size_t most, const char* what);
/// Seconds, as milliseconds.
Result<Timestamp> timeIn(value from);
/// Numbers are text there, so that NaN and the infinities have a form.
Result<double> numberIn(value from);
Result<model::LabelSet> labelsIn(value from);

/// What stands beside the data.
struct Envelope
{
    std::optional<std::string> status;
    std::string errorType;
    std::string error;
    bool isPartial = false;
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
};

/// Walks an answer and hands its data to `takeData`. An answer that says "error" fails as readRefusal() says.
Result<Envelope> walkAnswer(std::string& body, const std::function<Walk(value)>& takeData, int status = 200);

} // namespace nocturne::prometheus::wire
