// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "cli/command.h"
#include "cli/opened_store.h"
#include "engine/tsdb/store.h"
#include "watch/alerts/state_database.h"

namespace nocturne::cli {

namespace {

using tsdb::Store;

QJsonArray jsonOf(const std::vector<tsdb::Damage>& damages)
{
    QJsonArray all;
    for (const auto& damage : damages) {
        all.append(QJsonObject{{QStringLiteral("file"), QString::fromStdString(damage.file)},
                               {QStringLiteral("what"), QString::fromStdString(damage.what)},
                               {QStringLiteral("from_ms"), static_cast<qint64>(damage.from)},
                               {QStringLiteral("to_ms"), static_cast<qint64>(damage.to)},
                               {QStringLiteral("lost"), damage.isLoss}});
    }
    return all;
}

void printJson(const QJsonObject& object) { print(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()); }

/// Runs `work(Store&, const OpenedStore&, bool json)` on the store that the one argument names.
template <typename Work>
Outcome withStore(const Invocation& invocation, bool readOnly, Work work)
{
    QCommandLineParser parser;
    if (!parseArguments(parser, invocation))
        return Outcome::Usage;
    if (parser.positionalArguments().size() != 1)
        return usageError(invocation.command.toStdString() + " takes one data directory");
    OpenedStore opened;
    const auto folder = parser.positionalArguments().front().toStdString();
    if (const auto result = readOnly ? opened.openToRead(folder) : opened.openToWrite(folder); !result) {
        printError(result.error().message);
        return Outcome::Findings;
    }
    return work(opened.store(), opened, wantsJson(parser));
}

/// What is wrong with the file of what people did about alerts, beside the samples; empty when nothing is.
std::string faultOfState(const OpenedStore& opened)
{
    const auto checked = alerts::checkState(opened.dataDirectory());
    return checked ? std::string() : checked.error().message;
}

Outcome report(Store& store, const Store::Verification& found, const std::string& stateFault, bool json)
{
    const auto damages = store.health().damages;
    if (json) {
        printJson({{QStringLiteral("blocks"), static_cast<qint64>(found.blocks)},
                   {QStringLiteral("samples"), static_cast<qint64>(found.samples)},
                   {QStringLiteral("damaged_chunks"), static_cast<qint64>(found.damagedChunks)},
                   {QStringLiteral("damaged_blocks"), static_cast<qint64>(found.damagedBlocks)},
                   {QStringLiteral("roll_ups"), static_cast<qint64>(found.rollUps)},
                   {QStringLiteral("damaged_roll_ups"), static_cast<qint64>(found.damagedRollUps)},
                   {QStringLiteral("state_fault"), QString::fromStdString(stateFault)},
                   {QStringLiteral("damages"), jsonOf(damages)}});
    } else {
        if (!stateFault.empty())
            print(stateFault);
        for (const auto& damage : damages)
            print(damage.text());
        print(std::to_string(found.blocks) + " blocks, " + std::to_string(found.samples) + " samples, " +
              std::to_string(found.damagedChunks) + " damaged chunks, " + std::to_string(found.damagedBlocks) +
              " damaged blocks, " + std::to_string(found.rollUps) + " blocks of roll-ups, " +
              std::to_string(found.damagedRollUps) + " of them damaged");
    }
    return damages.empty() && stateFault.empty() ? Outcome::Ok : Outcome::Findings;
}

} // namespace

Outcome runStorageStats(const Invocation& invocation)
{
    return withStore(invocation, true, [](Store& store, const OpenedStore&, bool json) {
        const auto stats = store.stats();
        const auto head = store.headStats();
        const auto damages = store.health().damages;
        const auto outcome = damages.empty() ? Outcome::Ok : Outcome::Findings;
        if (json) {
            printJson({{QStringLiteral("blocks"), static_cast<qint64>(stats.blocks)},
                       {QStringLiteral("unreadable_blocks"), static_cast<qint64>(stats.unreadableBlocks)},
                       {QStringLiteral("block_bytes"), static_cast<qint64>(stats.blockBytes)},
                       {QStringLiteral("block_samples"), static_cast<qint64>(stats.blockSamples)},
                       {QStringLiteral("roll_ups"), static_cast<qint64>(stats.rollUps)},
                       {QStringLiteral("roll_up_bytes"), static_cast<qint64>(stats.rollUpBytes)},
                       {QStringLiteral("oldest_time_ms"), static_cast<qint64>(stats.oldestTime)},
                       {QStringLiteral("head_series"), static_cast<qint64>(head.series)},
                       {QStringLiteral("head_samples"), static_cast<qint64>(head.samples)},
                       {QStringLiteral("damages"), jsonOf(damages)}});
            return outcome;
        }
        print("blocks        " + std::to_string(stats.blocks));
        if (stats.unreadableBlocks != 0)
            print("unreadable    " + std::to_string(stats.unreadableBlocks) +
                  " blocks more: `nocturnectl storage repair` saves what can be read of them");
        print("block bytes   " + std::to_string(stats.blockBytes));
        print("block samples " + std::to_string(stats.blockSamples));
        print("roll-ups      " + std::to_string(stats.rollUps));
        print("roll-up bytes " + std::to_string(stats.rollUpBytes));
        print("oldest sample " + (stats.oldestTime == 0 ? "none" : std::to_string(stats.oldestTime) + " ms"));
        print("head series   " + std::to_string(head.series));
        print("head samples  " + std::to_string(head.samples));
        for (const auto& damage : damages)
            print("damaged       " + damage.text());
        return outcome;
    });
}

Outcome runStorageVerify(const Invocation& invocation)
{
    return withStore(invocation, true, [](Store& store, const OpenedStore& opened, bool json) {
        const auto found = store.verify();
        return report(store, found, faultOfState(opened), json);
    });
}

Outcome runStorageRepair(const Invocation& invocation)
{
    return withStore(invocation, false, [](Store& store, const OpenedStore& opened, bool json) {
        const auto repaired = store.repair();
        if (!repaired) {
            printError(repaired.error().message);
            return Outcome::Findings;
        }
        // The log goes with a checkpoint, which puts its damaged files aside.
        if (const auto written = store.persist(); !written) {
            printError(written.error().message);
            return Outcome::Findings;
        }
        return report(store, *repaired, faultOfState(opened), json);
    });
}

} // namespace nocturne::cli
