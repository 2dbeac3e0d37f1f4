// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/result.h"
#include "base/core/secret_string.h"

namespace nocturne::secrets {

/// A place that keeps secrets by name: passwords, tokens, keys.
///
/// Errors name the secret and the cure and never hold its text. Any thread may call; a call may wait for a person who
/// is asked to unlock the place, so neither the GUI thread nor the collector thread does once it is running.
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    /// Fails with NotFound when there is no secret of that name, Unavailable when the place cannot be asked or refuses,
    /// Timeout when it does not answer.
    virtual Result<SecretString> read(const std::string& name) = 0;
    /// Keeps `secret`, in place of an earlier one. Fails with Unavailable where nothing can be written, and as read().
    virtual Result<void> write(const std::string& name, const std::string& secret) = 0;
    /// Forgets it. Fails as read().
    virtual Result<void> remove(const std::string& name) = 0;
};

} // namespace nocturne::secrets
