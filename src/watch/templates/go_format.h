// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "watch/templates/value.h"

namespace nocturne::templates {

/// Go's fmt over values of templates. Never fails: as in Go, what is wrong with a format is said in the text,
/// `%!d(string=hi)`. Widths and precisions over 10,000 count as bad.

/// One value as `%v` prints it.
std::string sprint(const Value& value);
/// All values as %v, with a blank between two of which neither is a text.
std::string sprint(std::span<const Value> values);
/// All values as %v with blanks between them, and a line feed.
std::string sprintln(std::span<const Value> values);
std::string sprintf(std::string_view format, std::span<const Value> values);

/// A number as %v prints a float64, the shortest text that reads back: 0.25, 1e+06, NaN, +Inf.
std::string goNumber(double value);
/// A number as %.4g prints it.
std::string fourDigits(double value);

} // namespace nocturne::templates
