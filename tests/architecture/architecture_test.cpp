// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads every #include of the tree and holds it against the plan of the house: a floor includes floors below it,
// and beside it only what is listed here. Reads the loops as well: in C++20 one over `*call()` runs over what a
// temporary held, which is gone when a shared pointer was returned ([stmt.ranged], mended in C++23 only).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <QTest>

namespace {

namespace fs = std::filesystem;

/// Floors from the ground up. Folders of `ui` and `qml` stand above all.
const std::vector<std::string> kFloors = {"base", "engine", "watch", "sources", "service", "daemon", "ui"};

/// The neighbours that a room may include beside the floors below its own.
const std::map<std::string, std::set<std::string>> kNeighbours = {
    {"base/core", {}},
    {"base/net", {"base/core"}},
    {"base/sqlite", {"base/core"}},
    {"base/yaml", {"base/core"}},
    {"base/secrets", {"base/core"}},
    {"engine/model", {}},
    {"engine/storage", {"engine/model"}},
    {"engine/exposition", {"engine/model"}},
    {"engine/remote_write", {"engine/model", "engine/storage", "engine/exposition"}}, // reads buckets as that does
    {"engine/tsdb", {"engine/model", "engine/storage"}},
    {"engine/transfer", {"engine/model", "engine/storage", "engine/exposition", "engine/tsdb"}},
    {"engine/promql", {"engine/model", "engine/storage"}},
    {"engine/query", {"engine/model", "engine/storage", "engine/promql"}},
    {"watch/alerts", {}},
    {"watch/templates", {}},
    {"watch/rules", {"watch/alerts", "watch/templates"}},
    {"watch/logs", {}},
    {"watch/dashboards", {"watch/alerts"}}, // thresholds have a severity
    {"watch/notify", {"watch/alerts", "watch/rules", "watch/templates"}},
    {"sources/burstlet", {}},
    {"sources/custom", {"sources/system"}}, // writes as readings of this computer are written
    {"sources/health", {}},
    {"sources/loki", {"sources/scrape", "sources/streams"}}, // asks as scrapes do, follows by their WebSocket
    {"sources/prometheus", {"sources/scrape"}},              // relabels as scrapes do
    {"sources/alertmanager", {"sources/scrape"}},            // so does it
    {"sources/scrape", {}},
    {"sources/mapping", {}},
    {"sources/streams", {"sources/mapping"}},
    {"sources/syslog", {}},
    {"sources/system", {}},
    {"service/config", {}},
    {"service/paste", {"service/config"}},                  // reads what is pasted as a file of it is read
    {"service/probe", {"service/config", "service/paste"}}, // makes entries of what was pasted
    {"service/server", {}},
    {"service/collector", {"service/config", "service/paste", "service/probe", "service/server"}},
    {"ui/theme", {}},
    {"ui/charts", {"ui/theme"}},
    {"ui/models", {"ui/theme"}},
    {"ui/panels", {"ui/theme", "ui/charts", "ui/models"}},
    {"ui/controllers", {"ui/theme", "ui/charts", "ui/models", "ui/panels", "ui/desktop"}},
    {"ui/desktop", {"ui/theme", "ui/models"}},
    {"ui/app", {"ui/theme", "ui/charts", "ui/models", "ui/panels", "ui/controllers", "ui/desktop"}},
    {"ui/program", {"ui/app", "ui/controllers", "ui/panels"}},
};

/// Qt headers that need a display; allowed in `ui` alone.
const std::regex kDisplayHeader("^(Qt(Gui|Quick|Qml|Charts|Widgets)/"
                                "|Q(Quick|Qml|Gui|Painter|Image|Color|Widget|Chart|Font|SG|Pixmap|Application)).*");

/// The one place on the plain floors that may: QtKeychain needs an event loop.
const std::string kKeychain = "base/secrets/keychain_secrets.cpp";

std::string roomOf(const std::string& path)
{
    const auto first = path.find('/');
    const auto second = first == std::string::npos ? first : path.find('/', first + 1);
    return second == std::string::npos ? std::string() : path.substr(0, second);
}

std::size_t heightOf(const std::string& floor)
{
    const auto at = std::ranges::find(kFloors, floor);
    return static_cast<std::size_t>(at - kFloors.begin());
}

std::string floorOf(const std::string& path)
{
    const auto floor = path.substr(0, path.find('/'));
    return floor == "cli" ? "daemon" : floor;
}

/// What is wrong with `file` (relative to src/, or ui/...) including `header`; empty when nothing is.
std::string judge(const std::string& file, const std::string& header)
{
    const auto floor = floorOf(file);
    if (floor != "ui" && std::regex_match(header, kDisplayHeader))
        return file + " includes <" + header + ">: only ui may see a display";
    const bool mayUseQt = heightOf(floor) > heightOf("watch") || file == kKeychain;
    if (!mayUseQt && header.size() > 1 &&
        (header.starts_with("qt6keychain") ||
         (header.front() == 'Q' && std::isupper(static_cast<unsigned char>(header[1])) != 0)))
        return file + " includes <" + header + ">: " + floor + " is plain C++";
    const auto target = floorOf(header);
    if (heightOf(target) == kFloors.size() || header.find('/') == std::string::npos)
        return {}; // not ours
    if (heightOf(target) > heightOf(floor))
        return file + " includes \"" + header + "\": it points up, from " + floor + " to " + target;
    if (heightOf(target) < heightOf(floor) || floor == "daemon")
        return {};
    const auto room = roomOf(file);
    const auto neighbour = roomOf(header);
    const auto listed = kNeighbours.find(room);
    if (room == neighbour)
        return {};
    if (listed == kNeighbours.end())
        return file + ": room " + room + " is not in the plan";
    if (!listed->second.contains(neighbour))
        return file + " includes \"" + header + "\": " + neighbour + " is no listed neighbour of " + room;
    return {};
}

std::vector<std::string> includesOf(const std::string& text)
{
    static const std::regex kInclude("(?:^|\n)[ \t]*#[ \t]*include[ \t]*[\"<]([^\">]+)[\">]");
    std::vector<std::string> headers;
    for (auto match = std::sregex_iterator(text.begin(), text.end(), kInclude); match != std::sregex_iterator();
         ++match)
        headers.push_back((*match)[1]);
    return headers;
}

std::vector<std::string> judgeText(const std::string& file, const std::string& text)
{
    std::vector<std::string> faults;
    for (const auto& header : includesOf(text)) {
        if (const auto fault = judge(file, header); !fault.empty())
            faults.push_back(fault);
    }
    return faults;
}

/// The first loop of `text` over what a temporary points at; empty when there is none.
std::string loopOverTemporary(const std::string& text)
{
    static const std::regex kLoop("for \\([^;()\n]* : \\*[A-Za-z_.:>()-]+\\(.*");
    std::smatch match;
    return std::regex_search(text, match, kLoop) ? match.str() : std::string();
}

/// What `judgeFile` finds in the files of the program, which are at least 20.
template <typename JudgeFile>
std::vector<std::string> faultsOfTree(JudgeFile judgeFile)
{
    const fs::path root = NOCTURNE_SOURCE_DIR;
    std::vector<std::string> faults;
    int files = 0;
    for (const auto& [folder, base] : {std::pair{root / "src", root / "src"}, std::pair{root / "ui", root}}) {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".cpp" && extension != ".h")
                continue;
            std::ifstream stream(entry.path());
            const std::string text{std::istreambuf_iterator<char>(stream), {}};
            const auto found = judgeFile(fs::relative(entry.path(), base).string(), text);
            faults.insert(faults.end(), found.begin(), found.end());
            ++files;
        }
    }
    for (const auto& fault : faults)
        qWarning("%s", fault.c_str());
    return files > 20 ? faults : std::vector<std::string>{"the tree was not found"};
}

} // namespace

class ArchitectureTest : public QObject
{
    Q_OBJECT

private slots:
    void noIncludePointsUpOrAtAnUnlistedNeighbour() { QVERIFY(faultsOfTree(judgeText).empty()); }

    void noLoopRunsOverATemporary()
    {
        const auto faults = faultsOfTree([](const std::string& file, const std::string& text) {
            const auto loop = loopOverTemporary(text);
            return loop.empty() ? std::vector<std::string>() : std::vector{file + ": " + loop};
        });

        QVERIFY(faults.empty());
    }

    void loopsOverTemporariesAreFound()
    {
        QVERIFY(!loopOverTemporary("    for (const auto& alert : *m_board.snapshot())\n").empty());
        QVERIFY(!loopOverTemporary("for (auto& x : *collector().alerts()->snapshot()) {").empty());
        QVERIFY(loopOverTemporary("for (const auto all = board.snapshot(); const auto& alert : *all)").empty());
        QVERIFY(loopOverTemporary("for (const auto& child : *node)").empty());
    }

    void plantedViolationIsFound_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::addColumn<std::string>("text");
        QTest::addColumn<bool>("isFault");
        const auto row = [](const char* name, const char* file, const char* text, bool isFault) {
            QTest::newRow(name) << std::string(file) << std::string(text) << isFault;
        };
        row("points up", "engine/tsdb/head.cpp", "#include \"watch/alerts/alert_board.h\"\n", true);
        row("points up, indented", "base/core/text.cpp", "\n  #  include \"engine/model/sample.h\"\n", true);
        row("unlisted neighbour", "engine/tsdb/head.cpp", "#include \"engine/promql/ast.h\"\n", true);
        row("sources do not know each other", "sources/health/check.cpp", "#include \"sources/scrape/target.h\"\n",
            true);
        row("Qt on a plain floor", "watch/rules/rule.cpp", "#include <QString>\n", true);
        row("the keychain elsewhere", "base/net/http_client.cpp", "#include <qt6keychain/keychain.h>\n", true);
        row("Qt beside the keychain", "base/secrets/file_secrets.cpp", "#include <QFile>\n", true);
        row("the keychain at its place", "base/secrets/keychain_secrets.cpp",
            "#include <QThread>\n#include <qt6keychain/keychain.h>\n", false);
        row("a display below ui", "service/collector/collector.cpp", "#include <QGuiApplication>\n", true);
        row("a display below ui, by module", "sources/system/x.cpp", "#include <QtQuick/QQuickItem>\n", true);
        row("room outside the plan", "engine/extras/x.cpp", "#include \"engine/model/sample.h\"\n", true);
        row("points down", "watch/rules/rule.cpp", "#include \"engine/query/query_service.h\"\n", false);
        row("listed neighbour", "engine/promql/evaluator.cpp", "#include \"engine/storage/queryable.h\"\n", false);
        row("own room", "base/net/http_client.cpp", "#include \"base/net/http_client.h\"\n", false);
        row("third party", "engine/model/matcher.cpp", "#include <re2/re2.h>\n#include <vector>\n", false);
        row("Qt Core in sources", "sources/streams/client.cpp", "#include <QTimer>\n", false);
    }

    void plantedViolationIsFound()
    {
        QFETCH(std::string, file);
        QFETCH(std::string, text);
        QFETCH(bool, isFault);

        QCOMPARE(!judgeText(file, text).empty(), isFault);
    }
};

QTEST_APPLESS_MAIN(ArchitectureTest)
#include "architecture_test.moc"
