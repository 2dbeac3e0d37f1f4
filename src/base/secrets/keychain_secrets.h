// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "base/secrets/secret_store.h"

namespace nocturne::secrets {

/// The keychain of the desktop by way of QtKeychain: Secret Service (gnome-keyring, KeePassXC) or KWallet.
///
/// Secrets stand under the service "nocturne"; never in a file of ours, whatever the keychain says. Needs a
/// QCoreApplication. A call waits for the keychain, which may ask a person to unlock it, for `patience` at most.
class KeychainSecrets final : public SecretStore
{
public:
    explicit KeychainSecrets(std::chrono::milliseconds patience = std::chrono::seconds(30))
        : m_patience(patience)
    {}

    Result<SecretString> read(const std::string& name) override;
    Result<void> write(const std::string& name, const std::string& secret) override;
    Result<void> remove(const std::string& name) override;

private:
    std::chrono::milliseconds m_patience;
};

} // namespace nocturne::secrets
