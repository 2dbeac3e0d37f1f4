// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/result.h"
#include "base/net/http.h"

namespace nocturne::net {

/// Opens what shows a server who we are where a password locks it, into the texts of `tls`, which then hold the key
/// without its lock: the place for that is memory.
///
/// `pkcs12File` is a certificate, its chain and its key in one file (RFC 7292); empty: the key of `tls`, PKCS#8 or
/// older PEM. Nothing changes where both are empty. Files are read now and up to 1 MiB. Fails with InvalidInput, naming
/// the file and never the password, where that is wrong or missing, and with NotFound or Unavailable for the file.
Result<void> unlockIdentity(TlsOptions& tls, const std::string& pkcs12File, const SecretString& password);

} // namespace nocturne::net
