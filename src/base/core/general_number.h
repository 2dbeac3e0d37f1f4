// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace nocturne {

/// The shortest text that reads back to the same double, as Go's "%g" prints it: with an exponent below 1e-04 and from
/// 1e+06 on. For texts that other programs compare with those of Prometheus; formatNumber() is for all others.
std::string formatGeneral(double value);

} // namespace nocturne
