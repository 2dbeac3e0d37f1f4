// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/promql/parser.h"
#include "service/paste/reading.h"

namespace nocturne::paste {

struct RecogniseOptions
{
    std::size_t maxBytes = std::size_t{1} << 20U;
    promql::ParserOptions parser = promql::ParserOptions::all(); ///< parts of PromQL that expressions may use
};

/// Finds out what a text is that somebody pasted or dropped. Reads no file, asks nobody, runs nothing; the time it
/// takes grows with the length of the text. Any thread, not the GUI thread with long texts.
Recognition recognise(std::string_view text, const RecogniseOptions& options = {});

} // namespace nocturne::paste
