// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secrets/secret_store.h"

namespace nocturne::secrets {

/// Files that hold one secret each; the name is the path. The secret is the first line without blanks around it.
///
/// A file that all users of the computer may read, or anybody but its owner may write, is refused: what is in it is no
/// secret. One that its group may read is taken, as services share secrets that way.
class FileSecrets final : public SecretStore
{
public:
    /// Fails with InvalidInput, too, for an empty file and one larger than 64 KiB.
    Result<SecretString> read(const std::string& path) override;
    /// Writes a file of mode 0600, in place of an earlier one at once or not at all.
    Result<void> write(const std::string& path, const std::string& secret) override;
    Result<void> remove(const std::string& path) override;
};

} // namespace nocturne::secrets
