// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

#include "base/secrets/credential_secrets.h"
#include "base/secrets/environment_secrets.h"
#include "base/secrets/file_secrets.h"
#include "base/secrets/memory_secrets.h"

using namespace nocturne;
using namespace nocturne::secrets;

class SecretsTest : public QObject
{
    Q_OBJECT

private slots:
    void fileIsReadOrRefusedByItsMode_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<uint>("mode");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("owner's own") << QByteArray("s3cret\n") << 0600U << QByteArray("s3cret") << QByteArray();
        QTest::newRow("group may read") << QByteArray("s3cret") << 0640U << QByteArray("s3cret") << QByteArray();
        QTest::newRow("blanks and a second line")
            << QByteArray(" a b \t\r\nmore\n") << 0400U << QByteArray("a b") << QByteArray();
        QTest::newRow("all may read") << QByteArray("s3cret") << 0644U << QByteArray() << QByteArray("chmod 600");
        QTest::newRow("group may write") << QByteArray("s3cret") << 0660U << QByteArray() << QByteArray("chmod 600");
        QTest::newRow("empty") << QByteArray() << 0600U << QByteArray() << QByteArray("is empty");
        QTest::newRow("empty line") << QByteArray("\ns3cret") << 0600U << QByteArray() << QByteArray("is empty");
        QTest::newRow("too large") << QByteArray(70'000, 'x') << 0600U << QByteArray() << QByteArray("larger");
    }

    void fileIsReadOrRefusedByItsMode()
    {
        QFETCH(QByteArray, content);
        QFETCH(uint, mode);
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, message);
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("secret")).toStdString();
        std::ofstream(path, std::ios::binary) << content.toStdString();
        QCOMPARE(::chmod(path.c_str(), mode), 0);

        const auto read = FileSecrets().read(path);

        QCOMPARE(QByteArray::fromStdString(read.value_or("").text()), secret);
        QCOMPARE(read.has_value(), message.isEmpty());
        if (!read) {
            QVERIFY2(read.error().message.find(message.toStdString()) != std::string::npos,
                     read.error().message.c_str());
            QVERIFY(read.error().message.find("s3cret") == std::string::npos);
        }
    }

    void credentialsAreThoseOfTheService()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("shop")).toStdString();
        std::ofstream(path) << "s3cret\n";
        QCOMPARE(::chmod(path.c_str(), 0400), 0);
        qunsetenv("CREDENTIALS_DIRECTORY");
        QVERIFY(CredentialSecrets().read("shop").error().message.find("LoadCredential=shop:PATH") != std::string::npos);

        qputenv("CREDENTIALS_DIRECTORY", folder.path().toLocal8Bit());
        QCOMPARE(CredentialSecrets().read("shop").value_or("nothing"), std::string("s3cret"));
        QVERIFY(CredentialSecrets().read("other").error().kind == Error::Kind::NotFound);
        for (const char* name : {"", "..", "../shop", "a/b"})
            QVERIFY(CredentialSecrets().read(name).error().kind == Error::Kind::InvalidInput);
        QVERIFY(!CredentialSecrets().write("shop", "x"));
        qunsetenv("CREDENTIALS_DIRECTORY");
    }

    void whatIsNoFileIsRefusedWithoutWaiting()
    {
        const QTemporaryDir folder;
        const auto pipe = folder.filePath(QStringLiteral("pipe")).toStdString();
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);

        QVERIFY(FileSecrets().read(pipe).error().kind == Error::Kind::InvalidInput);
        QVERIFY(FileSecrets().read(folder.path().toStdString()).error().kind == Error::Kind::InvalidInput);
        QVERIFY(FileSecrets().read("/no/such/file").error().kind == Error::Kind::NotFound);
    }

    void writtenFileIsForItsOwnerAlone()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("secret")).toStdString();
        FileSecrets files;
        const auto before = ::umask(0);

        QVERIFY(files.write(path, "one"));
        QVERIFY(files.write(path, "two"));
        ::umask(before);

        struct stat status = {};
        QCOMPARE(::stat(path.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        QCOMPARE(*files.read(path), std::string("two"));
        QVERIFY(files.remove(path));
        QVERIFY(files.remove(path).error().kind == Error::Kind::NotFound);
    }

    void environmentIsReadOnly()
    {
        qputenv("NOCTURNE_TEST_SECRET", "s3cret");
        EnvironmentSecrets environment;

        QCOMPARE(*environment.read("NOCTURNE_TEST_SECRET"), std::string("s3cret"));
        QVERIFY(environment.read("NOCTURNE_TEST_NONE").error().kind == Error::Kind::NotFound);
        QVERIFY(environment.write("NOCTURNE_TEST_SECRET", "x").error().kind == Error::Kind::Unavailable);
        QCOMPARE(*environment.read("NOCTURNE_TEST_SECRET"), std::string("s3cret"));
    }

    void memoryKeepsUntilToldOtherwise()
    {
        MemorySecrets memory;
        QVERIFY(memory.write("a", "1"));

        QVERIFY(memory.write("b", "2"));
        QVERIFY(memory.write("a", "3"));
        QVERIFY(memory.remove("b"));

        QCOMPARE(*memory.read("a"), std::string("3"));
        QVERIFY(memory.read("b").error().kind == Error::Kind::NotFound);
    }
};

QTEST_APPLESS_MAIN(SecretsTest)
#include "secrets_test.moc"
