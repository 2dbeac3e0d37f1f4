// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nocturne::test {

/// A configuration with a secret in every field that takes one; words in capitals stand for secrets and places.
extern const char* const kSecretConfiguration;

} // namespace nocturne::test
