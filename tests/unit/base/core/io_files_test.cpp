// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/io_files.h"

#include <cerrno>
#include <csignal>
#include <filesystem>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "support/crash_disk.h"
#include "support/fault_io.h"

namespace fs = std::filesystem;
using namespace nocturne;
using support::CrashDisk;
using support::FaultIo;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string textOf(const std::vector<std::byte>& bytes)
{
    std::string text;
    for (const auto byte : bytes)
        text.push_back(static_cast<char>(byte));
    return text;
}

class IoFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_disk = std::make_unique<CrashDisk>();
        (void)m_disk->makeDirectory("/d");
    }

    void errorsNameTheActionTheFileAndTheReason()
    {
        QCOMPARE(ioError("write", "/d/f", ENOSPC).message, std::string("cannot write /d/f: No space left on device"));
        for (const int full : {ENOSPC, EDQUOT, EFBIG})
            QVERIFY(ioError("write", "/d/f", full).kind == Error::Kind::LimitExceeded);
        QVERIFY(ioError("open", "/d/f", ENOENT).kind == Error::Kind::NotFound);
        QVERIFY(ioError("open", "/d/f", EACCES).kind == Error::Kind::Unavailable);
    }

    void shortAndInterruptedWritesAreContinued()
    {
        FaultIo io(*m_disk);
        auto file = *OutputFile::create(io, "/d/f");
        io.setFault({io.calls() + 1, 0, false}); // half of it
        QVERIFY(file.write(bytesOf("0123456789")));
        io.setFault({io.calls() + 1, EINTR, false});
        QVERIFY(file.write(bytesOf("ab")));

        QCOMPARE(textOf(*m_disk->content("/d/f")), std::string("0123456789ab"));
        QCOMPARE(file.size(), std::uint64_t{12});
        QVERIFY(!file.failed());
    }

    void afterAFailureAFileIsNeverTrustedAgain_data()
    {
        QTest::addColumn<bool>("bySync");
        QTest::newRow("a write fails") << false;
        QTest::newRow("a sync fails") << true;
    }
    void afterAFailureAFileIsNeverTrustedAgain()
    {
        QFETCH(const bool, bySync);
        FaultIo io(*m_disk);
        auto file = *OutputFile::create(io, "/d/f");
        QVERIFY(file.write(bytesOf("good")));
        io.setFault({io.calls() + 1, EIO, false});
        QVERIFY(bySync ? !file.sync() : !file.write(bytesOf("bad")));
        const auto calls = io.calls();

        QVERIFY(file.failed());
        QVERIFY(!file.write(bytesOf("later")));
        QVERIFY(!file.sync());
        QCOMPARE(io.calls(), calls); // nobody was asked
        QCOMPARE(textOf(*m_disk->content("/d/f")), std::string("good"));
    }

    void aFileThatIsThereIsNotWrittenOver()
    {
        QVERIFY(OutputFile::create(*m_disk, "/d/f"));

        const auto again = OutputFile::create(*m_disk, "/d/f");

        QVERIFY(!again);
        QVERIFY(again.error().message.find("/d/f") != std::string::npos);
    }

    void aWholeFileIsWrittenOrNothing()
    {
        const auto write = [](IoLayer& io, std::string_view text) {
            return writeWhole(io, "/d/f", [&](OutputFile& file) { return file.write(bytesOf(text)); });
        };
        CrashDisk counted;
        (void)counted.makeDirectory("/d");
        FaultIo counting(counted);
        QVERIFY(write(counting, "text"));
        QVERIFY(counting.calls() >= 5); // remove, create, write, sync, rename, sync of the folder

        for (std::uint64_t call = 1; call <= counting.calls(); ++call) {
            CrashDisk disk;
            (void)disk.makeDirectory("/d");
            FaultIo io(disk);
            io.setFault({call, EIO, false});
            const bool written = write(io, "text").has_value();

            QCOMPARE(written, call == 1); // the first only tidies up
            const bool isThere = disk.content("/d/f") != nullptr;
            QCOMPARE(isThere, written);
            QCOMPARE(disk.files().size(), std::size_t{written ? 1U : 0U}); // nothing is left beside
        }
    }

    void whatWasWrittenWholeSurvivesAPowerCut()
    {
        for (std::uint64_t seed = 1; seed <= 50; ++seed) {
            CrashDisk disk;
            (void)disk.makeDirectory("/d");
            const std::string text(5000, 't');
            QVERIFY(writeWhole(disk, "/d/f", [&](OutputFile& file) { return file.write(bytesOf(text)); }));
            disk.cut(seed);

            QVERIFY(disk.content("/d/f") != nullptr);
            QCOMPARE(textOf(*disk.content("/d/f")), text);
        }
    }

    void foldersOfPaths()
    {
        QCOMPARE(folderOf("/a/b/c"), std::string("/a/b"));
        QCOMPARE(folderOf("/a"), std::string("/"));
        QCOMPARE(folderOf("a"), std::string("."));
    }

    void networkAndFuseFileSystemsAreKnownByTheirType_data()
    {
        QTest::addColumn<qint64>("type");
        QTest::addColumn<bool>("isRemote");
        QTest::newRow("nfs") << qint64{0x6969} << true;
        QTest::newRow("smb") << qint64{0x517B} << true;
        QTest::newRow("smb2") << qint64{0xFE534D42} << true;
        QTest::newRow("cifs") << qint64{0xFF534D42} << true;
        QTest::newRow("cifs, of a kernel with signed types") << qint64{static_cast<std::int32_t>(0xFF534D42)} << true;
        QTest::newRow("fuse, so sshfs too") << qint64{0x65735546} << true;
        QTest::newRow("ceph") << qint64{0x00C36400} << true;
        QTest::newRow("ext4") << qint64{0xEF53} << false;
        QTest::newRow("xfs") << qint64{0x58465342} << false;
        QTest::newRow("btrfs") << qint64{0x9123683E} << false;
        QTest::newRow("zfs") << qint64{0x2FC12FC1} << false;
        QTest::newRow("tmpfs") << qint64{0x01021994} << false;
        QTest::newRow("overlay, of containers") << qint64{0x794C7630} << false;
    }
    void networkAndFuseFileSystemsAreKnownByTheirType()
    {
        QFETCH(const qint64, type);
        QFETCH(const bool, isRemote);

        QCOMPARE(isRemoteFileSystem(static_cast<long>(type)), isRemote);
    }

    void theFilesOfTheSystemKeepTheContract()
    {
        const QTemporaryDir temporary;
        const auto folder = temporary.path().toStdString() + "/made";
        PosixIo io;
        QVERIFY(io.makeDirectory(folder));
        QVERIFY(io.makeDirectory(folder)); // it is there
        QCOMPARE(io.makeDirectory(folder + "/a/b").error(), ENOENT);
        const auto path = folder + "/f";
        {
            auto file = *OutputFile::create(io, path);
            QVERIFY(file.write(bytesOf("0123456789")) && file.sync());
        }
        struct stat status = {};
        QVERIFY(::stat(path.c_str(), &status) == 0 && (status.st_mode & 0777U) == 0600U);
        QVERIFY(::stat(folder.c_str(), &status) == 0 && (status.st_mode & 0777U) == 0700U);
        QVERIFY(io.truncate(path, 4));
        const auto view = *io.map(path);
        QVERIFY(io.rename(path, folder + "/g"));
        QCOMPARE(*io.list(folder), std::vector<std::string>{"g"});
        QVERIFY(io.remove(folder + "/g") && io.syncDirectory(folder));
        QCOMPARE(textOf({view->bytes().begin(), view->bytes().end()}), std::string("0123")); // outlives its name
        QCOMPARE(io.map(path).error(), ENOENT);
        QCOMPARE(io.size(path).error(), ENOENT);
        QVERIFY(io.space(folder)->total >= io.space(folder)->free);
        QCOMPARE(io.space(path).error(), ENOENT);

        const auto room = *io.open(folder + "/room", IoLayer::Open::CreateNew);
        QVERIFY(io.allocate(room, 10'000));
        io.close(room);
        QCOMPARE(*io.size(folder + "/room"), std::uint64_t{10'000});
    }

    void aLockIsHeldByOneAndFreedByDeath()
    {
        const QTemporaryDir temporary;
        const auto path = temporary.path().toStdString() + "/lock";
        PosixIo io;
        int ready[2] = {-1, -1}; // NOLINT: the interface of POSIX
        QVERIFY(pipe(ready) == 0);
        const auto child = fork();
        if (child == 0) {
            const bool locked = PosixIo().lock(path).has_value();
            (void)!::write(ready[1], locked ? "y" : "n", 1);
            pause();
            _exit(0);
        }
        char answer = 0;
        QVERIFY(::read(ready[0], &answer, 1) == 1 && answer == 'y');

        QCOMPARE(io.lock(path).error(), EWOULDBLOCK);
        const auto view = *io.map(path);
        QCOMPARE(textOf({view->bytes().begin(), view->bytes().end()}), std::to_string(child) + "\n");

        ::kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const auto lock = io.lock(path);
        QVERIFY(lock.has_value());
        QCOMPARE(io.lock(path).error(), EWOULDBLOCK); // also within one process
        io.close(*lock);
    }

private:
    std::unique_ptr<CrashDisk> m_disk;
};

} // namespace

QTEST_GUILESS_MAIN(IoFilesTest)
#include "io_files_test.moc"
