// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/alertmanager/identity.h"

#include <random>

#include "watch/alerts/state_store.h"

namespace nocturne::alertmanager {

namespace {

std::string randomName()
{
    constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
    std::random_device random;
    std::string name;
    for (int i = 0; i < 10; ++i)
        name += kLetters[random() % kLetters.size()];
    return name;
}

} // namespace

Result<std::string> identityIn(alerts::StateStore& state)
{
    std::string name;
    auto done = state.transact([&](sqlite::Database& database) -> Result<void> {
        auto made = database.execute("CREATE TABLE IF NOT EXISTS alertmanager_identity("
                                     "only_row INTEGER PRIMARY KEY CHECK(only_row = 1), name TEXT NOT NULL) STRICT");
        if (made)
            made = database.run("INSERT OR IGNORE INTO alertmanager_identity VALUES (1, ?)", randomName());
        if (!made)
            return made;
        return database.query("SELECT name FROM alertmanager_identity",
                              [&](const sqlite::Row& row) { name = row.text(0); });
    });
    return done ? Result<std::string>(std::move(name)) : tl::unexpected(done.error());
}

} // namespace nocturne::alertmanager
