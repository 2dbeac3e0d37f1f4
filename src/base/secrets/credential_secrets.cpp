// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secrets/credential_secrets.h"

#include <cstdlib>

#include "base/core/text.h"
#include "base/secrets/file_secrets.h"

namespace nocturne::secrets {

namespace {

tl::unexpected<Error> readOnly(const std::string& name)
{
    return fail(Error::Kind::Unavailable, "credentials are not changed from within: set " + printable(name, 100) +
                                              " with LoadCredential= in the unit of the service");
}

} // namespace

Result<SecretString> CredentialSecrets::read(const std::string& name)
{
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
        return fail(Error::Kind::InvalidInput,
                    "\"" + printable(name, 100) +
                        "\" is no name of a credential: it is that of a file, without a folder");
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY"); // NOLINT(concurrency-mt-unsafe): nobody changes it
    if (folder == nullptr || *folder == '\0')
        return fail(Error::Kind::NotFound, "there is no credential " + printable(name, 100) +
                                               ": CREDENTIALS_DIRECTORY is not set, which systemd does for a service "
                                               "whose unit has LoadCredential=" +
                                               printable(name, 100) + ":PATH");
    return FileSecrets().read(std::string(folder) + "/" + name);
}

Result<void> CredentialSecrets::write(const std::string& name, const std::string& /*secret*/) { return readOnly(name); }

Result<void> CredentialSecrets::remove(const std::string& name) { return readOnly(name); }

} // namespace nocturne::secrets
