// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/collector/source_rows.h"

using namespace nocturne;
using namespace nocturne::collector;

class SourceRowsTest : public QObject
{
    Q_OBJECT

private slots:
    void aCheckShowsItsPhasesAndWhatItMeasured()
    {
        health::HealthStatus status;
        status.type = health::CheckType::Redis;
        status.name = "sessions";
        status.lastAttempt = 1;
        status.phases.connect = 0.25;
        status.readings = {{"redis_connected_clients", {}, {}, 12}, {"redis_db_keys", "db", "db0", 7}};

        const auto row = rowOf(status);

        QCOMPARE(row.group, std::string("redis"));
        QCOMPARE(row.phases, (std::vector<SourcePhase>{{"connect", 0.25}}));
        QCOMPARE(row.parts.size(), std::size_t{2});
        QCOMPARE(row.parts[0].name, std::string("redis_connected_clients"));
        QCOMPARE(row.parts[0].details, std::string("12"));
        QCOMPARE(row.parts[1].name, std::string("redis_db_keys{db=\"db0\"}"));
    }

    void aGroupShowsItsMembersAndHowLongItWasUp()
    {
        health::HealthStatus status;
        status.isGroup = true;
        status.name = "web";
        status.state = health::HealthState::Maintenance;
        status.maintenance = "new disks";
        status.parts = {{"shop", health::HealthState::Unreachable, "\"router\" is down", 0}};
        status.uptime = {{std::chrono::hours(24), 0.5, std::chrono::seconds(3600)}};

        const auto row = rowOf(status);

        QVERIFY(row.isGroup);
        QCOMPARE(row.group, std::string("group"));
        QVERIFY(row.state == SourceState::Maintenance);
        QCOMPARE(row.lastError, std::string("new disks"));
        QVERIFY(row.parts.at(0).state == SourceState::Unreachable);
        QCOMPARE(row.uptime.at(0).counted.count(), 3600);
    }

    void whatACheckMeasuredIsBounded()
    {
        health::HealthStatus status;
        for (int i = 0; i < 500; ++i)
            status.readings.push_back({"probe_perfdata", "label", std::to_string(i), 1});

        QCOMPARE(rowOf(status).parts.size(), std::size_t{60});
    }
};

QTEST_GUILESS_MAIN(SourceRowsTest)
#include "source_rows_test.moc"
