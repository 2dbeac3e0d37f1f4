// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace nocturne::promql {

/// Order in which runs of digits compare as numbers: "node2" before "node10".
bool naturalLess(std::string_view a, std::string_view b);

} // namespace nocturne::promql
