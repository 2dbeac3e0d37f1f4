// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/natural_order.h"

#include <algorithm>

namespace nocturne::promql {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// The leading run of digits or of other characters.
std::string_view takeRun(std::string_view& text)
{
    const bool digits = isDigit(text.front());
    const auto end = std::find_if(text.begin(), text.end(), [digits](char c) { return isDigit(c) != digits; });
    const auto run = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(run.size());
    return run;
}

std::string_view withoutLeadingZeros(std::string_view digits)
{
    const auto first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

int compareNumbers(std::string_view a, std::string_view b)
{
    const auto x = withoutLeadingZeros(a);
    const auto y = withoutLeadingZeros(b);
    if (x.size() != y.size()) {
        return x.size() < y.size() ? -1 : 1;
    }
    return x.compare(y);
}

} // namespace

bool naturalLess(std::string_view a, std::string_view b)
{
    auto restA = a;
    auto restB = b;
    while (!restA.empty() && !restB.empty()) {
        const auto x = takeRun(restA);
        const auto y = takeRun(restB);
        const bool numbers = isDigit(x.front()) && isDigit(y.front());
        const int order = numbers ? compareNumbers(x, y) : x.compare(y);
        if (order != 0) {
            return order < 0;
        }
    }
    if (restA.empty() != restB.empty()) {
        return restA.empty();
    }
    return a < b; // equal but for leading zeros
}

} // namespace nocturne::promql
