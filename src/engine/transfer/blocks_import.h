// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/transfer/import_session.h"
#include "engine/transfer/prometheus_block.h"

namespace nocturne::transfer {

/// Blocks of Prometheus to import, oldest first.
struct PrometheusBlockSet
{
    std::vector<std::string> folders;
    std::vector<PrometheusMeta> metas;
    std::string fingerprint; ///< of the set, for ImportSession
    bool hasLog = false;     ///< newer samples lie beside, in a write-ahead log, which is not read

    std::uint64_t series() const;
};

/// The block that `folder` is, or all that lie in it. Fails with NotFound when there is none, with InvalidInput and the
/// name of the file when a meta.json is malformed.
Result<PrometheusBlockSet> findPrometheusBlocks(IoLayer& io, const std::string& folder);

/// Takes all samples into a store, from `from` on, where an earlier run came to.
///
/// Chunks that are damaged are left out and named in `damages`. Fails with Corrupt for a damaged index, with
/// InvalidInput for encodings of newer versions, with Cancelled, or as the store fails; what came before is in it then.
Result<void> importBlocks(IoLayer& io, const PrometheusBlockSet& blocks, ImportSession& session,
                          const ImportPosition& from, std::vector<std::string>& damages);

} // namespace nocturne::transfer
