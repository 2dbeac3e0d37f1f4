// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "base/core/result.h"
#include "base/secrets/secret_store.h"
#include "service/config/configuration.h"
#include "sources/burstlet/burstlet_source.h"

namespace nocturne::collector {

/// Fails as the functions of source_options.h do.
Result<std::vector<burstlet::SourceOptions>> burstletOptions(const config::Configuration& configuration,
                                                             secrets::SecretStore& keychain);

} // namespace nocturne::collector
