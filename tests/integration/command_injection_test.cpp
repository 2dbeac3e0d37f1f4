// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Row SEC19 of the fault matrix: arguments of commands that would be more than words to a shell. The kernel is asked,
// by way of strace, which programs were started: the one that was meant and no other.
//
// The program is three in one: the test, what it watches ("--run FOLDER"), and the command itself, which tells in hex
// what it was given.
#include <cstdio>
#include <filesystem>

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "sources/health/command_check.h"

using namespace nocturne;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kCommand = "tell";

std::string hex(std::string_view bytes)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        text += kDigits[static_cast<unsigned char>(byte) >> 4U];
        text += kDigits[static_cast<unsigned char>(byte) & 15U];
    }
    return text;
}

/// What separates, substitutes, quotes, redirects, expands or ends a word somewhere, around a harmful command.
std::vector<std::string> payloads()
{
    const std::vector<std::string> around = {
        "; %",      "| %",      "|| %",          "& %",      "&& %",     "\n%",       "\r\n%",     "`%`",
        "$(%)",     "${%}",     "$((`%`))",      "<(%)",     ">(%)",     "'; %; '",   "\"; %; \"", "\\\"; %",
        "\\'; %",   "'$(%)'",   "\"$(%)\"",      "\"`%`\"",  "') %; ('", "{%,}",      "( % )",     "$'\\n%'",
        "${IFS}%",  ";${IFS}%", "a;%;b",         "%0a%",     "a\t;\t%",  "!%",        "# \n%",     "\\\n%",
        "> out; %", "2>&1; %",  "<<EOF\n%\nEOF", "--exec=%", "-c '%'",   "$0 -c '%'", "eval '%'",  "exec %",
    };
    std::vector<std::string> all;
    for (const auto* harm : {"touch harmed", "/bin/sh -c id", "sh${IFS}-c${IFS}id"}) {
        for (auto text : around) {
            for (auto at = text.find('%'); at != std::string::npos; at = text.find('%', at + std::string(harm).size()))
                text.replace(at, 1, harm);
            all.push_back(std::move(text));
        }
    }
    for (const auto* odd :
         {"*",  "?",     "[a-z]*",       "~",       "~root", "$HOME", "$PATH", "${PATH}", "%n%s%x",  "-",
          "--", "-rf /", "../../bin/sh", "/bin/sh", "\\",    "'",     "\"",    "$",       "\x1b[2J", "\xff\xfe",
          " ",  "a  b"})
        all.emplace_back(odd);
    return all;
}

/// Runs the command with each payload, and says when one arrived as anything else.
int runAll(const std::string& folder)
{
    int wrong = 0;
    for (const auto& payload : payloads()) {
        health::CheckOptions check;
        check.command = {kCommand, payload};
        check.commandFolder = folder;
        const auto result = health::runCommand(check, {}, std::chrono::steady_clock::now() + 20s);
        if (result.error != "exit code 2: " + hex(payload)) {
            std::fprintf(stderr, "%s: %s\n", hex(payload).c_str(), result.error.c_str());
            ++wrong;
        }
    }
    return wrong == 0 ? 0 : 1;
}

} // namespace

class CommandInjectionTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingButTheCommandIsStarted()
    {
        const auto strace = QStandardPaths::findExecutable(u"strace"_s);
        if (strace.isEmpty())
            QSKIP("strace is not installed");
        const auto self = QCoreApplication::applicationFilePath();
        const auto command = m_folder.filePath(QString::fromLatin1(kCommand));
        QVERIFY(QFile::copy(self, command));
        QVERIFY(QFile::setPermissions(command, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QProcess traced;
        traced.setWorkingDirectory(m_elsewhere.path());
        const auto report = m_elsewhere.filePath(u"report"_s);

        traced.start(strace, {u"-f"_s, u"-qq"_s, u"-e"_s, u"trace=execve,execveat"_s, u"-o"_s, report, self, u"--run"_s,
                              m_folder.path()});
        QVERIFY(traced.waitForFinished(120'000));

        const auto said = traced.readAllStandardError();
        if (said.contains("ptrace") && said.contains("not permitted"))
            QSKIP("the system does not allow strace");
        QVERIFY2(traced.exitStatus() == QProcess::NormalExit && traced.exitCode() == 0, said);
        QMap<QString, int> started;
        QFile lines(report);
        QVERIFY(lines.open(QIODevice::ReadOnly));
        static const QRegularExpression program(u"exec(?:ve|veat)\\((?:[^\"]*, )?\"([^\"]*)\""_s);
        for (auto found = program.globalMatch(QString::fromUtf8(lines.readAll())); found.hasNext();)
            ++started[found.next().captured(1)];
        const auto count = static_cast<int>(payloads().size());
        QVERIFY(count >= 100);
        QCOMPARE(started, (QMap<QString, int>{{self, 1}, {command, count}}));
        QVERIFY(!QFile::exists(m_elsewhere.filePath(u"harmed"_s)) && !QFile::exists(m_folder.filePath(u"harmed"_s)));
        qInfo("%d payloads, 0 shells", count);
    }

private:
    QTemporaryDir m_folder;
    QTemporaryDir m_elsewhere;
};

int main(int argc, char** argv)
{
    if (std::filesystem::path(argv[0]).filename() == kCommand) {
        std::puts(hex(argc > 1 ? argv[1] : "").c_str());
        return 2; // whose words are shown
    }
    if (argc == 3 && std::string_view(argv[1]) == "--run")
        return runAll(argv[2]);
    const QCoreApplication application(argc, argv);
    CommandInjectionTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "command_injection_test.moc"
