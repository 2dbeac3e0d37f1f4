// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace nocturne::health {

/// A number that a check found, as a series of its own, with one label where labelName is not empty.
struct Reading
{
    std::string metric;
    std::string labelName;
    std::string labelValue;
    double value = 0;

    bool operator==(const Reading&) const = default;
};

} // namespace nocturne::health
