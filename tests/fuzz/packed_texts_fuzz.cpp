// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/custom/packed_texts.h"

/// Whatever lies in the file of custom metrics is unpacked or refused; what was unpacked packs to the same texts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::custom;
    const auto texts = unpackTexts({reinterpret_cast<const char*>(data), size});
    if (texts && unpackTexts(packTexts(*texts)) != texts)
        std::abort();
    return 0;
}
