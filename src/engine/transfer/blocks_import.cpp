// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/blocks_import.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <numeric>

#include "engine/tsdb/checksum.h"

namespace nocturne::transfer {

namespace {

Result<std::string> contentOf(IoLayer& io, const std::string& path)
{
    const auto view = io.map(path);
    if (!view)
        return tl::unexpected(ioError("open", path, view.error()));
    const auto bytes = (*view)->bytes();
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()); // NOLINT: bytes are a text
}

/// Takes the series of one block, from `position` on.
Result<void> importBlock(PrometheusBlock& block, ImportSession& session, ImportPosition& position,
                         std::vector<std::string>& damages)
{
    PrometheusSamples samples;
    for (auto index = position.offset; index < block.seriesCount(); ++index) {
        const auto read = block.seek(index).and_then([&] { return block.read(samples, damages); });
        if (!read)
            return read;
        const auto series = session.series(block.labels());
        for (const auto& sample : samples.floats)
            session.append(series, sample);
        for (const auto& sample : samples.histograms) {
            if (auto taken = session.appendHistogram(series, sample); !taken)
                return taken;
        }
        ++position.offset;
        if (const auto reached = session.reached(position); !reached)
            return tl::unexpected(reached.error());
    }
    return {};
}

} // namespace

std::uint64_t PrometheusBlockSet::series() const
{
    return std::accumulate(metas.begin(), metas.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const PrometheusMeta& meta) { return sum + meta.series; });
}

Result<PrometheusBlockSet> findPrometheusBlocks(IoLayer& io, const std::string& folder)
{
    constexpr std::string_view kMeta = "/meta.json";
    std::vector<std::string> candidates;
    if (io.size(folder + std::string(kMeta))) {
        candidates.push_back(folder);
    } else {
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
            const auto path = entry.path().string();
            const bool unfinished = entry.path().filename().string().find(".tmp") != std::string::npos;
            if (!unfinished && io.size(path + std::string(kMeta)))
                candidates.push_back(path);
        }
        std::ranges::sort(candidates);
    }
    struct Found
    {
        std::string folder;
        PrometheusMeta meta;
    };
    std::vector<Found> found;
    std::string all;
    for (const auto& path : candidates) {
        const auto text = contentOf(io, path + std::string(kMeta));
        auto meta = text.and_then(readPrometheusMeta);
        if (!meta)
            return tl::unexpected(meta.error().within(path));
        found.push_back({path, std::move(*meta)});
        all += *text;
    }
    if (found.empty())
        return fail(Error::Kind::NotFound,
                    folder + " has no blocks of Prometheus: name its data directory, a snapshot of it, or one block, "
                             "which has a meta.json");
    std::ranges::stable_sort(found, {}, [](const Found& one) { return one.meta.minTime; });
    PrometheusBlockSet blocks;
    for (auto& one : found) {
        blocks.folders.push_back(std::move(one.folder));
        blocks.metas.push_back(std::move(one.meta));
    }
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx",
                  static_cast<unsigned long long>( // NOLINT: what printf takes
                      tsdb::checksum(std::as_bytes(std::span(all.data(), all.size())))));
    blocks.fingerprint = std::string("blocks-") + digits.data();
    const auto log = io.list(folder + "/wal").value_or(std::vector<std::string>());
    blocks.hasLog = std::ranges::any_of(log, [&](const std::string& name) {
        return io.size(std::string(folder).append("/wal/").append(name)).value_or(0) > 0;
    });
    return blocks;
}

Result<void> importBlocks(IoLayer& io, const PrometheusBlockSet& blocks, ImportSession& session,
                          const ImportPosition& from, std::vector<std::string>& damages)
{
    auto position = from;
    for (; position.part < blocks.folders.size(); ++position.part, position.offset = 0) {
        auto opened = PrometheusBlockFolder::open(io, blocks.folders[position.part]);
        auto result = opened ? importBlock((*opened)->block(), session, position, damages)
                             : Result<void>(tl::unexpected(opened.error()));
        if (result)
            continue;
        if (result.error().kind == Error::Kind::Cancelled)
            return result;
        (void)session.pause(position); // what stood before is kept
        return opened ? Result<void>(tl::unexpected(result.error().within(blocks.folders[position.part]))) : result;
    }
    return session.finish(position);
}

} // namespace nocturne::transfer
