// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "base/core/result.h"
#include "base/secrets/secret_store.h"
#include "service/config/configuration.h"
#include "sources/loki/loki_source.h"
#include "sources/prometheus/engine_options.h"

namespace nocturne::collector {

/// The remote engines of `datasources.prometheus`, secrets looked up; files with secrets stay files. The limits are
/// those of local queries. Fails as the functions of source_options.h do.
Result<std::vector<prometheus::EngineOptions>> engineOptions(const config::Configuration& configuration,
                                                             secrets::SecretStore& keychain);

/// The Lokis of `datasources.loki`, likewise.
Result<std::vector<loki::Options>> lokiOptions(const config::Configuration& configuration,
                                               secrets::SecretStore& keychain);

} // namespace nocturne::collector
