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
        QCOMPARE(row.parts.size(), std::size_t{3});
        QCOMPARE(row.parts[0].name, std::string("connect"));
        QCOMPARE(row.parts[1].name, std::string("redis_connected_clients"));
        QCOMPARE(row.parts[1].details, std::string("12"));
        QCOMPARE(row.parts[2].name, std::string("redis_db_keys{db=\"db0\"}"));
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
