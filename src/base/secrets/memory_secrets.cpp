// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secrets/memory_secrets.h"

#include "base/core/text.h"

namespace nocturne::secrets {

namespace {

tl::unexpected<Error> missing(const std::string& name)
{
    return fail(Error::Kind::NotFound, "there is no secret \"" + printable(name, 100) + '"');
}

} // namespace

Result<SecretString> MemorySecrets::read(const std::string& name)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_secrets.find(name);
    if (found == m_secrets.end())
        return missing(name);
    return found->second;
}

Result<void> MemorySecrets::write(const std::string& name, const std::string& secret)
{
    const std::lock_guard lock(m_mutex);
    m_secrets.insert_or_assign(name, secret);
    return {};
}

Result<void> MemorySecrets::remove(const std::string& name)
{
    const std::lock_guard lock(m_mutex);
    if (m_secrets.erase(name) == 0)
        return missing(name);
    return {};
}

} // namespace nocturne::secrets
