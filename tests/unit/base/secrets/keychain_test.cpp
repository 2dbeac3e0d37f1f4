// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Against a real Secret Service on a session bus of its own: the test starts itself anew under dbus-run-session with
// gnome-keyring, where both are installed, and elsewhere says what it skips.
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "base/secrets/keychain_secrets.h"

using namespace nocturne;
using namespace nocturne::secrets;
using namespace std::chrono_literals;

namespace {

constexpr auto kWithService = "NOCTURNE_KEYCHAIN_TEST_WITH_SERVICE";
constexpr auto kWithoutService = "NOCTURNE_KEYCHAIN_TEST_WITHOUT_SERVICE";

/// Runs one function of this test under `program`; its output when it fails, else nothing.
QByteArray runElsewhere(const char* mark, const QString& program, const QStringList& arguments)
{
    const QTemporaryDir home;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QLatin1String(mark), QStringLiteral("1"));
    for (const auto* name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        environment.insert(QLatin1String(name), home.path());
    for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"})
        environment.remove(QLatin1String(name));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        return "it did not end in a minute";
    return process.exitCode() == 0 ? QByteArray() : process.readAll();
}

} // namespace

class KeychainTest : public QObject
{
    Q_OBJECT

private slots:
    void secretsAreKeptByAService()
    {
        if (qEnvironmentVariableIsSet(kWithoutService))
            return;
        if (!qEnvironmentVariableIsSet(kWithService)) {
            for (const auto* program : {"dbus-run-session", "gnome-keyring-daemon"}) {
                if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
                    QSKIP("dbus-run-session and gnome-keyring are not installed");
            }
            const auto script = QStringLiteral("printf test | gnome-keyring-daemon --unlock --components=secrets "
                                               ">/dev/null 2>&1; exec \"$0\" secretsAreKeptByAService");
            const auto output = runElsewhere(kWithService, QStringLiteral("dbus-run-session"),
                                             {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"), script,
                                              QCoreApplication::applicationFilePath()});
            QVERIFY2(output.isEmpty(), output);
            return;
        }
        KeychainSecrets keychain(20s);

        const auto written = keychain.write("shop", "s3cret\xc3\xa9");
        QVERIFY2(written, written ? "" : written.error().message.c_str());
        QCOMPARE(keychain.read("shop").value_or("nothing"), std::string("s3cret\xc3\xa9"));
        const auto other = KeychainSecrets().read("other"); // another store, the same queue
        QVERIFY(other.error().kind == Error::Kind::NotFound);
        QVERIFY(other.error().message.find("secret-tool store") != std::string::npos);
        QVERIFY(keychain.write("shop", "new"));
        QCOMPARE(keychain.read("shop").value_or("nothing"), std::string("new"));
        QVERIFY(keychain.remove("shop"));
        QVERIFY(keychain.read("shop").error().kind == Error::Kind::NotFound);
    }

    void withoutAServiceTheErrorSaysWhatHelps()
    {
        if (qEnvironmentVariableIsSet(kWithService))
            return;
        if (!qEnvironmentVariableIsSet(kWithoutService)) {
            const auto output = runElsewhere(kWithoutService, QCoreApplication::applicationFilePath(),
                                             {QStringLiteral("withoutAServiceTheErrorSaysWhatHelps")});
            QVERIFY2(output.isEmpty(), output);
            return;
        }
        QElapsedTimer timer;
        timer.start();

        const auto read = KeychainSecrets().read("shop");
        const auto written = KeychainSecrets().write("shop", "s3cret");

        QVERIFY2(timer.elapsed() < 20'000, "no service is to be told at once, not waited for");
        QVERIFY(read.error().kind == Error::Kind::Unavailable);
        QVERIFY2(read.error().message.find("\"shop\"") != std::string::npos &&
                     read.error().message.find("gnome-keyring") != std::string::npos &&
                     read.error().message.find("env:NAME") != std::string::npos,
                 read.error().message.c_str());
        QVERIFY(!written);
        QVERIFY(written.error().message.find("s3cret") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(KeychainTest)
#include "keychain_test.moc"
