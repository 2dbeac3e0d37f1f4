// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// path = ["$"] *( ["."] name / "." digits / "[" digits "]" / "['" name "']" )
#include "base/core/json_path.h"

#include <algorithm>

#include "base/core/text.h"

namespace nocturne::json {

namespace {

constexpr std::size_t kMaxSteps = 32;
constexpr std::size_t kMaxDigits = 9;
constexpr std::size_t kShownBytes = 80;

tl::unexpected<Error> badPath(std::string_view path)
{
    return fail(Error::Kind::InvalidInput,
                "\"" + printable(path, kShownBytes) + "\" is no path into JSON, such as $.checks[0].status");
}

bool isIndex(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxDigits && std::ranges::all_of(text, isAsciiDigit);
}

PathStep stepOf(std::string_view key)
{
    PathStep step{std::string(key)};
    if (isIndex(key))
        step.index = std::stoul(step.key);
    return step;
}

/// Takes the step that `rest` begins with; nothing where there is none.
std::optional<PathStep> takeStep(std::string_view& rest, bool isFirst)
{
    const auto take = [&rest](std::size_t begin, std::size_t end, std::size_t next) {
        auto step = stepOf(rest.substr(begin, end - begin));
        rest.remove_prefix(next);
        return step;
    };
    if (rest.starts_with("['") || rest.starts_with("[\"")) {
        const auto end = rest.find(std::string{rest[1], ']'}, 2);
        return end == std::string_view::npos ? std::nullopt : std::optional(take(2, end, end + 2));
    }
    if (rest.starts_with('[')) {
        const auto end = rest.find(']');
        if (end == std::string_view::npos || !isIndex(rest.substr(1, end - 1)))
            return std::nullopt;
        return take(1, end, end + 1);
    }
    if (!rest.starts_with('.') && !isFirst)
        return std::nullopt;
    rest.remove_prefix(rest.starts_with('.') ? 1 : 0);
    const auto end = std::min(rest.find_first_of(".["), rest.size());
    return end == 0 ? std::nullopt : std::optional(take(0, end, end));
}

} // namespace

Result<std::vector<PathStep>> parsePath(std::string_view path)
{
    std::vector<PathStep> steps;
    auto rest = path;
    if (rest.starts_with('$'))
        rest.remove_prefix(1);
    bool isFirst = rest.size() == path.size();
    while (!rest.empty()) {
        auto step = takeStep(rest, isFirst);
        if (!step || steps.size() == kMaxSteps)
            return badPath(path);
        steps.push_back(std::move(*step));
        isFirst = false;
    }
    return steps;
}

} // namespace nocturne::json
