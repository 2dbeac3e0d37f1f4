// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "support/manual_clock.h"
#include "watch/logs/line_joiner.h"

using namespace nocturne;
using logs::JoinOptions;
using logs::LineJoiner;
using Texts = std::vector<std::string>;

namespace {

Texts joined(JoinOptions options, const Texts& lines)
{
    Texts records;
    auto joiner = LineJoiner::make(std::move(options)).value();
    const auto take = [&](std::string_view record) { records.emplace_back(record); };
    for (const auto& line : lines)
        joiner.add(line, {}, take);
    joiner.flush(take);
    return records;
}

} // namespace

class LineJoinerTest : public QObject
{
    Q_OBJECT

private slots:
    void withoutOptionsALineIsARecord() { QCOMPARE(joined({}, {"a", " b"}), (Texts{"a", " b"})); }

    void indentedLinesContinue()
    {
        QCOMPARE(joined({.indented = true}, {"boom", "\tat f()", "  at g()", "next"}),
                 (Texts{"boom\n\tat f()\n  at g()", "next"}));
    }

    void patternBegins()
    {
        QCOMPARE(joined({.start = "\\d{4}-"}, {"lost head", "2026-01 boom", "Caused by: x", "2026-02 fine"}),
                 (Texts{"lost head", "2026-01 boom\nCaused by: x", "2026-02 fine"}));
    }

    void linesAndBytesAreBounded()
    {
        QCOMPARE(joined({.indented = true, .maxLines = 2}, {"a", " b", " c"}), (Texts{"a\n b", " c"}));
        QCOMPARE(joined({.indented = true, .maxBytes = 4}, {"a", " b", " c"}), (Texts{"a\n b", " c"}));
    }

    void silenceEndsARecord()
    {
        support::ManualClock clock;
        Texts records;
        const auto take = [&](std::string_view record) { records.emplace_back(record); };
        auto joiner = LineJoiner::make({.indented = true, .timeout = std::chrono::seconds(1)}).value();

        joiner.add("boom", clock.monotonic(), take);
        joiner.expire(clock.monotonic(), take);
        QVERIFY(records.empty());
        clock.advance(std::chrono::seconds(1));
        joiner.expire(clock.monotonic(), take);

        QCOMPARE(records, (Texts{"boom"}));
    }

    void badPatternIsRefused()
    {
        const auto made = LineJoiner::make({.start = "("});

        QVERIFY(made.error().kind == Error::Kind::InvalidInput);
        QVERIFY(made.error().message.find("missing )") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(LineJoinerTest)
#include "line_joiner_test.moc"
