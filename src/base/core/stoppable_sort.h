// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <stop_token>
#include <vector>

namespace nocturne {

/// Elements between two looks at the stop token: a few milliseconds of comparing label sets.
inline constexpr std::size_t kSortedBetweenChecks = std::size_t{1} << 12U;

/// A stable sort that can be stopped; returns false then, with the elements in any order. What is in order already,
/// as results mostly are, costs one comparison an element.
template <typename T, typename Less>
bool sortUnlessStopped(std::vector<T>& all, const std::stop_token& stop, Less less)
{
    const auto at = [&all](std::size_t i) {
        return all.begin() + static_cast<std::ptrdiff_t>(std::min(i, all.size()));
    };
    for (std::size_t first = 0; first < all.size(); first += kSortedBetweenChecks) {
        const auto last = at(first + kSortedBetweenChecks);
        if (!std::is_sorted(at(first), last, less))
            std::stable_sort(at(first), last, less);
        if (stop.stop_requested())
            return false;
    }
    for (auto width = kSortedBetweenChecks; width < all.size(); width *= 2) {
        for (std::size_t first = 0; first + width < all.size(); first += 2 * width) {
            const auto middle = at(first + width);
            if (less(*middle, *(middle - 1)))
                std::inplace_merge(at(first), middle, at(first + 2 * width), less);
            if (stop.stop_requested())
                return false;
        }
    }
    return true;
}

} // namespace nocturne
