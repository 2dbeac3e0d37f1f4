// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <functional>
#include <map>
#include <string>

#include <QTest>

#include "base/core/io_files.h"
#include "sources/system/kernel_files.h"
#include "sources/system/process_table.h"
#include "sources/system/system_source.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::system;

namespace {

constexpr Timestamp kTime = 1'700'000'000'000;

/// The newest value of each series in `store`, by its text.
std::map<std::string, double> newest(const support::MemoryStore& store)
{
    std::map<std::string, double> values;
    const auto querier = store.querier(0, 4 * kTime);
    const auto all = model::Matcher::make(model::Matcher::Op::Regex, "__name__", ".+");
    auto series = (*querier)->select({*all}, {});
    for (const auto& cursor : *series) {
        std::array<Timestamp, 16> times{};
        std::array<double, 16> samples{};
        while (const auto count = cursor->read(times, samples).value_or(0))
            values[cursor->labels().toString()] = samples.at(count - 1);
    }
    return values;
}

std::map<std::string, double> written(const std::function<void(SeriesWriter&)>& write)
{
    support::MemoryStore store;
    SeriesWriter writer(store, {});
    writer.begin(kTime);
    write(writer);
    if (!writer.end())
        return {};
    return newest(store);
}

} // namespace

class SystemTest : public QObject
{
    Q_OBJECT

private slots:
    void whatCannotBeReadToItsEndIsNoText()
    {
        const auto folder = wholeText("/proc/self"); // fails at the first byte, as the files of a process that has gone
        QVERIFY(!folder.has_value());
        QVERIFY(folder.error().kind == Error::Kind::Unavailable);
        QVERIFY(!wholeText("/proc/self/no such file").has_value());
        QVERIFY(wholeText("/proc/self/stat").value_or("").size() > 20);
    }

    void cpuTimeIsTicksByMode()
    {
        const auto values = written([](SeriesWriter& out) {
            writeStat(out, "cpu  1 2 3 4\ncpu0 1000 20 300 40000 50 6 7 8 90 1\nctxt 12\nbtime 1690000000\n", 100);
        });

        QCOMPARE(values.at("node_cpu_seconds_total{cpu=\"0\", mode=\"user\"}"), 10.0);
        QCOMPARE(values.at("node_cpu_seconds_total{cpu=\"0\", mode=\"idle\"}"), 400.0);
        QCOMPARE(values.at("node_cpu_seconds_total{cpu=\"0\", mode=\"steal\"}"), 0.08);
        QCOMPARE(values.at("node_cpu_guest_seconds_total{cpu=\"0\", mode=\"user\"}"), 0.9);
        QCOMPARE(values.at("node_context_switches_total"), 12.0);
        QCOMPARE(values.at("node_boot_time_seconds"), 1690000000.0);
        QCOMPARE(values.size(), std::size_t(8 + 2 + 2));
    }

    void memoryFieldsAreNamedAsNodeExporterNamesThem()
    {
        const auto values = written([](SeriesWriter& out) {
            writeMemory(out, "MemTotal:       1024 kB\nActive(anon):  2 kB\nHugePages_Total:  3\n");
        });

        QCOMPARE(values.at("node_memory_MemTotal_bytes"), 1048576.0);
        QCOMPARE(values.at("node_memory_Active_anon_bytes"), 2048.0);
        QCOMPARE(values.at("node_memory_HugePages_Total"), 3.0);
    }

    void disksLeaveOutPartitionsAndMemory()
    {
        const auto values = written([](SeriesWriter& out) {
            writeDisks(out, "8 0 sda 10 1 200 3000 20 2 400 5000 6 7000 8000\n"
                            "8 1 sda1 10 1 200 3000 20 2 400 5000 6 7000 8000\n"
                            "7 0 loop0 10 1 200 3000 20 2 400 5000 6 7000 8000\n"
                            "259 0 nvme0n1 1 0 0 0 0 0 0 0 0 0 0\n259 1 nvme0n1p1 1 0 0 0 0 0 0 0 0 0 0\n");
        });

        QCOMPARE(values.at("node_disk_read_bytes_total{device=\"sda\"}"), 200.0 * 512);
        QCOMPARE(values.at("node_disk_io_time_seconds_total{device=\"sda\"}"), 7.0);
        QCOMPARE(values.at("node_disk_io_now{device=\"sda\"}"), 6.0);
        QCOMPARE(values.size(), std::size_t(22));
    }

    void networkColumnsBecomeCounters()
    {
        const auto values = written([](SeriesWriter& out) {
            writeNetwork(out, "Inter-|   Receive\n face |bytes    packets\n"
                              "  eth0:123 4 5 6 0 0 0 0 789 10 11 12 0 0 0 0\n");
        });

        QCOMPARE(values.at("node_network_receive_bytes_total{device=\"eth0\"}"), 123.0);
        QCOMPARE(values.at("node_network_transmit_bytes_total{device=\"eth0\"}"), 789.0);
        QCOMPARE(values.at("node_network_transmit_drop_total{device=\"eth0\"}"), 12.0);
    }

    void pressureIsInSeconds()
    {
        const auto values = written([](SeriesWriter& out) {
            writePressure(out, "io",
                          "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\n"
                          "full avg10=0.00 avg60=0.00 avg300=0.00 total=500000\n");
            writePressure(out, "cpu", "some avg10=0.00 total=2000000\nfull avg10=0.00 total=0\n");
        });

        QCOMPARE(values.at("node_pressure_io_waiting_seconds_total"), 1.5);
        QCOMPARE(values.at("node_pressure_io_stalled_seconds_total"), 0.5);
        QCOMPARE(values.at("node_pressure_cpu_waiting_seconds_total"), 2.0);
        QCOMPARE(values.size(), std::size_t(3));
    }

    void mountsLeaveOutWhatIsNoLocalDisk()
    {
        const auto mounts = readMounts("/dev/sda1 / ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\n"
                                       "/dev/sda1 /again ext4 rw 0 0\nserver:/x /nfs nfs4 rw 0 0\n"
                                       "/dev/sdb1 /my\\040disk xfs ro,noatime 0 0\n");

        const std::vector<Mount> expected = {{"/dev/sda1", "/", "ext4", false}, {"/dev/sdb1", "/my disk", "xfs", true}};
        QCOMPARE(mounts, expected);
    }

    void processNameMayHoldParentheses()
    {
        const auto reading =
            parseProcessStat("42 (a) b) S 1 2 3 4 5 6 7 8 9 10 150 50 13 14 15 16 3 18 777 20 25", 100, 4096);

        QVERIFY(reading);
        QCOMPARE(reading->pid, 42);
        QCOMPARE(reading->name, std::string("a) b"));
        QCOMPARE(reading->cpuSeconds, 2.0);
        QCOMPARE(reading->threads, 3.0);
        QCOMPARE(reading->startTicks, std::uint64_t(777));
        QCOMPARE(reading->residentBytes, 25.0 * 4096);
    }

    void shortProcessLineIsRefused() { QVERIFY(!parseProcessStat("42 (a) S 1 2", 100, 4096)); }

    void malformedTextIsLeftOut()
    {
        const auto values = written([](SeriesWriter& out) {
            for (const auto* text : {"", "\n\n", "cpu", "cpu0\n", ":", "x:\ny", "\xff\xfe (", "some total="}) {
                writeStat(out, text, 100);
                writeLoad(out, text);
                writeMemory(out, text);
                writeDisks(out, text);
                writeNetwork(out, text);
                writeFileDescriptors(out, text);
                writeSockets(out, text);
                writeVmstat(out, text);
            }
        });

        QCOMPARE(values.size(), std::size_t(0));
    }

    void vanishedSeriesGetsAStalenessMarker()
    {
        support::MemoryStore store;
        SeriesWriter writer(store, {});
        writer.begin(kTime);
        writer.write("kept", {}, 1);
        writer.write("gone", {{"device", "usb"}}, 2);
        QVERIFY(writer.end());

        writer.begin(kTime + 1000);
        writer.write("kept", {}, 3);
        QVERIFY(writer.end());

        const auto values = newest(store);
        QCOMPARE(values.at("kept"), 3.0);
        QVERIFY(model::isStaleMarker(values.at("gone{device=\"usb\"}")));
    }

    void thisComputerIsRead()
    {
        support::MemoryStore store;
        const SystemClock clock;
        SystemSource source(store, clock, {});

        const auto samples = source.collect();

        QVERIFY(samples);
        QVERIFY(*samples > 80);
        QCOMPARE(source.status().samples, *samples);
        const auto values = newest(store);
        const auto labels = "{instance=\"" + hostName() + "\", job=\"system\"}";
        QCOMPARE(values.at("up" + labels), 1.0);
        QVERIFY(values.at("node_memory_MemTotal_bytes" + labels) > 1e8);
    }
};

QTEST_APPLESS_MAIN(SystemTest)
#include "system_test.moc"
