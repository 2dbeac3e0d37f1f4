// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "engine/exposition/format.h"

/// Parses `body`; when it is good, writes what was read, reads that again and aborts unless it is the same, cold and
/// and the samples again with each series expected.
void checkRoundTrip(std::string_view body, nocturne::exposition::Format format);
