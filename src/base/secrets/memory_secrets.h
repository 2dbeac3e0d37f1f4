// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>

#include "base/secrets/secret_store.h"

namespace nocturne::secrets {

/// Secrets that live as long as this: of a session, and of tests.
class MemorySecrets final : public SecretStore
{
public:
    Result<SecretString> read(const std::string& name) override;
    Result<void> write(const std::string& name, const std::string& secret) override;
    Result<void> remove(const std::string& name) override;

private:
    std::mutex m_mutex;
    std::map<std::string, SecretString> m_secrets;
};

} // namespace nocturne::secrets
