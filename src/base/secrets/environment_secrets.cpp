// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secrets/environment_secrets.h"

#include <cstdlib>

#include "base/core/text.h"

namespace nocturne::secrets {

namespace {

tl::unexpected<Error> readOnly(const std::string& name)
{
    return fail(Error::Kind::Unavailable, "variables of the environment are not changed from within: set " +
                                              printable(name, 100) + " where the program is started");
}

} // namespace

Result<SecretString> EnvironmentSecrets::read(const std::string& name)
{
    if (const char* value = std::getenv(name.c_str())) // NOLINT(concurrency-mt-unsafe): nobody changes it
        return SecretString(value);
    return fail(Error::Kind::NotFound,
                "the environment has no variable " + printable(name, 100) + ": set it where the program is started");
}

Result<void> EnvironmentSecrets::write(const std::string& name, const std::string& /*secret*/)
{
    return readOnly(name);
}

Result<void> EnvironmentSecrets::remove(const std::string& name) { return readOnly(name); }

} // namespace nocturne::secrets
