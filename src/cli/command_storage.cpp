// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "cli/command.h"
#include "cli/opened_store.h"
#include "engine/tsdb/store.h"

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
                               {QStringLiteral("to_ms"), static_cast<qint64>(damage.to)}});
    }
    return all;
}

std::string lineOf(const tsdb::Damage& damage)
{
    auto line = damage.file + ": " + damage.what;
    if (damage.to != 0)
        line += " (samples from " + std::to_string(damage.from) + " to " + std::to_string(damage.to) + " ms)";
    return line;
}

void printJson(const QJsonObject& object) { print(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()); }

/// Runs `work(Store&, bool json)` on the store that the one argument names.
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
    return work(opened.store(), wantsJson(parser));
}

Outcome report(Store& store, const Store::Verification& found, bool json)
{
    const auto damages = store.health().damages;
    if (json) {
        printJson({{QStringLiteral("blocks"), static_cast<qint64>(found.blocks)},
                   {QStringLiteral("samples"), static_cast<qint64>(found.samples)},
                   {QStringLiteral("damaged_chunks"), static_cast<qint64>(found.damagedChunks)},
                   {QStringLiteral("damaged_blocks"), static_cast<qint64>(found.damagedBlocks)},
                   {QStringLiteral("roll_ups"), static_cast<qint64>(found.rollUps)},
                   {QStringLiteral("damaged_roll_ups"), static_cast<qint64>(found.damagedRollUps)},
                   {QStringLiteral("damages"), jsonOf(damages)}});
    } else {
        for (const auto& damage : damages)
            print(lineOf(damage));
        print(std::to_string(found.blocks) + " blocks, " + std::to_string(found.samples) + " samples, " +
              std::to_string(found.damagedChunks) + " damaged chunks, " + std::to_string(found.damagedBlocks) +
              " damaged blocks, " + std::to_string(found.rollUps) + " blocks of roll-ups, " +
              std::to_string(found.damagedRollUps) + " of them damaged");
    }
    return damages.empty() ? Outcome::Ok : Outcome::Findings;
}

} // namespace

Outcome runStorageStats(const Invocation& invocation)
{
    return withStore(invocation, true, [](Store& store, bool json) {
        const auto stats = store.stats();
        const auto head = store.headStats();
        if (json) {
            printJson({{QStringLiteral("blocks"), static_cast<qint64>(stats.blocks)},
                       {QStringLiteral("block_bytes"), static_cast<qint64>(stats.blockBytes)},
                       {QStringLiteral("block_samples"), static_cast<qint64>(stats.blockSamples)},
                       {QStringLiteral("roll_ups"), static_cast<qint64>(stats.rollUps)},
                       {QStringLiteral("roll_up_bytes"), static_cast<qint64>(stats.rollUpBytes)},
                       {QStringLiteral("oldest_time_ms"), static_cast<qint64>(stats.oldestTime)},
                       {QStringLiteral("head_series"), static_cast<qint64>(head.series)},
                       {QStringLiteral("head_samples"), static_cast<qint64>(head.samples)},
                       {QStringLiteral("damages"), jsonOf(store.health().damages)}});
            return Outcome::Ok;
        }
        print("blocks        " + std::to_string(stats.blocks));
        print("block bytes   " + std::to_string(stats.blockBytes));
        print("block samples " + std::to_string(stats.blockSamples));
        print("roll-ups      " + std::to_string(stats.rollUps));
        print("roll-up bytes " + std::to_string(stats.rollUpBytes));
        print("oldest sample " + std::to_string(stats.oldestTime) + " ms");
        print("head series   " + std::to_string(head.series));
        print("head samples  " + std::to_string(head.samples));
        return Outcome::Ok;
    });
}

Outcome runStorageVerify(const Invocation& invocation)
{
    return withStore(invocation, true, [](Store& store, bool json) { return report(store, store.verify(), json); });
}

Outcome runStorageRepair(const Invocation& invocation)
{
    return withStore(invocation, false, [](Store& store, bool json) {
        const auto repaired = store.repair();
        if (!repaired) {
            printError(repaired.error().message);
            return Outcome::Findings;
        }
        return report(store, *repaired, json);
    });
}

} // namespace nocturne::cli
