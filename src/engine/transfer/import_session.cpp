// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The record of progress is a text file, one word and its values a line:
//
//   nocturne-import 2
//   source NAME
//   position PART OFFSET LINE SUM
//   stats SAMPLES DUPLICATES TOONEW EXEMPLARS EXEMPLARSLEFTOUT OLDEST NEWEST
//   pending FILE ...                 blocks in this folder that are still to move
//   sum HEX                          XXH3-64 of all before
//
// Beside it, `finished` has the source, position and stats of the imports that came to their end, the newest last, and
// the same sum.
#include "engine/transfer/import_session.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <istream>
#include <ostream>
#include <sstream>

#include "engine/tsdb/checksum.h"
#include "engine/tsdb/store_files.h"

namespace nocturne::transfer {

namespace {

constexpr std::string_view kMagic = "nocturne-import 2";
constexpr std::string_view kFinishedMagic = "nocturne-imported 1";
constexpr std::string_view kProgressFile = "/progress";
constexpr std::string_view kFinishedFile = "/finished";
constexpr std::size_t kMostFinished = 1000;        // that are kept in mind
constexpr std::uint64_t kProgressSamples = 65'536; // between two calls of progress()
constexpr unsigned kWritesBetweenMerges = 8;       // each leaves a block in each window
constexpr auto kWindow = std::chrono::hours(24);
constexpr Timestamp kOldest = -62'135'596'800'000; // the year 1, as Prometheus has it

struct Progress
{
    std::string source;
    ImportPosition position;
    ImportStats stats;
    std::vector<std::string> pending;
};

std::string hexSum(std::string_view text)
{
    std::array<char, 16> digits{};
    const auto sum = tsdb::checksum(std::as_bytes(std::span(text.data(), text.size())));
    const auto end = std::to_chars(digits.begin(), digits.end(), sum, 16).ptr;
    return {digits.begin(), end};
}

/// What the records of progress and of finished imports have in common.
void writeEntry(std::ostream& out, const Progress& progress)
{
    const auto& [part, offset, line, sum] = progress.position;
    const auto& stats = progress.stats;
    out << "source " << progress.source << "\nposition " << part << ' ' << offset << ' ' << line << ' ' << sum
        << "\nstats " << stats.samples << ' ' << stats.duplicates << ' ' << stats.tooNew << ' ' << stats.exemplars
        << ' ' << stats.exemplarsLeftOut << ' ' << stats.oldest << ' ' << stats.newest << '\n';
}

bool readEntry(std::istream& in, Progress& progress)
{
    std::string word;
    auto& stats = progress.stats;
    in >> word >> progress.source;
    in >> word >> progress.position.part >> progress.position.offset >> progress.position.line >> progress.position.sum;
    in >> word >> stats.samples >> stats.duplicates >> stats.tooNew >> stats.exemplars >> stats.exemplarsLeftOut >>
        stats.oldest >> stats.newest;
    return !in.fail();
}

std::string withSum(const std::string& text) { return text + "sum " + hexSum(text) + "\n"; }

std::string textOf(const Progress& progress)
{
    std::ostringstream out;
    out << kMagic << '\n';
    writeEntry(out, progress);
    out << "pending";
    for (const auto& name : progress.pending)
        out << ' ' << name;
    out << '\n';
    return withSum(out.str());
}

std::string textOf(const std::vector<Progress>& finished)
{
    std::ostringstream out;
    out << kFinishedMagic << '\n';
    for (const auto& one : finished)
        writeEntry(out, one);
    return withSum(out.str());
}

/// The text before the sum and behind the first line, which is `magic`; nothing when the file is not whole.
std::optional<std::string> readSummed(IoLayer& io, const std::string& path, std::string_view magic)
{
    const auto view = io.map(path);
    if (!view)
        return std::nullopt;
    const auto bytes = (*view)->bytes();
    const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size()); // NOLINT: bytes are a text
    const auto sumAt = text.rfind("sum ");
    if (sumAt == std::string::npos || text.substr(sumAt) != "sum " + hexSum(text.substr(0, sumAt)) + "\n")
        return std::nullopt;
    const auto first = std::string(magic) + "\n";
    return text.starts_with(first) ? std::optional(text.substr(first.size(), sumAt - first.size())) : std::nullopt;
}

std::optional<Progress> readProgress(IoLayer& io, const std::string& folder)
{
    const auto text = readSummed(io, folder + std::string(kProgressFile), kMagic);
    Progress progress;
    std::istringstream in(text.value_or(""));
    std::string word;
    if (!text || !readEntry(in, progress))
        return std::nullopt;
    std::string line;
    in >> word;
    std::getline(in, line);
    std::istringstream names(line);
    while (names >> word)
        progress.pending.push_back(word);
    return in.fail() ? std::nullopt : std::optional(progress);
}

std::vector<Progress> readFinished(IoLayer& io, const std::string& folder)
{
    std::vector<Progress> finished;
    std::istringstream in(readSummed(io, folder + std::string(kFinishedFile), kFinishedMagic).value_or(""));
    for (Progress one; finished.size() < kMostFinished && readEntry(in, one); one = {})
        finished.push_back(one);
    return finished;
}

Result<void> writeText(IoLayer& io, const std::string& path, const std::string& text)
{
    return writeWhole(io, path,
                      [&](OutputFile& file) { return file.write(std::as_bytes(std::span(text.data(), text.size()))); });
}

std::string importFolder(const std::string& store) { return store + "/import"; }

} // namespace

ImportSession::ImportSession(tsdb::Store& store, IoLayer& io, const Clock& clock, std::string folder,
                             std::string source, ImportOptions options)
    : m_store(store)
    , m_io(io)
    , m_folder(importFolder(folder))
    , m_source(std::move(source))
    , m_options(std::move(options))
    , m_newestAllowed(clock.now() + m_options.futureWindow.count())
    , m_loader(kWindow)
{}

ImportSession::~ImportSession() = default;

Result<std::optional<ImportPosition>> ImportSession::begin()
{
    if (const auto made = m_io.makeDirectory(m_folder); !made)
        return tl::unexpected(ioError("make the folder", m_folder, made.error()));
    const auto progress = readProgress(m_io, m_folder);
    if (progress) {
        // Of an earlier run that died while its blocks were on their way; another source has no claim on them either.
        if (const auto adopted = adopt(progress->pending); !adopted)
            return tl::unexpected(adopted.error());
    }
    clean();
    if (progress && progress->source == m_source) {
        m_stats = progress->stats;
        return std::optional(progress->position);
    }
    const auto finished = m_options.again ? std::vector<Progress>() : readFinished(m_io, m_folder);
    const auto known = std::ranges::find(finished, m_source, &Progress::source);
    if (known == finished.end())
        return std::optional<ImportPosition>();
    m_isRepeated = true;
    m_stats = known->stats;
    return std::optional(known->position);
}

/// Removes blocks that no record names.
void ImportSession::clean()
{
    for (const auto& name : m_io.list(m_folder).value_or(std::vector<std::string>())) {
        if (tsdb::blockFileNumber(name) || name.ends_with(".tmp"))
            (void)m_io.remove(std::string(m_folder).append("/").append(name));
    }
}

bool ImportSession::take(Timestamp time)
{
    if (time > m_newestAllowed || time < kOldest) {
        ++m_stats.tooNew;
        return false;
    }
    m_isRepeated = false;
    ++m_stats.samples;
    m_stats.oldest = std::min(m_stats.oldest, time);
    m_stats.newest = std::max(m_stats.newest, time);
    return true;
}

void ImportSession::append(tsdb::BulkLoader::Handle series, const model::Sample& sample)
{
    if (take(sample.t))
        m_loader.append(series, sample);
}

Result<void> ImportSession::appendHistogram(tsdb::BulkLoader::Handle series, const model::HistogramSample& sample)
{
    return take(sample.t) ? m_loader.appendHistogram(series, sample) : Result<void>();
}

void ImportSession::appendStartTime(tsdb::BulkLoader::Handle series, const model::StartTime& start)
{
    if (start.t <= m_newestAllowed && start.t >= kOldest)
        m_loader.appendStartTime(series, start);
}

void ImportSession::appendExemplar(const model::LabelSet& series, const model::Exemplar& exemplar)
{
    using tsdb::ExemplarOutcome;
    const auto outcome =
        exemplar.t <= m_newestAllowed ? m_store.addExemplar(series, exemplar) : ExemplarOutcome::Refused;
    const bool isThere = outcome == ExemplarOutcome::Stored || outcome == ExemplarOutcome::Duplicate;
    m_hasExemplars = m_hasExemplars || outcome == ExemplarOutcome::Stored;
    ++(isThere ? m_stats.exemplars : m_stats.exemplarsLeftOut);
}

void ImportSession::describe(const std::string& metric, const model::Metadata& metadata)
{
    m_store.appender()->describe(metric, metadata);
}

Result<bool> ImportSession::reached(const ImportPosition& position)
{
    const bool full = m_loader.bytes() >= m_options.bytes;
    bool stopped = false;
    if (++m_sinceProgress >= kProgressSamples || full) {
        m_sinceProgress = 0;
        stopped = m_options.progress && !m_options.progress(position, m_stats);
    }
    if (!full && !stopped)
        return false;
    if (auto wrote = write(position); !wrote)
        return tl::unexpected(wrote.error());
    if (stopped)
        return fail(Error::Kind::Cancelled, "the import was stopped: run it again to go on where it is");
    return true;
}

Result<void> ImportSession::write(const ImportPosition& position)
{
    auto names = m_loader.empty() ? std::vector<std::string>() : m_loader.write(m_io, m_folder);
    if (!names)
        return tl::unexpected(names.error());
    m_stats.duplicates += m_loader.stats().duplicates - std::exchange(m_loaderDuplicates, m_loader.stats().duplicates);
    return m_store
        .flush() // what was described
        .and_then([&] { return std::exchange(m_hasExemplars, false) ? m_store.persist() : Result<void>(); })
        .and_then([&] { return saveProgress(position, *names); })
        .and_then([&] { return adopt(*names); })
        .map([&] {
            if (++m_writes % kWritesBetweenMerges == 0)
                (void)m_store.mergeAll(); // what cannot be merged now is merged by whoever runs on this store
        });
}

Result<void> ImportSession::saveProgress(const ImportPosition& position, const std::vector<std::string>& pending)
{
    return writeText(m_io, m_folder + std::string(kProgressFile), textOf({m_source, position, m_stats, pending}));
}

/// Without it a repeated import comes in once all the same, so that a failure is none of the import.
void ImportSession::noteFinished(const ImportPosition& end)
{
    auto finished = readFinished(m_io, m_folder);
    std::erase_if(finished, [this](const Progress& one) { return one.source == m_source; });
    if (finished.size() >= kMostFinished)
        finished.erase(finished.begin());
    finished.push_back({m_source, end, m_stats, {}});
    (void)writeText(m_io, m_folder + std::string(kFinishedFile), textOf(finished));
}

Result<void> ImportSession::adopt(const std::vector<std::string>& names)
{
    std::vector<std::string> paths;
    for (const auto& name : names) {
        auto path = std::string(m_folder).append("/").append(name);
        if (tsdb::blockFileNumber(name) && m_io.size(path))
            paths.push_back(std::move(path));
    }
    return m_store.adopt(paths);
}

Result<void> ImportSession::finish(const ImportPosition& end)
{
    if (auto wrote = write(end); !wrote)
        return wrote;
    (void)m_store.mergeAll();
    noteFinished(end);
    const auto path = m_folder + std::string(kProgressFile);
    if (const auto removed = m_io.remove(path); !removed)
        return tl::unexpected(ioError("remove", path, removed.error()));
    (void)m_io.syncDirectory(m_folder);
    return {};
}

std::optional<std::string> unfinishedImport(IoLayer& io, const std::string& folder)
{
    const auto progress = readProgress(io, importFolder(folder));
    return progress ? std::optional(progress->source) : std::nullopt;
}

} // namespace nocturne::transfer
