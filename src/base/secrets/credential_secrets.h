// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secrets/secret_store.h"

namespace nocturne::secrets {

/// What systemd hands to a service: files in the folder of `$CREDENTIALS_DIRECTORY`, by LoadCredential= and
/// LoadCredentialEncrypted= of its unit. Read only. Source: systemd.exec(5), "Credentials".
class CredentialSecrets final : public SecretStore
{
public:
    /// Fails with InvalidInput, too, for a name that is no name of a file in that folder, and as FileSecrets does.
    Result<SecretString> read(const std::string& name) override;
    Result<void> write(const std::string& name, const std::string& secret) override;
    Result<void> remove(const std::string& name) override;
};

} // namespace nocturne::secrets
