// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Samples that leave a store as text and come into another one: the same text leaves that one, whatever died meanwhile.
#include <bit>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include <zlib.h>

#include <QTemporaryDir>
#include <QTest>

#include "engine/transfer/metrics_export.h"
#include "engine/transfer/snapshot.h"
#include "engine/transfer/text_import.h"
#include "support/crash_disk.h"
#include "support/fault_io.h"
#include "support/manual_clock.h"
#include "support/store_scenario.h"

using namespace nocturne;
using model::FloatHistogram;
using model::LabelSet;
using model::Sample;
using support::CrashDisk;
using support::FaultIo;
using support::ManualClock;
using tsdb::Store;

namespace {

constexpr Timestamp kStart = 1'700'006'400'000; // the start of a window of two hours
constexpr Timestamp kStep = 60'000;
constexpr int kSteps = 1900; // over two midnights

std::unique_ptr<Store> openStore(IoLayer& io, const Clock& clock, bool readOnly = false,
                                 const std::string& folder = "data")
{
    static NullLogger log;
    tsdb::StoreOptions options;
    options.folder = folder;
    options.readOnly = readOnly;
    options.threads = false;
    options.retention = {};
    auto opened = Store::open(options, clock, log, io);
    if (!opened)
        qFatal("%s", opened.error().message.c_str());
    return std::move(*opened);
}

std::string exported(const Store& store, transfer::ExportOptions options = {})
{
    std::string text;
    if (options.from == 0 && options.to == 0)
        std::tie(options.from, options.to) = store.timeRange();
    const auto stats = transfer::exportMetrics(store, options, [&](std::string_view piece) -> Result<void> {
        text += piece;
        return {};
    });
    if (!stats)
        qFatal("%s", stats.error().message.c_str());
    return text;
}

model::HistogramPtr histogramAt(int step, bool custom)
{
    FloatHistogram histogram;
    const double base = step % 500;
    histogram.schema = custom ? FloatHistogram::kCustomSchema : 2;
    histogram.positive = {{{custom ? 0 : -3, 2}, {2, 1}}, {base + 1, base * 2, step % 7 == 0 ? 0.0 : 3.25}};
    if (custom) {
        histogram.customValues = {0.1, 0.5, 1, 2.5, 10};
    } else {
        histogram.zeroThreshold = 0x1p-128;
        histogram.zeroCount = step % 3;
        histogram.negative = {{{1, 1}}, {base}};
    }
    histogram.count = 1e6 + base;
    histogram.sum = base * 0.1;
    return std::make_shared<const FloatHistogram>(std::move(histogram));
}

/// Commits one step of everything that samples can be.
void appendStep(Store& store, int step)
{
    const auto time = kStart + step * kStep;
    const auto appender = store.appender();
    storage::SeriesRef ref = 0;
    const auto add = [&](const LabelSet& labels, double value, std::optional<Timestamp> start = {}) {
        const auto appended = appender->append(0, labels, {time, value});
        QVERIFY(appended);
        ref = *appended;
        if (start)
            appender->setStartTime(*start);
    };
    const auto tell = [&](const model::Exemplar& exemplar) { QVERIFY(appender->appendExemplar(ref, exemplar)); };
    add({{"__name__", "requests_total"}, {"code", "200"}}, (step * 7) % 3001, kStart - 1 + step / 600);
    if (step % 10 == 0) {
        tell({{{"trace_id", "a" + std::to_string(step)}}, 0.1 * step, time - 20'000, true});
        tell({{{"a label", "\"\\\nü"}, {"span_id", "b"}}, -0.0, time, false}); // whose time nobody told
    }
    if (step % 100 == 99)
        tell({{}, std::bit_cast<double>(0x7ff8'0000'0000'0abcULL), time + 500, true}); // later than its sample
    add({{"__name__", "full_mantissa"}}, 1.0 / (step + 3));
    add({{"__name__", "http.größe"}, {"a label", "\"\\\n"}, {"b", "ü"}}, step % 2 == 0 ? -0.0 : 0.0);
    if (step % 400 < 300)
        add({{"__name__", "gappy"}, {"instance", "a"}}, step);
    else if (step % 400 == 300)
        add({{"__name__", "gappy"}, {"instance", "a"}}, model::kStaleMarker);
    if (step % 50 == 0)
        add({{"__name__", "nans"}}, std::bit_cast<double>(0x7ff8'0000'0000'0000ULL + static_cast<unsigned>(step)));
    for (const char* bound : {"1", "2.5", "+Inf"})
        add({{"__name__", "latency_bucket"}, {"le", bound}}, step);
    if (step % 50 == 7)
        tell({{{"trace_id", "of infinity"}}, 1e300, time, true}); // at its sample's time, and told so
    add({{"__name__", "latency_count"}}, step);
    add({{"__name__", "latency_sum"}}, step * 0.1);
    for (const bool custom : {false, true}) {
        const LabelSet labels{{"__name__", "native"}, {"kind", custom ? "custom" : "exponential"}};
        if (step % 700 == 699)
            add(labels, model::kStaleMarker); // a float among histograms
        else if (step % 11 != 0)
            QVERIFY(appender->appendHistogram(0, labels, {time, histogramAt(step, custom)}));
    }
    appender->describe("requests", {model::MetricType::Counter, "Requests \"done\".\nAll.", ""});
    appender->describe("latency", {model::MetricType::Histogram, "", ""});
    appender->describe("never_sampled", {model::MetricType::Gauge, "", ""});
    QVERIFY(appender->commit());
}

struct ImportResult
{
    Result<void> result;
    transfer::ImportStats stats;
};

} // namespace

class TransferTest : public QObject
{
    Q_OBJECT

private:
    ManualClock m_clock{kStart + (kSteps + 10) * kStep};
    QTemporaryDir m_folder;
    CrashDisk m_disk;
    std::unique_ptr<Store> m_store;
    std::string m_text;

    std::string path(const char* name) const { return m_folder.filePath(QLatin1String(name)).toStdString(); }
    std::string write(const char* name, const std::string& text) const
    {
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }

    ImportResult import(IoLayer& io, const std::string& file, transfer::ImportOptions options = {}) const
    {
        const auto store = openStore(io, m_clock);
        auto source = transfer::LineSource::open(file);
        if (!source)
            return {tl::unexpected(source.error()), {}};
        transfer::ImportSession session(*store, io, m_clock, "data", (*source)->fingerprint(), std::move(options));
        const auto from = session.begin();
        if (!from)
            return {tl::unexpected(from.error()), {}};
        auto result = transfer::importText(**source, session, from->value_or(transfer::ImportPosition()));
        return {result, session.stats()};
    }
    static std::uint64_t samplesIn(const std::string& text)
    {
        std::uint64_t samples = 0;
        for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
            samples += text[at] != '#' ? 1 : 0;
        return samples;
    }

private slots:
    void initTestCase()
    {
        m_store = openStore(m_disk, m_clock);
        for (int step = 0; step < kSteps; ++step) {
            appendStep(*m_store, step);
            if (step == kSteps / 2)
                QVERIFY(m_store->persist()); // one half in blocks, the other in the head
        }
        m_text = exported(*m_store);
        QVERIFY(m_store->blocks()->size() > 2);
        QVERIFY(samplesIn(m_text) > 18'000);
    }

    void theTextIsSortedByFamilyAndEnded()
    {
        QVERIFY(m_text.starts_with("full_mantissa 0.3333333333333333 1700006400.000\n"));
        QVERIFY(m_text.ends_with("# EOF\n"));
        const auto latency = m_text.find("# TYPE latency histogram\nlatency_bucket{le=\"+Inf\"} 0 ");
        const auto requests = m_text.find("# TYPE requests counter\n# HELP requests Requests \\\"done\\\".\\nAll.\n"
                                          "requests_total{code=\"200\"} 0 1700006400.000 st@1700006399.999 # {");
        QVERIFY(latency != std::string::npos);
        QVERIFY(requests != std::string::npos && latency < requests);
        QVERIFY(m_text.find("never_sampled") == std::string::npos);
    }

    void exportImportExportIsTheSameToTheByte()
    {
        CrashDisk disk;
        const auto imported = import(disk, write("all.om", m_text));
        QVERIFY2(imported.result, imported.result ? "" : imported.result.error().text().c_str());
        QCOMPARE(imported.stats.samples, samplesIn(m_text));
        QCOMPARE(imported.stats.duplicates, 0U);

        const auto again = exported(*openStore(disk, m_clock, true));

        QVERIFY(again == m_text);
    }

    void exemplarsStandBehindTheSampleTheyWereToldWith()
    {
        QVERIFY(m_text.find("requests_total{code=\"200\"} 70 1700007000.000 st@1700006399.999 "
                            "# {trace_id=\"a10\"} 1 1700006980.000 "
                            "# {\"a label\"=\"\\\"\\\\\\nü\",span_id=\"b\"} -0\n") != std::string::npos);
        QVERIFY(m_text.find("# {} NaN(0x7ff8000000000abc) 1700012340.500 # {trace_id") != std::string::npos);
        QVERIFY(m_text.find(" 1700006820.000 # {trace_id=\"of infinity\"} 1e+300 1700006820.000\n") !=
                std::string::npos);

        CrashDisk disk;
        const auto imported = import(disk, write("all.om", m_text));

        QVERIFY(imported.result);
        QCOMPARE(imported.stats.exemplarsLeftOut, 0U);
        std::uint64_t written = 0;
        for (auto at = m_text.find(" # {"); at != std::string::npos; at = m_text.find(" # {", at + 1))
            ++written;
        QCOMPARE(imported.stats.exemplars, written);
        const auto store = openStore(disk, m_clock, true);
        const auto [from, to] = store->timeRange();
        const std::vector<std::vector<model::Matcher>> all(1);
        const auto found = store->exemplars(from - 60'000, to + 60'000, all, {});
        const auto before = m_store->exemplars(from, to, all, {}); // the first was told before the first sample
        QVERIFY(found && before && !found->empty());
        QCOMPARE(found->size(), before->size());
        for (std::size_t i = 0; i < found->size(); ++i)
            QCOMPARE(found->at(i).series, before->at(i).series);
        const auto isSame = [](const model::Exemplar& a, const model::Exemplar& b) {
            return a.labels == b.labels && model::haveSameValue(a, b) && a.t == b.t && a.hasOwnTime == b.hasOwnTime;
        };
        for (std::size_t i = 0; i < found->size(); ++i)
            QVERIFY(std::ranges::equal(found->at(i).exemplars, before->at(i).exemplars, isSame));
    }

    void aPlainTextHasOneExemplarALineOfWhatCounts()
    {
        transfer::ExportOptions options;
        std::tie(options.from, options.to) = m_store->timeRange();
        options.plain = true;
        std::string text;
        const auto stats = transfer::exportMetrics(*m_store, options, [&](std::string_view piece) -> Result<void> {
            text += piece;
            return {};
        });

        QVERIFY(stats);
        QVERIFY(stats->exemplars > 100);
        QVERIFY(text.find("requests_total{code=\"200\"} 70 1700007000.000 # {trace_id=\"a10\"} 1 1700006980.000\n") !=
                std::string::npos);
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            QVERIFY(line.find(" # {") == line.rfind(" # {"));
    }

    void aChangeInTheMiddleOfAFileIsNoticedByTheNextRun()
    {
        transfer::ImportOptions options;
        options.bytes = 60'000;
        std::uint64_t line = 0;
        options.progress = [&](const auto& position, const auto&) {
            line = position.line;
            return position.line < 9000; // stopped in the midst
        };
        CrashDisk disk;
        const auto file = write("changed.om", m_text);
        QVERIFY(!import(disk, file, options).result);
        QVERIFY(line >= 9000);
        auto changed = m_text;
        const auto at = changed.find("full_mantissa 0.", 70'000); // read already, and not among the ends
        QVERIFY(at != std::string::npos && at < m_text.size() / 4);
        changed.replace(at, 13, "full_mantisse");
        write("changed.om", changed);
        std::uint64_t first = 0;
        options.progress = [&](const auto& position, const auto&) {
            first = first == 0 ? position.line : first;
            return true;
        };

        const auto imported = import(disk, file, options);

        QVERIFY(imported.result);
        QVERIFY(first < line); // it began anew
        QCOMPARE(imported.stats.samples, samplesIn(m_text));
        const auto text = exported(*openStore(disk, m_clock, true));
        QVERIFY(text.find("full_mantisse 0.") != std::string::npos);
    }

    void aSecondImportOfTheSameChangesNothing()
    {
        CrashDisk disk;
        const auto file = write("all.om", m_text);
        QVERIFY(import(disk, file).result);
        QVERIFY(import(disk, file).result);

        QVERIFY(exported(*openStore(disk, m_clock, true)) == m_text);
    }

    void samplesMayComeInAnyOrder()
    {
        std::vector<std::string> lines;
        std::istringstream in(m_text);
        for (std::string line; std::getline(in, line);) {
            if (!line.starts_with('#') && !line.starts_with("native"))
                lines.push_back(line.substr(0, line.find(" # {"))); // exemplars come in the order of time
        }
        std::mt19937_64 random(1);
        std::ranges::shuffle(lines, random);
        std::string text;
        for (const auto& line : lines)
            text += line + "\n";
        transfer::ImportOptions options;
        options.bytes = 100'000;
        CrashDisk disk;
        QVERIFY(import(disk, write("shuffled.om", text + "# EOF\n"), options).result);

        std::istringstream out(exported(*openStore(disk, m_clock, true)));
        std::vector<std::string> found;
        for (std::string line; std::getline(out, line);) {
            if (!line.starts_with('#'))
                found.push_back(line);
        }

        std::ranges::sort(lines);
        std::ranges::sort(found);
        QVERIFY(found == lines);
    }

    void compressedTextIsRead()
    {
        const auto file = path("all.om.gz");
        auto* const out = gzopen(file.c_str(), "wb");
        QCOMPARE(gzwrite(out, m_text.data(), static_cast<unsigned>(m_text.size())), static_cast<int>(m_text.size()));
        gzclose(out);
        CrashDisk disk;

        QVERIFY(import(disk, file).result);

        QVERIFY(exported(*openStore(disk, m_clock, true)) == m_text);
    }

    void aCompressedTextThatIsCutShortIsRefused()
    {
        const auto file = path("cut.om.gz");
        auto* const out = gzopen(file.c_str(), "wb");
        gzwrite(out, m_text.data(), static_cast<unsigned>(m_text.size()));
        gzclose(out);
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        CrashDisk disk;

        const auto imported = import(disk, file);

        QVERIFY(!imported.result);
        QVERIFY2(imported.result.error().message.find("cut short") != std::string::npos,
                 imported.result.error().message.c_str());
    }

    void whatIsKilledGoesOnAndComesInOnce_data()
    {
        QTest::addColumn<bool>("power");
        QTest::newRow("the process dies") << false;
        QTest::newRow("the power fails") << true;
    }
    /// At every so many calls of the disk all further ones fail; the next run must bring the rest, and nothing twice.
    void whatIsKilledGoesOnAndComesInOnce()
    {
        QFETCH(bool, power);
        const auto file = write("all.om", m_text);
        transfer::ImportOptions options;
        options.bytes = 60'000;
        std::uint64_t opening = 0;
        std::uint64_t calls = 0;
        {
            CrashDisk disk;
            FaultIo io(disk);
            openStore(io, m_clock)->abandon();
            opening = io.calls();
        }
        {
            CrashDisk disk;
            FaultIo io(disk);
            QVERIFY(import(io, file, options).result);
            calls = io.calls();
        }
        QVERIFY(calls > 150);
        int killed = 0;
        int resumed = 0;
        for (auto call = opening + 1; call < calls; call += calls / 30) {
            CrashDisk disk;
            {
                FaultIo io(disk);
                io.setFault({call, EIO, true});
                killed += import(io, file, options).result ? 0 : 1; // the last calls are those of the store's end
            }
            disk.dropProcess();
            if (power)
                disk.cut(call);
            std::uint64_t taken = 0;
            auto second = options;
            second.progress = [&](const auto& position, const auto&) {
                taken = taken == 0 ? position.line : taken;
                return true;
            };

            const auto imported = import(disk, file, second);

            QVERIFY2(imported.result, imported.result ? "" : imported.result.error().text().c_str());
            QCOMPARE(imported.stats.samples, samplesIn(m_text));
            const auto store = openStore(disk, m_clock, true);
            QVERIFY2(exported(*store) == m_text, qPrintable(QStringLiteral("call %1").arg(call)));
            QVERIFY(store->health().damages.empty());
            resumed += taken > 6000 ? 1 : 0;
        }
        QVERIFY(killed > 25);
        QVERIFY2(resumed > 5, "later runs begin where earlier ones stopped");
    }

    void aStopLeavesAllThatWasRead()
    {
        const auto file = write("all.om", m_text);
        CrashDisk disk;
        transfer::ImportOptions options;
        options.bytes = 50'000;
        options.progress = [](const auto& position, const auto&) { return position.line < 5000; };

        const auto stopped = import(disk, file, options);

        QVERIFY(!stopped.result);
        QVERIFY(stopped.result.error().kind == Error::Kind::Cancelled);
        const auto part = exported(*openStore(disk, m_clock, true));
        QCOMPARE(samplesIn(part), stopped.stats.samples);
        QVERIFY(stopped.stats.samples > 4000 && stopped.stats.samples < samplesIn(m_text));
        QCOMPARE(transfer::unfinishedImport(disk, "data").has_value(), true);
        QVERIFY(import(disk, file).result);
        QVERIFY(exported(*openStore(disk, m_clock, true)) == m_text);
        QCOMPARE(transfer::unfinishedImport(disk, "data").has_value(), false);
    }

    void aWrongLineIsNamedAndWhatIsBeforeItIsIn()
    {
        CrashDisk disk;
        const auto imported = import(disk, write("wrong.om", "up 1 1700006400\nup{a=\"1\" 2 3\nup 3 4\n# EOF\n"));

        QVERIFY(!imported.result);
        QCOMPARE(imported.result.error().where->line, 2);
        QCOMPARE(imported.result.error().where->column, 9);
        QCOMPARE(exported(*openStore(disk, m_clock, true)), std::string("up 1 1700006400.000\n# EOF\n"));
    }

    void aTextWithoutAnEndIsRefused()
    {
        CrashDisk disk;
        const auto imported = import(disk, write("open.om", "up 1 1700006400\n"));

        QVERIFY(!imported.result);
        QVERIFY(imported.result.error().message.find("# EOF") != std::string::npos);
        QCOMPARE(imported.result.error().where->line, 2);
    }

    void samplesOfTheFutureAreLeftOutAndCounted()
    {
        CrashDisk disk;
        const auto imported = import(disk, write("future.om", "up 1 1700006400\nup 2 1e15\nup 3 -1e18\n# EOF\n"));

        QVERIFY(imported.result);
        QCOMPARE(imported.stats.samples, 1U);
        QCOMPARE(imported.stats.tooNew, 2U);
    }

    void theFirstOfTwoSamplesOfOneTimeIsKept()
    {
        CrashDisk disk;
        const auto imported =
            import(disk, write("twice.om", "up 1 1700006400\nup 2 1700006400\nup 0 1700006300\n# EOF\n"));

        QVERIFY(imported.result);
        QCOMPARE(imported.stats.duplicates, 1U);
        QCOMPARE(exported(*openStore(disk, m_clock, true)),
                 std::string("up 0 1700006300.000\nup 1 1700006400.000\n# EOF\n"));
    }

    void historyJoinsWhatIsThere()
    {
        CrashDisk disk;
        {
            const auto store = openStore(disk, m_clock);
            support::appendAll(*store, LabelSet{{"__name__", "up"}}, {{kStart + 1000, 5}, {kStart + 3000, 6}});
        }
        QVERIFY(import(disk, write("old.om", "up 1 1600000000\nup 2 1700006402\n# EOF\n")).result);

        QCOMPARE(exported(*openStore(disk, m_clock, true)),
                 std::string("up 1 1600000000.000\nup 5 1700006401.000\nup 2 1700006402.000\nup 6 1700006403.000\n"
                             "# EOF\n"));
    }

    void monthsSortedBySeriesLoadInBoundedMemory()
    {
        constexpr int kSeries = 40;
        constexpr int kSamples = 20'000; // 10 minutes apart: 139 days
        std::string text;
        for (int series = 0; series < kSeries; ++series) {
            for (int i = 0; i < kSamples; ++i)
                text += "m{i=\"" + std::to_string(series) + "\"} " + std::to_string((i * 37 + series) % 1000) + " " +
                        std::to_string(1'600'000'000 + i * 600) + "\n";
        }
        const auto file = write("months.om", text + "# EOF\n");
        CrashDisk disk;
        transfer::ImportOptions options;
        options.bytes = 300'000; // several rounds

        const auto imported = import(disk, file, options);

        QVERIFY2(imported.result, imported.result ? "" : imported.result.error().text().c_str());
        const auto store = openStore(disk, m_clock, true);
        QCOMPARE(store->verify().samples, std::uint64_t{kSeries} * kSamples);
        QVERIFY2(store->blocks()->size() < 145, "blocks of one day are merged");
        const auto samples = support::readAll(*store, LabelSet{{"__name__", "m"}, {"i", "17"}}, 0, kStart);
        QCOMPARE(samples.size(), std::size_t{kSamples});
        QCOMPARE(samples[12'345], (Sample{(1'600'000'000LL + 12'345 * 600) * 1000, (12'345 * 37 + 17) % 1000}));
    }

    void selectorsAndTimesChooseWhatIsExported()
    {
        transfer::ExportOptions options;
        options.selectors = {{model::Matcher::equal("__name__", "latency_count")},
                             {*model::Matcher::make(model::Matcher::Op::Regex, "__name__", "latency_(count|sum)")}};
        options.from = kStart + 10 * kStep;
        options.to = kStart + 11 * kStep;

        QCOMPARE(exported(*m_store, options),
                 std::string("# TYPE latency histogram\n"
                             "latency_count 10 1700007000.000\nlatency_count 11 1700007060.000\n"
                             "latency_sum 1 1700007000.000\nlatency_sum 1.1 1700007060.000\n# EOF\n"));
    }

    void aPlainExportIsOpenMetricsAlone()
    {
        transfer::ExportOptions options;
        std::tie(options.from, options.to) = m_store->timeRange();
        options.plain = true;
        std::uint64_t before = 0;
        std::string text;
        const auto stats = transfer::exportMetrics(*m_store, options, [&](std::string_view piece) -> Result<void> {
            text += piece;
            return {};
        });

        QVERIFY(stats);
        QVERIFY(stats->leftOut > 3000);
        QCOMPARE(stats->samples + stats->leftOut, samplesIn(m_text));
        for (const char* extension : {"NaN(", "st@", "{count:"})
            before += text.find(extension) != std::string::npos ? 1 : 0;
        QCOMPARE(before, 0U);
    }

    void aStoreIsExportedWhileItIsWritten()
    {
        CrashDisk disk;
        const auto store = openStore(disk, m_clock);
        std::atomic<bool> done = false;
        std::jthread writer([&] {
            for (int step = 0; step < 600; ++step) {
                support::appendAll(*store, LabelSet{{"__name__", "up"}}, {{kStart + step * kStep, 1.0 * step}});
                (void)store->flush();
                if (step % 20 == 19)
                    (void)store->persist();
                if (step % 60 == 59)
                    store->keep();
            }
            done = true;
        });
        int looks = 0;
        std::size_t seen = 0;
        while (!done || looks == 0) {
            const auto reader = openStore(disk, m_clock, true);
            const auto samples = support::readAll(*reader, LabelSet{{"__name__", "up"}}, 0, kStart + kSteps * kStep);
            for (std::size_t i = 0; i < samples.size(); ++i)
                QCOMPARE(samples[i], (Sample{kStart + static_cast<Timestamp>(i) * kStep, static_cast<double>(i)}));
            QVERIFY2(samples.size() >= seen, "what was there is there");
            seen = samples.size();
            ++looks;
        }
        QVERIFY(looks > 0);
    }

    void aSnapshotIsAStoreOfItsOwn()
    {
        PosixIo io;
        const auto original = path("live");
        const auto store = openStore(io, m_clock, false, original);
        support::appendAll(*store, LabelSet{{"__name__", "up"}}, {{kStart, 1}, {kStart + 5 * 3600 * 1000, 2}});
        QVERIFY(store->persist());
        support::appendAll(*store, LabelSet{{"__name__", "up"}}, {{kStart + 6 * 3600 * 1000, 3}});
        QVERIFY(store->flush());

        const auto stats = transfer::makeSnapshot(io, original, path("snapshot"));
        QVERIFY2(stats, stats ? "" : stats.error().text().c_str());
        support::appendAll(*store, LabelSet{{"__name__", "up"}}, {{kStart + 7 * 3600 * 1000, 4}});
        QVERIFY(store->persist());

        QVERIFY(stats->linked > 0 && stats->files > stats->linked);
        const auto reader = openStore(io, m_clock, true, path("snapshot"));
        QCOMPARE(support::readAll(*reader, LabelSet{{"__name__", "up"}}, 0, kStart + 9 * 3600 * 1000).size(),
                 std::size_t{3});
        const auto writer = openStore(io, m_clock, false, path("snapshot")); // which may also go on by itself
        QVERIFY(writer->health().damages.empty());
        QVERIFY(!transfer::makeSnapshot(io, original, path("snapshot")));
    }

    void aSnapshotHasTheRollUps()
    {
        PosixIo io;
        const auto store = openStore(io, m_clock, false, path("rolled"));
        std::vector<model::Sample> samples;
        for (int i = 0; i < 3 * 24 * 60; ++i)
            samples.push_back({kStart + i * 60'000, static_cast<double>(i)});
        support::appendAll(*store, LabelSet{{"__name__", "up"}}, samples);
        QVERIFY(store->persist());
        store->keep();
        QVERIFY(store->stats().rollUps > 0);

        QVERIFY(transfer::makeSnapshot(io, path("rolled"), path("taken")));

        QCOMPARE(openStore(io, m_clock, true, path("taken"))->stats().rollUps, store->stats().rollUps);
    }
};

QTEST_GUILESS_MAIN(TransferTest)
#include "transfer_test.moc"
