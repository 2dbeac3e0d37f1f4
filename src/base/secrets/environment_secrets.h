// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secrets/secret_store.h"

namespace nocturne::secrets {

/// The variables of the environment, as they were given to the program. Read only.
class EnvironmentSecrets final : public SecretStore
{
public:
    Result<SecretString> read(const std::string& name) override;
    Result<void> write(const std::string& name, const std::string& secret) override;
    Result<void> remove(const std::string& name) override;
};

} // namespace nocturne::secrets
