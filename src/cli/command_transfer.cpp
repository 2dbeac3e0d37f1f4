// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <map>

#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include "cli/command.h"
#include "cli/opened_store.h"
#include "cli/progress_line.h"
#include "engine/promql/parser.h"
#include "engine/transfer/blocks_import.h"
#include "engine/transfer/metrics_export.h"
#include "engine/transfer/snapshot.h"
#include "engine/transfer/text_import.h"
#include "watch/alerts/state_database.h"

namespace nocturne::cli {

namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

volatile std::sig_atomic_t g_stop = 0; // NOLINT: a signal handler has no other way to say it

/// From now on SIGINT and SIGTERM ask for an orderly stop.
void stopOnSignals()
{
    struct sigaction action = {};
    action.sa_handler = [](int) { g_stop = 1; };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void addDataOption(QCommandLineParser& parser)
{
    parser.addOption(
        {QStringLiteral("data"), QStringLiteral("The data directory, as nocturne has it."), QStringLiteral("DIR")});
}

std::string valueOf(const QCommandLineParser& parser, const char* name)
{
    return parser.value(QLatin1String(name)).toStdString();
}

void printJson(const QJsonObject& object) { print(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()); }

std::string dateOf(Timestamp ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

Outcome failed(const Error& error)
{
    printError(error.text());
    return Outcome::Findings;
}

/// Where an export goes: standard output, or a file that appears whole, compressed when its name ends in .gz.
class ExportFile
{
public:
    explicit ExportFile(std::string path)
        : m_path(std::move(path))
    {}
    ~ExportFile()
    {
        if (m_file == nullptr)
            return;
        (void)gzclose(m_file);
        if (!m_isDirect)
            (void)std::remove(m_beside.c_str());
    }
    ExportFile(const ExportFile&) = delete;
    ExportFile& operator=(const ExportFile&) = delete;

    Result<void> open()
    {
        if (m_path.empty())
            return {};
        struct stat there = {};
        m_isDirect = ::stat(m_path.c_str(), &there) == 0 && !S_ISREG(there.st_mode); // a pipe, a device
        std::error_code error;
        if (const auto target = std::filesystem::canonical(m_path, error); !error && !m_isDirect)
            m_path = target.string(); // a link stays one
        m_beside = m_isDirect ? m_path : m_path + ".tmp";
        m_file = gzopen(m_beside.c_str(), m_path.ends_with(".gz") ? "wb" : "wbT"); // T: as it is
        return m_file != nullptr ? Result<void>() : tl::unexpected(ioError("write", m_beside, errno));
    }
    Result<void> write(std::string_view text)
    {
        errno = 0;
        const auto size = static_cast<unsigned>(text.size());
        const bool good = m_file == nullptr ? std::fwrite(text.data(), 1, text.size(), stdout) == text.size()
                                            : gzwrite(m_file, text.data(), size) == static_cast<int>(size);
        return good ? Result<void>() : tl::unexpected(ioError("write", shown(), errno));
    }
    Result<void> finish()
    {
        errno = 0;
        if (m_file == nullptr)
            return std::fflush(stdout) == 0 ? Result<void>() : tl::unexpected(ioError("write", shown(), errno));
        const bool closed = gzclose(std::exchange(m_file, nullptr)) == Z_OK;
        if (closed && (m_isDirect || std::rename(m_beside.c_str(), m_path.c_str()) == 0))
            return {};
        const int code = errno;
        if (!m_isDirect)
            (void)std::remove(m_beside.c_str());
        return tl::unexpected(ioError("write", shown(), code));
    }

private:
    std::string shown() const { return m_path.empty() ? "to standard output" : m_path; }

    std::string m_path;
    std::string m_beside;
    bool m_isDirect = false; ///< written where it is, since it cannot be exchanged
    gzFile m_file = nullptr;
};

Result<transfer::ExportOptions> exportOptions(const QCommandLineParser& parser, std::pair<Timestamp, Timestamp> range)
{
    transfer::ExportOptions options;
    options.plain = parser.isSet(QStringLiteral("plain"));
    std::tie(options.from, options.to) = range;
    for (const auto& text : parser.values(QStringLiteral("match"))) {
        auto selector = promql::parseSelector(text.toStdString());
        if (!selector)
            return fail(Error::Kind::InvalidInput, "--match " + text.toStdString() + ": " + selector.error().text());
        options.selectors.push_back(std::move(*selector));
    }
    std::map<std::string, Timestamp> asked;
    for (auto [name, bound] : {std::pair("from", &options.from), std::pair("to", &options.to)}) {
        if (!parser.isSet(QLatin1String(name)))
            continue;
        const auto time = timeOf(parser.value(QLatin1String(name)));
        if (!time)
            return fail(Error::Kind::InvalidInput,
                        std::string("--") + name + " is seconds since 1970, or RFC 3339 as 2026-01-31T08:00:00Z");
        asked[name] = *time;
        *bound = bound == &options.from ? std::max(*time, range.first) : std::min(*time, range.second);
    }
    if (asked.size() == 2 && asked["from"] > asked["to"])
        return fail(Error::Kind::InvalidInput, "--from lies behind --to: nothing is in between");
    return options;
}

/// Says what could not be read; whether there was anything.
bool printDamages(const tsdb::Store& store)
{
    const auto damages = store.health().damages;
    for (const auto& damage : damages)
        printError(damage.text());
    if (!damages.empty())
        printError("`nocturnectl storage repair` saves what can be read of damaged files");
    return !damages.empty();
}

} // namespace

Outcome runExportMetrics(const Invocation& invocation)
{
    QCommandLineParser parser;
    addDataOption(parser);
    parser.addOption({QStringLiteral("match"), QStringLiteral("Series that this selects; may be repeated."),
                      QStringLiteral("SELECTOR")});
    parser.addOption({QStringLiteral("from"), QStringLiteral("Samples from this time on."), QStringLiteral("T")});
    parser.addOption({QStringLiteral("to"), QStringLiteral("Samples up to this time."), QStringLiteral("T")});
    parser.addOption({QStringLiteral("out"), QStringLiteral("Write this file; compressed when it ends in .gz."),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("plain"), QStringLiteral("Leave out what only Nocturne reads back.")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (!parser.isSet(QStringLiteral("data")) || !parser.positionalArguments().isEmpty())
        return usageError("export metrics takes --data DIR, and no other words");
    OpenedStore opened;
    if (const auto result = opened.openSamplesToRead(valueOf(parser, "data")); !result)
        return failed(result.error());
    const auto options = exportOptions(parser, opened.store().timeRange());
    if (!options)
        return usageError(options.error().message);

    stopOnSignals();
    ExportFile file(valueOf(parser, "out"));
    std::stop_source stop;
    const auto sink = [&](std::string_view text) {
        if (g_stop != 0)
            stop.request_stop();
        return file.write(text);
    };
    Result<transfer::ExportStats> stats;
    const auto result = file.open()
                            .and_then([&]() -> Result<void> {
                                stats = transfer::exportMetrics(opened.store(), *options, sink, stop.get_token());
                                return stats ? Result<void>() : tl::unexpected(stats.error());
                            })
                            .and_then([&] { return file.finish(); });
    if (!result)
        return failed(result.error());
    if (stats->unnamed != 0)
        printError(std::to_string(stats->unnamed) + " series have no metric name and were left out");
    if (stats->leftOut != 0)
        printError(std::to_string(stats->leftOut) +
                   " native histograms, staleness markers and NaNs with bits of their own were left out: without "
                   "--plain they are written too");
    if (stats->exemplarsLeftOut != 0)
        printError(std::to_string(stats->exemplarsLeftOut) +
                   " exemplars were left out: their series have no samples in that time" +
                   (options->plain ? ", or --plain has no place for them" : ", or their labels are not UTF-8"));
    const bool damaged = printDamages(opened.store());
    if (parser.isSet(QStringLiteral("out")) && wantsJson(parser))
        printJson({{QStringLiteral("series"), static_cast<qint64>(stats->series)},
                   {QStringLiteral("samples"), static_cast<qint64>(stats->samples)},
                   {QStringLiteral("left_out"), static_cast<qint64>(stats->leftOut)},
                   {QStringLiteral("exemplars"), static_cast<qint64>(stats->exemplars)},
                   {QStringLiteral("exemplars_left_out"), static_cast<qint64>(stats->exemplarsLeftOut)}});
    else if (parser.isSet(QStringLiteral("out")))
        print(std::to_string(stats->samples) + " samples of " + std::to_string(stats->series) + " series");
    return !damaged && stats->unnamed == 0 ? Outcome::Ok : Outcome::Findings;
}

namespace {

/// Reads all of what a snapshot was taken of and says what is damaged: it is in the snapshot just as it is there, and
/// what was put aside is missing.
bool isWhole(const std::string& data)
{
    OpenedStore opened;
    if (const auto result = opened.openToRead(data); !result) {
        printError(result.error().text());
        return false;
    }
    (void)opened.store().verify();
    if (!printDamages(opened.store()))
        return true;
    printError("the snapshot is as damaged as its original: repair that first, or the snapshot itself");
    return false;
}

} // namespace

Outcome runExportSnapshot(const Invocation& invocation)
{
    QCommandLineParser parser;
    addDataOption(parser);
    parser.addOption({QStringLiteral("out"), QStringLiteral("The directory to make."), QStringLiteral("DIR")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (!parser.isSet(QStringLiteral("data")) || !parser.isSet(QStringLiteral("out")) ||
        !parser.positionalArguments().isEmpty())
        return usageError("export snapshot takes --data DIR --out DIR");
    const auto target = valueOf(parser, "out");
    std::error_code error;
    if (fs::exists(target, error))
        return failed({Error::Kind::InvalidInput, target + " exists: a snapshot goes into a new directory"});
    PosixIo io;
    const auto beside = target + ".part";
    fs::remove_all(beside, error);
    fs::create_directories(beside, error);
    if (!error)
        fs::permissions(beside, fs::perms::owner_all, error);
    if (error)
        return failed({Error::Kind::Unavailable, "cannot make " + beside + ": " + error.message()});
    const auto data = valueOf(parser, "data");
    auto stats = transfer::makeSnapshot(io, storeFolder(data), beside + "/metrics");
    if (stats) {
        const auto state = alerts::copyState(data, beside);
        if (!state)
            stats = tl::unexpected(state.error());
        else if (*state)
            ++stats->files;
    }
    const auto renamed = stats ? io.rename(beside, target) : IoResult<void>();
    if (!stats || !renamed) {
        fs::remove_all(beside, error);
        return failed(stats ? ioError("rename", beside, renamed.error()) : stats.error());
    }
    (void)io.syncDirectory(folderOf(target));
    if (wantsJson(parser))
        printJson({{QStringLiteral("files"), static_cast<qint64>(stats->files)},
                   {QStringLiteral("linked"), static_cast<qint64>(stats->linked)},
                   {QStringLiteral("bytes"), static_cast<qint64>(stats->bytes)}});
    else
        print(std::to_string(stats->files) + " files, " + shortBytes(static_cast<double>(stats->bytes)) +
              ", of which " + std::to_string(stats->linked) + " files share their space with the original");
    return isWhole(data) ? Outcome::Ok : Outcome::Findings;
}

namespace {

/// Says what an import brought, and what became of the rest.
void reportImport(const transfer::ImportStats& stats, bool isRepeated, double seconds, bool json)
{
    constexpr auto kDefaultRetention = std::chrono::hours(30 * 24);
    const bool any = stats.samples != 0;
    if (json) {
        printJson({{QStringLiteral("samples"), static_cast<qint64>(stats.samples)},
                   {QStringLiteral("imported_before"), isRepeated},
                   {QStringLiteral("duplicates"), static_cast<qint64>(stats.duplicates)},
                   {QStringLiteral("too_new"), static_cast<qint64>(stats.tooNew)},
                   {QStringLiteral("exemplars"), static_cast<qint64>(stats.exemplars)},
                   {QStringLiteral("exemplars_left_out"), static_cast<qint64>(stats.exemplarsLeftOut)},
                   {QStringLiteral("oldest_time_ms"), any ? static_cast<qint64>(stats.oldest) : 0},
                   {QStringLiteral("newest_time_ms"), any ? static_cast<qint64>(stats.newest) : 0},
                   {QStringLiteral("seconds"), seconds}});
        return;
    }
    print(std::to_string(stats.samples) + " samples" +
          (any ? ", from " + dateOf(stats.oldest) + " to " + dateOf(stats.newest) : ""));
    if (stats.duplicates != 0)
        print(std::to_string(stats.duplicates) +
              " of them for times that their series had already: the first was kept");
    if (stats.tooNew != 0)
        print(std::to_string(stats.tooNew) + " samples lie in the future, or before the year 1, and were left out");
    if (stats.exemplars != 0)
        print(std::to_string(stats.exemplars) + " exemplars");
    if (stats.exemplarsLeftOut != 0)
        print(
            std::to_string(stats.exemplarsLeftOut) +
            " exemplars were left out: they are older than the newest of their series, or longer than 128 characters");
    if (any && stats.oldest < SystemClock().now() - std::chrono::milliseconds(kDefaultRetention).count())
        print("Samples older than storage.retention (30d unless it is set) go when Nocturne starts on this directory.");
}

/// Runs one import of `source` into the data directory that the parser names.
template <typename Run>
Outcome import(const QCommandLineParser& parser, const std::string& file, const std::string& source,
               const std::function<bool(const transfer::ImportPosition&, const transfer::ImportStats&)>& progress,
               Run run)
{
    OpenedStore opened;
    if (const auto result = opened.openOrMake(valueOf(parser, "data")); !result)
        return failed(result.error());
    stopOnSignals();
    const auto begin = Steady::now();
    transfer::ImportOptions options;
    options.progress = progress;
    options.again = parser.isSet(QStringLiteral("again"));
    transfer::ImportSession session(opened.store(), opened.io(), opened.clock(), opened.folder(), source, options);
    const auto from = session.begin();
    if (!from)
        return failed(from.error());
    if (*from && !session.isRepeated() && !wantsJson(parser))
        print("an earlier import of this stopped after " + std::to_string(session.stats().samples) +
              " samples: going on there");
    const auto result = run(session, from->value_or(transfer::ImportPosition()));
    if (!result) {
        printError(result.error().where ? file + ":" + result.error().text() : result.error().message);
        printError(std::to_string(session.stats().samples) +
                   " samples before that are in the data directory; run the same command again to go on");
        return Outcome::Findings;
    }
    if (session.isRepeated() && !wantsJson(parser))
        print("this was imported already, and nothing of it was read again; --again does so");
    reportImport(session.stats(), session.isRepeated(), std::chrono::duration<double>(Steady::now() - begin).count(),
                 wantsJson(parser));
    return Outcome::Ok;
}

Outcome importTextFile(const QCommandLineParser& parser, const std::string& file)
{
    auto source = transfer::LineSource::open(file);
    if (!source)
        return failed(source.error());
    ProgressLine line;
    const auto progress = [&](const transfer::ImportPosition&, const transfer::ImportStats& stats) {
        line.show((*source)->fileOffset(), (*source)->fileSize(), stats.samples);
        return g_stop == 0;
    };
    return import(parser, file, (*source)->fingerprint(), progress,
                  [&](transfer::ImportSession& session, const transfer::ImportPosition& from) {
                      auto result = transfer::importText(**source, session, from);
                      line.clear();
                      return result;
                  });
}

Outcome importBlockFolder(const QCommandLineParser& parser, const std::string& folder)
{
    PosixIo io;
    const auto blocks = transfer::findPrometheusBlocks(io, folder);
    if (!blocks)
        return failed(blocks.error());
    if (blocks->hasLog)
        printError("the newest samples lie in Prometheus' write-ahead log, which is not read: for those too, take a "
                   "snapshot (POST /api/v1/admin/tsdb/snapshot) and import that");
    ProgressLine line;
    const auto progress = [&](const transfer::ImportPosition& position, const transfer::ImportStats& stats) {
        auto done = position.offset;
        for (std::size_t i = 0; i < position.part && i < blocks->metas.size(); ++i)
            done += blocks->metas[i].series;
        line.show(done, blocks->series(), stats.samples, "series");
        return g_stop == 0;
    };
    std::vector<std::string> damages;
    const auto outcome = import(parser, folder, blocks->fingerprint, progress,
                                [&](transfer::ImportSession& session, const transfer::ImportPosition& from) {
                                    auto result = transfer::importBlocks(io, *blocks, session, from, damages);
                                    line.clear();
                                    return result;
                                });
    for (const auto& damage : damages)
        printError("left out: " + damage);
    return outcome == Outcome::Ok && !damages.empty() ? Outcome::Findings : outcome;
}

} // namespace

Outcome runImportMetrics(const Invocation& invocation)
{
    QCommandLineParser parser;
    addDataOption(parser);
    parser.addOption({QStringLiteral("again"), QStringLiteral("Also what was imported to its end before.")});
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (!parser.isSet(QStringLiteral("data")) || parser.positionalArguments().size() != 1)
        return usageError("import metrics takes one FILE or DIR, or - for standard input, and --data DIR");
    const auto source = parser.positionalArguments().front().toStdString();
    std::error_code error;
    return fs::is_directory(source, error) ? importBlockFolder(parser, source) : importTextFile(parser, source);
}

} // namespace nocturne::cli
