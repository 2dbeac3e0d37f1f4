// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cstdlib>
#include <new>

#include <QTest>

#include "engine/exposition/series_cache.h"

namespace {

std::atomic<long> g_allocations{0};

} // namespace

void* operator new(std::size_t size)
{
    ++g_allocations;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) // NOLINT: this is operator new
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }              // NOLINT
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); } // NOLINT

using namespace nocturne::exposition;

namespace {

/// The loop of a scrape; a series' reference is its value.
struct Scraper
{
    SeriesCache cache;
    LabelBuffer buffer;
    std::vector<SeriesCache::Ref> vanished;
    int parsed = 0;
    int repeated = 0;

    bool scrape(std::string_view body, Format format = Format::PrometheusText)
    {
        vanished.clear();
        parsed = 0;
        repeated = 0;
        const auto note = [this](SeriesCache::Ref ref) { vanished.push_back(ref); };
        Parser parser(body, {.format = format});
        cache.beginScrape();
        for (;;) {
            const auto entry = parser.next(cache.expected());
            if (!entry) {
                cache.abortScrape(note);
                return false;
            }
            if (*entry == Entry::End)
                break;
            if (*entry != Entry::Series)
                continue;
            const auto found = cache.find(parser.series());
            repeated += found.repeated ? 1 : 0;
            if (!found.known) {
                ++parsed;
                (void)parser.labels(buffer);
                cache.insert(parser.series(), static_cast<SeriesCache::Ref>(parser.series().value));
            }
        }
        cache.endScrape(note);
        return true;
    }
};

using Refs = std::vector<SeriesCache::Ref>;

std::string manySeries(int count, int from = 0)
{
    std::string body = "# HELP m Help \\\\ text.\n# TYPE m gauge\n";
    for (int i = from; i < from + count; ++i)
        body += "m{device=\"d" + std::to_string(i) + "\",mode=\"idle\"} " + std::to_string(i) + ".5\n";
    return body;
}

} // namespace

class SeriesCacheTest : public QObject
{
    Q_OBJECT

private slots:
    void warmScrapeParsesNoLabelsAndAllocatesNothing()
    {
        for (const auto format : {Format::PrometheusText, Format::OpenMetrics}) {
            const auto body = manySeries(1000) + (format == Format::OpenMetrics ? "# EOF\n" : "");
            Scraper scraper;
            QVERIFY(scraper.scrape(body, format));
            QCOMPARE(scraper.parsed, 1000);
            scraper.vanished.reserve(16);

            const auto before = g_allocations.load();
            const bool done = scraper.scrape(body, format);
            const auto allocations = g_allocations.load() - before;

            QVERIFY(done);
            QCOMPARE(scraper.parsed, 0);
            QCOMPARE(allocations, 0L);
            QCOMPARE(scraper.cache.stats().followed, std::uint64_t{1000});
        }
    }

    void coldParsingReusesItsBuffers()
    {
        const auto body = manySeries(1000);
        LabelBuffer buffer;
        const auto pass = [&] {
            Parser parser(body);
            while (parser.next().value() != Entry::End)
                (void)parser.labels(buffer);
        };
        pass();

        const auto before = g_allocations.load();
        pass();

        QVERIFY(g_allocations.load() - before < 10); // the parser's own, not the samples'
    }

    void unchangedMetadataIsPassedOver()
    {
        const auto entriesOf = [](SeriesCache& cache, std::string_view body) {
            QByteArray entries;
            Parser parser(body);
            LabelBuffer buffer;
            cache.beginScrape();
            for (auto entry = parser.next(cache.expected()); *entry != Entry::End;
                 entry = parser.next(cache.expected())) {
                entries += *entry == Entry::Series ? 's' : *entry == Entry::Type ? 't' : 'h';
                if (*entry != Entry::Series)
                    continue;
                if (!cache.find(parser.series()).known)
                    cache.insert(parser.series(), 1);
                entries += parser.labels(buffer)->back().value;
            }
            cache.endScrape([](SeriesCache::Ref) {});
            return entries;
        };
        const std::string_view first = "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"2\"} 2\n";
        const std::string_view changed = "# HELP a y\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"3\"} 2\n";
        const std::string_view grown = "# HELP a y\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"4\"} 2\n";
        SeriesCache cache;

        QCOMPARE(entriesOf(cache, first), QByteArray("hts1.0s2.0"));
        QCOMPARE(entriesOf(cache, first), QByteArray("s1.0s2.0"));
        QCOMPARE(entriesOf(cache, changed), QByteArray("hts1.0s3.0"));
        QCOMPARE(entriesOf(cache, grown), QByteArray("s1.0s4.0")); // the new series knows its family all the same
    }

    void changingMetadataDoesNotPileUp()
    {
        Scraper scraper;
        for (int i = 0; i < 1000; ++i)
            scraper.scrape("# HELP a " + std::string(1000, 'x') + std::to_string(i) + "\na 1\n");
        QVERIFY(scraper.cache.memoryBytes() < 50'000);
    }

    void vanishedSeriesAreToldOnce()
    {
        Scraper scraper;
        scraper.scrape("a 1\nb 2\nc 3\n");

        scraper.scrape("a 1\nc 3\n");
        QCOMPARE(scraper.vanished, Refs{2});
        scraper.scrape("a 1\nc 3\n");
        QCOMPARE(scraper.vanished, Refs{});
        scraper.scrape("a 1\nb 2\nc 3\n");
        QCOMPARE(scraper.vanished, Refs{});
        QCOMPARE(scraper.parsed, 0); // still known
        scraper.scrape("");
        QCOMPARE(scraper.vanished, (Refs{1, 2, 3}));
    }

    void newOrderIsLearnt()
    {
        Scraper scraper;
        scraper.scrape("a 1\nb 2\nc 3\n");
        scraper.scrape("c 3\nb 2\na 1\n");
        QCOMPARE(scraper.parsed, 0);
        const auto looked = scraper.cache.stats().looked;

        scraper.scrape("c 3\nb 2\na 1\n");

        QCOMPARE(scraper.cache.stats().looked, looked);
        QCOMPARE(scraper.vanished, Refs{});
    }

    void insertedSeriesDisturbsNoOther()
    {
        Scraper scraper;
        scraper.scrape("a 1\nb 2\nc 3\n");

        scraper.scrape("a 1\nx 9\nb 2\nc 3\n");

        QCOMPARE(scraper.parsed, 1);
        QCOMPARE(scraper.cache.stats().looked, std::uint64_t{0});
    }

    void repeatedSeriesIsTold()
    {
        Scraper scraper;
        scraper.scrape("a 1\na 2\nb 3\n");
        QCOMPARE(scraper.repeated, 1);
        scraper.scrape("a 1\na 2\nb 3\n");
        QCOMPARE(scraper.repeated, 1);
        QCOMPARE(scraper.vanished, Refs{});
        QCOMPARE(scraper.cache.liveCount(), std::size_t{2});
    }

    void failedScrapeEndsAllSeriesOnce()
    {
        Scraper scraper;
        scraper.scrape("a 1\nb 2\nc 3\n");

        QVERIFY(!scraper.scrape("a 1\nd 4\nb x\n"));
        QCOMPARE(scraper.vanished, (Refs{1, 2, 3}));
        QVERIFY(!scraper.scrape("a 1\nb x\n"));
        QCOMPARE(scraper.vanished, Refs{});
        QVERIFY(scraper.scrape("a 1\nb 2\n"));
        QCOMPARE(scraper.vanished, Refs{});
        QCOMPARE(scraper.parsed, 0);
        QCOMPARE(scraper.cache.liveCount(), std::size_t{2});
    }

    void churnIsForgotten()
    {
        Scraper scraper;
        std::size_t most = 0;
        for (int i = 0; i < 200; ++i) {
            scraper.scrape(manySeries(100, i * 100));
            QCOMPARE(scraper.vanished.size(), i == 0 ? std::size_t{0} : std::size_t{100});
            most = std::max(most, scraper.cache.memoryBytes());
            QVERIFY(scraper.cache.size() <= 2 * 100 + SeriesCache::kSlack);
        }
        QVERIFY2(most < 200'000, std::to_string(most).c_str());
    }

    void referenceMayChange()
    {
        Series series;
        series.text = "a";
        SeriesCache cache;
        cache.beginScrape();
        cache.insert(series, 1);
        cache.setRef(7);
        cache.endScrape([](SeriesCache::Ref) {});
        cache.beginScrape();
        QCOMPARE(cache.find(series).ref, SeriesCache::Ref{7});
    }
};

QTEST_APPLESS_MAIN(SeriesCacheTest)
#include "series_cache_test.moc"
