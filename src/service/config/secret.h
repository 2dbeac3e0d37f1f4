// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace nocturne::config {

/// Where a secret is to be had; not the secret, except for a literal one, which Prometheus allows and we warn about.
/// Resolved by the composition root when a connection is made.
struct Secret
{
    enum class Source { None, Literal, Keychain, Environment, Credential, File };

    Source source = Source::None;
    std::string value; ///< the literal, the name in the keychain, environment or credentials, or the path of the file

    bool isSet() const { return source != Source::None; }
    bool operator==(const Secret&) const = default;
};

} // namespace nocturne::config
