// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/result.h"

namespace nocturne::server {

/// Undoes percent-encoding; with `plusIsBlank` a + is a blank, as in forms. Fails with InvalidInput for a % without two
/// hex digits.
Result<std::string> percentDecoded(std::string_view text, bool plusIsBlank);

/// Names and values of `a=1&b=2`, as a query or a form body has them.
///
/// Source: WHATWG URL, application/x-www-form-urlencoded; that `;` separates nothing and is refused, as Go does.
class Form
{
public:
    static constexpr std::size_t kMaxValues = 1000;

    /// Adds what `encoded` holds. Fails with InvalidInput or, over kMaxValues, with LimitExceeded.
    Result<void> add(std::string_view encoded);

    bool has(std::string_view name) const;
    /// The first value of `name`; empty where there is none.
    std::string_view get(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    std::size_t size() const { return m_values.size(); }

private:
    std::vector<std::pair<std::string, std::string>> m_values;
};

} // namespace nocturne::server
